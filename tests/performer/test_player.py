from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.piece import Loop, Piece
from assistant.core.protocols import NoteHeard, Position
from assistant.core.scheduling import Schedule
from assistant.core.tempo import TempoMap
from assistant.core.track import Track
from assistant.performer.player import LONGEST_AUDITION_NS, percentile_99
from assistant.performer.wire import LatenessReport
from tests import strategies as own
from tests.performer.fakes import QUARTERS, FakeOutput, Stage, piece_of, schedule_of

LEAD = 5.0
ALL_OFF = [bytes((0xB0, 64, 0)), bytes((0xB0, 123, 0))]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def data(stage: Stage) -> list[bytes]:
    return [message for _, message in stage.output.sent]


def test_a_piece_is_played_on_time_and_to_its_end(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=False)
    stage.run_to(2500)
    wanted = [(LEAD, "on", 60)]
    for i in (1, 2, 3):
        wanted += [(LEAD + 500 * i, "off", 59 + i), (LEAD + 500 * i, "on", 60 + i)]
    assert stage.output.notes() == [*wanted, (LEAD + 2000, "off", 63)]
    assert stage.positions()[-1].tick == 1920
    assert not stage.positions()[-1].playing


def test_the_playhead_moves_evenly(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 480, None, metronome=False)
    stage.run_to(1005)
    found = stage.positions()
    assert found[0] == Position(480, playing=True)
    assert all(p.playing for p in found)
    assert len(found) == pytest.approx(60, abs=2)
    assert found[-1].tick == pytest.approx(480 + 960, abs=17)
    assert [p.tick for p in found] == sorted(p.tick for p in found)


def test_channels_are_set_up_before_the_first_note(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 480, 60), program=40, volume=90), 0, None, metronome=False)
    stage.run_to(100)
    assert data(stage)[:3] == [bytes((0xC0, 40)), bytes((0xB0, 7, 90)), bytes((0x90, 60, 90))]


def test_an_output_with_a_default_program_is_told_it() -> None:
    stage = Stage(default_program=0)
    stage.at(0, stage.player.play, schedule_of((0, 480, 60)), 0, None, metronome=False)
    stage.run_to(100)
    assert data(stage)[0] == bytes((0xC0, 0))


def test_stop_closes_what_is_open(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 60), (0, 4800, 64)), 0, None, metronome=False)
    stage.at(700, stage.player.stop)
    stage.run_to(800)
    assert data(stage)[-4:] == [bytes((0x80, 60, 64)), bytes((0x80, 64, 64)), *ALL_OFF]
    assert stage.positions()[-1] == Position(pytest.approx(667, abs=1), False, lateness_ms=0.0)


def test_stop_again_says_nothing(stage: Stage) -> None:
    stage.at(0, stage.player.stop)
    stage.run_to(1)
    assert stage.events == []
    assert stage.output.sent == []


def test_nothing_runs_while_nothing_plays(stage: Stage) -> None:
    stage.at(0, stage.player.stop)
    stage.run_to(10_000)
    assert stage.clock.waits == [(None, False)] * 2


def test_only_what_must_be_sent_is_waited_for_precisely(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 60)), 0, None, metronome=False)
    stage.run_to(4000)
    assert sum(precisely for _, precisely in stage.clock.waits) == 1


def test_a_loop_goes_round_without_drift_or_open_notes(stage: Stage) -> None:
    schedule = schedule_of(*QUARTERS, (0, 4800, 40))
    stage.at(0, stage.player.play, schedule, 0, Loop(480, 960), metronome=False)
    stage.run_to(3200)
    times = [ms for ms, kind, pitch in stage.output.notes() if (kind, pitch) == ("on", 61)]
    assert times == [LEAD + 500 * i for i in range(1, 7)]
    rounds = [(LEAD + 500 * i, kind, 40) for i in range(2, 7) for kind in ("off", "on")]
    assert [n for n in stage.output.notes() if n[2] == 40] == [(LEAD, "on", 40), *rounds]
    assert max(p.tick for p in stage.positions()) < 960


def test_a_seek_closes_notes_and_sets_the_channels_again(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS, volume=90), 0, None, metronome=False)
    stage.at(200, stage.player.seek, 1440)
    stage.run_to(300)
    assert data(stage)[2:] == [
        bytes((0x80, 60, 64)),
        *ALL_OFF,
        bytes((0xB0, 7, 90)),
        bytes((0x90, 63, 90)),
    ]
    stage.run_to(1000)
    assert stage.output.open_notes() == set()


LONG = ((0, 4800, 40), (480, 480, 60))
"""A long note under a short one."""


def test_a_note_under_the_playhead_is_struck_where_playing_sets_in(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*LONG), 240, None, metronome=False)
    stage.at(2, stage.player.update, schedule_of(*LONG), None)
    stage.at(100, stage.player.update, schedule_of(*LONG), None)
    stage.at(300, stage.player.seek, 960)
    stage.run_to(400)
    assert stage.output.notes() == [
        (LEAD, "on", 40),
        (LEAD + 250, "on", 60),
        (300, "off", 40),
        (300, "off", 60),
        (300 + LEAD, "on", 40),
    ]


def test_a_note_that_lasts_over_the_start_of_a_loop_is_struck_in_every_round(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*LONG), 480, Loop(480, 960), metronome=False)
    stage.run_to(1100)
    jumps = [LEAD + 500, LEAD + 1000]
    assert [ms for ms, kind, pitch in stage.output.notes() if (kind, pitch) == ("on", 40)] == [LEAD, *jumps]
    assert [ms for ms, kind, pitch in stage.output.notes() if (kind, pitch) == ("off", 40)] == jumps


def test_a_note_under_the_playhead_waits_for_the_count_in(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*LONG), 1920, 1, metronome=False)
    stage.at(500, stage.player.update, schedule_of(*LONG), None)
    stage.run_to(2500)
    assert [n for n in stage.output.notes() if n[2] == 40] == [(LEAD + 2000, "on", 40)]


def test_drums_are_not_struck_in_the_middle(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 49), channel=9), 240, None, metronome=False)
    stage.run_to(100)
    assert stage.output.notes() == []


def test_a_key_that_is_held_sounds_on_over_a_loop(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, Loop(0, 480), metronome=False)
    stage.at(100, stage.player.midi_in, 100 * 10**6, b"\x90\x30\x50")
    stage.at(1800, stage.player.midi_in, 1800 * 10**6, b"\x80\x30\x40")
    stage.run_to(1900)
    assert [n for n in stage.output.notes() if n[2] == 48] == [(100, "on", 48), (1800, "off", 48)]
    assert ALL_OFF[1] not in data(stage)


def test_an_edit_while_recording_does_not_begin_to_loop(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 0, 0, metronome=False)
    stage.at(100, stage.player.update, schedule_of(*QUARTERS), Loop(0, 480))
    stage.run_to(3000)
    assert stage.positions()[-1].tick > 2000


def test_a_seek_ends_a_recording_and_its_clicks(stage: Stage) -> None:
    stage.at(0, stage.player.record, schedule_of(*QUARTERS), 0, 1, metronome=True)
    stage.at(700, stage.player.seek, 480)
    stage.run_to(720)
    assert stage.recorded()[-1].finished
    clicks = len([d for d in data(stage) if d[0] == 0x99])
    stage.run_to(1600)
    assert len([d for d in data(stage) if d[0] == 0x99]) == clicks
    assert [p for _, kind, p in stage.output.notes() if kind == "on" and p < 70] == [61, 62]


def test_a_seek_while_nothing_plays_does_nothing(stage: Stage) -> None:
    stage.at(0, stage.player.seek, 480)
    stage.run_to(10)
    assert stage.events == []


def test_a_seek_into_the_loop_keeps_looping(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 960, Loop(0, 480), metronome=False)
    stage.at(100, stage.player.seek, 240)
    stage.run_to(3000)
    assert max(p.tick for p in stage.positions()[10:]) < 480
    assert stage.positions()[-1].playing


def test_an_edit_is_heard_and_does_not_strike_again(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=False)
    edited = schedule_of((0, 600, 60), (960, 480, 70))
    stage.at(300, stage.player.update, edited, None)
    stage.run_to(3000)
    assert stage.output.notes() == [
        (LEAD, "on", 60),
        (LEAD + 625, "off", 60),
        (LEAD + 1000, "on", 70),
        (LEAD + 1500, "off", 70),
    ]


def test_a_note_that_was_deleted_while_it_sounds_is_let_go(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 60), (0, 4800, 64)), 0, None, metronome=False)
    stage.at(300, stage.player.update, schedule_of((0, 4800, 64)), None)
    stage.run_to(400)
    assert stage.output.notes()[-1] == (300, "off", 60)
    assert stage.output.open_notes() == {(0, 64)}


def test_an_edit_in_the_lead_keeps_the_first_note(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=False)
    stage.at(2, stage.player.update, schedule_of(*QUARTERS), None)
    stage.run_to(100)
    assert stage.output.notes() == [(LEAD, "on", 60)]


def test_a_new_tempo_keeps_the_playhead_and_the_notes(stage: Stage) -> None:
    piece = piece_of(*QUARTERS)
    slower = replace(piece, tempo_map=TempoMap.of_bpm(60))
    stage.at(0, stage.player.play, Schedule.of_piece(piece), 0, None, metronome=False)
    stage.at(LEAD + 250, stage.player.update, Schedule.of_piece(slower), None)
    stage.run_to(1500)
    ons = [(ms, pitch) for ms, kind, pitch in stage.output.notes() if kind == "on"]
    assert ons == [(LEAD, 60), (LEAD + 750, 61)]


def test_a_loop_that_is_taken_away_lets_the_piece_end(stage: Stage) -> None:
    schedule = schedule_of(*QUARTERS)
    stage.at(0, stage.player.play, schedule, 0, Loop(0, 480), metronome=False)
    stage.at(1600, stage.player.update, schedule, None)
    stage.run_to(4000)
    assert not stage.positions()[-1].playing
    assert stage.positions()[-1].tick == 1920


def test_a_volume_that_changes_is_told_once(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS, program=3), 0, None, metronome=False)
    stage.at(100, stage.player.update, schedule_of(*QUARTERS, program=3, volume=50), None)
    stage.run_to(200)
    assert data(stage)[2:] == [bytes((0xB0, 7, 50))]


def test_a_volume_that_nobody_changed_is_left_to_the_output(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=False)
    stage.at(100, stage.player.update, schedule_of(*QUARTERS, volume=50), None)
    stage.at(200, stage.player.update, schedule_of(*QUARTERS), None)
    stage.at(300, stage.player.update, schedule_of(*QUARTERS, volume=30), None)
    stage.at(400, stage.player.close)
    stage.player.run()
    assert [d[2] for d in data(stage) if d[:2] == bytes((0xB0, 7))] == [50, 100, 30, 100]


def test_a_muted_track_falls_silent_at_once(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 60)), 0, None, metronome=False)
    stage.at(100, stage.player.update, schedule_of((0, 4800, 60), muted=True), None)
    stage.run_to(200)
    assert stage.output.open_notes() == set()
    assert stage.positions()[-1].playing


def test_an_audition_sounds_at_once_for_two_seconds_at_most(stage: Stage) -> None:
    stage.at(10, stage.player.audition, 60, 80, 5, 2)
    stage.at(20, stage.player.audition, 64, 80, 5, 2)
    stage.at(30, stage.player.audition_off, 64, 2)
    stage.run_to(3000)
    assert data(stage)[0] == bytes((0xC2, 5))
    longest_ms = LONGEST_AUDITION_NS / 1e6
    assert stage.output.notes() == [
        (10, "on", 60),
        (20, "on", 64),
        (30, "off", 64),
        (10 + longest_ms, "off", 60),
    ]


def test_an_audition_does_not_end_a_note_of_the_piece(stage: Stage) -> None:
    stage.at(0, stage.player.audition, 60, 80, None, 0)
    stage.at(10, stage.player.play, schedule_of((0, 4800, 60)), 0, None, metronome=False)
    stage.at(100, stage.player.audition_off, 60, 0)
    stage.run_to(200)
    assert stage.output.open_notes() == {(0, 60)}


def test_the_metronome_clicks_on_every_beat(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=True)
    stage.run_to(1990)
    clicks = [(ns / 1e6 - LEAD, d[1]) for ns, d in stage.output.sent if d[0] == 0x99]
    assert clicks == [(0, 76), (500, 77), (1000, 77), (1500, 77)]
    assert {place for place in stage.output.open_notes() if place[0] == 9} == set()


def test_panic_silences_sixteen_channels(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 60)), 0, None, metronome=False)
    stage.at(100, stage.player.panic)
    stage.run_to(200)
    tail = data(stage)[-64:-16]
    assert {d[0] & 0x0F for d in tail} == set(range(16))
    assert {(d[0] & 0xF0, d[1], d[2]) for d in tail} == {(0xB0, 64, 0), (0xB0, 123, 0), (0xB0, 120, 0)}
    assert stage.output.open_notes() == set()
    assert not stage.positions()[-1].playing


def test_another_output_gets_the_rest_and_the_first_no_open_note(stage: Stage) -> None:
    other = FakeOutput(stage.clock, "other")
    stage.at(0, stage.player.play, schedule_of(*QUARTERS, volume=90), 0, None, metronome=False)
    stage.at(300, stage.player.set_output, other, stage.retired.append, with_panic=False)
    stage.run_to(3000)
    assert stage.output.open_notes() == set()
    assert data(stage)[-3:] == [*ALL_OFF, bytes((0xB0, 7, 100))]
    assert stage.retired == [stage.output]
    assert other.sent[0][1] == bytes((0xB0, 7, 90))
    assert next(n[1:] for n in other.notes()) == ("on", 61)
    assert other.open_notes() == set()


def test_an_output_that_fails_is_reported_once_and_the_playhead_moves_on(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=False)
    stage.run_to(100)
    stage.output.is_gone = True
    stage.run_to(2500)
    assert stage.lost == ["fake"]
    assert stage.positions()[-1].tick == 1920


def test_keys_are_heard_and_shown(stage: Stage) -> None:
    for ms, message in (
        (1, b"\x90\x3c\x50"),
        (2, b"\xb0\x40\x7f"),
        (3, b"\x90\x3c\x00"),
        (4, b"\xfe"),
        (5, b""),
    ):
        stage.at(ms, stage.player.midi_in, ms * 10**6, message)
    stage.run_to(10)
    assert data(stage) == [b"\x90\x3c\x50", b"\xb0\x40\x7f", b"\x80\x3c\x40"]
    assert stage.events == [NoteHeard(60, 80), NoteHeard(60, 0)]


def test_the_keyboard_sounds_on_the_tracks_channel_and_instrument(stage: Stage) -> None:
    stage.at(0, stage.player.set_thru, 3, 40)
    for ms, message in enumerate(
        (b"\xc0\x05", b"\xb0\x00\x01", b"\x95\x3c\x50", b"\xe5\x00\x50", b"\x85\x3c\x00")
    ):
        stage.at(ms, stage.player.midi_in, ms * 10**6, message)
    stage.run_to(10)
    assert data(stage) == [b"\xc3\x28", b"\x93\x3c\x50", b"\xe3\x00\x50", b"\x83\x3c\x40"]


def test_another_track_leaves_no_key_hanging(stage: Stage) -> None:
    stage.at(0, stage.player.midi_in, 0, b"\x90\x3c\x50")
    stage.at(0, stage.player.midi_in, 0, b"\xb0\x40\x7f")
    stage.at(1, stage.player.set_thru, 1, None)
    stage.at(2, stage.player.midi_in, 0, b"\x80\x3c\x40")
    stage.run_to(10)
    assert data(stage)[2:] == [b"\x80\x3c\x40", b"\xb0\x40\x00"]


def test_close_silences_and_ends(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of((0, 4800, 60)), 0, None, metronome=False)
    stage.at(100, stage.player.close)
    stage.player.run()
    assert stage.output.open_notes() == set()
    assert data(stage)[-2:] == ALL_OFF
    assert stage.output.is_closed


def test_a_machine_that_stood_still_goes_on_where_it_was(stage: Stage) -> None:
    eighths = [(60 * i, 60, 60 + i % 12) for i in range(64)]
    stage.at(0, stage.player.play, schedule_of(*eighths), 0, None, metronome=False)
    stage.run_to(1000)
    before = len(stage.output.sent)
    stage.clock.time_ns += 5 * 10**9
    stage.run_to(6010)
    assert len(stage.output.sent) - before <= 4
    stage.run_to(20_000)
    assert len([n for n in stage.output.notes() if n[1] == "on"]) == 64


def test_lateness_is_reported(stage: Stage) -> None:
    stage.at(0, stage.player.play, schedule_of(*QUARTERS), 0, None, metronome=False)
    stage.at(1100, stage.player.report_lateness)
    stage.run_to(1200)
    assert [e for e in stage.events if isinstance(e, LatenessReport)] == [LatenessReport((0,) * 5)]
    assert stage.positions()[-1].lateness_ms == 0.0


def test_percentile_99_leaves_out_one_in_a_hundred() -> None:
    from collections import deque

    assert percentile_99(deque(range(1000))) == 989
    assert percentile_99(deque([3])) == 3


def test_an_empty_piece_ends_at_once(stage: Stage) -> None:
    stage.at(0, stage.player.play, Schedule.of_piece(Piece()), 0, None, metronome=False)
    stage.run_to(50)
    assert [p.playing for p in stage.positions()] == [True, False]


crowded = st.lists(
    st.builds(
        lambda clip, channel: Track(clip=clip, channel=channel),
        own.clips(max_size=10, of=own.notes(st.integers(0, 3000), st.integers(1, 900), st.integers(60, 62))),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=2,
).map(lambda tracks: Schedule.of_piece(Piece(tuple(tracks))))
some_loops = st.none() | st.builds(lambda a, n: Loop(a, a + n), st.integers(0, 2000), st.integers(1, 1500))
commands = st.one_of(
    st.tuples(st.just("play"), crowded, st.integers(0, 2000), some_loops),
    st.tuples(st.just("update"), crowded, some_loops),
    st.tuples(st.just("seek"), st.integers(0, 3500)),
    st.tuples(
        st.just("audition"), st.integers(60, 62), st.just(80), st.none() | st.just(4), st.integers(0, 1)
    ),
    st.tuples(st.just("audition_off"), st.integers(60, 62), st.integers(0, 1)),
    st.tuples(st.just("midi_in"), st.just(0), st.sampled_from([b"\x90\x3c\x50", b"\x80\x3c\x40"])),
    st.tuples(st.just("set_thru"), st.integers(0, 1), st.none() | st.just(4)),
    st.tuples(st.just("stop")),
)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 700), commands), max_size=8))
def test_whatever_is_asked_no_note_is_struck_twice_or_left_open(steps: list[tuple[int, tuple]]) -> None:  # type: ignore[type-arg]
    stage = Stage()
    ms = 0
    for wait_ms, (name, *arguments) in steps:
        ms += wait_ms
        named = {"metronome": True} if name == "play" else {}
        stage.at(ms, getattr(stage.player, name), *arguments, **named)
        stage.run_to(ms)
        stage.output.open_notes()
    stage.at(ms + 900, stage.player.stop)
    stage.run_to(ms + 900)
    assert stage.output.open_notes() == set()


@given(crowded, st.integers(0, 2000), st.lists(st.integers(1, 1500), max_size=6))
def test_updates_with_the_same_piece_change_nothing(
    schedule: Schedule, start_tick: int, moments_ms: list[int]
) -> None:
    plain, disturbed = Stage(), Stage()
    for stage in (plain, disturbed):
        stage.at(0, stage.player.play, schedule, start_tick, None, metronome=False)
    for ms in sorted(moments_ms):
        disturbed.at(ms, disturbed.player.update, schedule, None)
    for stage in (plain, disturbed):
        stage.run_to(5000)
    assert disturbed.output.sent == plain.output.sent
