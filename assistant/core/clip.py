"""An immutable set of notes held as NumPy columns, so that 100,000 of them draw and edit quickly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.core.note import MAX_PITCH, MAX_VELOCITY, Note

IntColumn = NDArray[np.int64]
BoolColumn = NDArray[np.bool_]


def _column(values: ArrayLike) -> IntColumn:
    column = np.array(values, dtype=np.int64).reshape(-1)
    column.setflags(write=False)
    return column


def _flags(values: ArrayLike) -> BoolColumn:
    column = np.array(values, dtype=np.bool_).reshape(-1)
    column.setflags(write=False)
    return column


@dataclass(frozen=True, eq=False)
class Clip:
    """Notes ordered by (start, pitch, id): five read-only int64 columns of one length, and ``muted``.

    Make one with :meth:`empty`, :meth:`from_notes` or :meth:`from_columns`; "changing" methods return a new
    clip. Ids are unique. Raises ``ValueError`` for values no note may have.
    """

    ids: IntColumn
    starts: IntColumn
    lengths: IntColumn
    pitches: IntColumn
    velocities: IntColumn
    muted: BoolColumn

    @classmethod
    def empty(cls) -> Self:
        """A clip without notes."""
        return cls.from_columns([], [], [], [], [])

    @classmethod
    def from_notes(cls, notes: Iterable[Note]) -> Self:
        """A clip of the given notes; notes with id 0 get fresh ids."""
        *columns, muted = _table(notes).T
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
        columns = [
            np.array(c, dtype=np.int64).reshape(-1) for c in (ids, starts, lengths, pitches, velocities)
        ]
        columns[0] = _with_fresh_ids(columns[0])
        _check(*columns)
        order = _order(columns[0], columns[1], columns[3])
        flags = np.zeros(len(order), dtype=np.bool_) if muted is None else _flags(muted)[order]
        return cls(*(_column(c[order]) for c in columns), _flags(flags))

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Note]:
        rows = zip(*(c.tolist() for c in (*self.columns, self.muted)), strict=True)
        return (Note(*row) for row in rows)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Clip):
            return NotImplemented
        pairs = zip((*self.columns, self.muted), (*other.columns, other.muted), strict=True)
        return self is other or all(np.array_equal(a, b) for a, b in pairs)

    def __hash__(self) -> int:
        return hash((len(self), self.end_tick, int(self.pitches.sum()), int(self.muted.sum())))

    @property
    def columns(self) -> tuple[IntColumn, ...]:
        """(ids, starts, lengths, pitches, velocities): the columns of numbers."""
        return (self.ids, self.starts, self.lengths, self.pitches, self.velocities)

    @cached_property
    def sounding(self) -> Self:
        """The notes that are not muted: what is heard and continued."""
        return self.take_rows(np.flatnonzero(~self.muted)) if self.muted.any() else self

    @cached_property
    def ends(self) -> IntColumn:
        """The first silent tick of every note."""
        return _column(self.starts + self.lengths)

    @cached_property
    def end_tick(self) -> int:
        """Where the last sounding note stops; 0 when empty."""
        return int(self.ends.max()) if len(self) else 0

    @cached_property
    def longest_ticks(self) -> int:
        """The greatest note length: how far before a window a note may start and still reach into it."""
        return int(self.lengths.max()) if len(self) else 0

    @cached_property
    def next_id(self) -> int:
        """The smallest id that is larger than every id in use."""
        return int(self.ids.max()) + 1 if len(self) else 1

    @cached_property
    def _rows_by_id(self) -> IntColumn:
        return _column(np.argsort(self.ids))

    def rows_of(self, ids: ArrayLike) -> IntColumn:
        """Row numbers of the given ids that exist here, ascending."""
        wanted = ascending(ids)
        if not len(self) or not len(wanted):
            return _column([])
        by_id = self._rows_by_id
        at = np.minimum(np.searchsorted(self.ids[by_id], wanted), len(self) - 1)
        rows = by_id[at]
        return _column(np.sort(rows[self.ids[rows] == wanted]))

    def note_at_row(self, row: int) -> Note:
        """The note in the given row."""
        return Note(*(int(c[row]) for c in self.columns), bool(self.muted[row]))

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
        columns = [c[index] for c in self.columns]
        if (np.diff(index) > 0).all():  # still in order, and still what was checked
            return type(self)(*map(_column, columns), _flags(self.muted[index]))
        return type(self).from_columns(*columns, muted=self.muted[index])

    def with_notes(self, notes: Iterable[Note]) -> Self:
        """This clip and the given notes; each gets a fresh id where its own is 0 or taken."""
        added = list(notes)
        taken = set(self.ids[self.rows_of([n.id for n in added])].tolist())
        fresh = max([self.next_id, *(n.id + 1 for n in added)])
        table = _table(added).T
        for row, n in enumerate(added):
            if n.id == 0 or n.id in taken:
                table[0, row], fresh = fresh, fresh + 1
            taken.add(n.id)
        pairs = zip((*self.columns, self.muted), table, strict=True)
        *columns, muted = (np.concatenate(pair) for pair in pairs)
        return type(self).from_columns(*columns, muted=muted)

    def without(self, ids: ArrayLike) -> Self:
        """This clip less the notes with the given ids."""
        keep = np.ones(len(self), dtype=bool)
        keep[self.rows_of(ids)] = False
        return self.take_rows(np.flatnonzero(keep))

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
        """This clip with new values in the given rows, ids kept."""
        index = np.asarray(rows, dtype=np.int64)
        changes = (starts, lengths, pitches, velocities)
        columns = [_changed(c, index, new) for c, new in zip(self.columns[1:], changes, strict=True)]
        flags = self.muted.copy()
        if muted is not None:
            flags[index] = muted
        return type(self).from_columns(self.ids, *columns, muted=flags)


def _table(notes: Iterable[Note]) -> IntColumn:
    """A row for every note: (id, start, length, pitch, velocity, muted); shape (n, 6)."""
    rows = [(n.id, n.start_tick, n.length_ticks, n.pitch, n.velocity, n.muted) for n in notes]
    return np.array(rows, dtype=np.int64).reshape(-1, 6)


def _with_fresh_ids(ids: IntColumn) -> IntColumn:
    missing = np.flatnonzero(ids == 0)
    if len(missing):
        first = int(ids.max()) + 1
        ids[missing] = np.arange(first, first + len(missing))
    return ids


def ascending(ids: ArrayLike) -> IntColumn:
    """The ids in order, each once. (NumPy's own unique takes five times as long.)"""
    ordered = np.sort(np.array(ids, dtype=np.int64))
    fresh = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    return ordered if fresh.all() else ordered[fresh]


def _changed(column: IntColumn, rows: IntColumn, values: ArrayLike | None) -> IntColumn:
    if values is None:
        return column
    changed = column.copy()
    changed[rows] = values
    return changed


def _order(ids: IntColumn, starts: IntColumn, pitches: IntColumn) -> NDArray[np.intp]:
    """Rows by (start, pitch, id). Most edits leave notes nearly in order: a stable sort is quick at that."""
    keys = starts * (MAX_PITCH + 1) + pitches
    order = np.argsort(keys, kind="stable")
    ties = np.diff(keys[order]) == 0
    if ties.any():
        tied = np.append(ties, False) | np.append(False, ties)
        rows = order[tied]
        order[tied] = rows[np.lexsort((ids[rows], keys[rows]))]
    return order


def _check(
    ids: IntColumn, starts: IntColumn, lengths: IntColumn, pitches: IntColumn, velocities: IntColumn
) -> None:
    if not len(ids):
        return
    if ids.min() < 1 or (np.diff(np.sort(ids)) == 0).any():
        raise ValueError("note ids must be unique and positive")
    if starts.min() < 0 or lengths.min() < 1:
        raise ValueError("notes must start at tick 0 or later and last at least one tick")
    if pitches.min() < 0 or pitches.max() > MAX_PITCH:
        raise ValueError("pitches must be 0..127")
    if velocities.min() < 1 or velocities.max() > MAX_VELOCITY:
        raise ValueError("velocities must be 1..127")
