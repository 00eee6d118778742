"""What differs between two clips: how to make one from the other, in as little memory as says it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip, IntColumn
from assistant.core.splicing import Splice

Table = tuple[NDArray[Any], ...]

BLOCK = 2**14
"""So many values are compared at a time."""
SMALL = 32
"""So many rows are rather kept as they are than looked through for those that differ."""


@dataclass(frozen=True, eq=False)
class NewValues:
    """The same notes in the same order, with other values: (rows, values) for each column that differs."""

    columns: tuple[tuple[IntColumn, NDArray[Any]] | None, ...]

    def applied_to(self, clip: Clip) -> Clip:
        """The clip with the values; columns without any are shared, and so is the clip if all are."""
        if not any(self.columns):
            return clip
        return Clip(*(_with_values(*pair) for pair in zip(clip.table, self.columns, strict=True)))

    def bytes_held(self) -> int:
        """The memory that the values take."""
        return sum(part.nbytes for pair in self.columns if pair is not None for part in pair)


@dataclass(frozen=True, eq=False)
class OtherNotes:
    """Rows out and others in."""

    splice: Splice
    added: Table

    def applied_to(self, clip: Clip) -> Clip:
        """The clip after the exchange."""
        pairs = zip(clip.table, self.added, strict=True)
        return Clip(*(self.splice.of(old, new) for old, new in pairs))

    def bytes_held(self) -> int:
        """The memory that the rows take."""
        columns = (self.splice.removed, self.splice.places, *self.added)
        return sum(column.nbytes for column in columns)


ClipPatch = NewValues | OtherNotes


class Differences:
    """Compares clips, each pair once for both ways."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int], tuple[IntColumn, IntColumn]] = {}

    def patch(self, old: Clip, new: Clip) -> ClipPatch:
        """What makes the new clip from the old one."""
        if old.ids is new.ids or np.array_equal(old.ids, new.ids):
            pairs = zip(old.table, new.table, strict=True)
            return NewValues(tuple(_new_values(*pair) for pair in pairs))
        removed, added = self._rows_of(old, new)
        kept_before = added - np.arange(len(added))
        removed_before = np.searchsorted(removed - np.arange(len(removed)), kept_before, side="right")
        splice = Splice(len(old), removed, kept_before + removed_before)
        return OtherNotes(splice, tuple(column[added] for column in new.table))

    def _rows_of(self, old: Clip, new: Clip) -> tuple[IntColumn, IntColumn]:
        there, back = (id(old), id(new)), (id(new), id(old))
        if there not in self._rows:
            rows = rows_that_differ(old, new)
            self._rows |= {there: rows, back: rows[::-1]}
        return self._rows[there]


def _new_values(old: NDArray[Any], new: NDArray[Any]) -> tuple[IntColumn, NDArray[Any]] | None:
    if old is new:
        return None
    rows = np.flatnonzero(old != new)
    return (rows, new[rows]) if len(rows) else None


def _with_values(column: NDArray[Any], pair: tuple[IntColumn, NDArray[Any]] | None) -> NDArray[Any]:
    if pair is None:
        return column
    changed = column.copy()
    changed[pair[0]] = pair[1]
    return changed


def rows_that_differ(old: Clip, new: Clip) -> tuple[IntColumn, IntColumn]:
    """(the rows of the old clip that the new one has not, the rows of the new one that the old has not)."""
    for one, other, found in _LAST:
        if one is old and other is new:
            return found
    found = _compare(old, new)
    _LAST.append((old, new, found))
    return found


_LAST: deque[tuple[Clip, Clip, tuple[IntColumn, IntColumn]]] = deque(maxlen=1)
"""The last comparison: the history and the window ask for the same one in turn."""


def _compare(old: Clip, new: Clip) -> tuple[IntColumn, IntColumn]:
    head, tail = _alike_at_both_ends(old.table, new.table)
    stop, new_stop = len(old) - tail, len(new) - tail
    if min(stop, new_stop) - head <= SMALL:
        return np.arange(head, stop), np.arange(head, new_stop)
    there = new.row_numbers(old.ids[head:stop])
    is_same = there >= 0
    for one, other in zip(old.table[1:], new.table[1:], strict=True):
        is_same &= one[head:stop] == other[there]
    is_old = np.zeros(len(new), dtype=np.bool_)
    is_old[there[is_same]] = True
    return head + np.flatnonzero(~is_same), head + np.flatnonzero(~is_old[head:new_stop])


def _alike_at_both_ends(old: Table, new: Table) -> tuple[int, int]:
    """How many rows are the same at the beginning, and how many of the others at the end."""
    short = min(len(old[0]), len(new[0]))
    for one, other in zip(old, new, strict=True):
        short = _alike(one[:short], other[:short])
    rest = min(len(old[0]), len(new[0])) - short
    for one, other in zip(old, new, strict=True):
        rest = _alike(one[len(one) - rest :][::-1], other[len(other) - rest :][::-1])
    return short, rest


def _alike(one: NDArray[Any], other: NDArray[Any]) -> int:
    """How many values at the beginning are the same."""
    for first in range(0, len(one), BLOCK):
        differ = one[first : first + BLOCK] != other[first : first + BLOCK]
        if differ.any():
            return first + int(differ.argmax())
    return len(one)
