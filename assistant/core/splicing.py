"""Rows taken out of a sorted table and others put in, without sorting or copying more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.core.columns import IntColumn, order_of

Scalar = TypeVar("Scalar", bound=np.generic)
FEW = 64
"""Up to so many changes the stretches between them are copied; more are gathered row by row."""
MANY_SHARE = 16
"""Where more than one row in so many changes, :func:`merged` is quicker."""


@dataclass(frozen=True, eq=False)
class Splice:
    """How a table of ``size`` rows becomes another: rows out, new ones in, what is left as it was.

    ``removed`` are ascending row numbers; ``places`` says, ascending, before which old row each new row goes.
    """

    size: int
    removed: IntColumn
    places: IntColumn

    def of(self, old: NDArray[Scalar], new: NDArray[Scalar]) -> NDArray[Scalar]:
        """A column of the other table, from this table's column and the new rows' values."""
        if len(self.removed) + len(self.places) > FEW:
            return np.concatenate((old, new))[self._source]
        columns = (old, new)
        return np.concatenate([columns[which][first:stop] for which, first, stop in self._stretches])

    @cached_property
    def _stretches(self) -> list[tuple[int, int, int]]:
        """What stands after what: (0, first row, stop) of the old table, (1, first row, stop) of the new."""
        places = ((row, 0, number) for number, row in enumerate(self.places.tolist()))
        removed = ((row, 1, 0) for row in self.removed.tolist())
        found, at = [], 0
        for row, is_removed, number in sorted((*places, *removed)):
            found.append((0, at, row))
            if not is_removed:
                found.append((1, number, number + 1))
            at = row + is_removed
        return [*found, (0, at, self.size)]

    @cached_property
    def _source(self) -> NDArray[np.intp]:
        """For every row of the other table its row in the old one with the new one behind it."""
        is_kept = np.ones(self.size, dtype=np.bool_)
        is_kept[self.removed] = False
        added = np.arange(self.size, self.size + len(self.places))
        at = self.places - np.searchsorted(self.removed, self.places)
        return np.insert(np.flatnonzero(is_kept), at, added)


def merged(
    old: Sequence[NDArray[Any]], removed: IntColumn, new: Sequence[NDArray[Any]]
) -> list[NDArray[Any]]:
    """A clip's table less some rows, with new rows in any order: both behind each other, sorted once.

    What is in order already is quickly sorted: two ordered tables are only merged.
    """
    kept: Any = np.delete(np.arange(len(old[0])), removed) if len(removed) else slice(None)

    def behind(column: int) -> NDArray[Any]:
        return np.concatenate((old[column][kept], new[column]))

    order = order_of(behind(0), behind(1), behind(3))
    return [behind(column)[order] for column in range(len(old))]
