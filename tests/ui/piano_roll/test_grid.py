import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.note import PPQ
from assistant.core.tempo import MeterChange, MeterMap
from assistant.ui.piano_roll.grid import (
    ADAPTIVE,
    ADAPTIVE_PX,
    BEAT_PX,
    GRIDS,
    Grid,
    GridLines,
    LineKind,
    beside,
    grid_lines,
    in_force,
    label_stride,
    labelled_bars,
    snap,
    snap_down,
    snap_shift,
    step_shift,
)

FOUR = MeterMap.of(4, 4)
CHANGING = MeterMap.of_changes([MeterChange(0, 7, 8), MeterChange(1680 * 2, 4, 4), MeterChange(5280, 3, 4)])
grids = st.sampled_from([g.ticks for g in GRIDS if g.ticks])
meters = st.sampled_from([FOUR, CHANGING, MeterMap.of(6, 8)])
ticks = st.integers(0, 200_000)


@given(ticks, grids, meters)
def test_snapping_down_never_passes_the_tick_nor_the_bar(tick: int, step: int, meter_map: MeterMap) -> None:
    line = snap_down(tick, step, meter_map)
    assert 0 <= tick - line < step
    assert line >= meter_map.bar_start_tick(meter_map.bar_at(tick))


@given(ticks, grids, meters)
def test_snapping_goes_to_the_nearer_line(tick: int, step: int, meter_map: MeterMap) -> None:
    line = snap(tick, step, meter_map)
    assert abs(line - tick) <= step / 2
    assert snap(line, step, meter_map) == line


@given(ticks, grids, meters)
def test_bar_lines_are_grid_lines_whatever_the_meter(tick: int, step: int, meter_map: MeterMap) -> None:
    bar = meter_map.bar_start_tick(meter_map.bar_at(tick))
    assert snap(bar, step, meter_map) == bar


def test_a_note_on_the_grid_stays_on_it() -> None:
    assert snap_shift(480, 130, 120, FOUR) == 120


def test_a_freely_played_note_goes_to_a_line_or_stays() -> None:
    assert snap_shift(500, 118, 120, FOUR) == 100, "on to the line"
    assert snap_shift(500, -30, 120, FOUR) == -20
    assert snap_shift(500, 3, 120, FOUR) == 0, "a tremble moves nothing"


def test_or_it_goes_by_steps() -> None:
    assert step_shift(118, 120) == 120, "20 ticks late as before"
    assert step_shift(-59, 120) == 0


def test_the_grids_go_from_a_bar_to_a_64th_note() -> None:
    by_label = {grid.label: grid for grid in GRIDS}
    assert by_label["1 bar"].bars == 1
    assert by_label["1/4 triplet"].ticks * 3 == by_label["1/2"].ticks
    assert by_label["1/64"].ticks * 16 == PPQ
    assert by_label["1/64 dotted"].ticks * 2 == by_label["1/64"].ticks * 3


def adaptive(px_per_tick: float, meter: MeterChange = FOUR.changes[0]) -> Grid:
    return in_force(ADAPTIVE, px_per_tick, meter)


@given(st.floats(1e-4, 2))
def test_the_adaptive_grid_is_wide_enough_to_hit(px_per_tick: float) -> None:
    grid = adaptive(px_per_tick)
    step = grid.ticks or grid.bars * 4 * PPQ
    least_px = BEAT_PX if step == PPQ else ADAPTIVE_PX
    assert step * px_per_tick >= least_px or grid.bars == 4
    assert 16 * PPQ % step == 0


def test_the_adaptive_grid_follows_the_zoom() -> None:
    labels = [adaptive(scale).label for scale in (1.0, 0.5, 0.16, 0.08, 0.04, 0.01, 0.005, 0.0025, 0.0001)]
    assert labels == ["1/64", "1/32", "1/16", "1/8", "1/4", "1 bar", "2 bars", "4 bars", "4 bars"]


def test_the_adaptive_grid_keeps_to_beats_as_long_as_a_hand_can_hit_them() -> None:
    """At the first start beats are 13 pixels wide: a click on one does not mean its bar."""
    assert adaptive(13 / PPQ).label == "1/4"
    assert adaptive(13 / 240, MeterChange(0, 6, 8)).label == "1/8"
    assert adaptive(5 / PPQ).label == "1 bar"


def test_sixteen_bars_in_a_small_window_are_written_in_beats() -> None:
    """So much is in view at the first start: a length, a step or a click of whole bars is of no use there."""
    assert adaptive(700 / (16 * 4 * PPQ)).label == "1/4"


def test_a_meter_of_one_beat_has_bars_for_beats() -> None:
    assert adaptive(0.02, MeterChange(0, 1, 1)).label == "1 bar"


def test_finer_and_coarser_go_through_the_bars() -> None:
    walk = [Grid("1/2", 2 * PPQ)]
    while (coarser := beside(walk[-1], -1)) != walk[-1]:
        walk.append(coarser)
    assert [grid.label for grid in walk] == ["1/2", "1 bar", "2 bars", "4 bars"]
    assert beside(walk[-1], 1) == walk[-2]


@given(ticks, st.sampled_from([2, 4]), meters)
def test_grids_of_bars_snap_to_bar_lines_counted_from_each_meter(
    tick: int, bars: int, meter_map: MeterMap
) -> None:
    step, groups = bars * max(c.bar_ticks for c in meter_map.changes), meter_map.in_groups(bars)
    for line in (snap(tick, step, groups), snap_down(tick, step, groups)):
        assert meter_map.bar_start_tick(meter_map.bar_at(line)) == line
        change = meter_map.change_at(line)
        assert (line - change.tick) % (bars * change.bar_ticks) == 0


def test_bars_too_long_to_be_counted_together_stay_single() -> None:
    assert MeterMap.of(255, 4).in_groups(2) == MeterMap.of(255, 4)


def ticks_of(lines: list[GridLines], kind: LineKind) -> list[int]:
    found = [line.ticks for line in lines if line.kind is kind]
    return sorted(set(np.concatenate(found).tolist())) if found else []


def test_lines_respect_changes_of_meter() -> None:
    lines = grid_lines(CHANGING, 0, 6720, 0.5, 120)
    assert ticks_of(lines, LineKind.BAR) == [0, 1680, 3360, 5280]
    beats = ticks_of(lines, LineKind.BEAT)
    assert [t for t in beats if t < 1680] == [240, 480, 720, 960, 1200, 1440]
    assert [t for t in beats if 3360 < t < 5280] == [3840, 4320, 4800]


@given(meters, st.integers(0, 50_000), st.integers(1, 50_000), st.floats(0.001, 2), grids)
def test_every_bar_line_in_the_window_is_drawn_where_there_is_room(
    meter_map: MeterMap, start: int, length: int, scale: float, step: int
) -> None:
    bars = set(ticks_of(grid_lines(meter_map, start, start + length, scale, step), LineKind.BAR))
    wanted = meter_map.bar_lines(start, start + length)
    if 1440 * scale >= 5:
        assert bars >= set(wanted)


def test_lines_fade_with_the_zoom() -> None:
    def strength(scale: float, kind: LineKind) -> float:
        lines = grid_lines(FOUR, 0, 7680, scale, 120)
        return max((line.opacity for line in lines if line.kind is kind), default=0.0)

    for kind in (LineKind.SUBDIVISION, LineKind.BEAT):
        strengths = [strength(scale, kind) for scale in (0.001, 0.02, 0.06, 0.1, 0.5)]
        assert strengths == sorted(strengths)
        assert strengths[0] == 0
        assert strengths[-1] == 1
    assert strength(0.001, LineKind.BAR) == 1, "some bars are always there"


def test_ten_thousand_bars_are_few_lines() -> None:
    lines = grid_lines(FOUR, 0, 19_200_000, 7.8e-5, 1920)
    assert sum(len(line.ticks) for line in lines) < 2_000


@pytest.mark.parametrize(("bar_px", "stride"), [(100, 1), (30, 2), (10, 8), (0.5, 128)])
def test_numbers_stand_apart(bar_px: float, stride: int) -> None:
    assert label_stride(bar_px, 44) == stride


def test_bars_are_numbered_through_changes_of_meter() -> None:
    assert list(labelled_bars(CHANGING, 0, 6720, 0.5, 44)) == [(0, 0), (1, 1680), (2, 3360), (3, 5280)]


def test_numbers_of_bars_keep_apart_where_meters_change_often() -> None:
    """A film cue with a new meter at each bar, seen from afar."""
    beats = (4, 3, 2, 3, 5, 2, 3, 4)
    starts = np.cumsum((0, *beats[:-1])) * 480
    changes = [MeterChange(int(at), count, 4) for at, count in zip(starts, beats, strict=True)]
    meter_map = MeterMap.of_changes(changes)
    ticks = [tick for _, tick in labelled_bars(meter_map, 0, 60000, 0.01, 44)]
    assert np.diff(ticks).min() * 0.01 >= 44
    assert [t for t in ticks if t >= 20000] == [
        tick for _, tick in labelled_bars(meter_map, 20000, 60000, 0.01, 44) if tick >= 20000
    ]  # what a strip shows goes with the whole
