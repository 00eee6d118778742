"""The heads at play: what comes next, from the past, from what is already decided, and from the memories."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from assistant.engine.events import IntArray
from assistant.engine.layout import Rows
from assistant.engine.stepper import FloatArray, Weights


@lru_cache
def _firsts(batch: int, width: int) -> IntArray:
    """Where the counts of each piece begin, (batch, 1), behind the class that is none."""
    return np.arange(1, batch * width, width)[:, None]


class Head:
    """One head's weights; the NumPy twin of ``training.networks.Head``."""

    def __init__(self, weights: Weights, name: str) -> None:
        self.past = weights[f"{name}.past.weight"].T
        self.past_bias = weights[f"{name}.past.bias"]
        self._table = np.ascontiguousarray(weights[f"{name}.table.weight"])
        # Logits and gates come out of one product.
        self._out: FloatArray = np.hstack([weights[f"{name}.out.weight"].T, weights[f"{name}.gate.weight"].T])
        self._out_bias: FloatArray = np.hstack([weights[f"{name}.out.bias"], weights[f"{name}.gate.bias"]])
        self.classes = len(weights[f"{name}.out.bias"])
        self.bytes_per_step = self._out.nbytes + self._out_bias.nbytes + self.past.nbytes

    def logits(self, past: FloatArray, rows: Rows, proposed: IntArray, strength: float = 1.0) -> FloatArray:
        """Logits (B, classes).

        past (B, H), already in this head's width; rows (B, fields) of its table; proposed (B, K) the classes
        that the memories propose, -1 for none. ``strength`` scales what the memories add.
        """
        # The ufunc itself: a sum by its usual name costs a third more in so small an array.
        hidden: FloatArray = np.add.reduce(self._table.take(rows, axis=0), axis=1)
        hidden += past
        np.maximum(hidden, 0, out=hidden)
        out: FloatArray = hidden @ self._out
        out += self._out_bias
        logits, gates = out[:, : self.classes], out[:, self.classes :]
        # Several slots may propose one class, so gates are counted as weights; the first class is "none".
        width = self.classes + 1
        classes = proposed + _firsts(len(out), width)
        added = np.bincount(classes.ravel(), gates.ravel(), len(out) * width).reshape(-1, width)[:, 1:]
        logits += added if strength == 1 else strength * added
        return logits
