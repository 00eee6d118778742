from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.tempo import BarPosition, MeterChange, MeterMap
from tests.strategies import BAR, meter_maps

near_ticks = st.integers(0, 80 * BAR)


def bars_walked(meter_map: MeterMap, until_tick: int) -> list[int]:
    """The bar lines up to a tick, found bar by bar: a change cuts a bar off and begins another."""
    changes = {c.tick: c for c in meter_map.changes}
    later = sorted(changes)[1:]
    lines, tick, change = [], 0, meter_map.changes[0]
    while tick <= until_tick:
        lines.append(tick)
        change = changes.get(tick, change)
        cut = next((t for t in later if tick < t < tick + change.bar_ticks), None)
        tick = cut if cut is not None else tick + change.bar_ticks
    return lines


@given(meter_maps(), near_ticks)
def test_bars_agree_with_a_walk(meter_map: MeterMap, tick: int) -> None:
    lines = bars_walked(meter_map, tick)
    bar = len(lines) - 1
    assert meter_map.bar_at(tick) == bar
    assert meter_map.bar_start_tick(bar) == lines[-1]
    assert meter_map.bar_ceil(lines[-1]) == lines[-1]


@given(meter_maps(), st.lists(near_ticks))
def test_the_bars_round_many_ticks_are_those_round_each(meter_map: MeterMap, ticks: list[int]) -> None:
    starts, ends = meter_map.bars_round(ticks)
    bars = [meter_map.bar_at(tick) for tick in ticks]
    assert starts.tolist() == [meter_map.bar_start_tick(bar) for bar in bars]
    assert ends.tolist() == [meter_map.bar_start_tick(bar + 1) for bar in bars]


@given(meter_maps(), near_ticks)
def test_the_next_bar_line_is_the_first_at_or_after_a_tick(meter_map: MeterMap, tick: int) -> None:
    lines = bars_walked(meter_map, tick + 14 * BAR)
    assert meter_map.bar_ceil(tick) == next(line for line in lines if line >= tick)


@given(meter_maps(), near_ticks, st.integers(0, 4 * BAR))
def test_bar_lines_of_a_window(meter_map: MeterMap, start_tick: int, width: int) -> None:
    lines = [t for t in bars_walked(meter_map, start_tick + width) if start_tick <= t < start_tick + width]
    assert meter_map.bar_lines(start_tick, start_tick + width) == lines


@given(meter_maps(), near_ticks)
def test_a_position_leads_back_to_its_tick(meter_map: MeterMap, tick: int) -> None:
    position = meter_map.position(tick)
    start = meter_map.bar_start_tick(position.bar - 1)
    assert start + (position.beat - 1) * meter_map.change_at(tick).beat_ticks + position.ticks == tick
    assert position.bar >= 1 and position.beat >= 1 and position.ticks >= 0


@given(meter_maps(), near_ticks)
def test_the_meter_in_force_is_the_last_change(meter_map: MeterMap, tick: int) -> None:
    at = bisect_right([c.tick for c in meter_map.changes], tick) - 1
    assert meter_map.change_at(tick) == meter_map.changes[at]


def test_beats_and_bars_of_common_meters() -> None:
    assert (MeterChange(0, 4, 4).bar_ticks, MeterChange(0, 4, 4).beat_ticks) == (1920, 480)
    assert (MeterChange(0, 6, 8).bar_ticks, MeterChange(0, 6, 8).beat_ticks) == (1440, 240)
    assert (MeterChange(0, 2, 2).bar_ticks, MeterChange(0, 2, 2).beat_ticks) == (1920, 960)
    assert MeterMap.of(3, 4).position(1440 + 480 + 7) == BarPosition(2, 2, 7)


def test_a_change_off_the_bar_line_cuts_the_bar_off() -> None:
    meter_map = MeterMap.of_changes([MeterChange(0, 4, 4), MeterChange(2500, 3, 4)])
    assert [meter_map.bar_at(t) for t in (0, 1920, 2499, 2500, 2500 + 1440)] == [0, 1, 1, 2, 3]
    assert meter_map.bar_lines(0, 5000) == [0, 1920, 2500, 3940]


@pytest.mark.parametrize(
    "change", [MeterChange(0, 0, 4), MeterChange(0, 4, 3), MeterChange(0, 256, 4), MeterChange(480, 4, 4)]
)
def test_what_is_no_meter_is_refused(change: MeterChange) -> None:
    with pytest.raises(ValueError, match="meter"):
        MeterMap((change,))
