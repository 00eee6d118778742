import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.note import PPQ
from assistant.core.tempo import MAX_BPM, MIN_BPM, TempoChange, TempoMap
from tests.strategies import FAR_TICK, tempo_maps, ticks


def naive_seconds(tempo_map: TempoMap, tick: int) -> float:
    """Walk from change to change."""
    seconds = 0.0
    bounds = [*(c.tick for c in tempo_map.changes[1:]), FAR_TICK * 2]
    for change, until in zip(tempo_map.changes, bounds, strict=True):
        seconds += max(0, min(tick, until) - change.tick) * change.us_per_quarter / 1e6 / PPQ
    return seconds


@given(tempo_maps(), ticks)
def test_seconds_agree_with_a_walk_over_the_changes(tempo_map: TempoMap, tick: int) -> None:
    assert float(tempo_map.seconds_at(tick)) == pytest.approx(naive_seconds(tempo_map, tick))


@given(tempo_maps(st.integers(60_000, 15_000_000)), st.lists(ticks, max_size=8))
def test_ticks_to_seconds_and_back(tempo_map: TempoMap, some_ticks: list[int]) -> None:
    seconds = tempo_map.seconds_at(some_ticks)
    assert np.allclose(tempo_map.tick_at(seconds), some_ticks, rtol=0, atol=1e-3)


@given(tempo_maps(), ticks, ticks)
def test_time_never_runs_backwards(tempo_map: TempoMap, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert tempo_map.seconds_at(early) <= tempo_map.seconds_at(late)


def test_a_count_in_lies_before_tick_0_at_the_first_tempo() -> None:
    tempo_map = TempoMap.of_changes([TempoChange(0, 500_000), TempoChange(480, 250_000)])
    assert float(tempo_map.seconds_at(-480)) == pytest.approx(-0.5)
    assert float(tempo_map.tick_at(-0.5)) == pytest.approx(-480)
    assert tempo_map.bpm_at(-1) == 120


def test_the_tempo_in_force_is_that_of_the_last_change() -> None:
    tempo_map = TempoMap.of_bpm(100).with_bpm(960, 60)
    assert [round(tempo_map.bpm_at(t)) for t in (0, 959, 960, 5000)] == [100, 100, 60, 60]
    assert round(tempo_map.with_bpm(960, 90).bpm_at(960)) == 90


def test_changes_may_come_in_any_order_and_the_last_word_counts() -> None:
    tempo_map = TempoMap.of_changes([TempoChange(960, 1), TempoChange(480, 2), TempoChange(960, 3)])
    assert tempo_map.changes == (TempoChange(0, 500_000), TempoChange(480, 2), TempoChange(960, 3))


@pytest.mark.parametrize("bpm", [MIN_BPM - 1, MAX_BPM + 1, 0, -5])
def test_a_tempo_out_of_reach_is_refused(bpm: float) -> None:
    with pytest.raises(ValueError, match="tempo must be 4 to 1000 bpm"):
        TempoMap().with_bpm(0, bpm)


@pytest.mark.parametrize(
    "changes",
    [
        (),
        (TempoChange(1, 5),),
        (TempoChange(0, 5), TempoChange(0, 6)),
        (TempoChange(0, 0),),
        (TempoChange(0, 2**24),),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(changes: tuple[TempoChange, ...]) -> None:
    with pytest.raises(ValueError, match=r"tempo|microsecond"):
        TempoMap(changes)
