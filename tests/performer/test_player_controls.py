"""Controllers, pedal and pitch wheel as they are heard, and that none of them is left where it was put."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.controls import BEND_CENTRE, PEDALS, PITCH_BEND, ControlLane, merged_lanes
from assistant.core.piece import Loop, Piece
from assistant.core.scheduling import Schedule, bend_range_messages, control_message
from assistant.core.track import Track
from tests import strategies as own
from tests.performer.fakes import QUARTERS, FakeOutput, Stage, schedule_of

LEAD = 5.0
UP, DOWN = control_message(0, 64, 0), control_message(0, 64, 127)
CENTRE = control_message(0, PITCH_BEND, BEND_CENTRE)
LONG = (0, 4800, 40)
GESTURES = (*PEDALS, 1, 11, PITCH_BEND)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def lane(number: int, *points: tuple[int, int]) -> ControlLane:
    return ControlLane.of_points(number, points)


def played(*lanes: ControlLane, **track: object) -> Schedule:
    return schedule_of(LONG, controls=merged_lanes(lanes), **track)


def controls(stage: Stage) -> list[tuple[float, bytes]]:
    """(ms, message) of what was set, less the all notes off of a stop."""
    return [(ns / 1e6, d) for ns, d in stage.output.sent if d[0] >= 0xA0 and d[1:] != b"\x7b\0"]


def values(output: FakeOutput) -> dict[tuple[int, int], int]:
    """How the controllers of an output stand: by (channel, number)."""
    found: dict[tuple[int, int], int] = {}
    for _, data in output.sent:
        if data[0] & 0xF0 == 0xB0:
            found[data[0] & 0x0F, data[1]] = data[2]
        elif data[0] & 0xF0 == 0xE0:
            found[data[0] & 0x0F, PITCH_BEND] = data[1] | data[2] << 7
    return found


def moved(output: FakeOutput) -> dict[tuple[int, int], int]:
    """The gestures that are not at rest."""
    rests = {PITCH_BEND: BEND_CENTRE, 11: 127}
    return {
        subject: value
        for subject, value in values(output).items()
        if subject[1] in GESTURES and value != rests.get(subject[1], 0)
    }


def test_the_pedal_and_the_wheel_move_at_their_time_and_are_let_go_at_the_stop(stage: Stage) -> None:
    schedule = played(lane(64, (480, 127)), lane(PITCH_BEND, (960, 10_000)))
    stage.at(0, stage.player.play, schedule, 0, None, metronome=False)
    stage.at(2000, stage.player.stop)
    stage.run_to(2100)
    assert controls(stage) == [
        (0, UP),
        (0, CENTRE),
        (LEAD + 500, DOWN),
        (LEAD + 1000, control_message(0, PITCH_BEND, 10_000)),
        (2000, UP),
        (2000, CENTRE),
    ]


def test_they_are_let_go_at_the_end_of_the_piece_too(stage: Stage) -> None:
    schedule = schedule_of((0, 480, 60), controls=(lane(1, (0, 90)), lane(64, (0, 127))))
    stage.at(0, stage.player.play, schedule, 0, None, metronome=False)
    stage.run_to(1000)
    assert not stage.positions()[-1].playing
    assert moved(stage.output) == {}


def test_where_playing_sets_in_they_stand_as_the_last_points_before_left_them(stage: Stage) -> None:
    schedule = played(lane(1, (0, 20), (480, 60), (960, 90)), lane(64, (100, 127)))
    stage.at(0, stage.player.play, schedule, 960, None, metronome=False)
    stage.run_to(100)
    assert controls(stage) == [(0, control_message(0, 1, 60)), (0, DOWN), (LEAD, control_message(0, 1, 90))]
    first_note = next(ns for ns, d in stage.output.sent if d[0] == 0x90)
    assert first_note / 1e6 == LEAD


def test_a_seek_lifts_the_pedal_and_sets_everything_as_it_stands_there(stage: Stage) -> None:
    schedule = played(lane(64, (0, 127), (960, 0)), lane(10, (0, 5), (480, 100)))
    stage.at(0, stage.player.play, schedule, 0, None, metronome=False)
    stage.at(200, stage.player.seek, 600)
    stage.at(400, stage.player.seek, 1440)
    stage.run_to(500)
    assert controls(stage)[4:] == [
        (200, UP),
        (200, control_message(0, 10, 100)),
        (200, DOWN),
        (400, UP),
    ]


def test_a_loop_lifts_the_pedal_at_every_turn_and_begins_as_it_stands_at_its_start(stage: Stage) -> None:
    schedule = schedule_of(*QUARTERS, controls=(lane(1, (0, 10), (960, 70)), lane(64, (0, 127))))
    stage.at(0, stage.player.play, schedule, 480, Loop(480, 1440), metronome=False)
    stage.run_to(1100)
    turn = LEAD + 1000
    assert [(ms, d) for ms, d in controls(stage) if ms == turn] == [
        (turn, UP),
        (turn, control_message(0, 1, 10)),
        (turn, DOWN),
    ]
    pitches = [d[1] for ns, d in stage.output.sent if d[0] == 0x90 and ns / 1e6 == turn]
    assert pitches == [61]


def test_a_controller_that_is_drawn_behind_the_playhead_counts_at_once(stage: Stage) -> None:
    stage.at(0, stage.player.play, played(), 0, None, metronome=False)
    stage.at(1000, stage.player.update, played(lane(1, (480, 80), (4000, 5))), None)
    stage.run_to(1100)
    assert controls(stage) == [(1000, control_message(0, 1, 80))]


def test_what_is_deleted_or_muted_goes_back_to_rest(stage: Stage) -> None:
    schedule = played(lane(1, (0, 80)), lane(64, (0, 127)))
    stage.at(0, stage.player.play, schedule, 0, None, metronome=False)
    stage.at(500, stage.player.update, played(lane(64, (0, 127))), None)
    stage.at(700, stage.player.update, played(lane(64, (0, 127)), muted=True), None)
    stage.run_to(800)
    assert controls(stage)[-2:] == [(500, control_message(0, 1, 0)), (700, UP)]


def test_a_volume_that_moves_ends_as_loud_as_the_track(stage: Stage) -> None:
    schedule = played(lane(7, (480, 0)), volume=70)
    stage.at(0, stage.player.play, schedule, 0, None, metronome=False)
    stage.at(1000, stage.player.update, played(volume=60), None)
    stage.at(1100, stage.player.update, schedule, None)
    stage.at(1200, stage.player.stop)
    stage.run_to(1300)
    volumes = [d[2] for _, d in controls(stage) if d[1] == 7]
    assert volumes == [70, 0, 60, 0, 70]


def test_the_track_s_volume_counts_before_the_lane_begins(stage: Stage) -> None:
    stage.at(0, stage.player.play, played(lane(7, (4000, 0)), volume=70), 0, None, metronome=False)
    stage.at(500, stage.player.update, played(lane(7, (4000, 0)), volume=50), None)
    stage.run_to(600)
    assert [d[2] for _, d in controls(stage) if d[1] == 7] == [70, 50]


def test_how_far_the_wheel_bends_is_told_and_set_back_for_the_next_piece(stage: Stage) -> None:
    wide, usual = (bend_range_messages(0, semitones) for semitones in (12, 2))
    stage.at(0, stage.player.play, played(bend_range=12), 0, None, metronome=False)
    stage.at(50, stage.player.seek, 480)
    stage.at(100, stage.player.play, played(), 0, None, metronome=False)
    stage.at(200, stage.player.update, played(bend_range=12), None)
    stage.at(300, stage.player.close)
    stage.player.run()
    told = [d for _, d in controls(stage) if d[1] != 64]
    assert told == [*wide, *usual, *wide, *usual]


def test_a_volume_is_heard_while_its_fader_is_dragged(stage: Stage) -> None:
    stage.at(0, stage.player.play, played(), 0, None, metronome=False)
    for ms, volume in ((100, 80), (110, 80), (120, 60)):
        stage.at(ms, stage.player.set_volume, 0, volume)
    stage.at(130, stage.player.update, played(volume=60), None)
    stage.run_to(200)
    assert [(ms, d[2]) for ms, d in controls(stage)] == [(100, 80), (120, 60)]


def test_another_output_hears_the_controllers_and_the_first_has_none_left(stage: Stage) -> None:
    other = FakeOutput(stage.clock, "other")
    schedule = played(lane(64, (0, 127)), lane(PITCH_BEND, (0, 0)), lane(7, (0, 30)))
    stage.at(0, stage.player.play, schedule, 0, None, metronome=False)
    stage.at(300, stage.player.set_output, other, stage.retired.append, with_panic=False)
    stage.run_to(400)
    assert moved(stage.output) == {}
    assert values(stage.output)[0, 7] == 100
    assert values(other) == {(0, 64): 127, (0, PITCH_BEND): 0, (0, 7): 30}


def test_what_another_piece_moved_is_at_rest_in_the_next(stage: Stage) -> None:
    stage.at(0, stage.player.play, played(lane(10, (0, 5))), 0, None, metronome=False)
    stage.at(100, stage.player.play, schedule_of(LONG), 0, None, metronome=False)
    stage.run_to(200)
    assert values(stage.output)[0, 10] == 64


def test_the_keyboard_s_own_wheel_stays_where_it_is(stage: Stage) -> None:
    stage.at(0, stage.player.play, played(lane(1, (0, 80))), 0, None, metronome=False)
    stage.at(100, stage.player.midi_in, 0, control_message(0, 1, 33))
    stage.at(200, stage.player.stop)
    stage.run_to(300)
    assert values(stage.output)[0, 1] == 33


def test_controllers_are_set_before_a_count_in_is_over(stage: Stage) -> None:
    stage.at(0, stage.player.record, played(lane(1, (0, 80))), 1920, 1, metronome=True)
    stage.at(500, stage.player.update, played(lane(1, (0, 50))), None)
    stage.run_to(2500)
    assert [d[2] for _, d in controls(stage) if d[1] == 1] == [80, 50]


some_lanes = st.lists(
    st.sampled_from(GESTURES).flatmap(
        lambda number: st.lists(
            st.tuples(st.integers(0, 3000), st.sampled_from((0, 64, 127))), min_size=1, max_size=5
        ).map(lambda points: ControlLane.of_points(number, points))
    ),
    max_size=3,
    unique_by=lambda each: each.number,
).map(lambda found: tuple(sorted(found, key=lambda each: each.number)))


def as_schedule(voices: Iterable[tuple[object, int, tuple[ControlLane, ...]]]) -> Schedule:
    return Schedule.of_piece(
        Piece(tuple(Track(clip=clip, channel=channel, controls=lanes) for clip, channel, lanes in voices))  # type: ignore[arg-type]
    )


schedules = st.lists(
    st.tuples(
        own.clips(max_size=4, of=own.notes(st.integers(0, 3000), st.integers(1, 900), st.integers(60, 62))),
        st.integers(0, 1),
        some_lanes,
    ),
    min_size=1,
    max_size=2,
).map(as_schedule)
some_loops = st.none() | st.builds(lambda a, n: Loop(a, a + n), st.integers(0, 2000), st.integers(100, 1500))
commands = st.one_of(
    st.tuples(st.just("play"), schedules, st.integers(0, 2000), some_loops),
    st.tuples(st.just("update"), schedules, some_loops),
    st.tuples(st.just("seek"), st.integers(0, 3500)),
    st.tuples(st.just("stop")),
)


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 700), commands), max_size=6))
def test_whatever_is_asked_no_pedal_is_left_down_and_nothing_bent(steps: list[tuple[int, tuple]]) -> None:  # type: ignore[type-arg]
    stage = Stage()
    ms = 0
    for wait_ms, (name, *arguments) in steps:
        ms += wait_ms
        named = {"metronome": False} if name == "play" else {}
        stage.at(ms, getattr(stage.player, name), *arguments, **named)
        stage.run_to(ms)
    stage.at(ms + 900, stage.player.stop)
    stage.run_to(ms + 900)
    assert stage.output.open_notes() == set()
    assert moved(stage.output) == {}


@settings(max_examples=60)
@given(schedules, st.integers(0, 2000), st.integers(1, 2000))
def test_wherever_playing_sets_in_the_controllers_stand_as_if_it_had_come_there(
    schedule: Schedule, start_tick: int, ms: int
) -> None:
    """Played from the start, or from anywhere: at the end of the wait the same values are in force."""
    stage = Stage()
    stage.at(0, stage.player.play, schedule, start_tick, None, metronome=False)
    stage.run_to(ms + LEAD)
    if stage.player.is_playing:
        reached_tick = start_tick + ms * 960 // 1000
        wanted = {d[:2] if d[0] < 0xE0 else d[:1]: d for d in schedule.controls_before(reached_tick + 1)}
        sent = {d[:2] if d[0] < 0xE0 else d[:1]: d for _, d in stage.output.sent if d[0] >= 0xA0}
        assert {key: sent.get(key) for key in wanted} == wanted


@given(schedules, st.integers(0, 2000), st.lists(st.integers(1, 1500), max_size=6))
def test_updates_with_the_same_piece_set_nothing(
    schedule: Schedule, start_tick: int, moments_ms: list[int]
) -> None:
    plain, disturbed = Stage(), Stage()
    for stage in (plain, disturbed):
        stage.at(0, stage.player.play, schedule, start_tick, None, metronome=False)
    for ms in sorted(moments_ms):
        disturbed.at(ms, disturbed.player.update, schedule, None)
    for stage in (plain, disturbed):
        stage.run_to(4000)
    assert disturbed.output.sent == plain.output.sent
