"""Where sequences last went as they go now: for every earlier place, how far back it agrees with the end."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import IntArray

Keys = NDArray[np.int32]


class Motifs:
    """``rows`` sequences that grow by one element at a time, seen in ``kinds`` ways at once.

    An element has a key of each kind, above 0, by which later ones find it, and a probe of each kind, by
    which it finds earlier ones: equal ones are equal elements to that kind.
    """

    def __init__(self, kinds: int, rows: int, capacity: int) -> None:
        self._capacity = capacity
        self.sizes = np.zeros(rows, dtype=np.int64)
        self._keys = np.zeros((kinds, rows, capacity), dtype=np.int32)
        self._agreement = np.zeros((kinds, rows, capacity), dtype=np.int32)

    def chosen(self, rows: IntArray) -> Self:
        """The sequences with these numbers, each as often as it is named."""
        twin = type(self)(len(self._keys), 0, 0)
        twin._capacity, twin.sizes = self._capacity, self.sizes[rows]
        twin._keys, twin._agreement = self._keys[:, rows], self._agreement[:, rows]
        return twin

    def append(self, rows: IntArray, keys: IntArray, probes: IntArray | None = None) -> None:
        """Add one element to some rows (k,); ``keys`` and ``probes`` (kinds, k), the same where not given."""
        wanted = keys if probes is None else probes
        sizes = self.sizes[rows]
        longest = int(sizes.max())
        if longest == self._capacity:
            self._grow()
        if longest:
            # Places that a row does not have yet hold key 0, which nothing agrees with.
            agreement = np.empty((len(keys), len(rows), longest), dtype=np.int32)
            agreement[:, :, 0] = 1
            np.add(self._agreement[:, rows, : longest - 1], 1, out=agreement[:, :, 1:])
            agreement *= self._keys[:, rows, :longest] == wanted[:, :, None]
            self._agreement[:, rows, :longest] = agreement
        self._keys[:, rows, sizes] = keys
        self._agreement[:, rows, sizes] = 0
        self.sizes[rows] += 1

    def agreement(self, rows: IntArray | slice, kind: int, until: int) -> Keys:
        """How many elements up to each place agree with as many at the end; (k, until)."""
        return self._agreement[kind, rows, :until]

    def latest_longest(
        self, rows: IntArray | slice, allowed: NDArray[np.bool_] | None, kinds: slice = slice(None)
    ) -> tuple[Keys, Keys]:
        """(the place that agrees longest, the last one of equals; for how long, 0 for none), (kinds, k).

        ``allowed`` (k, m) says which of the first m places count.
        """
        if allowed is None:
            agreement = self._agreement[kinds, rows, : int(self.sizes.max())]
        else:
            agreement = self._agreement[kinds, rows, : allowed.shape[1]] * allowed
        last = agreement.shape[-1] - 1
        best = last - np.argmax(agreement[..., ::-1], axis=-1)
        first, second = np.arange(len(agreement))[:, None], np.arange(agreement.shape[1])
        return best.astype(np.int32), agreement[first, second, best]

    def _grow(self) -> None:
        padding = [(0, 0), (0, 0), (0, max(self._capacity, 64))]
        self._keys, self._agreement = np.pad(self._keys, padding), np.pad(self._agreement, padding)
        self._capacity = self._keys.shape[-1]
