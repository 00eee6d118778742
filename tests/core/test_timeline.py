from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.scheduling import Event, Schedule
from assistant.core.tempo import TempoChange, TempoMap
from assistant.core.timeline import SECOND_NS, Due, LookAhead, Timeline
from assistant.core.track import Track
from tests import strategies as own

HALF_S = SECOND_NS // 2  # a quarter note at 120 bpm
STEP_NS = SECOND_NS // 10


def four_quarters() -> Schedule:
    notes = [Note(0, 480 * i, 480, 60 + i) for i in range(4)]
    return Schedule.of_piece(Piece((Track(clip=Clip.from_notes(notes)),)))


def at(schedule: Schedule, tick: int, now_ns: int = 0) -> Timeline:
    return Timeline(schedule.tempo_map, tick, now_ns)


def read_all(ahead: LookAhead, until_ns: int, step_ns: int = STEP_NS) -> list[Due]:
    return [due for ns in range(0, until_ns + step_ns, step_ns) for due in ahead.read_until(ns)]


def onsets(found: list[Due]) -> list[tuple[int, int]]:
    return [(d.deadline_ns, d.data[1]) for d in found if d.kind == "send" and d.data[0] == 0x90]


def test_a_tempo_change_inside_counts() -> None:
    tempos = TempoMap.of_changes([TempoChange(0, 500_000), TempoChange(960, 1_000_000)])
    timeline = Timeline(tempos, 480, 7)
    assert timeline.deadlines_ns([480, 960, 1440]) == [7, 7 + HALF_S, 7 + 3 * HALF_S]
    assert timeline.tick_at(7 + 3 * HALF_S) == pytest.approx(1440)


def test_before_the_anchor_time_runs_at_the_anchors_tempo() -> None:
    tempos = TempoMap.of_changes([TempoChange(0, 250_000), TempoChange(960, 1_000_000)])
    timeline = Timeline(tempos, 960, 0)
    assert timeline.deadline_ns(480) == -SECOND_NS
    assert timeline.tick_at(-3 * SECOND_NS) == pytest.approx(-480)


@given(own.tempo_maps(), own.ticks, own.ticks, st.integers(0, 10**15))
def test_ticks_and_deadlines_go_both_ways(tempos: TempoMap, anchor: int, tick: int, ns: int) -> None:
    timeline = Timeline(tempos, anchor, ns)
    ns_a_tick = min(change.us_per_quarter for change in tempos.changes) * 1000 / 480
    assert timeline.tick_at(timeline.deadline_ns(tick)) == pytest.approx(tick, abs=1e-3 + 100 / ns_a_tick)


def test_another_tempo_keeps_the_playhead_in_place() -> None:
    before = Timeline(TempoMap.of_bpm(120), 0, 0)
    after = before.with_tempo_map(TempoMap.of_bpm(60), HALF_S)
    assert after.tick_at(HALF_S) == pytest.approx(480)
    assert after.tick_at(HALF_S + SECOND_NS) == pytest.approx(960)


def test_another_tempo_in_a_count_in_keeps_the_downbeat() -> None:
    before = Timeline(TempoMap.of_bpm(120), 0, SECOND_NS)
    assert before.with_tempo_map(TempoMap.of_bpm(60), 0).deadline_ns(0) == SECOND_NS


def test_a_piece_is_read_once_and_ends_with_its_last_note_off() -> None:
    schedule = four_quarters()
    found = read_all(LookAhead(schedule, at(schedule, 0), 0), 5 * HALF_S)
    assert onsets(found) == [(i * HALF_S, 60 + i) for i in range(4)]
    assert [d.kind for d in found[-2:]] == ["send", "end"]
    assert found[-2].data[0] == 0x80
    assert found[-1].deadline_ns == 4 * HALF_S


@given(st.integers(1, 2 * SECOND_NS), st.integers(0, 1920))
def test_the_size_of_the_window_makes_no_difference(step_ns: int, start_tick: int) -> None:
    schedule = four_quarters()
    looped = [LookAhead(schedule, at(schedule, start_tick), start_tick, Loop(480, 960)) for _ in "ab"]
    far_ns = 6 * SECOND_NS
    parts = [d for ns in range(0, far_ns, max(step_ns, 10**7)) for d in looped[0].read_until(ns)]
    assert parts + looped[0].read_until(far_ns) == looped[1].read_until(far_ns)


def test_a_loop_goes_round_without_drift() -> None:
    schedule = four_quarters()
    found = read_all(LookAhead(schedule, at(schedule, 0), 0, Loop(480, 960)), 10 * HALF_S)
    assert onsets(found)[:4] == [(0, 60), (HALF_S, 61), (2 * HALF_S, 61), (3 * HALF_S, 61)]
    jumps = [d for d in found if d.kind == "jump"]
    assert [d.deadline_ns for d in jumps[:3]] == [2 * HALF_S, 3 * HALF_S, 4 * HALF_S]
    assert jumps[0].timeline is not None
    assert jumps[0].timeline.tick_at(2 * HALF_S) == pytest.approx(480)


def test_a_loop_that_lies_behind_is_left_alone() -> None:
    schedule = four_quarters()
    found = read_all(LookAhead(schedule, at(schedule, 960), 960, Loop(0, 960)), 4 * HALF_S)
    assert [d.kind for d in found if d.kind != "send"] == ["end"]


def test_an_endless_reading_passes_the_end() -> None:
    schedule = four_quarters()
    ahead = LookAhead(schedule, at(schedule, 0), 0, is_endless=True)
    assert [d.kind for d in read_all(ahead, 20 * HALF_S)] == ["send"] * 8
    assert not ahead.has_ended


def test_an_empty_piece_ends_at_once() -> None:
    schedule = Schedule.of_piece(Piece())
    assert LookAhead(schedule, at(schedule, 0), 0).read_until(STEP_NS) == [Due(0, 0, "end")]


def clicks(*ticks: int) -> Callable[[int, int], list[Event]]:
    return lambda a, b: [Event(t, 2, b"\x99Ld") for t in ticks if a <= t < b]


def test_clicks_stand_in_order_among_the_notes() -> None:
    schedule = four_quarters()
    ahead = LookAhead(schedule, at(schedule, 0), 0, clicks=clicks(0, 240, 480))
    found = ahead.read_until(2 * HALF_S)
    assert [d.tick for d in found] == sorted(d.tick for d in found)
    assert [d.tick for d in found if d.data[0] == 0x99] == [0, 240, 480]
    at_480 = [d.data[0] for d in found if d.tick == 480]
    assert at_480[0] == 0x80
