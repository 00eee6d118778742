"""A track: a clip and how it is played and shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, Self, get_args

from assistant.core.clip import Clip
from assistant.core.controls import USUAL_BEND_RANGE, ControlLane

Part = Literal["melody", "harmony", "bass", "other"]
PARTS: tuple[Part, ...] = get_args(Part)
PERCUSSION_CHANNEL = 9
"""Where General MIDI has its drum kit (musicians, who count from 1, call it channel 10)."""


@dataclass(frozen=True)
class Track:
    """One instrument's notes with its name, part, MIDI channel (0..15) and instrument.

    ``program`` is a General MIDI program (0..127), or None where nobody chose one; ``colour`` is an index
    into the theme's palette; ``volume`` runs from 0 to 127. ``controls`` are the lanes that have points, by
    number; ``bend_range`` is by how many semitones (0..127) the pitch wheel bends at most.
    """

    name: str = "Melody"
    clip: Clip = field(default_factory=Clip.empty)
    part: Part = "melody"
    channel: int = 0
    program: int | None = None
    colour: int = 0
    volume: int = 100
    muted: bool = False
    soloed: bool = False
    controls: tuple[ControlLane, ...] = ()
    bend_range: int = USUAL_BEND_RANGE

    def __post_init__(self) -> None:
        if not 0 <= self.channel <= 15:
            raise ValueError(f"channel must be 0..15: {self.channel}")
        if self.program is not None and not 0 <= self.program <= 127:
            raise ValueError(f"program must be 0..127: {self.program}")
        if not 0 <= self.volume <= 127:
            raise ValueError(f"volume must be 0..127: {self.volume}")
        if not 0 <= self.bend_range <= 127:
            raise ValueError(f"bend_range must be 0..127: {self.bend_range}")
        if self.part not in PARTS:
            raise ValueError(f"unknown part: {self.part}")
        numbers = [lane.number for lane in self.controls]
        if numbers != sorted(set(numbers)) or not all(len(lane) for lane in self.controls):
            raise ValueError("a track has one lane a controller, in order, none empty")

    @property
    def is_percussion(self) -> bool:
        """Whether its pitches are drums."""
        return self.channel == PERCUSSION_CHANNEL

    def lane(self, number: int) -> ControlLane:
        """The points of a controller, or of the pitch wheel; an empty lane where there are none."""
        found = (lane for lane in self.controls if lane.number == number)
        return next(found, ControlLane.empty(number))

    def with_lane(self, lane: ControlLane) -> Self:
        """This track with one lane exchanged; an empty one goes."""
        others = [other for other in self.controls if other.number != lane.number]
        lanes = sorted([*others, *([lane] if len(lane) else [])], key=lambda each: each.number)
        return replace(self, controls=tuple(lanes))
