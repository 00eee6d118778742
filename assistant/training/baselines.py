"""What every network must beat: n-grams with back-off, static and adaptive.

The static one is learnt from the training tunes: order 6, interpolated by Witten and Bell's estimate (IEEE
Transactions on Information Theory 37, 1991). The adaptive one is learnt from the piece so far, falls back on
the static one, and is mixed with it by a weight for each style and length of matched context, fitted on the
validation tunes: it is told the style, as no network is. Counts are taken by hashing contexts, so that all
steps are looked up at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.training.columns import Columns

ORDER = 6
CLASSES = {"shift": ev.SHIFTS, "part": len(ev.PARTS), "pitch": ev.PITCHES, "length": ev.LENGTHS}
HEADS = tuple(CLASSES)
MIXING_ROUNDS = 30

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Steps:
    """One head's steps in one piece: contexts, and contexts with what came, both (ORDER + 1, n)."""

    contexts: Hashes
    joints: Hashes


class NGram:
    """An n-gram of events over training tunes; tells the probability of every step of other tunes."""

    def __init__(self, training: Sequence[Columns]) -> None:
        self._tables = {}
        for head in HEADS:
            steps = [_steps(c, head) for c in training]
            for order in range(ORDER + 1):
                contexts = np.concatenate([s.contexts[order] for s in steps])
                joints = np.concatenate([s.joints[order] for s in steps])
                self._tables[head, order] = _Counts.of(contexts, joints)

    def probabilities(self, columns: Columns, head: str) -> Floats:
        """P(what came | the tune before) at each of the head's steps."""
        steps = _steps(columns, head)
        p = np.full(steps.contexts.shape[1], 1.0 / CLASSES[head])
        for order in range(ORDER + 1):
            seen, came, kinds = self._tables[head, order].look_up(steps.contexts[order], steps.joints[order])
            p = np.where(seen > 0, (came + kinds * p) / np.maximum(seen + kinds, 1), p)
        return p


class AdaptiveNGram:
    """The static n-gram mixed with one learnt from the piece so far."""

    def __init__(self, static: NGram, validation: Sequence[Columns]) -> None:
        self._static = static
        self.weights = {head: self._fit(validation, head) for head in HEADS}

    def probabilities(self, columns: Columns, head: str) -> Floats:
        """P(what came | the tune before) at each of the head's steps."""
        fixed, local, matched = self._parts(columns, head)
        weight = self.weights[head][_style(columns), matched]
        mixed: Floats = (1 - weight) * fixed + weight * local
        return mixed

    def _parts(self, columns: Columns, head: str) -> tuple[Floats, Floats, NDArray[np.int64]]:
        fixed = self._static.probabilities(columns, head)
        local, matched = _local(_steps(columns, head), fixed)
        return fixed, local, matched

    def _fit(self, validation: Sequence[Columns], head: str) -> Floats:
        """The mixing weight for each style and matched length (0: nothing matched), (styles, ORDER + 2).

        A style that the validation tunes do not have is mixed as all of them are.
        """
        parts = [self._parts(c, head) for c in validation]
        fixed, local, matched = (np.concatenate(column) for column in zip(*parts, strict=True))
        styles = np.repeat([_style(c) for c in validation], [len(p) for p, *_ in parts])
        weights = np.tile(_best_mix(fixed, local, matched), (ev.ANY_STYLE + 1, 1))
        for style in np.unique(styles):
            own = styles == style
            weights[style] = _best_mix(fixed[own], local[own], matched[own])
        return weights


def _best_mix(fixed: Floats, local: Floats, matched: NDArray[np.int64]) -> Floats:
    """The weight of ``local`` for each matched length, by expectation maximisation."""
    weights = np.full(ORDER + 2, 0.5)
    counts = np.maximum(np.bincount(matched, minlength=ORDER + 2), 1)
    for _ in range(MIXING_ROUNDS):
        w = weights[matched]
        share = w * local / (w * local + (1 - w) * fixed)
        weights = np.bincount(matched, weights=share, minlength=ORDER + 2) / counts
    return weights


def _style(columns: Columns) -> int:
    return int(columns["style"][0])


def nats_per_note(model: NGram | AdaptiveNGram, data: Sequence[Columns]) -> dict[str, float]:
    """Held-out loss by head and in all, counted as the trainer counts it."""
    notes = sum(_notes(c) for c in data)
    heads = {h: -sum(float(np.log(model.probabilities(c, h)).sum()) for c in data) / notes for h in HEADS}
    return {**heads, "total": sum(heads.values())}


@dataclass(frozen=True)
class _Counts:
    """Sorted hashes with their counts; ``kinds`` tells how many different things followed a context."""

    contexts: Hashes
    seen: NDArray[np.int64]
    kinds: NDArray[np.int64]
    joints: Hashes
    came: NDArray[np.int64]

    @classmethod
    def of(cls, contexts: Hashes, joints: Hashes) -> _Counts:
        unique_joints, first, came = np.unique(joints, return_index=True, return_counts=True)
        unique, seen = np.unique(contexts, return_counts=True)
        _, kinds = np.unique(contexts[first], return_counts=True)
        return cls(unique, seen, kinds, unique_joints, came)

    def look_up(self, contexts: Hashes, joints: Hashes) -> tuple[Floats, Floats, Floats]:
        at, found = _find(self.contexts, contexts)
        joint_at, joint_found = _find(self.joints, joints)
        came = self.came[joint_at] * joint_found
        seen, kinds = self.seen[at] * found, self.kinds[at] * found
        return seen.astype(np.float64), came.astype(np.float64), kinds.astype(np.float64)


def _find(table: Hashes, wanted: Hashes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    return at, table[at] == wanted


def _local(steps: _Steps, p: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """(probabilities learnt from the piece so far, falling back on ``p``; matched order + 1, or 0)."""
    matched = np.zeros(len(p), dtype=np.int64)
    for order in range(ORDER + 1):
        context, joint = steps.contexts[order], steps.joints[order]
        came = _earlier(joint, np.ones(len(p)))
        seen, kinds = _earlier(context, np.ones(len(p))), _earlier(context, (came == 0).astype(np.float64))
        p = np.where(seen > 0, (came + kinds * p) / np.maximum(seen + kinds, 1), p)
        matched[seen > 0] = order + 1
    return p, matched


def _earlier(groups: Hashes, values: Floats) -> Floats:
    """For every place the sum of the values at earlier places of its group."""
    order = np.argsort(groups, kind="stable")
    sums = np.cumsum(values[order]) - values[order]
    starts = np.append(True, np.diff(groups[order]) != 0)
    base = sums[np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))]
    found = np.empty_like(sums)
    found[order] = sums - base
    return found


def _steps(columns: Columns, head: str) -> _Steps:
    """Contexts are the last 0..ORDER events, and what the chain has already decided of this one."""
    notes = _notes(columns)
    steps = notes + int(columns["counts"][-1]) if head == "shift" else notes
    values = {h: columns[h].astype(np.uint64) for h in HEADS}
    event = np.zeros(notes, dtype=np.uint64)
    for h in HEADS:
        event = _mix(event, values[h][:notes])
    context = np.full(steps, HEADS.index(head) + 1, dtype=np.uint64)
    for decided in HEADS[: HEADS.index(head)]:
        context = _mix(context, values[decided][:steps])
    contexts = []
    for order in range(ORDER + 1):
        if order:
            past = np.zeros(steps, dtype=np.uint64)
            past[order:] = event[: steps - order]
            context = _mix(context, past)
        contexts.append(context)
    target = values[head][:steps]
    return _Steps(np.stack(contexts), np.stack([_mix(c, target) for c in contexts]))


def _notes(columns: Columns) -> int:
    return int((columns["shift"] != ev.END).sum())


def _mix(state: Hashes, value: Hashes) -> Hashes:
    """A 64-bit hash of a pair (the finaliser of SplitMix64, Steele et al. 2014)."""
    z = state * np.uint64(0x9E3779B97F4A7C15) + value + np.uint64(1)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
