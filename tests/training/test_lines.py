"""Melodies and bars are taken out of a score whole, and at the right place."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.events import BASS, MELODY, UPPER, BarGrid
from assistant.training.lines import (
    bar_lines,
    excerpt,
    melody_alone,
    melody_pitches,
    melody_rows,
    phrases,
    pitches_in_c,
)
from assistant.training.scores import LENGTH, ONSET, PART, PITCH, Score
from tests.training.any_scores import scores
from tests.training.little_scores import made_score, melody_score, song


def test_the_melody_is_the_top_of_its_part() -> None:
    score = made_score([(0, 96, 48, BASS), (0, 24, 60, MELODY), (0, 24, 64, MELODY), (24, 24, 62, MELODY)])
    assert melody_pitches(score).tolist() == [64, 62]


def test_pitches_are_told_from_the_nearest_c() -> None:
    assert pitches_in_c(melody_score([62, 66], tonic=2)).tolist() == [60, 64]
    assert pitches_in_c(melody_score([70, 74], tonic=10)).tolist() == [72, 76]


def test_a_score_without_a_melody_has_no_melody() -> None:
    assert len(melody_alone(made_score([(0, 24, 60, UPPER)]))) == 0


@given(scores)
def test_a_melody_alone_is_one_line_and_its_own_melody(score: Score) -> None:
    alone = melody_alone(score)
    assert (np.diff(alone.notes[:, ONSET]) > 0).all()
    assert (alone.notes[:-1, ONSET] + alone.notes[:-1, LENGTH] <= alone.notes[1:, ONSET]).all()
    assert melody_rows(alone).tolist() == list(range(len(alone)))
    assert melody_pitches(alone).tolist() == melody_pitches(score).tolist()


@given(scores)
def test_bar_lines_are_where_the_grid_has_them(score: Score) -> None:
    lines, grid = bar_lines(score), BarGrid(score.meters)
    place = grid.at(score.notes[:, ONSET])
    assert (lines[place.bars] == score.notes[:, ONSET] - place.positions).all()
    assert (grid.at(lines).positions[:-1] == 0).all()
    assert lines[-1] >= (score.notes[:, ONSET] + score.notes[:, LENGTH]).max()


@given(scores, st.integers(1, 4))
def test_excerpts_in_a_row_hold_every_note_once(score: Score, bars: int) -> None:
    lines = bar_lines(score)
    found = [
        (p.notes[:, [ONSET, PITCH, PART]] + [lines[first], 0, 0]).tolist()
        for first in range(0, len(lines) - 1, bars)
        for p in [excerpt(score, bars, first)]
    ]
    assert list(chain.from_iterable(found)) == score.notes[:, [ONSET, PITCH, PART]].tolist()


@given(scores, st.integers(0, 5))
def test_notes_keep_their_place_in_the_bar(score: Score, first: int) -> None:
    part = excerpt(score, 2, first)
    was, now = BarGrid(score.meters).at(score.notes[:, ONSET]), BarGrid(part.meters).at(part.notes[:, ONSET])
    chosen = (was.bars >= first) & (was.bars < first + 2)
    assert now.positions.tolist() == was.positions[chosen].tolist()
    assert now.bars.tolist() == (was.bars[chosen] - first).tolist()


def test_what_is_held_on_is_cut_at_the_end() -> None:
    part = excerpt(made_score([(0, 24, 60, 0), (72, 96, 62, 0)]), 1)
    assert part.notes[:, LENGTH].tolist() == [24, 24]


@pytest.mark.parametrize(("most", "expected"), [(1, 1), (2, 2), (9, 3)])
def test_phrases_are_spread_and_full(most: int, expected: int) -> None:
    found = phrases(song(1, bars=12), 4, most)
    assert len(found) == expected
    assert all(len(bar_lines(p)) == 5 for p in found)


def test_too_short_a_score_has_no_phrase() -> None:
    assert phrases(song(1, bars=3), 4, 2) == []
