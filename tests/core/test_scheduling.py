import itertools
from collections import defaultdict
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.controls import PITCH_BEND, ControlLane
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.scheduling import (
    NOTE_OFF,
    NOTE_ON,
    Beat,
    ChannelState,
    Event,
    Schedule,
    beats_before,
    beats_between,
    control_message,
    state_messages,
)
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.track import Track
from tests import strategies as own

FAR = 1 << 40
crowded_pieces = own.pieces(of=own.crowded_clips(), max_tracks=4)


def piece_of(*notes: Note, **track: object) -> Piece:
    return Piece((Track(clip=Clip.from_notes(notes), **track),))  # type: ignore[arg-type]


def everything(piece: Piece) -> list[tuple[int, bytes]]:
    return [(e.tick, e.data) for e in Schedule.of_piece(piece).events_between(0, FAR)]


def note_events(piece: Piece) -> list[tuple[int, bytes]]:
    return [(e.tick, e.data) for e in notes_between(Schedule.of_piece(piece), 0, FAR)]


def notes_between(schedule: Schedule, start_tick: int, end_tick: int) -> list[Event]:
    return [event for event in schedule.events_between(start_tick, end_tick) if event.data[0] < 0xA0]


@given(own.pieces() | crowded_pieces)
def test_every_note_on_is_followed_by_its_off_before_the_next_on_of_that_pitch(piece: Piece) -> None:
    history = defaultdict(list)
    for tick, data in note_events(piece):
        history[data[0] & 0x0F, data[1]].append((tick, data[0] & 0xF0))
    for events in history.values():
        kinds = [kind for _, kind in events]
        assert kinds == [NOTE_ON, NOTE_OFF] * (len(kinds) // 2)
        for (on_tick, _), (off_tick, _) in zip(events[::2], events[1::2], strict=True):
            assert off_tick > on_tick


@given(own.pieces() | crowded_pieces)
def test_events_go_by_tick_and_at_one_tick_offs_go_first(piece: Piece) -> None:
    events = Schedule.of_piece(piece).events_between(0, FAR)
    assert [e[:2] for e in events] == sorted(e[:2] for e in events)
    for before, after in itertools.pairwise(events):
        is_on_then_off = before.data[0] & 0xF0 == NOTE_ON and after.data[0] & 0xF0 == NOTE_OFF
        assert not (before.tick == after.tick and is_on_then_off)


@given(own.pieces() | crowded_pieces)
def test_every_onset_of_an_audible_note_is_struck_once(piece: Piece) -> None:
    wanted = {(t.channel, n.pitch, n.start_tick) for t in piece.audible_tracks() for n in t.clip}
    struck = [(d[0] & 0x0F, d[1], tick) for tick, d in everything(piece) if d[0] & 0xF0 == NOTE_ON]
    assert sorted(struck) == sorted(wanted)


@given(crowded_pieces, st.lists(st.integers(0, 40), max_size=6))
def test_windows_that_meet_give_each_event_once(piece: Piece, cuts: list[int]) -> None:
    schedule = Schedule.of_piece(piece)
    edges = [0, *sorted(cuts), FAR]
    windows = [schedule.events_between(a, b) for a, b in itertools.pairwise(edges)]
    assert [e for window in windows for e in window] == schedule.events_between(0, FAR)


@given(crowded_pieces, st.integers(0, 25))
def test_what_sounds_at_a_tick_is_what_the_events_left_open(piece: Piece, tick: int) -> None:
    schedule = Schedule.of_piece(piece)
    is_open = set()
    for event in notes_between(schedule, 0, tick + 1):
        place = (event.data[0] & 0x0F, event.data[1])
        (is_open.add if event.data[0] & 0xF0 == NOTE_ON else is_open.discard)(place)
    places = [(t.channel, pitch) for t in piece.tracks for pitch in (59, 60, 61)]
    assert {p for p in places if schedule.sounds_at(*p, tick)} == is_open


@given(own.pieces() | crowded_pieces, st.integers(0, 25) | st.integers(0, 4000))
def test_what_has_begun_before_a_tick_and_lasts_beyond_it_is_told(piece: Piece, tick: int) -> None:
    schedule = Schedule.of_piece(piece)
    sounding: dict[tuple[int, int], bytes] = {}
    for event in notes_between(schedule, 0, tick + 1):
        place = (event.data[0] & 0x0F, event.data[1])
        if event.data[0] & 0xF0 == NOTE_OFF:
            sounding.pop(place)
        elif event.tick < tick:
            sounding[place] = event.data
    assert schedule.begun_before(tick) == list(sounding.values())


@given(own.pieces() | crowded_pieces, st.integers(0, 25) | own.ticks)
def test_controllers_stand_before_a_tick_as_the_events_before_it_left_them(piece: Piece, tick: int) -> None:
    schedule = Schedule.of_piece(piece)
    heard = {(of.channel, of.lane.number): of.rest for of in schedule.lanes}
    for event in schedule.events_between(0, tick):
        kind, channel = event.data[0] & 0xF0, event.data[0] & 0x0F
        if kind == 0xB0:
            heard[channel, event.data[1]] = event.data[2]
        elif kind == 0xE0:
            heard[channel, PITCH_BEND] = event.data[1] | event.data[2] << 7
    wanted = [control_message(*subject, value) for subject, value in sorted(heard.items())]
    assert schedule.controls_before(tick) == wanted


def test_at_one_tick_the_pedal_moves_after_the_offs_and_before_the_ons() -> None:
    pedal = ControlLane.of_points(64, [(0, 127), (480, 0)])
    piece = piece_of(Note(1, 0, 480, 60), Note(2, 480, 480, 62), controls=(pedal,))
    at_480 = [data for tick, data in everything(piece) if tick == 480]
    assert at_480 == [bytes((0x80, 60, 64)), bytes((0xB0, 64, 0)), bytes((0x90, 62, 90))]


def test_a_bend_has_its_fine_half_first() -> None:
    bend = ControlLane.of_points(PITCH_BEND, [(0, 8193)])
    assert everything(piece_of(channel=2, controls=(bend,))) == [(0, bytes((0xE2, 1, 64)))]


def test_tracks_that_share_a_channel_share_its_controllers() -> None:
    one = Track(controls=(ControlLane.of_points(64, [(0, 127), (480, 0)]),))
    other = Track(controls=(ControlLane.of_points(64, [(240, 0)]),))
    assert [tick for tick, _ in everything(Piece((one, other)))] == [0, 240, 480]
    assert [tick for tick, _ in everything(Piece((one, replace(other, muted=True))))] == [0, 480]


def test_a_volume_that_moves_begins_with_the_track_s_and_is_no_state() -> None:
    piece = piece_of(volume=70, controls=(ControlLane.of_points(7, [(480, 20)]),))
    schedule = Schedule.of_piece(piece)
    assert schedule.channel_states == (ChannelState(0, None, None),)
    assert state_messages(schedule.channel_states, None) == []
    assert schedule.controls_before(480) == [bytes((0xB0, 7, 70))]
    assert schedule.controls_before(481) == [bytes((0xB0, 7, 20))]


def test_muted_notes_are_silent() -> None:
    assert everything(piece_of(Note(1, 0, 10, 60, muted=True))) == []


def test_an_overlap_of_one_pitch_is_cut_where_the_next_note_begins() -> None:
    events = everything(piece_of(Note(1, 0, 100, 60, 80), Note(2, 40, 20, 60, 90)))
    assert events == [
        (0, bytes((0x90, 60, 80))),
        (40, bytes((0x80, 60, 64))),
        (40, bytes((0x90, 60, 90))),
        (60, bytes((0x80, 60, 64))),
    ]


def test_notes_that_coincide_are_one_note_the_longest_and_loudest() -> None:
    events = everything(piece_of(Note(1, 0, 10, 60, 80), Note(2, 0, 30, 60, 20)))
    assert events == [(0, bytes((0x90, 60, 80))), (30, bytes((0x80, 60, 64)))]


def test_one_pitch_on_two_channels_is_two_notes() -> None:
    clip = Clip.from_notes([Note(1, 0, 10, 60)])
    piece = Piece((Track(clip=clip, channel=0), Track(clip=clip, channel=1)))
    assert [d[0] for _, d in everything(piece)] == [0x90, 0x91, 0x80, 0x81]


def test_muted_tracks_are_silent_and_a_soloed_one_is_alone() -> None:
    clip = Clip.from_notes([Note(1, 0, 10, 60)])
    tracks = tuple(Track(clip=clip, channel=c) for c in range(3))
    muted = Piece((replace(tracks[0], muted=True), *tracks[1:]))
    soloed = Piece((*tracks[:2], replace(tracks[2], soloed=True)))
    assert {d[0] & 0x0F for _, d in everything(muted)} == {1, 2}
    assert {d[0] & 0x0F for _, d in everything(soloed)} == {2}
    assert everything(Piece((replace(tracks[0], muted=True),))) == []


def test_channels_are_told_their_program_and_volume() -> None:
    piece = Piece((Track(channel=3, program=40, volume=90), Track(channel=1)))
    states = Schedule.of_piece(piece).channel_states
    assert states == (ChannelState(1, 100, None), ChannelState(3, 90, 40))
    outside = [bytes((0xB1, 7, 100)), bytes((0xC3, 40)), bytes((0xB3, 7, 90))]
    assert state_messages(states, None) == outside
    assert state_messages(states, 0) == [bytes((0xC1, 0)), *outside]


def test_tracks_that_share_a_channel_have_the_first_chosen_program() -> None:
    piece = Piece((Track(volume=80), Track(program=24, volume=60), Track(program=5)))
    assert Schedule.of_piece(piece).channel_states == (ChannelState(0, 80, 24),)


def test_beats_mark_the_bars_also_where_the_meter_cuts_one_off() -> None:
    meters = MeterMap.of_changes([MeterChange(0, 3, 4), MeterChange(480 * 4, 2, 8)])
    beats = list(beats_between(meters, 0, 480 * 5 + 1))
    assert beats == [
        Beat(0, True), Beat(480, False), Beat(960, False), Beat(1440, True),
        Beat(1920, True), Beat(2160, False), Beat(2400, True),
    ]  # fmt: skip
    assert list(beats_between(meters, 481, 1440)) == [Beat(960, False)]


@given(own.meter_maps(), st.integers(0, 5000), st.integers(0, 3000), st.integers(0, 3000))
def test_beat_windows_that_meet_give_each_beat_once(meters: MeterMap, a: int, b: int, c: int) -> None:
    whole = list(beats_between(meters, a, a + b + c))
    assert [*beats_between(meters, a, a + b), *beats_between(meters, a + b, a + b + c)] == whole


def test_the_beats_of_a_count_in_stay_on_the_grid() -> None:
    meter = MeterMap.of(3, 4)
    assert list(beats_before(meter, 0, 1)) == [Beat(-1440, True), Beat(-960, False), Beat(-480, False)]
    assert list(beats_before(meter, 2000, 1)) == [Beat(960, False), Beat(1440, True), Beat(1920, False)]
    assert list(beats_before(meter, 1440, 0)) == []


@given(own.meter_maps(), own.ticks, st.integers(0, 3))
def test_a_count_in_has_its_bars_beats(meters: MeterMap, tick: int, bars: int) -> None:
    beats = list(beats_before(meters, tick, bars))
    assert len(beats) == bars * meters.change_at(tick).numerator
    assert sum(b.is_downbeat for b in beats) == bars
    assert all(tick - bars * meters.change_at(tick).bar_ticks <= b.tick < tick for b in beats)


@pytest.fixture(scope="module")
def huge_piece() -> Piece:
    rng = np.random.default_rng(1)
    count = 100_000
    columns = (rng.integers(0, 10**6, count), rng.integers(1, 2000, count), rng.integers(20, 100, count))
    return Piece((Track(clip=Clip.from_columns(np.arange(1, count + 1), *columns, np.full(count, 90))),))


def test_a_window_of_a_hundred_thousand_notes_is_quick(huge_piece: Piece) -> None:
    schedule = Schedule.of_piece(huge_piece)
    started_s = perf_counter()
    for start_tick in range(0, 900_000, 9_000):
        schedule.events_between(start_tick, start_tick + 50)
    assert (perf_counter() - started_s) / 100 < 0.005
