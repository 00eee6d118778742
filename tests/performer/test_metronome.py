import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.core.tempo import MeterMap
from assistant.performer.metronome import CLICK_TICKS, Metronome
from tests import strategies as own

FAR = 20_000


@given(own.meter_maps(), st.lists(st.integers(0, FAR), max_size=4))
def test_windows_that_meet_give_each_click_and_its_end_once(meters: MeterMap, cuts: list[int]) -> None:
    clicks, edges = Metronome(meters), [0, *sorted(cuts), FAR]
    whole = clicks(0, FAR)
    assert [e for a, b in itertools.pairwise(edges) for e in clicks(a, b)] == whole
    assert [e[:2] for e in whole] == sorted(e[:2] for e in whole)


def test_the_downbeat_is_higher_and_louder() -> None:
    clicks = Metronome(MeterMap.of(3, 4))(0, 1440)
    ons = [event.data[1:] for event in clicks if event.data[0] == 0x99]
    assert ons == [bytes((76, 120)), bytes((77, 80)), bytes((77, 80))]
    assert [e.tick for e in clicks if e.data[0] == 0x89] == [CLICK_TICKS + 480 * i for i in range(3)]


@given(own.meter_maps(), st.integers(0, 5000), st.integers(0, 2))
def test_a_count_in_is_over_when_the_music_starts(meters: MeterMap, tick: int, bars: int) -> None:
    events = Metronome(meters).count_in(tick, bars)
    assert all(event.tick < tick for event in events)
    assert [e.tick for e in events] == sorted(e.tick for e in events)
    assert len(events) == 2 * bars * meters.change_at(tick).numerator
