"""What was written is read back: every field of any piece, note for note."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.controls import PITCH_BEND, ControlLane, merged_lanes
from assistant.core.overlaps import trim_overlaps
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.files.midi_files import MidiFiles
from assistant.files.midi_reader import decode_midi
from assistant.files.midi_writer import encode_midi
from tests.strategies import clips, crowded_clips, lanes, notes, pieces


def as_written(piece: Piece) -> Piece:
    """The piece as a file holds it: overlaps trimmed, ids in the order of time, its true end."""
    tracks = tuple(replace(track, clip=_clip_as_written(track.clip)) for track in piece.tracks)
    return replace(piece, tracks=tracks, end_tick_floor=_end_tick_floor(piece, tracks))


def _clip_as_written(clip: Clip) -> Clip:
    """What sounds is trimmed; in one place it stands before what is muted."""
    heard, silent = trim_overlaps(clip.sounding), clip.take_rows(np.flatnonzero(clip.muted))
    columns = [np.concatenate(pair) for pair in zip(heard.columns, silent.columns, strict=True)]
    columns[0] = np.arange(1, len(columns[0]) + 1)
    muted = np.repeat((False, True), (len(heard), len(silent)))
    return _renumbered(Clip.from_columns(*columns, muted=muted))


def _renumbered(clip: Clip) -> Clip:
    return Clip.from_columns(np.arange(1, len(clip) + 1), *clip.columns[1:], muted=clip.muted)


def _end_tick_floor(piece: Piece, tracks: tuple[Track, ...]) -> int:
    """A file cannot end before its last marker, tempo, meter or controller."""
    changes = [*piece.tempo_map.changes, *piece.meter_map.changes, *piece.markers]
    lanes = [lane for track in piece.tracks for lane in track.controls]
    end_tick = max(piece.end_tick, *(c.tick for c in changes), *(lane.end_tick for lane in lanes))
    return end_tick if end_tick > max(track.clip.end_tick for track in tracks) else 0


some_muted = clips(of=notes(muted=st.booleans()))


@given(pieces(of=some_muted))
def test_a_piece_comes_back_whole(piece: Piece) -> None:
    opened = decode_midi(encode_midi(piece))
    assert opened.piece == as_written(piece)
    assert opened.warnings == ()


@given(pieces(of=crowded_clips()))
def test_overlapping_notes_of_one_pitch_come_back_trimmed(piece: Piece) -> None:
    assert decode_midi(encode_midi(piece)).piece == as_written(piece)


@given(pieces(of=some_muted), st.permutations(range(16)))
def test_a_piece_comes_back_whole_from_format_0_if_no_tracks_share_a_channel(
    piece: Piece, channels: list[int]
) -> None:
    apart = [replace(t, channel=c) for t, c in zip(piece.tracks, channels, strict=False)]
    piece = replace(piece, tracks=tuple(apart))
    assert decode_midi(encode_midi(piece, midi_format=0)).piece == as_written(piece)


@given(clips(), clips())
def test_in_format_0_tracks_of_one_channel_become_one(one: Clip, other: Clip) -> None:
    piece = Piece(tracks=(Track("One", one), Track("Other", other)))
    (track,) = decode_midi(encode_midi(piece, midi_format=0)).piece.tracks
    both = trim_overlaps(Clip.empty().with_notes([*one, *other]))
    assert track.name == "One"
    assert track.clip == _renumbered(both)


@given(st.lists(lanes(), min_size=1, max_size=3), st.lists(lanes(), min_size=1, max_size=3))
def test_in_format_0_lanes_of_one_channel_become_one(
    one: list[ControlLane], other: list[ControlLane]
) -> None:
    mine, theirs = merged_lanes(one), merged_lanes(other)
    piece = Piece(tracks=(Track("One", controls=mine), Track("Other", controls=theirs)))
    (track,) = decode_midi(encode_midi(piece, midi_format=0)).piece.tracks
    assert track.controls == merged_lanes([*mine, *theirs])


@given(pieces(of=some_muted))
@settings(max_examples=30)
def test_writing_what_was_read_gives_the_same_bytes(piece: Piece) -> None:
    once = encode_midi(piece)
    assert encode_midi(decode_midi(once).piece) == once


@pytest.mark.parametrize("midi_format", [0, 1])
def test_100_000_notes_and_bends_take_a_few_seconds(tmp_path: Path, midi_format: Any) -> None:
    draw = np.random.default_rng(1)
    n = 100_000
    clip = Clip.from_columns(
        np.arange(1, n + 1), np.arange(n) * 60, np.full(n, 60), draw.integers(30, 90, n), np.full(n, 80)
    )
    bend = ControlLane(PITCH_BEND, np.arange(n) * 60, draw.integers(0, 16384, n))
    piece = Piece((Track(clip=clip, controls=(bend,)),))
    began_s = time.perf_counter()
    MidiFiles().write(piece, tmp_path / "large.mid", midi_format=midi_format)
    opened = MidiFiles().read(tmp_path / "large.mid")
    assert time.perf_counter() - began_s < 15  # about two seconds on a quiet machine
    assert opened.piece == as_written(piece)
