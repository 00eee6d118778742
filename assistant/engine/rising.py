"""Keys that rise along many sequences at once, and where in each a key would stand."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import IntArray, bounded

_FAR = 1 << 40
"""Beyond every key of one sequence; the next one's keys begin there, so that one search serves all."""


class RisingKeys:
    """``rows`` sequences of keys in 0..``_FAR`` that never fall; all grow by one at a time."""

    def __init__(self, rows: int, capacity: int) -> None:
        self._size = 0
        self._bases = np.arange(rows) * _FAR
        self._keys = self._ends(capacity)

    def chosen(self, rows: IntArray) -> Self:
        """The sequences with these numbers, each as often as it is named."""
        twin = type(self)(len(rows), 0)
        twin._size = self._size
        twin._keys = self._keys[rows] + (twin._bases - self._bases[rows])[:, None]
        return twin

    def append(self, keys: IntArray) -> None:
        """Add one key (rows,) to every sequence."""
        if self._size == self._keys.shape[1]:
            self._keys = np.hstack([self._keys, self._ends(max(64, self._size))])
        self._keys[:, self._size] = self._bases + keys
        self._size += 1

    def above(self, keys: IntArray) -> tuple[IntArray, NDArray[np.bool_]]:
        """(the place of each sequence's first key above ``keys`` (rows, k), whether there is one)."""
        wanted = keys + self._bases[:, None]
        at = np.searchsorted(self._keys.ravel(), wanted.ravel(), side="right").reshape(wanted.shape)
        at -= (np.arange(len(keys)) * self._keys.shape[1])[:, None]
        return bounded(at, 0, self._size - 1), (at < self._size) & (at >= 0)

    def last(self) -> IntArray:
        """The last key of every sequence, (rows,)."""
        return self._keys[:, self._size - 1] - self._bases

    def _ends(self, capacity: int) -> IntArray:
        """Places that are still free hold the largest key, so that the keys rise over them as well."""
        return np.repeat(self._bases[:, None] + (_FAR - 1), capacity, axis=1)
