"""The same music in several scores: other collections, other editions, other keys.

A line of music is told by its steps: the interval to the next note, and how its duration compares with that
of the one before, so that neither key nor note values matter. Runs of steps are hashed, and rare runs weigh
more than those that many scores share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import MELODY
from assistant.training.scores import ONSET, PART, PITCH, Score

RUN_STEPS = 6
LEAK_STEPS = 16
LEAK_VARIETY = 4
"""A long run of fewer different steps, such as a trill or a scale, is nobody's."""
MAX_SHARERS = 64
"""A run that more scores have is a figure of speech and tells nothing."""
MIN_RUNS = 12
"""A score with fewer telling runs is like no other: too little is left to compare."""
SAME_FAMILY = 0.6
SAME_MUSIC = 0.8

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(29)


@dataclass(frozen=True)
class Duplicates:
    """``families`` (n,) numbers the family of every score from 0; ``dropped`` are the places of copies."""

    families: Ints
    dropped: tuple[int, ...]


@dataclass(frozen=True)
class Likeness:
    """Pairs of scores that share runs, as places with first < second.

    What they have in common as a share of the lesser one's runs, and of the greater one's, by rarity.
    """

    first: Ints
    second: Ints
    of_lesser: NDArray[np.float64]
    of_greater: NDArray[np.float64]


def find_duplicates(scores: Sequence[Score]) -> Duplicates:
    """Families of scores, by the work that they name and by likeness, and copies of earlier scores.

    A copy and an earlier score of the same form share nearly all runs of the top line and of the lowest.
    """
    tops = [runs(*top_line(s)) for s in scores]
    likeness = compare(tops)
    families = _Families(len(scores))
    first_of: dict[str, int] = {}
    for place, score in enumerate(scores):
        families.join(first_of.setdefault(score.work, place), place)
    related = likeness.of_lesser >= SAME_FAMILY
    for a, b in zip(likeness.first[related].tolist(), likeness.second[related].tolist(), strict=True):
        families.join(a, b)
    return Duplicates(families.numbered(), _copies(scores, likeness))


def leaked(held_out: Sequence[Score], training: Sequence[Score]) -> list[bool]:
    """Whether each held-out score has 16 steps of its top line, in intervals and rhythm, in training."""
    found = [_telling_runs(s) for s in held_out]
    owners = np.repeat(np.arange(len(found)), [len(f) for f in found])
    known = np.concatenate([np.zeros(0, np.uint64), *map(_telling_runs, training)])
    shared = owners[np.isin(np.concatenate([np.zeros(0, np.uint64), *found]), known)]
    return [bool(count) for count in np.bincount(shared, minlength=len(found))]


def top_line(score: Score) -> tuple[Ints, Ints]:
    """Onsets and pitches of the melody's highest notes, or of all parts' where there is no melody."""
    melody = score.notes[score.notes[:, PART] == MELODY]
    return _outer_line(melody if len(melody) else score.notes, 1)


def lowest_line(score: Score) -> tuple[Ints, Ints]:
    """Onsets and pitches of the lowest notes of all parts."""
    return _outer_line(score.notes, -1)


def _outer_line(notes: NDArray[np.int32], sign: int) -> tuple[Ints, Ints]:
    ordered = notes[np.lexsort((sign * notes[:, PITCH], notes[:, ONSET]))].astype(np.int64)
    outer = np.diff(ordered[:, ONSET], append=-1) != 0
    return ordered[outer, ONSET], ordered[outer, PITCH]


def steps(onsets: Ints, pitches: Ints) -> Hashes:
    """A line's steps as small numbers, one fewer than it has intervals."""
    if len(onsets) < 3:
        return np.zeros(0, dtype=np.uint64)
    durations = np.diff(onsets).astype(np.float64)
    ratios = np.rint(6 * np.log2(durations[1:] / durations[:-1])).clip(-31, 31) + 32
    found: Hashes = ((np.diff(pitches)[1:].clip(-63, 63) + 64) * 64 + ratios).astype(np.uint64)
    return found


def hashes(line: Hashes, length: int) -> Hashes:
    """A number for every run of so many steps."""
    count = len(line) - length + 1
    found = np.zeros(max(count, 0), dtype=np.uint64)
    for i in range(length if count > 0 else 0):
        found = (found ^ line[i : i + count]) * _FACTOR
        found ^= found >> _MIX
    return found


def runs(onsets: Ints, pitches: Ints) -> Hashes:
    """The different runs of a line, in order of their numbers."""
    return np.unique(hashes(steps(onsets, pitches), RUN_STEPS))


def _telling_runs(score: Score) -> Hashes:
    line = steps(*top_line(score))
    if len(line) < LEAK_STEPS:
        return np.zeros(0, dtype=np.uint64)
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(line, LEAK_STEPS), axis=1)
    varied = (np.diff(windows.astype(np.int64), axis=1) != 0).sum(axis=1) + 1 >= LEAK_VARIETY
    return np.unique(hashes(line, LEAK_STEPS)[varied])


def compare(sets: Sequence[Hashes]) -> Likeness:
    """All pairs of sets of runs that have some in common."""
    count = len(sets)
    owners = np.repeat(np.arange(count), [len(s) for s in sets])
    values = np.concatenate([np.zeros(0, np.uint64), *sets])
    order = np.argsort(values, kind="stable")
    owners, values = owners[order], values[order]
    starts = np.flatnonzero(np.append(True, values[1:] != values[:-1])[: len(values)])
    sharers = np.diff(np.append(starts, len(values)))
    rarity = np.where(sharers <= MAX_SHARERS, np.log(max(count, 2) / sharers) + 1e-9, 0.0)
    telling = np.bincount(owners, weights=np.repeat(sharers <= MAX_SHARERS, sharers), minlength=count)
    weights = np.bincount(owners, weights=np.repeat(rarity, sharers), minlength=count)
    pairs, common = _summed(list(_shared(owners, starts, sharers, rarity, count)))
    first, second = np.divmod(pairs, max(count, 1))
    kept = np.minimum(telling[first], telling[second]) >= MIN_RUNS
    first, second, common = first[kept], second[kept], common[kept]
    lesser = np.minimum(weights[first], weights[second])
    return Likeness(first, second, common / lesser, common / np.maximum(weights[first], weights[second]))


def _shared(
    owners: Ints, starts: Ints, sharers: Ints, rarity: NDArray[np.float64], count: int
) -> Iterator[tuple[Ints, NDArray[np.float64]]]:
    """For runs with the same number of sharers at a time: every pair of sharers, and the run's weight."""
    for number in range(2, MAX_SHARERS + 1):
        chosen = sharers == number
        members = owners[starts[chosen, None] + np.arange(number)]
        a, b = np.triu_indices(number, 1)
        pairs = (members[:, a] * count + members[:, b]).ravel()
        yield pairs, np.repeat(rarity[chosen], len(a))


def _summed(parts: list[tuple[Ints, NDArray[np.float64]]]) -> tuple[Ints, NDArray[np.float64]]:
    pairs, places = np.unique(np.concatenate([p for p, _ in parts]), return_inverse=True)
    weights = np.bincount(places, weights=np.concatenate([w for _, w in parts]), minlength=len(pairs))
    return pairs.astype(np.int64), weights.astype(np.float64)


def _copies(scores: Sequence[Score], likeness: Likeness) -> tuple[int, ...]:
    alike = likeness.of_greater >= SAME_MUSIC
    dropped: set[int] = set()
    lowest: dict[int, Hashes] = {}
    for a, b in sorted(zip(likeness.first[alike].tolist(), likeness.second[alike].tolist(), strict=True)):
        if a in dropped or scores[a].repeats_expanded != scores[b].repeats_expanded:
            continue
        for place in (a, b):
            lowest.setdefault(place, runs(*lowest_line(scores[place])))
        both = len(np.intersect1d(lowest[a], lowest[b], assume_unique=True))
        if both >= SAME_MUSIC * max(len(lowest[a]), len(lowest[b])):
            dropped.add(b)
    return tuple(sorted(dropped))


class _Families:
    """Disjoint sets of places, named by their first member."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def join(self, a: int, b: int) -> None:
        a, b = self._root(a), self._root(b)
        self._parents[max(a, b)] = min(a, b)

    def _root(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place

    def numbered(self) -> Ints:
        """The family of every place, numbered from 0 in order of their first members."""
        roots = [self._root(i) for i in range(len(self._parents))]
        return np.unique(roots, return_inverse=True)[1].astype(np.int64)
