"""Held-out music judged note by note: a model's nats and hits beside those of the baselines.

Nobody is told what the past does not tell: not the style, not which parts there are, not where the end is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.training import lines, tutorial
from assistant.training.baselines import AdaptiveNGram, NGram
from assistant.training.columns import Columns
from assistant.training.dataset import evaluation_groups, told_batch
from assistant.training.duplicates import leaked
from assistant.training.export import restore
from assistant.training.networks import HEADS, losses
from assistant.training.school import School
from assistant.training.scores import Score
from assistant.training.simple_baselines import Baseline, fit

Floats = NDArray[np.float64]
Tell = Callable[[str], None]
AS_WRITTEN, PLAYED_OUT = "repeats as written", "repeats played out"
ADAPTIVE = "adaptive n-gram"


@dataclass(frozen=True)
class Judged:
    """One piece, judged: nats of every step by head, and whether each note's pitch was the likeliest.

    The shift head has one step more than there are notes where the piece's end is judged as well.
    """

    nats: Mapping[str, Floats]
    hits: NDArray[np.bool_] | None = None


Judge = Callable[[Sequence[Score], Sequence[Columns]], list[Judged]]
"""Judges pieces of music, given as scores and as columns in the same order."""


@dataclass(frozen=True)
class Row:
    """A model's figures over many pieces: nats a note by head and in all, and how often pitch was right.

    ``melody_accuracy`` counts the top line of the melody alone, where tutorials' networks can be compared.
    """

    notes: int
    nats: Mapping[str, float]
    accuracy: float | None = None
    melody_accuracy: float | None = None

    @property
    def total(self) -> float:
        """Nats a note of all heads."""
        return sum(self.nats.values())


@dataclass(frozen=True)
class Table:
    """What was judged on some pieces: rows by the name of the judge."""

    style: str
    form: str
    subset: str
    pieces: int
    rows: Mapping[str, Row]


def judge_network(folder: Path, style: int = ev.ANY_STYLE) -> Judge:
    """A model as a judge; ``style`` is what it is told."""
    net = restore(folder)

    @torch.no_grad()
    def judge(_: Sequence[Score], data: Sequence[Columns]) -> list[Judged]:
        found: list[Judged | None] = [None] * len(data)
        for group in evaluation_groups(data):
            batch = told_batch([data[i] for i in group], style)
            nats = losses(net, batch)
            hits = net(batch)["pitch"].argmax(dim=-1) == batch.targets[..., HEADS.index("pitch")]
            for row, i in enumerate(group):
                found[i] = _judged({h: v[row].numpy() for h, v in nats.items()}, hits[row].numpy(), data[i])
        return [j for j in found if j]

    return judge


def _judged(nats: Mapping[str, NDArray[np.float32]], hits: NDArray[np.bool_], columns: Columns) -> Judged:
    steps = len(columns["shift"])
    cut = {h: v[: steps if h == "shift" else steps - 1].astype(np.float64) for h, v in nats.items()}
    return Judged(cut, hits[: steps - 1])


def judge_ngram(model: NGram | AdaptiveNGram) -> Judge:
    """An n-gram as a judge."""

    def judge(_: Sequence[Score], data: Sequence[Columns]) -> list[Judged]:
        return [Judged({h: -np.log(model.probabilities(c, h)) for h in HEADS}) for c in data]

    return judge


def ngrams(school: School) -> dict[str, Judge]:
    """The n-grams, learnt from the training side; the adaptive one mixed by the validation side."""
    static = NGram(school.columns(school.split.sides["train"]))
    adaptive = AdaptiveNGram(static, school.columns(school.split.sides["valid"])[::2])
    return {"n-gram": judge_ngram(static), ADAPTIVE: judge_ngram(adaptive)}


def simplest(school: School) -> dict[str, Judge]:
    """How often things are, and doing what was done a bar ago."""
    sides = school.split.sides
    return {name: _judge_simple(b) for name, b in fit(sides["train"], sides["valid"]).items()}


def _judge_simple(baseline: Baseline) -> Judge:
    def judge(scores: Sequence[Score], data: Sequence[Columns]) -> list[Judged]:
        return [_cut(baseline, score, columns) for score, columns in zip(scores, data, strict=True)]

    return judge


def _cut(baseline: Baseline, score: Score, columns: Columns) -> Judged:
    """As far as the columns go: the notes that were left out, and their end, are not judged."""
    notes = len(columns["shift"]) - 1
    steps = notes + int(columns["counts"][-1])
    nats = {h: v[: steps if h == "shift" else notes] for h, v in baseline.nats(score).items()}
    return Judged(nats, baseline.pitch_right(score)[:notes])


def tables(
    school: School, judges: Mapping[str, Judge], side: str = "test", tell: Tell = lambda _: None
) -> Iterator[Table]:
    """For each form and style all pieces, and then those that share a long run with training, and do not."""
    scores = school.split.sides[side]
    data = school.columns(scores)
    shared = np.array(leaked(scores, school.split.sides["train"]))
    judged: dict[str, list[Judged]] = {}
    for name, judge in judges.items():
        tell(f"Judging by {name}")
        judged[name] = judge(scores, data)
    styles = np.array([s.style for s in scores])
    for form, in_form in _forms(scores).items():
        for style in ev.STYLES:
            mine = in_form & (styles == style)
            for subset, chosen in (("all", mine), ("leaked", mine & shared), ("clean", mine & ~shared)):
                rows = np.flatnonzero(chosen)
                if len(rows):
                    yield Table(style, form, subset, len(rows), _rows(scores, judged, rows))


def _forms(scores: Sequence[Score]) -> dict[str, NDArray[np.bool_]]:
    """Which scores are in each form; one that has no repeats is played as it is written."""
    written = np.array([not s.repeats_expanded for s in scores])
    played = {s.piece for s in scores if s.repeats_expanded}
    has_played = np.array([s.piece in played for s in scores])
    return {AS_WRITTEN: written, PLAYED_OUT: ~written | ~has_played}


def _rows(
    scores: Sequence[Score], judged: Mapping[str, Sequence[Judged]], rows: NDArray[np.int64]
) -> dict[str, Row]:
    chosen = [scores[i] for i in rows]
    return {name: _row(chosen, [found[i] for i in rows]) for name, found in judged.items()}


def _row(scores: Sequence[Score], judged: Sequence[Judged]) -> Row:
    notes = sum(len(j.nats["pitch"]) for j in judged)
    nats = {h: float(sum(j.nats[h].sum() for j in judged)) / notes for h in HEADS}
    if any(j.hits is None for j in judged):
        return Row(notes, nats)
    hits = np.concatenate([j.hits for j in judged if j.hits is not None])
    melody = np.concatenate([_melody_hits(s, j) for s, j in zip(scores, judged, strict=True)])
    return Row(notes, nats, float(hits.mean()), float(melody.mean()) if len(melody) else None)


def _melody_hits(score: Score, judged: Judged) -> NDArray[np.bool_]:
    assert judged.hits is not None
    rows = lines.melody_rows(score)
    return judged.hits[rows[rows < len(judged.hits)]]


def tutorial_accuracies(
    school: School, side: str, minutes: float, tell: Tell = lambda _: None
) -> Iterator[tuple[str, str, str, float]]:
    """(network, form, style, accuracy) of the tutorials' networks, trained on the melodies of all styles.

    Each is trained for ``minutes``, and what it was at its best on the validation side is judged.
    """
    sides = school.split.sides
    alone = {name: [lines.melody_alone(s) for s in sides[name]] for name in ("train", "valid", side)}
    for kind in tutorial.KINDS:
        tell(f"Training the tutorial's {kind} network for {minutes:g} minutes")
        net = tutorial.train_tutorial(kind, alone["train"], minutes, valid=alone["valid"], tell=tell)
        for form, in_form in _forms(sides[side]).items():
            for style in ev.STYLES:
                chosen = [
                    s for s, wanted in zip(alone[side], in_form, strict=True) if wanted and s.style == style
                ]
                if chosen:
                    yield f"tutorial {kind}", form, style, net.judge(chosen).next_pitch_accuracy
