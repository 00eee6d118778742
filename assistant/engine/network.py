"""The whole network at play: event embeddings, trunk and the chain of heads, in NumPy alone.

The twin of ``training.networks.MelodyNet``; a test holds both to the same logits within 1e-5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.engine import events as ev
from assistant.engine.events import IntArray
from assistant.engine.heads import Head
from assistant.engine.memory import SLOTS, NoteProposals, ShiftProposals
from assistant.engine.stepper import ConvTrunk, FloatArray, TrunkState, Weights

_BITS = 2 ** np.arange(SLOTS)


@dataclass(frozen=True)
class EventColumns:
    """The last event of B melodies, as classes of the embeddings; every array (B,)."""

    shift: IntArray
    pitch: IntArray
    interval: IntArray
    length: IntArray
    position: IntArray
    bar_length: IntArray
    bar: IntArray


class Network:
    """A trained network; steps B melodies at once."""

    def __init__(self, weights: Weights, dilations: tuple[int, ...]) -> None:
        prefix = "events."
        self._events = {
            k.removeprefix(prefix).removesuffix(".weight"): v
            for k, v in weights.items()
            if k.startswith(prefix)
        }
        self._start = weights["start"]
        self.trunk = ConvTrunk(weights, dilations)
        self._shift, self._pitch, self._length = (
            Head(weights, f"{name}_head") for name in ("shift", "pitch", "length")
        )
        self.bytes_per_step = sum(
            array.nbytes
            for layer in self.trunk.layers
            for array in (layer.gate, layer.gate_bias, layer.out, layer.out_bias)
        ) + sum(head.bytes_per_step for head in (self._shift, self._pitch, self._length))

    def start(self, batch: int) -> tuple[TrunkState, FloatArray]:
        """(state, past) before the first note of B melodies."""
        state = self.trunk.start(batch)
        return state, self.trunk.step(state, np.tile(self._start, (batch, 1)))

    def step(self, state: TrunkState, event: EventColumns) -> FloatArray:
        """Take in one event; the past (B, C) that the heads read."""
        x = self._events["shift"][event.shift]
        for name in ("pitch", "interval", "length", "position", "bar_length", "bar"):
            x += self._events[name][getattr(event, name)]
        return self.trunk.step(state, x)

    def shift_logits(
        self, past: FloatArray, place: Mapping[str, IntArray], last_length: IntArray,
        *, proposals: ShiftProposals, strength: float = 1.0,
    ) -> FloatArray:  # fmt: skip
        """Logits (B, SHIFTS); ``place`` has position, bar_length, left and form at the last onset."""
        slots = proposals.shifts
        told = {**place, "length": last_length}
        return self._shift.logits(
            past, told, slots=_rows(slots, ev.SHIFTS), proposed=slots,
            matches=proposals.matches, strength=strength,
        )  # fmt: skip

    def pitch_logits(
        self, past: FloatArray, told: Mapping[str, IntArray], last_pitch: IntArray,
        *, proposals: NoteProposals, strength: float = 1.0,
    ) -> FloatArray:  # fmt: skip
        """Logits (B, PITCHES); ``told`` has what ``place`` has, at the onset, and its shift."""
        distance = ev.intervals(proposals.pitches, last_pitch[:, None])
        return self._pitch.logits(
            past, told, slots=distance, proposed=proposals.pitches,
            matches=proposals.matches, strength=strength,
        )  # fmt: skip

    def length_logits(
        self, past: FloatArray, told: Mapping[str, IntArray], last_pitch: IntArray, pitch: IntArray,
        *, proposals: NoteProposals, strength: float = 1.0,
    ) -> FloatArray:  # fmt: skip
        """Logits (B, LENGTHS) once the pitch is known."""
        agreed = ((proposals.pitches == pitch[:, None]) * _BITS).sum(axis=1)
        chosen = {**told, "interval": ev.intervals(pitch, last_pitch), "agreed": agreed}
        slots = proposals.lengths
        return self._length.logits(
            past, chosen, slots=_rows(slots, ev.LENGTHS), proposed=slots,
            matches=proposals.matches, strength=strength,
        )  # fmt: skip


def _rows(slots: IntArray, none_row: int) -> IntArray:
    return np.where(slots < 0, none_row, slots)
