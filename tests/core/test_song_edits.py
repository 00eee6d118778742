"""Tracks, tempo, meter, markers and controllers: what each edit changes, and that it changes nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.controls import ControlLane
from assistant.core.errors import AntiphonError
from assistant.core.piece import Marker, Piece, blank_piece
from assistant.core.tempo import MeterChange, TempoChange
from assistant.core.track import Track
from tests import strategies as own

BAR = 1920
tracks_at = st.integers(0, 2)


def names(piece: Piece) -> list[str]:
    return [track.name for track in piece.tracks]


def refused(edit: Callable[[], Piece], sentence: str) -> None:
    with pytest.raises(AntiphonError, match=sentence):
        edit()


def test_a_blank_piece_has_a_melody_and_a_harmony() -> None:
    piece = blank_piece()
    assert names(piece) == ["Melody", "Harmony"]
    assert [(t.part, t.channel, t.colour) for t in piece.tracks] == [("melody", 0, 0), ("harmony", 1, 1)]


def test_a_new_track_has_a_name_a_channel_and_a_colour_of_its_own() -> None:
    piece = blank_piece()
    for part in ("harmony", "bass", "melody"):
        piece = edits.add_track(piece, part)
    assert names(piece) == ["Melody", "Harmony", "Harmony 2", "Bass", "Melody 2"]
    assert [t.channel for t in piece.tracks] == [0, 1, 2, 3, 4]
    assert [t.colour for t in piece.tracks] == [0, 1, 2, 3, 4]
    assert [t.part for t in piece.tracks[2:]] == ["harmony", "bass", "melody"]


def test_no_new_track_plays_on_the_drums_however_many_there_are() -> None:
    piece = Piece()
    for _ in range(40):
        piece = edits.add_track(piece)
    channels = [track.channel for track in piece.tracks]
    assert 9 not in channels
    assert set(channels[:15]) == set(range(16)) - {9}
    assert len(set(names(piece))) == 41


@given(own.pieces(min_tracks=2), tracks_at, tracks_at)
def test_a_track_moves_there_and_back(piece: Piece, track: int, to: int) -> None:
    last = len(piece.tracks) - 1
    track, to = min(track, last), min(to, last)
    moved = edits.move_track(piece, track, to)
    assert moved.tracks[to] is piece.tracks[track]
    assert edits.move_track(moved, to, track) == piece


@given(own.pieces(min_tracks=2), tracks_at)
def test_a_deleted_track_is_gone_and_the_others_stay(piece: Piece, track: int) -> None:
    track = min(track, len(piece.tracks) - 1)
    left = edits.delete_track(piece, track).tracks
    assert left == piece.tracks[:track] + piece.tracks[track + 1 :]


def test_the_last_track_stays() -> None:
    refused(lambda: edits.delete_track(Piece(), 0), "A piece keeps one track at least")


@given(own.pieces(), own.ticks, st.floats(20, 300))
def test_a_tempo_is_set_moved_and_removed_anywhere(piece: Piece, tick: int, bpm: float) -> None:
    changed = edits.set_tempo(piece, bpm, tick)
    assert changed.tempo_map.bpm_at(tick) == pytest.approx(bpm, rel=1e-3)
    assert all(
        changed.tempo_map.bpm_at(t) == piece.tempo_map.bpm_at(t) for t in (0, tick - 1) if 0 <= t < tick
    )
    if tick > 0:
        moved = edits.move_tempo(changed, tick, tick + 7)
        assert moved.tempo_map.bpm_at(tick + 7) == changed.tempo_map.bpm_at(tick)
        assert tick not in [change.tick for change in moved.tempo_map.changes]
        others = [change for change in piece.tempo_map.changes if change.tick != tick]
        assert list(edits.remove_tempo(changed, tick).tempo_map.changes) == others


def test_a_tempo_takes_the_place_of_the_one_it_is_moved_upon() -> None:
    piece = edits.set_tempo(edits.set_tempo(Piece(), 100, 480), 60, 960)
    moved = edits.move_tempo(piece, 960, 480)
    assert moved.tempo_map.changes == (TempoChange(0, 500_000), TempoChange(480, 1_000_000))
    assert edits.move_tempo(piece, 960, -50).tempo_map.bpm_at(0) == 60


@given(own.pieces(), own.ticks)
def test_a_meter_begins_on_a_bar_line(piece: Piece, tick: int) -> None:
    changed = edits.set_meter(piece, 5, 8, tick)
    (new,) = set(changed.meter_map.changes) - set(piece.meter_map.changes) or {
        piece.meter_map.change_at(tick)
    }
    assert (new.numerator, new.denominator) == (5, 8)
    assert piece.meter_map.bar_lines(new.tick, new.tick + 1) == [new.tick]
    assert new.tick <= tick
    assert piece.meter_map.bar_at(new.tick) == piece.meter_map.bar_at(tick)


def test_a_meter_is_moved_and_removed() -> None:
    piece = edits.set_meter(Piece(), 3, 4, 2 * BAR + 100)
    assert piece.meter_map.changes == (MeterChange(0, 4, 4), MeterChange(2 * BAR, 3, 4))
    moved = edits.move_meter(piece, 2 * BAR, 5 * BAR - 1)
    assert moved.meter_map.changes == (MeterChange(0, 4, 4), MeterChange(4 * BAR, 3, 4))
    assert edits.remove_meter(moved, 4 * BAR) == Piece()
    assert edits.move_meter(piece, BAR, 5 * BAR) == piece


def test_the_first_tempo_and_meter_stay() -> None:
    piece = Piece()
    refused(lambda: edits.remove_tempo(piece, 0), "begins with this tempo: give it another value")
    refused(lambda: edits.move_tempo(piece, 0, 480), "begins with this tempo")
    refused(lambda: edits.remove_meter(piece, 0), "begins with this meter")
    refused(lambda: edits.move_meter(piece, 0, 480), "begins with this meter")


markings = st.lists(
    st.one_of(
        st.tuples(st.just(edits.add_marker), own.ticks, own.names),
        st.tuples(st.just(edits.rename_marker), own.ticks, own.names),
        st.tuples(st.just(edits.move_marker), own.ticks, own.ticks),
        st.tuples(st.just(edits.remove_marker), own.ticks),
    ),
    max_size=8,
)


@given(own.pieces(), markings)
def test_markers_stay_in_order(piece: Piece, steps: list[tuple]) -> None:  # type: ignore[type-arg]
    edited = piece
    for edit, *arguments in steps:
        edited = edit(edited, *arguments)
    ticks = [marker.tick for marker in edited.markers]
    assert ticks == sorted(ticks)
    assert replace(edited, markers=piece.markers) == piece


def test_a_marker_is_named_moved_and_taken_away() -> None:
    piece = edits.add_marker(edits.add_marker(Piece(), BAR, "B"), 0, "A")
    assert piece.markers == (Marker(0, "A"), Marker(BAR, "B"))
    assert edits.rename_marker(piece, BAR, "Chorus").markers[1] == Marker(BAR, "Chorus")
    assert edits.rename_marker(piece, 5, "Nothing there") == piece
    assert edits.move_marker(piece, 0, 2 * BAR).markers == (Marker(BAR, "B"), Marker(2 * BAR, "A"))
    assert edits.move_marker(piece, 0, BAR).markers == (Marker(BAR, "A"),)
    assert edits.remove_marker(piece, 0).markers == (Marker(BAR, "B"),)


@given(own.pieces(), own.lanes(), own.ticks, own.ticks)
def test_controllers_change_on_one_track_between_two_ticks(
    piece: Piece, lane: ControlLane, a: int, b: int
) -> None:
    number, drawn = lane.number, lane.points
    start, end = sorted((a, b))
    inside = [(tick, value) for tick, value in drawn if start <= tick < end]
    edited = edits.set_control_points(piece, 0, number, start, end, points=inside)
    changed, before = edited.tracks[0], piece.tracks[0]
    assert changed.lane(number).points_between(start, end) == tuple(inside)
    assert [each for each in changed.controls if each.number != number] == [
        each for each in before.controls if each.number != number
    ]
    assert edited.tracks[1:] == piece.tracks[1:]
    cleared = edits.set_control_points(edited, 0, number, 0, 2 * own.FAR_TICK, points=())
    assert number not in [each.number for each in cleared.tracks[0].controls]


def test_a_track_has_an_empty_lane_for_what_nobody_moved() -> None:
    assert len(Track().lane(64)) == 0
    assert Track().lane(64).value_at(1000) == 0
