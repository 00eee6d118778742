"""Seeds and what follows them: bars of held-out scores, and the same seeds with a model's answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine.copy_index import Melody, top_line
from assistant.engine.events import MELODY, BarGrid
from assistant.training.lines import bar_lines, excerpt
from assistant.training.scores import ONSET, PART, PITCH, Score

SEED_BARS = 4
ANSWER_BARS = 8
FEWEST_SEED_NOTES = 9
FEWEST_ANSWER_NOTES = 17

IntTable = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Sample:
    """A seed, and the answer of ``bars`` bars from grid step ``start`` on, which is a bar line.

    ``seed`` and ``answer`` (n, 4) are notes as a score has them: onset, length, pitch, part, in that order.
    """

    seed: IntTable
    answer: IntTable
    start: int
    bar_length: int
    bars: int = ANSWER_BARS

    @property
    def steps(self) -> int:
        """Grid steps of the answer."""
        return self.bars * self.bar_length

    @property
    def notes(self) -> IntTable:
        """Seed and answer."""
        return np.concatenate([self.seed, self.answer])


def melody(notes: IntTable) -> Melody:
    """(onsets, pitches) of the top line of the melody among some notes."""
    rows = notes[notes[:, PART] == MELODY]
    return top_line(rows[:, ONSET], rows[:, PITCH])


def in_one_form(scores: Iterable[Score]) -> list[Score]:
    """Every piece once: as it is written, or as it is played where that is all there is."""
    pieces = list(scores)
    written = {s.piece for s in pieces if not s.repeats_expanded}
    return [s for s in pieces if not s.repeats_expanded or s.piece not in written]


def human_samples(scores: Iterable[Score], each: int = 1) -> Iterator[tuple[Score, Sample]]:
    """At most ``each`` samples of every piece, one after the other.

    Four bars are the seed (the first with the pick-up, where there is one) and the next eight what a human
    went on with. With each comes that stretch of the score, its key and its meter; stretches in which the
    meter changes, or that are almost empty, are left out.
    """
    for score in in_one_form(scores):
        for number in range(each):
            stretch = _stretch(score, number)
            sample = _sample(stretch) if stretch else None
            if stretch and sample:
                yield stretch, sample


def _stretch(score: Score, number: int) -> Score | None:
    """Twelve bars of a score, at first with the bar of the pick-up before them; None where it is over."""
    lines = bar_lines(score)
    first = int(np.searchsorted(lines, score.notes[0, ONSET]))
    bars = SEED_BARS + ANSWER_BARS
    begin, end = first + bars * number, first + bars * (number + 1)
    if end >= len(lines):
        return None
    begin = begin if number else 0
    return excerpt(score, end - begin, begin)


def _sample(stretch: Score) -> Sample | None:
    if len(stretch.meters) > 1:
        return None
    bar_length = int(BarGrid(stretch.meters).at(0).bar_lengths)
    start = int(bar_lines(stretch)[-1]) - ANSWER_BARS * bar_length
    is_seed = stretch.notes[:, ONSET] < start
    seed, answer = stretch.notes[is_seed], stretch.notes[~is_seed]
    if len(seed) < FEWEST_SEED_NOTES or len(answer) < FEWEST_ANSWER_NOTES:
        return None
    return Sample(seed, answer, start, bar_length)
