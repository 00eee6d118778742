"""Styles that differ are told apart, and everybody is judged on the same phrases."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.core.errors import AntiphonError
from assistant.engine.events import MELODY
from assistant.training.lines import bar_lines
from assistant.training.scores import PART, Score
from assistant.training.style_recognition import judge, phrases_shown, recognise, render
from tests.training.little_scores import melody_score, song


def jig(seed: int) -> Score:
    """A tune in eighths of a compound meter."""
    pitches = np.random.default_rng(seed).choice([60, 64, 67, 72], 120).tolist()
    return melody_score(pitches, 12, meters=((0, 6, 8),))


def side(first: int) -> list[Score]:
    return [make(i) for i in range(first, first + 12) for make in (song, jig)]


@pytest.mark.parametrize("view", ["melody alone", "all parts"])
def test_styles_that_differ_are_told_apart(view: str) -> None:
    results = recognise(side(0), side(50), {"by likelihood": lambda s: ["folk"] * len(s)}, view=view)
    assert [r.name for r in results] == [
        "by likelihood", "logistic regression", "k-nearest neighbours", "Gaussian naive Bayes", "SVM",
    ]  # fmt: skip
    assert results[0].balanced_accuracy == 0.5
    assert all(r.accuracy > 0.9 for r in results[1:])
    assert {int(r.confusion.sum()) for r in results} == {len(phrases_shown(side(50), view, 8))}


def test_others_are_not_told_the_style_and_see_what_the_view_shows() -> None:
    seen: list[Score] = []

    def other(scores: Sequence[Score]) -> list[str]:
        seen.extend(scores)
        return ["song"] * len(scores)

    recognise(side(0), side(50), {"other": other}, view="melody alone", bars=4)
    assert {s.style for s in seen} == {""}
    assert all((s.notes[:, PART] == MELODY).all() and len(bar_lines(s)) == 5 for s in seen)


def test_a_piece_in_both_forms_is_asked_once() -> None:
    played = [replace(s, repeats_expanded=True) for s in side(0)]
    once = phrases_shown(side(0), "all parts", 8)
    assert len(phrases_shown([*side(0), *played], "all parts", 8)) == len(once)
    assert len(phrases_shown(played, "all parts", 8)) == len(once)


def test_confusion_counts_rows_true_and_columns_said() -> None:
    result = judge("x", ["song", "song", "song", "folk"], ["song", "piano", "piano", "folk"])
    assert result.styles == ("folk", "song", "piano")
    assert result.confusion.tolist() == [[1, 0, 0], [0, 1, 2], [0, 0, 0]]
    assert result.accuracy == 0.5
    assert result.balanced_accuracy == pytest.approx((1 + 1 / 3) / 2)


def test_the_table_says_all() -> None:
    text = render([judge("one", ["folk", "song"], ["song", "song"]), judge("two", ["folk"], ["folk"])])
    assert text.splitlines() == [
        "                        accuracy  balanced",
        "one                        50.0%     50.0%",
        "two                       100.0%    100.0%",
        "",
        "one said                      folk        song",
        "folk                             0           1",
        "song                             0           1",
        "",
        "two said                      folk",
        "folk                             1",
    ]


def test_one_style_cannot_be_told_from_itself() -> None:
    with pytest.raises(AntiphonError, match="in two styles"):
        phrases_shown([replace(jig(1), style="song"), song(1)], "all parts", 8)
