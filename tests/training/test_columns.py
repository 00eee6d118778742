"""Scores to columns: inputs that only know the past, and that are cached by content."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.engine import events as ev
from assistant.training import columns as columns_module
from assistant.training.columns import MAX_EVENTS, Columns, columns_of, piece_of
from assistant.training.scores import PITCH, Score
from tests.training.made_up import random_score

NOTE_COLUMNS = (
    "note_matches",
    "pitch_slots",
    "length_slots",
    "part_slots",
    "part_matches",
    "last",
    "rank",
    "sounding",
    "held",
    "struck",
)


@pytest.fixture
def one(tmp_path: Path):  # noqa: ANN201
    def of(score: Score) -> Columns:
        return columns_of([score], tmp_path)[0]

    return of


def test_the_tonic_is_moved_to_c() -> None:
    low = piece_of(random_score(1, tonic=0)).events.pitches
    assert (low - piece_of(random_score(1, tonic=2)).events.pitches == 2).all()
    assert (low - piece_of(random_score(1, tonic=11)).events.pitches == -1).all()


@pytest.mark.parametrize("chords", [False, True])
def test_a_step_knows_only_the_past(one, chords: bool) -> None:  # noqa: ANN001
    score = random_score(3, chords=chords)
    notes = score.notes.copy()
    notes[-1, 1:3] = 6, 90
    first, second = one(score), one(replace(score, notes=notes))
    last = len(score) - 1
    for name in (
        "shift_slots",
        "part_slots",
        "pitch_slots",
        "length_slots",
        "note_matches",
        "sounding",
        "last",
    ):
        np.testing.assert_array_equal(first[name][: last + 1], second[name][: last + 1], err_msg=name)


def test_a_piece_alone_has_the_columns_it_has_among_others(tmp_path: Path) -> None:
    scores = [random_score(i, notes=20 + 7 * i, chords=i % 2 == 1) for i in range(5)]
    together = columns_of(scores, tmp_path)
    for score, among in zip(scores, together, strict=True):
        alone = columns_of([score], tmp_path)[0]
        for name, column in alone.items():
            # The last step is END, where what is proposed for a note counts for nothing.
            notes = slice(-1) if name in NOTE_COLUMNS else slice(None)
            np.testing.assert_array_equal(column[notes], among[name][notes], err_msg=name)


def test_the_last_step_says_end(one) -> None:  # noqa: ANN001
    columns = one(random_score(1, notes=20))
    assert columns["shift"][-1] == ev.END
    assert columns["counts"].tolist() == [1] * 21
    assert columns["left"][-2] == 1


def test_where_a_long_piece_is_cut_nothing_ends(one) -> None:  # noqa: ANN001
    columns = one(random_score(1, notes=MAX_EVENTS + 5))
    assert len(columns["shift"]) == MAX_EVENTS + 1
    assert columns["counts"][-1] == 0
    assert not columns["left"].any()


def test_what_sounds_is_told(one) -> None:  # noqa: ANN001
    score = random_score(2, chords=True, tonic=0)
    columns = one(score)
    t = next(i for i in range(10, 60) if columns["shift"][i] > 0)
    onset = score.notes[t, 0]
    sounding = {int(n[PITCH]) for n in score.notes[:t] if n[0] + n[1] > onset}
    assert set(np.flatnonzero(np.unpackbits(columns["sounding"][t])).tolist()) <= sounding


def test_what_was_computed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = [random_score(i) for i in range(3)]
    first = columns_of(scores, tmp_path)
    files = {p.name for p in tmp_path.iterdir()}

    monkeypatch.setattr(columns_module, "_columns", lambda *_: pytest.fail("computed again"))
    second = columns_of(scores, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == files
    for a, b in zip(first, second, strict=True):
        for name, column in a.items():
            np.testing.assert_array_equal(column, b[name])
