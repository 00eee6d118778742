"""Which notes are chosen, and which notes are under a pointer or in a rectangle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip, IntColumn
from assistant.core.note import Note
from assistant.ui.piano_roll.coordinates import Viewport

EDGE_PX = 8.0
"""The widest zone at either edge of a note in which a drag resizes it; at most a third of the note."""
GRAB_PX = 3
"""Very short notes can be caught this close by."""


@dataclass(frozen=True)
class Selection:
    """A set of note ids, as a set and as an array."""

    ids: frozenset[int] = frozenset()

    @classmethod
    def of(cls, ids: Iterable[int]) -> Selection:
        """A selection of plain integers, whatever kind of integers they were."""
        return cls(frozenset(map(int, ids)))

    @cached_property
    def array(self) -> IntColumn:
        """The ids ascending."""
        return np.array(sorted(self.ids), dtype=np.int64)

    def rows(self, clip: Clip) -> IntColumn:
        """The rows of a clip that are selected."""
        return clip.rows_of(self.array)

    def mask(self, clip: Clip, rows: IntColumn | slice) -> NDArray[np.bool_]:
        """Which of some rows of a clip are selected."""
        chosen = np.zeros(len(clip), dtype=bool)
        chosen[self.rows(clip)] = True
        return chosen[rows]

    def within(self, clip: Clip) -> Selection:
        """What of the selection still exists; itself where all of it does."""
        rows = self.rows(clip)
        return self if len(rows) == len(self.ids) else Selection.of(clip.ids[rows].tolist())


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


def ids_in_rectangle(
    clip: Clip, start_tick: float, end_tick: float, lowest: int, highest: int
) -> frozenset[int]:
    """The notes that a rectangle touches."""
    rows = clip.rows_between(max(0, int(start_tick)), max(1, int(np.ceil(end_tick))))
    pitches = clip.pitches[rows]
    inside = rows[(pitches >= lowest) & (pitches <= highest)]
    return frozenset(clip.ids[inside].tolist())


def _zone(x_px: float, left_px: int, right_px: int) -> Zone:
    edge = min((right_px - left_px) / 3, EDGE_PX)
    if x_px < left_px + edge:
        return Zone.START
    return Zone.END if x_px >= right_px - edge else Zone.BODY
