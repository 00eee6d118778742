"""One note of the piano roll, and the tick resolution everything is counted in."""

from __future__ import annotations

from dataclasses import dataclass

PPQ = 480
"""Ticks to the quarter note, everywhere in the program and in the files it writes."""

MAX_PITCH = 127
MAX_VELOCITY = 127
DEFAULT_VELOCITY = 90


@dataclass(frozen=True, slots=True)
class Note:
    """A note as a value; to change it is to make a copy.

    ``id`` is unique within its clip (0 stands for "not in a clip yet"). Times are in ticks (480 to the
    quarter), ``pitch`` is a MIDI key number (60 is middle C), ``velocity`` runs from 1 to 127. A ``muted``
    note is seen and edited, but neither heard nor continued.
    """

    id: int
    start_tick: int
    length_ticks: int
    pitch: int
    velocity: int = DEFAULT_VELOCITY
    muted: bool = False

    def __post_init__(self) -> None:
        if self.start_tick < 0:
            raise ValueError(f"start_tick must not be negative: {self.start_tick}")
        if self.length_ticks < 1:
            raise ValueError(f"length_ticks must be at least 1: {self.length_ticks}")
        if not 0 <= self.pitch <= MAX_PITCH:
            raise ValueError(f"pitch must be 0..127: {self.pitch}")
        if not 1 <= self.velocity <= MAX_VELOCITY:
            raise ValueError(f"velocity must be 1..127: {self.velocity}")

    @property
    def end_tick(self) -> int:
        """The first tick at which the note no longer sounds."""
        return self.start_tick + self.length_ticks
