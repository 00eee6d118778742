"""The heads at play: what comes next, from the past, from what is already decided, and from the memories."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assistant.engine.events import IntArray
from assistant.engine.memory import MOTIFS, SLOTS
from assistant.engine.stepper import FloatArray, Weights


class Head:
    """One head's weights; the NumPy twin of ``training.networks.Head``."""

    def __init__(self, weights: Weights, name: str) -> None:
        self._past = weights[f"{name}.past.weight"].T.copy()
        self._past_bias = weights[f"{name}.past.bias"]
        prefix = f"{name}.features."
        self._features = {
            k.removeprefix(prefix).removesuffix(".weight"): v
            for k, v in weights.items()
            if k.startswith(prefix)
        }
        self._slots = [weights[f"{name}.slots.{k}.weight"] for k in range(SLOTS)]
        self._matches = [weights[f"{name}.matches.{m}.weight"] for m in range(MOTIFS)]
        # Logits and gates come out of one product.
        self._out: FloatArray = np.hstack([weights[f"{name}.out.weight"].T, weights[f"{name}.gate.weight"].T])
        self._out_bias: FloatArray = np.hstack([weights[f"{name}.out.bias"], weights[f"{name}.gate.bias"]])
        self.classes = len(weights[f"{name}.out.bias"])
        self.bytes_per_step = sum(a.nbytes for a in (self._past, self._past_bias, self._out, self._out_bias))

    def logits(
        self,
        past: FloatArray,
        features: Mapping[str, IntArray],
        *,
        slots: IntArray,
        proposed: IntArray,
        matches: IntArray,
        strength: float = 1.0,
    ) -> FloatArray:
        """Logits (B, classes).

        past (B, C); features by name (B,); slots (B, SLOTS) embedding rows of the proposals; proposed
        (B, SLOTS) the classes they stand for, -1 for none; matches (B, MOTIFS). ``strength`` scales what the
        memories add.
        """
        hidden: FloatArray = past @ self._past
        hidden += self._past_bias
        for name, values in features.items():
            hidden += self._features[name][values]
        for k, table in enumerate(self._slots):
            hidden += table[slots[:, k]]
        for m, table in enumerate(self._matches):
            hidden += table[matches[:, m]]
        np.maximum(hidden, 0, out=hidden)
        out: FloatArray = hidden @ self._out
        out += self._out_bias
        logits, gates = out[:, : self.classes], out[:, self.classes :]
        rows, columns = np.nonzero(proposed >= 0)
        np.add.at(logits, (rows, proposed[rows, columns]), gates[rows, columns] * np.float32(strength))
        return logits
