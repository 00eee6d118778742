"""What moves beside the notes: controllers, the pedal and the pitch wheel, as steps over the piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntColumn = NDArray[np.int64]

MODULATION, VOLUME, PAN, EXPRESSION, PEDAL = 1, 7, 10, 11, 64
PEDALS = (PEDAL, 66, 67, 69)
"""What must not stay down: sustain, sostenuto, soft and hold."""
HIGHEST_CONTROLLER = 119
"""Controllers above are the channel's modes (all notes off …), which nobody draws."""
PITCH_BEND = 128
"""The number that stands for the pitch wheel, which is no controller in MIDI."""
BEND_CENTRE, MAX_BEND, MAX_CONTROL = 8192, 16383, 127
USUAL_VOLUME, USUAL_BEND_RANGE = 100, 2
"""The volume of a channel that nobody has told another one, and by how many semitones its wheel bends."""
PEDAL_DOWN = 64
"""From this value on a pedal is down."""

_NAMES = {
    MODULATION: "Modulation",
    2: "Breath",
    5: "Portamento time",
    VOLUME: "Volume",
    8: "Balance",
    PAN: "Pan",
    EXPRESSION: "Expression",
    PEDAL: "Pedal",
    65: "Portamento",
    66: "Sostenuto pedal",
    67: "Soft pedal",
    68: "Legato pedal",
    71: "Resonance",
    72: "Release",
    73: "Attack",
    74: "Brightness",
    91: "Reverb",
    93: "Chorus",
    PITCH_BEND: "Pitch bend",
}
_RESTS = {
    VOLUME: USUAL_VOLUME,
    8: 64,
    PAN: 64,
    EXPRESSION: 127,
    **dict.fromkeys(range(70, 80), 64),
    91: 40,
    PITCH_BEND: BEND_CENTRE,
}


def control_name(number: int) -> str:
    """What musicians call a controller, or its number."""
    return _NAMES.get(number, f"Controller {number}")


def rest_value(number: int) -> int:
    """The value of a controller that nobody has touched (General MIDI's, where it says one)."""
    return _RESTS.get(number, 0)


def highest_value(number: int) -> int:
    """The greatest value: 127, or 16383 for the pitch wheel."""
    return MAX_BEND if number == PITCH_BEND else MAX_CONTROL


def is_control(number: int) -> bool:
    """Whether a lane of this number can be: a controller 0..119, or the pitch wheel."""
    return 0 <= number <= HIGHEST_CONTROLLER or number == PITCH_BEND


@dataclass(frozen=True, eq=False)
class ControlLane:
    """One controller's values: from ``ticks[i]`` on it is ``values[i]``, until the next point.

    ``number`` is a controller (0..119) or ``PITCH_BEND``; ticks ascend, one point a tick; values run from 0
    to :func:`highest_value`. Both columns are read-only int64. Make one with :meth:`empty` or
    :meth:`of_points`.
    """

    number: int
    ticks: IntColumn
    values: IntColumn

    def __post_init__(self) -> None:
        if not is_control(self.number):
            raise ValueError(f"a lane is for a controller 0..119 or the pitch wheel: {self.number}")
        for name in ("ticks", "values"):
            object.__setattr__(self, name, _read_only(getattr(self, name)))
        if len(self.ticks) != len(self.values):
            raise ValueError("a lane has as many ticks as values")
        if len(self.ticks) and (self.ticks[0] < 0 or (np.diff(self.ticks) <= 0).any()):
            raise ValueError("a lane's points must be in order, one at a tick, none before tick 0")
        if len(self.values) and not 0 <= self.values.min() <= self.values.max() <= self.highest:
            raise ValueError(f"values must be 0..{self.highest}")

    @classmethod
    def empty(cls, number: int) -> Self:
        """A lane without points."""
        return cls(number, _read_only([]), _read_only([]))

    @classmethod
    def of_points(cls, number: int, points: Iterable[tuple[int, int]]) -> Self:
        """A lane of (tick, value) in any order; the last word at a tick counts; values are cut to range."""
        by_tick = dict(points)
        ticks = sorted(by_tick)
        values = np.clip([by_tick[tick] for tick in ticks], 0, highest_value(number))
        return cls(number, _read_only(ticks), _read_only(values))

    def __len__(self) -> int:
        return len(self.ticks)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ControlLane):
            return NotImplemented
        if self is other:
            return True
        pairs = ((self.ticks, other.ticks), (self.values, other.values))
        return self.number == other.number and all(np.array_equal(a, b) for a, b in pairs)

    def __hash__(self) -> int:
        return hash((self.number, len(self), self.end_tick))

    @property
    def name(self) -> str:
        """What musicians call it."""
        return control_name(self.number)

    @property
    def highest(self) -> int:
        """The greatest value a point may have."""
        return highest_value(self.number)

    @property
    def end_tick(self) -> int:
        """Where the last point stands; 0 without one."""
        return int(self.ticks[-1]) if len(self) else 0

    @property
    def points(self) -> tuple[tuple[int, int], ...]:
        """(tick, value) of every point, in order."""
        return tuple(zip(self.ticks.tolist(), self.values.tolist(), strict=True))

    def bytes_held(self) -> int:
        """The memory of its columns."""
        return self.ticks.nbytes + self.values.nbytes

    def value_at(self, tick: int) -> int:
        """The value in force at a tick (a point's own tick counts); the rest value before the first point."""
        row = int(np.searchsorted(self.ticks, tick, side="right")) - 1
        return int(self.values[row]) if row >= 0 else rest_value(self.number)

    def points_between(self, start_tick: int, end_tick: int) -> tuple[tuple[int, int], ...]:
        """(tick, value) of the points in [start_tick, end_tick)."""
        first, last = np.searchsorted(self.ticks, (start_tick, end_tick), side="left")
        return tuple(zip(self.ticks[first:last].tolist(), self.values[first:last].tolist(), strict=True))

    def with_points(self, start_tick: int, end_tick: int, points: Iterable[tuple[int, int]]) -> Self:
        """This lane with its points in [start_tick, end_tick) exchanged for others, wherever these stand."""
        new = self.of_points(self.number, points)
        first, last = np.searchsorted(self.ticks, (start_tick, end_tick), side="left")
        columns = ((self.ticks, new.ticks), (self.values, new.values))
        if not len(new) or (start_tick <= new.ticks[0] and new.ticks[-1] < end_tick):
            return type(self)(self.number, *(np.concatenate((c[:first], n, c[last:])) for c, n in columns))
        left = type(self)(self.number, *(np.concatenate((c[:first], c[last:])) for c, _ in columns))
        return self.of_points(self.number, [*left.points, *new.points])

    def shifted(self, ticks: int) -> Self:
        """This lane so much later."""
        return type(self)(self.number, self.ticks + ticks, self.values)


def merged_lanes(lanes: Iterable[ControlLane]) -> tuple[ControlLane, ...]:
    """One lane a controller, by number; of points at one tick the later lane's counts."""
    points: dict[int, list[tuple[int, int]]] = {}
    for lane in lanes:
        points.setdefault(lane.number, []).extend(lane.points)
    return tuple(ControlLane.of_points(number, points[number]) for number in sorted(points))


def _read_only(values: ArrayLike) -> IntColumn:
    column = np.array(values, dtype=np.int64).reshape(-1)
    column.setflags(write=False)
    return column
