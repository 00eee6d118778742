"""What counting alone reaches on frames of a piano roll: the baselines beside the networks.

Each takes the training pieces and gives the nats of every frame of other pieces, given the frames before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks._rolls import Piece, Roll

Nats = list[NDArray[np.float64]]
LONGEST = 8  # matches are not told apart beyond this many frames


def marginal(training: Sequence[Piece], pieces: Sequence[Piece]) -> Nats:
    """Each key by how often it sounds at all."""
    rolls = np.concatenate([p.roll for p in training])
    chance = (rolls.sum(0) + 1) / (len(rolls) + 2)
    return [_bernoulli(p.roll, chance) for p in pieces]


def markov(training: Sequence[Piece], pieces: Sequence[Piece]) -> Nats:
    """Each key by how often it sounds after having sounded, or not, in the frame before."""
    now, past = np.concatenate([p.roll for p in training]), np.concatenate([_past(p.roll) for p in training])
    stays, comes = (((now & was).sum(0) + 1) / (was.sum(0) + 2) for was in (past, ~past))
    return [_bernoulli(p.roll, np.where(_past(p.roll), stays, comes)) for p in pieces]


def copy_the_past(training: Sequence[Piece], pieces: Sequence[Piece]) -> Nats:
    """The frame before once more, each key with the same chance of staying on or off."""
    now, past = np.concatenate([p.roll for p in training]), np.concatenate([_past(p.roll) for p in training])
    stays, comes = now[past].mean(), now[~past].mean()
    return [_bernoulli(p.roll, np.where(_past(p.roll), stays, comes)) for p in pieces]


def chain(training: Sequence[Piece], pieces: Sequence[Piece]) -> Nats:
    """Notes from the top by the one above and the one of this rank before; back-off by Witten and Bell."""
    counts: list[defaultdict[tuple[int, ...], Counter[int]]] = [defaultdict(Counter) for _ in range(3)]
    for piece in training:
        for note, contexts in _spelt(piece.roll):
            for level, context in zip(counts, contexts, strict=True):
                level[context][note] += 1
    keys = training[0].roll.shape[1]
    known: dict[tuple[int, ...], NDArray[np.float64]] = {}

    def chances(contexts: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        if contexts[-1] not in known:
            p = np.full(keys + 1, 1 / (keys + 1))
            for level, context in zip(counts, contexts, strict=True):
                seen = level.get(context)
                if seen:
                    row = np.bincount(list(seen), list(seen.values()), keys + 1)
                    p = (row + len(seen) * p) / (row.sum() + len(seen))
            above = contexts[-1][1]
            p[above:keys] = 0.0  # above is the number of keys when this note is the first
            known[contexts[-1]] = p / p.sum()
        return known[contexts[-1]]

    return [_chained(p.roll, chances) for p in pieces]


def copying_chain(training: Sequence[Piece], pieces: Sequence[Piece]) -> Nats:
    """The chain mixed with copies: of the frame before, and of what followed the past's longest match."""
    cut = len(training) // 2  # the weights are learnt on pieces that the counts have not seen
    learning = training[cut:]
    weights = np.full((LONGEST + 1, 3), 1 / 3)  # by length of match: chain, frame before, match
    parts = [_candidates(p, n) for p, n in zip(learning, chain(training[:cut], learning), strict=True)]
    length, chance = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    for _ in range(20):  # expectation and maximisation
        share = weights[length] * chance
        share /= share.sum(1, keepdims=True)
        for n in range(LONGEST + 1):
            weights[n] = (share[length == n].sum(0) + 1 / 3) / ((length == n).sum() + 1)
    judged = zip(pieces, chain(training, pieces), strict=True)
    found = [_candidates(p, nats) for p, nats in judged]
    return [-np.log((weights[length] * chance).sum(1)) for length, chance in found]


BASELINES: dict[str, Callable[[Sequence[Piece], Sequence[Piece]], Nats]] = {
    "marginal, independent keys": marginal,
    "copy the frame before, independent keys": copy_the_past,
    "Markov, independent keys": markov,
    "n-gram, joint": chain,
    "n-gram that copies the past, joint": copying_chain,
}


def _past(roll: Roll) -> Roll:
    return np.pad(roll, ((1, 0), (0, 0)))[:-1]


def _bernoulli(roll: Roll, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = -np.log(np.where(roll, chance, 1 - chance)).sum(1)
    return found


def _spelt(roll: Roll) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
    """Each note from the top, then the stop, with its contexts from none to the longest."""
    keys, previous = roll.shape[1], list[int]()
    for frame in roll:
        notes = [*np.flatnonzero(frame)[::-1].tolist(), keys]
        for rank, note in enumerate(notes):
            above = notes[rank - 1] if rank else keys
            before = previous[rank] if rank < len(previous) else keys
            yield note, [(rank,), (rank, above), (rank, above, before)]
        previous = notes


def _chained(
    roll: Roll, chances: Callable[[Sequence[tuple[int, ...]]], NDArray[np.float64]]
) -> NDArray[np.float64]:
    nats, frame = np.zeros(len(roll)), 0
    for note, contexts in _spelt(roll):
        nats[frame] -= np.log(chances(contexts)[note])
        frame += note == roll.shape[1]
    return nats


def _candidates(piece: Piece, nats: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(T,) length of match by whole frames; (T, 3) chance of the frame by chain, frame before and match."""
    before = (piece.roll == _past(piece.roll)).all(1)
    length = np.minimum(piece.matches[:, 0], LONGEST)
    # Without a match the copy is that of the frame before, so that each candidate is a distribution.
    match = np.where(length > 0, (piece.roll == piece.proposals[:, 0]).all(1), before)
    return length, np.stack([np.exp(-nats), before, match], 1)
