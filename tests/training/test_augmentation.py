"""What training varies stays music: all that belongs together is varied together."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.engine import events as ev
from assistant.training.augmentation import NOTHING, closed_early, varied
from assistant.training.columns import Columns, columns_of
from assistant.training.dataset import Window, cut
from assistant.training.scores import LENGTH, ONSET, Score
from tests.training.made_up import random_score


@pytest.fixture
def shown(tmp_path: Path):  # noqa: ANN201
    def of(score: Score) -> Columns:
        columns = columns_of([score], tmp_path)[0]
        return cut(Window(columns, 0, len(columns["shift"])))

    return of


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_nothing_changes_nothing(shown) -> None:  # noqa: ANN001
    columns = shown(random_score(4, chords=True))
    same = varied(columns, NOTHING, rng())
    assert set(same) == {*columns, "true_length"}
    assert all((same[name] == column).all() for name, column in columns.items())


def test_a_tune_closed_early_ends_a_section(tmp_path: Path) -> None:
    columns = columns_of([random_score(4, notes=200)], tmp_path)[0]
    closed = closed_early(columns, replace(NOTHING, close=1), rng())
    assert len(closed["shift"]) < len(columns["shift"])
    assert closed["shift"][-1] == ev.END and closed["counts"][-1] == 1
    assert closed["left"][-2] == 1
    song = columns_of([random_score(4, notes=200, style="song")], tmp_path)[0]
    assert closed_early(song, replace(NOTHING, close=1), rng()) is song


def test_jitter_moves_notes_memories_and_what_sounds_alike(shown) -> None:  # noqa: ANN001
    columns = shown(random_score(4, chords=True))
    moved = varied(columns, replace(NOTHING, jitter=1), rng(3))
    by = int(moved["pitch"][0] - columns["pitch"][0])
    assert by
    for name in ("pitch_slots", "last", "past_last"):
        there = columns[name] >= 0
        assert (moved[name][there] - columns[name][there] == by).all()
        assert (moved[name][~there] == -1).all()
    before, after = (np.unpackbits(c["sounding"], axis=-1) for c in (columns, moved))
    np.testing.assert_array_equal(np.roll(before, by, axis=-1), after)


def test_forgetting_hides_pitch_and_length_together(shown) -> None:  # noqa: ANN001
    columns = shown(random_score(4, chords=True))
    hidden = varied(columns, replace(NOTHING, forget=1), rng(5))
    assert ((hidden["pitch_slots"] < 0) == (hidden["length_slots"] < 0)).all()
    assert (hidden["pitch_slots"] < 0).sum() > (columns["pitch_slots"] < 0).sum()


def test_a_held_note_is_still_asked_for_its_length(shown) -> None:  # noqa: ANN001
    columns = shown(random_score(4))
    held = varied(columns, replace(NOTHING, hold=1), rng(2))
    assert (held["past_length"] == ev.LENGTH_UNKNOWN).sum() > 5
    np.testing.assert_array_equal(held["true_length"], columns["length"])


def test_what_may_be_untold_is_hidden(shown) -> None:  # noqa: ANN001
    columns = shown(random_score(4))
    assert columns["left"].max() > 1 and columns["ensemble"].min() > 0
    hidden = varied(columns, replace(NOTHING, open_end=1, unnamed=1, unscored=1), rng())
    assert not hidden["left"].any() and not hidden["past_left"].any() and not hidden["ensemble"].any()
    assert (hidden["style"] == ev.ANY_STYLE).all()


def scaled(score: Score, times: int, meter: tuple[int, int, int]) -> Score:
    notes = score.notes.copy()
    notes[:, [ONSET, LENGTH]] *= times
    return replace(score, notes=notes, meters=(meter,))


def test_rescaled_music_has_the_columns_of_music_written_so(shown) -> None:  # noqa: ANN001
    short = scaled(random_score(6, chords=True), 1, (0, 2, 4))
    first, second = shown(short), shown(scaled(short, 2, (0, 4, 4)))
    for given, wanted in ((first, second), (second, first)):
        rescaled = varied(given, replace(NOTHING, rescale=1), rng())
        for name in set(wanted) - {"onset"}:
            np.testing.assert_array_equal(rescaled[name], wanted[name], err_msg=name)


def test_music_in_three_is_not_rescaled(shown) -> None:  # noqa: ANN001
    columns = shown(random_score(6))
    kept = varied(columns, replace(NOTHING, rescale=1), rng())
    np.testing.assert_array_equal(kept["shift"], columns["shift"])
