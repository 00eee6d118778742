"""The two memories of a melody: what stood some bars earlier, and what followed the longest matching past.

Music repeats itself, and these proposals are worth more to the network than its size. They are computed from
the past alone, one event at a time and for a batch of melodies at once, by the same code in training and at
play.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import MAX_SHIFT, PITCHES, IntArray, along_rows

BARS_BACK = np.array([1, 2, 4, 8, 16])
MOTIFS = 2
SLOTS = len(BARS_BACK) + MOTIFS
"""Proposals a head sees: one for each distance in bars, then the exact and the transposed motif."""
NONE = -1
MAX_MATCH = 31
MATCHES = MAX_MATCH + 1


@dataclass(frozen=True)
class ShiftProposals:
    """What the memories propose for the next shift.

    ``shifts`` (batch, SLOTS), -1 for none; ``matches`` (batch, MOTIFS), lengths of the matched pasts.
    """

    shifts: IntArray
    matches: IntArray


@dataclass(frozen=True)
class NoteProposals:
    """What the memories propose once the onset is known.

    ``pitches`` and ``lengths`` (batch, SLOTS), -1 for none; ``matches`` (batch, MOTIFS).
    """

    pitches: IntArray
    lengths: IntArray
    matches: IntArray


class Memory:
    """The pasts of ``batch`` melodies that grow by one event each at a time, at most ``capacity`` events."""

    def __init__(self, batch: int, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._onsets, self._shifts, self._pitches, self._lengths = (
            np.zeros((batch, capacity), dtype=np.int64) for _ in range(4)
        )
        # Keys of (shift, pitch) and of (shift, interval): equal keys are equal events to that motif.
        self._keys = np.zeros((MOTIFS, batch, capacity), dtype=np.int64)
        # How far back from each event the melody agrees with its present end.
        self._agreement = np.zeros((MOTIFS, batch, capacity), dtype=np.int64)

    def __len__(self) -> int:
        return self._size

    def copies(self, times: int) -> Self:
        """A memory in which every melody of this one stands ``times`` times."""
        twin = type(self)(len(self._onsets) * times, self._capacity)
        twin._size = self._size
        for name in ("_onsets", "_shifts", "_pitches", "_lengths"):
            setattr(twin, name, np.repeat(getattr(self, name), times, axis=0))
        twin._keys = np.repeat(self._keys, times, axis=1)
        twin._agreement = np.repeat(self._agreement, times, axis=1)
        return twin

    def append(self, onsets: IntArray, shifts: IntArray, pitches: IntArray, lengths: IntArray) -> None:
        """Add one event to every melody; each argument has shape (batch,)."""
        n = self._size
        if n == self._capacity:
            self._grow()
        before = self._pitches[:, n - 1] if n else np.full(len(pitches), NONE)
        self._onsets[:, n], self._shifts[:, n] = onsets, shifts
        self._pitches[:, n], self._lengths[:, n] = pitches, lengths
        self._keys[0, :, n] = shifts * 256 + pitches
        self._keys[1, :, n] = shifts * 512 + (pitches - before) + 128 if n else NONE
        agreement = self._agreement
        same = self._keys[:, :, :n] == self._keys[:, :, n : n + 1]
        agreement[:, :, 1:n] = agreement[:, :, : max(n - 1, 0)].copy() + 1
        agreement[:, :, :1] = 1
        agreement[:, :, :n] *= same
        agreement[:, :, n] = 0
        self._size = n + 1

    def propose_shifts(self, bar_lengths: IntArray) -> ShiftProposals:
        """Proposals for the shift after the last event, whose bar has the given length; shape (batch,)."""
        n, batch = self._size, len(self._onsets)
        if n < 2:
            return ShiftProposals(_none(batch, SLOTS), np.zeros((batch, MOTIFS), dtype=np.int64))
        past = self._onsets[:, n - 1, None] - bar_lengths[:, None] * BARS_BACK
        next_index = _count_at_most(self._onsets[:, :n], past)
        shifts = np.minimum(along_rows(self._onsets, next_index) - past, MAX_SHIFT)
        shifts[(past < 0) | (next_index >= n)] = NONE
        after, matches = self._motifs(np.ones((batch, n - 1), dtype=bool))
        return ShiftProposals(np.hstack([shifts, _pick(self._shifts, after)]), matches)

    def propose_notes(self, onsets: IntArray, shifts: IntArray, bar_lengths: IntArray) -> NoteProposals:
        """Proposals for the note that begins at ``onsets`` after ``shifts``; each of shape (batch,)."""
        n, batch = self._size, len(self._onsets)
        if n == 0:
            empty = _none(batch, SLOTS)
            return NoteProposals(empty, empty, np.zeros((batch, MOTIFS), dtype=np.int64))
        past = onsets[:, None] - bar_lengths[:, None] * BARS_BACK
        there = _count_at_most(self._onsets[:, :n], past) - 1
        found = (there >= 0) & (along_rows(self._onsets, np.maximum(there, 0)) == past)
        there[~found] = NONE
        after, matches = self._motifs(self._shifts[:, 1:n] == shifts[:, None])
        exact, transposed = after[:, :1], after[:, 1:]
        moved = _transposed_pitches(self._pitches, transposed, n)
        pitches = np.hstack([_pick(self._pitches, there), _pick(self._pitches, exact), moved])
        lengths = np.hstack([_pick(self._lengths, there), _pick(self._lengths, after)])
        return NoteProposals(pitches, lengths, matches)

    def copies_of_past(
        self, onsets: IntArray, shifts: IntArray, since: int, longest: int
    ) -> NDArray[np.bool_]:
        """Pitches that would make a literal copy of the past last over ``longest`` grid steps, (batch, 128).

        The note would begin at ``onsets`` after ``shifts``, (batch,); only what was copied from the onset
        ``since`` on counts.
        """
        n, batch = self._size, len(self._onsets)
        forbidden = np.zeros((batch, PITCHES), dtype=bool)
        if n < 2:
            return forbidden
        agreement = self._agreement[0, :, : n - 1]
        first = along_rows(self._onsets, np.minimum(n - agreement, n - 1))
        copied = onsets[:, None] - np.maximum(first, since)
        same_shift = self._shifts[:, 1:n] == shifts[:, None]
        rows, at = np.nonzero((agreement > 0) & same_shift & (copied > longest))
        forbidden[rows, self._pitches[rows, at + 1]] = True
        return forbidden

    def _motifs(self, allowed: NDArray[np.bool_]) -> tuple[IntArray, IntArray]:
        """(index after the latest longest match, or -1; its length), both (batch, MOTIFS).

        ``allowed`` (batch, n - 1) says of each earlier event whether the one after it may be proposed.
        """
        n = self._size
        if n < 2:
            batch = len(self._onsets)
            return _none(batch, MOTIFS), np.zeros((batch, MOTIFS), dtype=np.int64)
        agreement = (self._agreement[:, :, : n - 1] * allowed).reshape(-1, n - 1)
        # The later of two equally long matches wins: the index breaks the tie.
        best = np.argmax(agreement * n + np.arange(n - 1), axis=1)
        length = along_rows(agreement, best[:, None])[:, 0].reshape(MOTIFS, -1)
        after = np.where(length > 0, best.reshape(MOTIFS, -1) + 1, NONE)
        return after.T, np.minimum(length, MAX_MATCH).T

    def _grow(self) -> None:
        extra = self._capacity
        for name in ("_onsets", "_shifts", "_pitches", "_lengths", "_keys", "_agreement"):
            column = getattr(self, name)
            padding = [(0, 0)] * (column.ndim - 1) + [(0, extra)]
            setattr(self, name, np.pad(column, padding))
        self._capacity += extra


def _none(batch: int, slots: int) -> IntArray:
    return np.full((batch, slots), NONE, dtype=np.int64)


def _count_at_most(rows: IntArray, limits: IntArray) -> IntArray:
    """How many entries of each sorted row (batch, n) do not exceed each limit (batch, k)."""
    counts: IntArray = (rows[:, None, :] <= limits[:, :, None]).sum(axis=2)
    return counts


def _pick(rows: IntArray, index: IntArray) -> IntArray:
    picked = along_rows(rows, np.maximum(index, 0))
    return np.where(index < 0, NONE, picked)


def _transposed_pitches(pitches: IntArray, after: IntArray, n: int) -> IntArray:
    before = np.maximum(after - 1, 0)
    step = along_rows(pitches, np.maximum(after, 0)) - along_rows(pitches, before)
    moved = np.clip(pitches[:, n - 1, None] + step, 0, 127)
    return np.where(after < 0, NONE, moved)
