"""The simplest baselines, head by head: how often things are, and doing what was done a bar ago.

The heads are those of the networks, each told what stands before it in the chain: the shift from the onset
before (END after the last note), the part, the pitch (tonic on C), the length.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.training.lines import pitches_in_c
from assistant.training.scores import LENGTH, ONSET, PART, Score

CLASSES = {"shift": ev.SHIFTS, "part": len(ev.PARTS), "pitch": ev.PITCHES, "length": ev.LENGTHS}
HEADS = tuple(CLASSES)
UNSEEN_COUNT = 0.5
"""What is added to each count, since nothing is impossible (Krichevsky and Trofimov 1981)."""
MIXING_ROUNDS = 50
NOTHING = -1

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Baseline(Protocol):
    """What tells the probability of every step of a score."""

    def nats(self, score: Score) -> dict[str, Floats]:
        """Surprise by head at each of n notes; the shift's has n + 1 steps, the last the end."""
        ...

    def pitch_right(self, score: Score) -> NDArray[np.bool_]:
        """Whether the likeliest pitch is what came, for each note (n,)."""
        ...


def fit(train: Sequence[Score], valid: Sequence[Score]) -> dict[str, Baseline]:
    """The baselines by name, counted on one side; the mixture is weighed on the other. Neither is empty."""
    marginal = Marginal.fit(train)
    return {"marginal": marginal, "copy the past": CopyThePast.fit(marginal, valid)}


def nats_per_note(baseline: Baseline, scores: Sequence[Score]) -> dict[str, float]:
    """Held-out loss by head and in all (the end counts in the sum, not in the number of notes)."""
    found = [baseline.nats(score) for score in scores]
    notes = sum(map(len, scores))
    heads = {head: sum(float(nats[head].sum()) for nats in found) / notes for head in HEADS}
    return {**heads, "total": sum(heads.values())}


def next_pitch_accuracy(baseline: Baseline, scores: Sequence[Score]) -> float:
    """The share of notes whose pitch was the likeliest; of the melody alone, given ``lines.melody_alone``."""
    return float(np.concatenate([baseline.pitch_right(score) for score in scores]).mean())


@dataclass(frozen=True)
class Marginal:
    """The probability of each class of each head, whatever stands before."""

    tables: Mapping[str, Floats]

    @classmethod
    def fit(cls, train: Sequence[Score]) -> Marginal:
        """Count what there is in the scores."""
        counts = {head: np.full(classes, UNSEEN_COUNT) for head, classes in CLASSES.items()}
        for score in train:
            for head, targets in targets_of(score).items():
                counts[head] += np.bincount(targets, minlength=CLASSES[head])
        return cls({head: count / count.sum() for head, count in counts.items()})

    def nats(self, score: Score) -> dict[str, Floats]:
        """See :class:`Baseline`."""
        return {head: -np.log(self.tables[head][targets]) for head, targets in targets_of(score).items()}

    def pitch_right(self, score: Score) -> NDArray[np.bool_]:
        """See :class:`Baseline`."""
        return np.asarray(targets_of(score)["pitch"] == self.tables["pitch"].argmax())


@dataclass(frozen=True)
class CopyThePast:
    """The marginal, with a fixed weight a head on what stood there one bar ago, where something did."""

    marginal: Marginal
    weights: Mapping[str, float]

    @classmethod
    def fit(cls, marginal: Marginal, valid: Sequence[Score]) -> CopyThePast:
        """Weigh the copy by expectation maximisation over the steps where there is something to copy."""
        return cls(marginal, {head: _weight(marginal.tables[head], head, valid) for head in HEADS})

    def nats(self, score: Score) -> dict[str, Floats]:
        """See :class:`Baseline`."""
        proposals = proposals_of(score)
        return {
            head: -np.log(self._probabilities(head, targets, proposals[head]))
            for head, targets in targets_of(score).items()
        }

    def pitch_right(self, score: Score) -> NDArray[np.bool_]:
        """See :class:`Baseline`."""
        table, proposed = self.marginal.tables["pitch"], proposals_of(score)["pitch"]
        commonest = np.full_like(proposed, table.argmax())
        of_copy, of_commonest = (self._probabilities("pitch", p, proposed) for p in (proposed, commonest))
        likeliest = np.where((proposed != NOTHING) & (of_copy >= of_commonest), proposed, commonest)
        return np.asarray(likeliest == targets_of(score)["pitch"])

    def _probabilities(self, head: str, classes: Ints, proposed: Ints) -> Floats:
        weight = np.where(proposed == NOTHING, 0.0, self.weights[head])
        return np.asarray((1 - weight) * self.marginal.tables[head][classes] + weight * (classes == proposed))


def targets_of(score: Score) -> dict[str, Ints]:
    """The class of each head at each note (n,), in the notes' order; the shift's end with END (n + 1,)."""
    onsets, parts, lengths = (score.notes[:, c].astype(np.int64) for c in (ONSET, PART, LENGTH))
    shifts = np.minimum(np.diff(onsets, prepend=0), ev.MAX_SHIFT)
    return {
        "shift": np.append(shifts, ev.END),
        "part": parts,
        "pitch": pitches_in_c(score),
        "length": np.minimum(lengths, ev.MAX_LENGTH),
    }


def proposals_of(score: Score) -> dict[str, Ints]:
    """What the same place one bar earlier has for each step of each head, or -1; shaped like the targets.

    Pitch and length are those of the note that stood there (same part, same rank in its chord). Shift and
    part are those of the note that followed the one that stood there when the present note was the last.
    """
    targets, earlier = targets_of(score), _a_bar_earlier(score)
    following = np.concatenate([[NOTHING], np.where(earlier == NOTHING, NOTHING, earlier + 1)])
    sources = {"shift": following, "part": following[:-1], "pitch": earlier, "length": earlier}
    return {head: np.where(rows == NOTHING, NOTHING, targets[head][rows]) for head, rows in sources.items()}


def _a_bar_earlier(score: Score) -> Ints:
    """For each note the row of that which stood one bar earlier (n,): same part, same rank in its chord."""
    onsets, parts = (score.notes[:, column].astype(np.int64) for column in (ONSET, PART))
    place = ev.BarGrid(score.meters).at(onsets)
    is_lowest = (np.diff(onsets, prepend=-1) != 0) | (np.diff(parts, prepend=-1) != 0)
    rows = np.arange(len(score))
    ranks = rows - np.maximum.accumulate(np.where(is_lowest, rows, 0))

    def key(bars: Ints) -> Ints:
        at = bars * (place.positions.max(initial=0) + 1) + place.positions
        return np.asarray((at * len(ev.PARTS) + parts) * ev.PITCHES + ranks)

    # Notes come in the order of their keys.
    here, wanted = key(place.bars), key(place.bars - 1)
    found = np.searchsorted(here, wanted)
    return np.where(here[found] == wanted, found, NOTHING)


def _weight(table: Floats, head: str, valid: Sequence[Score]) -> float:
    came = np.concatenate([targets_of(score)[head] for score in valid])
    proposed = np.concatenate([proposals_of(score)[head] for score in valid])
    came, proposed = came[proposed != NOTHING], proposed[proposed != NOTHING]
    hits, weight = came == proposed, 0.5
    for _ in range(MIXING_ROUNDS):
        copied = weight * hits
        shares = copied / (copied + (1 - weight) * table[came])
        weight = float((UNSEEN_COUNT + shares.sum()) / (2 * UNSEEN_COUNT + len(shares)))
    return weight
