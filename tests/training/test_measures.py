"""Measures on the grid: bars stand on bar lines, ties sound once, times are rounded and nothing doubles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.training.measures import (
    Bar,
    RawNote,
    Staff,
    Timed,
    laid_out,
    meters_of,
    on_grid,
    skyline,
    tidied,
    timed,
)
from assistant.training.scores import LENGTH, ONSET, PART, PITCH


@pytest.mark.parametrize(
    ("spans", "starts"),
    [
        ([96, 96], [0, 96]),
        ([24, 96, 72], [72, 96, 192]),
        ([24, 96, 72, 24, 96], [72, 96, 192, 264, 288]),
        ([24, 96, 96, 24, 96], [72, 96, 192, 264, 288]),
        ([96, 72, 96], [0, 24, 96]),
        ([96, 192, 96], [0, 96, 288]),
        ([0, 96, 96], [0, 0, 96]),
    ],
)
def test_measures_are_laid_on_the_meter(spans: list[int], starts: list[int]) -> None:
    assert laid_out(spans, [96] * len(spans)).starts == starts


def test_mostly_irregular_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        laid_out([50] * 10, [96] * 10)


def test_a_meter_that_begins_with_a_pick_up_holds_from_the_bar_line() -> None:
    bars = [Bar(96, 4, 4), Bar(72, 4, 4), Bar(24, 3, 4), Bar(72, 3, 4)]
    layout = laid_out([b.span for b in bars], [b.length for b in bars])
    assert layout.starts == [0, 96, 168, 192]
    assert meters_of(bars, layout.lines) == ((0, 4, 4), (192, 3, 4))


def test_an_opening_pick_up_belongs_to_the_first_meter() -> None:
    bars = [Bar(24, 3, 4), Bar(72, 3, 4)]
    layout = laid_out([b.span for b in bars], [b.length for b in bars])
    assert layout.starts == [48, 72]
    assert meters_of(bars, layout.lines) == ((0, 3, 4),)


TIED = Staff([[RawNote(0, 96, 60, tied_on=True)], [RawNote(0, 48, 60, tied_back=True), RawNote(48, 48, 62)]])


def test_tied_notes_sound_once() -> None:
    assert timed(TIED, [0, 1], [0, 96], part=2) == [Timed(0, 144, 60, 2), Timed(144, 192, 62, 2)]


def test_a_tie_into_nothing_and_out_of_nothing_is_a_note() -> None:
    assert [n[:3] for n in timed(TIED, [1, 0], [0, 96], part=0)] == [(0, 48, 60), (48, 96, 62), (96, 192, 60)]


def test_ties_cross_the_voices_of_a_measure() -> None:
    first = [RawNote(72, 24, 60, tied_on=True), RawNote(0, 24, 60)]
    staff = Staff([first, [RawNote(0, 24, 60, tied_back=True)]])
    assert [n[:2] for n in timed(staff, [0, 1], [0, 96], 0)] == [(0, 24), (72, 120)]


def test_what_a_pick_up_takes_its_time_from_is_not_played() -> None:
    staff = Staff([[RawNote(0, 72, 60), RawNote(72, 24, 62)], [RawNote(0, 24, 64)], [RawNote(0, 96, 65)]])
    notes = timed(staff, [0, 1, 2], laid_out([96, 24, 96], [96] * 3).starts, 0)
    assert [n[:3] for n in notes] == [(0, 72, 60), (72, 96, 64), (96, 192, 65)]


def test_the_skyline_is_one_note_at_a_time() -> None:
    notes = [Timed(0, 48, 60, 0), Timed(0, 24, 67, 0), Timed(12, 36, 64, 0)]
    assert skyline(notes) == [Timed(0, 12, 67, 0), Timed(12, 36, 64, 0)]


def test_what_the_grid_moves_is_counted() -> None:
    found = on_grid([Timed(0, 24, 60, 0), Timed(4.8, 9.6, 62, 0), Timed(9.6, 9.9, 64, 0)])
    assert found.moved == 2
    assert found.error == pytest.approx(0.6)
    assert found.notes.tolist() == [[0, 24, 60, 0], [5, 5, 62, 0]]


def test_a_note_struck_again_is_cut_and_doubles_are_one() -> None:
    table = np.array([[0, 96, 60, 0], [48, 24, 60, 0], [0, 24, 60, 0], [0, 96, 60, 3]], dtype=np.int32)
    assert tidied(table).tolist() == [[0, 48, 60, 0], [0, 96, 60, 3], [48, 24, 60, 0]]


rows = st.tuples(st.integers(-5, 200), st.integers(-3, 60), st.integers(0, 127), st.integers(0, 3))


@given(st.lists(rows, max_size=60))
def test_a_tidy_table_is_in_order_without_overlaps(drawn: list[tuple[int, int, int, int]]) -> None:
    table = tidied(np.array(drawn, dtype=np.int32).reshape(-1, 4))
    keys = table[:, [ONSET, PART, PITCH]].tolist()
    assert keys == sorted(keys)
    assert len({tuple(k) for k in keys}) == len(keys)
    assert (table[:, LENGTH] > 0).all()
    for part, pitch in {(r[3], r[2]) for r in table.tolist()}:
        own = table[(table[:, PART] == part) & (table[:, PITCH] == pitch)]
        assert (own[:-1, ONSET] + own[:-1, LENGTH] <= own[1:, ONSET]).all()
    onsets = {(r[0], r[2], r[3]) for r in drawn if r[0] >= 0 and r[1] > 0}
    assert {(o, p, part) for o, _, p, part in table.tolist()} == onsets
