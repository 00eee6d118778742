"""What the columns of a clip have in common: their order, what may stand in them, and ids."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.core.note import MAX_PITCH, MAX_VELOCITY

IntColumn = NDArray[np.int64]
BoolColumn = NDArray[np.bool_]


def ascending(ids: ArrayLike) -> IntColumn:
    """The ids in order, each once. (NumPy's own unique takes five times as long.)"""
    ordered = np.sort(np.array(ids, dtype=np.int64))
    fresh = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    return ordered if fresh.all() else ordered[fresh]


def with_fresh_ids(ids: IntColumn) -> IntColumn:
    """The ids, in place, with ids that are larger than all others where they are 0."""
    missing = np.flatnonzero(ids == 0)
    if len(missing):
        first = int(ids.max()) + 1
        ids[missing] = np.arange(first, first + len(missing))
    return ids


def order_of(ids: IntColumn, starts: IntColumn, pitches: IntColumn) -> NDArray[np.intp]:
    """Rows by (start, pitch, id). Most edits leave notes nearly in order: a stable sort is quick at that."""
    keys = starts * (MAX_PITCH + 1) + pitches
    order = np.argsort(keys, kind="stable")
    ordered, ids_then = keys[order], ids[order]
    ties = ordered[1:] == ordered[:-1]
    if (ties & (ids_then[1:] < ids_then[:-1])).any():
        tied = np.append(ties, False) | np.append(False, ties)
        rows = order[tied]
        order[tied] = rows[np.lexsort((ids[rows], keys[rows]))]
    return order


def are_in_order(ids: IntColumn, starts: IntColumn, pitches: IntColumn, rows: IntColumn) -> bool:
    """Whether some rows stand right among their neighbours."""
    after = np.concatenate((rows, rows + 1))
    after = after[(after > 0) & (after < len(ids))]
    before = after - 1
    is_lower = (pitches[before] < pitches[after]) | (
        (pitches[before] == pitches[after]) & (ids[before] < ids[after])
    )
    return bool(((starts[before] < starts[after]) | ((starts[before] == starts[after]) & is_lower)).all())


def check_ids(ids: IntColumn) -> None:
    """Raise ``ValueError`` where an id is not positive, or stands there twice."""
    if len(ids) and (ids.min() < 1 or (np.diff(np.sort(ids)) == 0).any()):
        raise ValueError("note ids must be unique and positive")


def check_values(starts: IntColumn, lengths: IntColumn, pitches: IntColumn, velocities: IntColumn) -> None:
    """Raise ``ValueError`` for values that no note may have."""
    if not len(starts):
        return
    if starts.min() < 0 or lengths.min() < 1:
        raise ValueError("notes must start at tick 0 or later and last at least one tick")
    if pitches.min() < 0 or pitches.max() > MAX_PITCH:
        raise ValueError("pitches must be 0..127")
    if velocities.min() < 1 or velocities.max() > MAX_VELOCITY:
        raise ValueError("velocities must be 1..127")
