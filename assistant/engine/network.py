"""The whole network at play: event table, trunk and the chain of heads, in NumPy alone.

The twin of ``training.networks.MusicNet``; a test holds both to the same logits within 1e-5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engine.heads import Head
from assistant.engine.layout import Event, Rows
from assistant.engine.proposals import NoteProposals, Proposals
from assistant.engine.stepper import ConvTrunk, FloatArray, LstmTrunk, Trunk, TrunkState, Weights

NETS = ("conv", "lstm")
_HEADS = ("shift", "part", "pitch", "length")


class Network:
    """A trained network; steps B pieces at once."""

    def __init__(self, weights: Weights, config: Mapping[str, Any]) -> None:
        self._events = np.ascontiguousarray(weights["events.weight"])
        self.trunk = _trunk(weights, config)
        heads = [Head(weights, f"{name}_head") for name in _HEADS]
        self._shift, self._part, self._pitch, self._length = heads
        # What every head takes from the past comes out of one product.
        self._past: FloatArray = np.ascontiguousarray(np.hstack([h.past for h in heads]))
        self._past_bias: FloatArray = np.hstack([h.past_bias for h in heads])
        self._width = len(heads[0].past_bias)
        self._sounding = np.ascontiguousarray(weights["sounding.weight"].T)
        self.bytes_per_step = (
            self.trunk.bytes_per_step + sum(h.bytes_per_step for h in heads) + self._sounding.nbytes
        )

    def start(self, batch: int) -> TrunkState:
        """The state before the first note of B pieces."""
        state: TrunkState = self.trunk.start(batch)
        return state

    def step(self, state: TrunkState, event: Event) -> FloatArray:
        """Take in one event; what the heads read of the past, (B, 4 * width)."""
        last: FloatArray = np.add.reduce(self._events.take(event.rows(), axis=0), axis=1)
        return self._told(self.trunk.step(state, last), last)

    def read(self, state: TrunkState, rows: Rows) -> FloatArray:
        """Take in T events at once, (T, B, fields); what the heads read after each, (T, B, 4 * width)."""
        last: FloatArray = self._events[rows].sum(axis=2)
        summary = self.trunk.read(state, last)
        flat = self._told(summary.reshape(-1, summary.shape[-1]), last.reshape(-1, last.shape[-1]))
        return flat.reshape(*rows.shape[:2], -1)

    def _told(self, summary: FloatArray, last: FloatArray) -> FloatArray:
        past: FloatArray = np.concatenate((summary, last), axis=1) @ self._past
        past += self._past_bias
        return past

    def shift_logits(
        self, past: FloatArray, rows: Rows, proposals: Proposals, strength: float = 1.0
    ) -> FloatArray:
        """Logits (B, SHIFTS)."""
        return self._shift.logits(self._for(past, 0), rows, proposals.values, strength)

    def part_logits(
        self, past: FloatArray, rows: Rows, proposals: Proposals, strength: float = 1.0
    ) -> FloatArray:
        """Logits (B, PARTS) once the onset is known."""
        return self._part.logits(self._for(past, 1), rows, proposals.values, strength)

    def pitch_logits(
        self, past: FloatArray, rows: Rows, sounding: NDArray[np.bool_], proposals: NoteProposals,
        strength: float = 1.0,
    ) -> FloatArray:  # fmt: skip
        """Logits (B, PITCHES) once the part is known; ``sounding`` (B, 128) are the pitches that sound."""
        heard = self._for(past, 2) + sounding.astype(np.float32) @ self._sounding
        return self._pitch.logits(heard, rows, proposals.pitches, strength)

    def length_logits(
        self, past: FloatArray, rows: Rows, proposals: NoteProposals, strength: float = 1.0
    ) -> FloatArray:
        """Logits (B, LENGTHS) once the pitch is known."""
        return self._length.logits(self._for(past, 3), rows, proposals.lengths, strength)

    def _for(self, past: FloatArray, head: int) -> FloatArray:
        return past[:, head * self._width : (head + 1) * self._width]


def _trunk(weights: Weights, config: Mapping[str, Any]) -> Trunk:
    if config["net"] == "lstm":
        return LstmTrunk(weights, int(config["layers"]), tuple(config["stem"]))
    return ConvTrunk(weights, tuple(config["dilations"]))
