"""Which notes are chosen, and which notes are under a pointer or in a rectangle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip, IntColumn, ascending
from assistant.core.note import Note
from assistant.ui.piano_roll.coordinates import Viewport

EDGE_PX = 8.0
"""The widest zone at either edge of a note in which a drag resizes it; at most a third of the note."""
LEAST_RESIZED_PX = 3
"""Narrower notes have no edges to take: wherever they are caught, they are moved."""
GRAB_PX = 3
"""Very short notes can be caught this close by."""


Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Selection:
    """A set of note ids, ascending in ``array``; finds their rows once a clip, however often it is asked."""

    array: IntColumn = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    _found: list[tuple[Clip, IntColumn]] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, ids: Iterable[int] | IntColumn) -> Selection:
        """A selection of the ids, in whatever order and however often they come."""
        return cls(ascending(ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)))

    def __len__(self) -> int:
        return len(self.array)

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids as plain integers."""
        return frozenset(self.array.tolist())

    def is_same(self, other: Selection) -> bool:
        """Whether both hold the same ids."""
        return self is other or np.array_equal(self.array, other.array)

    def rows(self, clip: Clip) -> IntColumn:
        """The rows of a clip that are selected."""
        if not self._found or self._found[0][0] is not clip:
            self._found[:] = [(clip, clip.rows_of(self.array))]
        return self._found[0][1]

    def mask(self, clip: Clip, rows: IntColumn | slice) -> NDArray[np.bool_]:
        """Which of some rows of a clip are selected."""
        chosen = np.zeros(len(clip), dtype=bool)
        chosen[self.rows(clip)] = True
        return chosen[rows]

    def within(self, clip: Clip) -> Selection:
        """What of the selection still exists; itself where all of it does."""
        rows = self.rows(clip)
        return self if len(rows) == len(self) else Selection.of(clip.ids[rows])


class Zone(Enum):
    """Which part of a note is under the pointer."""

    START = auto()
    BODY = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """A note and the part of it that the pointer is on."""

    note: Note
    zone: Zone


def hit_at(clip: Clip, viewport: Viewport, x_px: float, y_px: float) -> Hit | None:
    """The note under a pixel; of several the one on top (the last to begin), an exact one before a near."""
    pitch = viewport.pitch_at(y_px)
    slack = GRAB_PX / viewport.px_per_tick
    tick = viewport.tick_at(x_px)
    rows = clip.rows_between(max(0, int(tick - slack)), int(tick + slack) + 1)
    rows = rows[clip.pitches[rows] == pitch]
    if not len(rows):
        return None
    left, right = viewport.x_of(clip.starts[rows]), viewport.x_of(clip.ends[rows])
    distance = np.maximum(np.maximum(left - x_px, x_px - right + 1), 0)
    # lexsort's last key counts most: the nearest, and of those the last row.
    best = int(np.lexsort((-rows, distance))[0])
    note = clip.note_at_row(int(rows[best]))
    return Hit(note, _zone(x_px, int(left[best]), int(right[best])))


def note_at(clip: Clip, tick: int, pitch: int) -> Note | None:
    """The note that sounds at a tick on a pitch; of several the last to begin."""
    rows = clip.rows_between(tick, tick + 1)
    rows = rows[clip.pitches[rows] == pitch]
    return clip.note_at_row(int(rows[-1])) if len(rows) else None


def ids_on_line(
    clip: Clip, viewport: Viewport, start: tuple[float, float], end: tuple[float, float]
) -> IntColumn:
    """The notes that a straight line from one pixel to another touches, in the order in which it does."""
    (x_px, y_px), across, down = start, end[0] - start[0], end[1] - start[1]
    left, right = sorted((start[0], end[0]))
    first, last = viewport.tick_at(left - GRAB_PX), viewport.tick_at(right + GRAB_PX)
    rows = clip.rows_between(max(0, int(first)), max(0, int(last)) + 1)
    lefts, rights = viewport.x_of(clip.starts[rows]), viewport.x_of(clip.ends[rows])
    spare = np.maximum(2 * GRAB_PX - (rights - lefts), 0) / 2  # very short notes can be caught close by
    tops = viewport.y_of(clip.pitches[rows]).astype(float)
    enters_x, leaves_x = _passage(x_px, across, lefts - spare, rights + spare)
    enters_y, leaves_y = _passage(y_px, down, tops, tops + viewport.row_px)
    enters = np.maximum(np.maximum(enters_x, enters_y), 0.0)
    touched = enters <= np.minimum(np.minimum(leaves_x, leaves_y), 1.0)
    order = np.argsort(enters[touched], kind="stable")
    found: IntColumn = clip.ids[rows[touched][order]]
    return found


def _passage(at: float, way: float, low: Reals, high: Reals) -> tuple[Reals, Reals]:
    """When (0 to 1 on its way) a point that moves evenly from ``at`` enters spans [low, high) and leaves."""
    if way == 0:
        inside = (low <= at) & (at < high)
        return np.where(inside, -np.inf, np.inf), np.where(inside, np.inf, -np.inf)
    first, second = (low - at) / way, (high - at) / way
    return np.minimum(first, second), np.maximum(first, second)


def ids_in_rectangle(clip: Clip, start_tick: float, end_tick: float, lowest: int, highest: int) -> IntColumn:
    """The notes that a rectangle touches."""
    rows = clip.rows_between(max(0, int(start_tick)), max(1, int(np.ceil(end_tick))))
    pitches = clip.pitches[rows]
    inside = rows[(pitches >= lowest) & (pitches <= highest)]
    found: IntColumn = clip.ids[inside]
    return found


def _zone(x_px: float, left_px: int, right_px: int) -> Zone:
    if right_px - left_px < LEAST_RESIZED_PX:
        return Zone.BODY
    edge = min((right_px - left_px) / 3, EDGE_PX)
    if x_px < left_px + edge:
        return Zone.START
    return Zone.END if x_px >= right_px - edge else Zone.BODY
