"""An immutable set of notes held as NumPy columns, so that 100,000 of them draw and edit quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.core.columns import (
    BoolColumn,
    IntColumn,
    are_in_order,
    ascending,
    check_ids,
    check_values,
    order_of,
    with_fresh_ids,
)
from assistant.core.note import Note
from assistant.core.splicing import MANY_SHARE, Splice, merged

__all__ = ["NO_IDS", "BoolColumn", "Clip", "IntColumn", "ascending"]


@dataclass(frozen=True, eq=False)
class Clip:
    """Notes ordered by (start, pitch, id): five read-only int64 columns of one length, and ``muted``.

    Make one with :meth:`empty`, :meth:`from_notes` or :meth:`from_columns`; "changing" methods return a new
    clip, which shares the columns that are as they were, or this one where nothing changes. Ids are unique.
    Raises ``ValueError`` for values no note may have.
    """

    ids: IntColumn
    starts: IntColumn
    lengths: IntColumn
    pitches: IntColumn
    velocities: IntColumn
    muted: BoolColumn

    def __post_init__(self) -> None:
        for column in self.table:
            column.setflags(write=False)

    @classmethod
    def empty(cls) -> Self:
        """A clip without notes."""
        return cls.from_columns([], [], [], [], [])

    @classmethod
    def from_notes(cls, notes: Iterable[Note]) -> Self:
        """A clip of the given notes; notes with id 0 get fresh ids."""
        *columns, muted = _table_of(notes).T
        return cls.from_columns(*columns, muted=muted)

    @classmethod
    def from_columns(
        cls,
        ids: ArrayLike,
        starts: ArrayLike,
        lengths: ArrayLike,
        pitches: ArrayLike,
        velocities: ArrayLike,
        *,
        muted: ArrayLike | None = None,
    ) -> Self:
        """A clip of columns in any order; ids of 0 are replaced with fresh ones; None: no note is muted."""
        columns = [_column(c) for c in (ids, starts, lengths, pitches, velocities)]
        columns[0] = with_fresh_ids(columns[0])
        check_ids(columns[0])
        check_values(*columns[1:])
        flags = np.zeros(len(columns[0]), dtype=np.bool_) if muted is None else _flags(muted)
        order = order_of(columns[0], columns[1], columns[3])
        return cls._of_table([column[order] for column in (*columns, flags)])

    @classmethod
    def _of_table(cls, table: Iterable[NDArray[Any]]) -> Self:
        """A clip of new arrays, or other clips', that are in order and have been checked."""
        return cls(*table)

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[NDArray[Any], ...]]:
        """What another process needs of it: the columns alone (which are read-only there too)."""
        return type(self), self.table

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Note]:
        return map(Note, *(column.tolist() for column in self.table))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Clip):
            return NotImplemented
        if self is other or len(self) != len(other):
            return self is other
        return all(a is b or np.array_equal(a, b) for a, b in zip(self.table, other.table, strict=True))

    def __hash__(self) -> int:
        return hash((len(self), self.end_tick, int(self.pitches.sum()), int(self.muted.sum())))

    @property
    def columns(self) -> tuple[IntColumn, ...]:
        """(ids, starts, lengths, pitches, velocities): the columns of numbers."""
        return (self.ids, self.starts, self.lengths, self.pitches, self.velocities)

    @property
    def table(self) -> tuple[NDArray[Any], ...]:
        """(ids, starts, lengths, pitches, velocities, muted): all columns."""
        return (self.ids, self.starts, self.lengths, self.pitches, self.velocities, self.muted)

    @cached_property
    def sounding(self) -> Self:
        """The notes that are not muted: what is heard and continued."""
        return self.take_rows(np.flatnonzero(~self.muted)) if self.muted.any() else self

    @cached_property
    def ends(self) -> IntColumn:
        """The first silent tick of every note."""
        ends = self.starts + self.lengths
        ends.setflags(write=False)
        return ends

    @cached_property
    def end_tick(self) -> int:
        """Where the last sounding note stops; 0 when empty."""
        return int(self.ends.max(initial=0))

    @cached_property
    def longest_ticks(self) -> int:
        """The greatest note length: how far before a window a note may start and still reach into it."""
        return int(self.lengths.max(initial=0))

    @cached_property
    def next_id(self) -> int:
        """The smallest id that is larger than every id in use."""
        return int(self.ids.max(initial=0)) + 1

    @cached_property
    def _row_by_id(self) -> NDArray[np.int32] | None:
        """Every id's row, -1 where there is none; None where ids are too far apart for such a table."""
        if self.next_id > 4 * len(self) + 2**16:
            return None
        rows = np.full(self.next_id, -1, dtype=np.int32)
        rows[self.ids] = np.arange(len(self), dtype=np.int32)
        return rows

    def row_numbers(self, ids: IntColumn) -> IntColumn:
        """The row of each of some ids, in their order; -1 for those that are not here."""
        by_id = self._row_by_id
        if by_id is not None:
            return by_id[np.where((ids > 0) & (ids < self.next_id), ids, 0)].astype(np.int64)
        order = np.argsort(self.ids)
        at = np.minimum(np.searchsorted(self.ids, ids, sorter=order), len(self) - 1)
        return np.where(self.ids[order[at]] == ids, order[at], -1)

    def rows_of(self, ids: ArrayLike) -> IntColumn:
        """Row numbers of the given ids that exist here, ascending."""
        rows = self.row_numbers(_column(ids))
        return ascending(rows[rows >= 0])

    def rows_and_values(self, by_id: Mapping[int, int]) -> tuple[IntColumn, IntColumn]:
        """Row numbers of the ids that exist here, ascending, and the value that each is given."""
        ids, values = (np.fromiter(some, np.int64, len(by_id)) for some in (by_id, by_id.values()))
        rows = self.row_numbers(ids)
        order = np.argsort(rows, kind="stable")[np.count_nonzero(rows < 0) :]
        return rows[order], values[order]

    def note_at_row(self, row: int) -> Note:
        """The note in the given row."""
        return Note(*(column[row].item() for column in self.table))

    def notes(self, ids: ArrayLike) -> tuple[Note, ...]:
        """The notes with the given ids, in clip order; unknown ids are passed over."""
        return tuple(self.take_rows(self.rows_of(ids)))

    def rows_between(self, start_tick: int, end_tick: int) -> IntColumn:
        """Rows of notes that sound anywhere in [start_tick, end_tick), ascending."""
        first = np.searchsorted(self.starts, start_tick - self.longest_ticks, side="left")
        last = np.searchsorted(self.starts, end_tick, side="left")
        return np.flatnonzero(self.ends[first:last] > start_tick) + first

    def rows_starting_between(self, start_tick: int, end_tick: int) -> slice:
        """The slice of rows whose notes begin in [start_tick, end_tick)."""
        first, last = np.searchsorted(self.starts, (start_tick, end_tick), side="left")
        return slice(int(first), int(last))

    def take_rows(self, rows: ArrayLike | slice) -> Self:
        """A clip of some of the rows, ids kept."""
        index = np.arange(len(self))[rows] if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)
        taken = [column[index] for column in self.table]
        if (np.diff(index) > 0).all():  # still in order, and still what was checked
            return self._of_table(taken)
        *columns, muted = taken
        return type(self).from_columns(*columns, muted=muted)

    def with_notes(self, notes: Iterable[Note]) -> Self:
        """This clip and the given notes; each gets a fresh id where its own is 0 or taken."""
        table = _table_of(notes).T
        ids, taken = table[0], set[int]()
        if ids.any():
            taken.update(self.ids[self.rows_of(ids)].tolist())
        fresh = max(self.next_id, int(ids.max(initial=0)) + 1)
        for row, id_ in enumerate(ids.tolist()):
            if id_ == 0 or id_ in taken:
                ids[row], fresh = fresh, fresh + 1
            taken.add(id_)
        check_ids(ids)
        return self._spliced(NO_IDS, [*table[:5], table[5] != 0])

    def with_copies(self, clip: Clip) -> Self:
        """This clip and another's notes, with fresh ids in the other's order."""
        ids = np.arange(self.next_id, self.next_id + len(clip))
        return self._spliced(NO_IDS, [ids, *clip.table[1:]])

    def without(self, ids: ArrayLike) -> Self:
        """This clip less the notes with the given ids."""
        return self._spliced(self.rows_of(ids), [column[:0] for column in self.table])

    def replaced(
        self,
        rows: ArrayLike,
        *,
        starts: ArrayLike | None = None,
        lengths: ArrayLike | None = None,
        pitches: ArrayLike | None = None,
        velocities: ArrayLike | None = None,
        muted: ArrayLike | None = None,
    ) -> Self:
        """This clip with new values in the given rows (each given once), ids kept."""
        index = np.asarray(rows, dtype=np.int64)
        given = (None, starts, lengths, pitches, velocities, muted)
        table = [_changed(column, index, new) for column, new in zip(self.table, given, strict=True)]
        is_fresh = [new is not old for new, old in zip(table, self.table, strict=True)]
        if not any(is_fresh):
            return self
        check_values(*(column[index] for column in table[1:5]))
        if not (is_fresh[1] or is_fresh[3]) or are_in_order(table[0], table[1], table[3], index):
            return self._of_table(table)
        return self._spliced(np.sort(index), [column[index] for column in table])

    def _spliced(self, removed: IntColumn, added: Sequence[NDArray[Any]]) -> Self:
        """This clip less some rows (ascending), and with notes in any order, all checked, as columns."""
        if not len(removed) and not len(added[0]):
            return self
        ids, starts, _, pitches, _, _ = added
        if len(removed) + len(ids) > len(self) // MANY_SHARE:
            return self._of_table(merged(self.table, removed, added))
        order = order_of(ids, starts, pitches)
        places = self._places(ids[order], starts[order], pitches[order])
        splice = Splice(len(self), removed, places)
        pairs = zip(self.table, added, strict=True)
        return self._of_table([splice.of(old, new[order]) for old, new in pairs])

    def _places(self, ids: IntColumn, starts: IntColumn, pitches: IntColumn) -> IntColumn:
        """Before which row each of some notes belongs: found by halving, among the notes of its start."""
        low: IntColumn = np.searchsorted(self.starts, starts, side="left").astype(np.int64)
        high: IntColumn = np.searchsorted(self.starts, starts, side="right").astype(np.int64)
        while (is_open := low < high).any():
            middle = (low + high) // 2
            at = np.where(is_open, middle, 0)
            is_after = (self.pitches[at] < pitches) | ((self.pitches[at] == pitches) & (self.ids[at] < ids))
            low = np.where(is_open & is_after, middle + 1, low)
            high = np.where(is_open & ~is_after, middle, high)
        return low


NO_IDS: IntColumn = np.empty(0, dtype=np.int64)
"""No notes, by their ids or their rows."""


def _column(values: ArrayLike) -> IntColumn:
    return np.array(values, dtype=np.int64).reshape(-1)


def _flags(values: ArrayLike) -> BoolColumn:
    return np.array(values, dtype=np.bool_).reshape(-1)


def _table_of(notes: Iterable[Note]) -> IntColumn:
    """A row for every note: (id, start, length, pitch, velocity, muted); shape (n, 6)."""
    rows = [(n.id, n.start_tick, n.length_ticks, n.pitch, n.velocity, n.muted) for n in notes]
    return np.array(rows, dtype=np.int64).reshape(-1, 6)


def _changed(column: NDArray[Any], rows: IntColumn, values: ArrayLike | None) -> NDArray[Any]:
    """The column with values in some rows; itself where they are there already."""
    if values is None or (column[rows] == values).all():
        return column
    changed = column.copy()
    changed[rows] = values
    return changed
