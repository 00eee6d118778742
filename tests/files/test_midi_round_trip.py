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
from assistant.core.overlaps import trim_overlaps
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.files.midi_files import MidiFiles
from assistant.files.midi_reader import decode_midi
from assistant.files.midi_writer import encode_midi
from tests.strategies import clips, crowded_clips, pieces


def as_written(piece: Piece) -> Piece:
    """The piece as a file holds it: overlaps trimmed, ids in the order of time, its true end."""
    tracks = tuple(replace(track, clip=_renumbered(trim_overlaps(track.clip))) for track in piece.tracks)
    return replace(piece, tracks=tracks, end_tick_floor=_end_tick_floor(piece, tracks))


def _renumbered(clip: Clip) -> Clip:
    return Clip.from_columns(np.arange(1, len(clip) + 1), *clip.columns[1:])


def _end_tick_floor(piece: Piece, tracks: tuple[Track, ...]) -> int:
    """A file cannot end before its last marker, tempo or meter."""
    changes = [*piece.tempo_map.changes, *piece.meter_map.changes, *piece.markers]
    end_tick = max(piece.end_tick, *(change.tick for change in changes))
    return end_tick if end_tick > max(track.clip.end_tick for track in tracks) else 0


@given(pieces())
def test_a_piece_comes_back_whole(piece: Piece) -> None:
    opened = decode_midi(encode_midi(piece))
    assert opened.piece == as_written(piece)
    assert opened.warnings == ()


@given(pieces(of=crowded_clips()))
def test_overlapping_notes_of_one_pitch_come_back_trimmed(piece: Piece) -> None:
    assert decode_midi(encode_midi(piece)).piece == as_written(piece)


@given(pieces(), st.permutations(range(16)))
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


@given(pieces())
@settings(max_examples=30)
def test_writing_what_was_read_gives_the_same_bytes(piece: Piece) -> None:
    once = encode_midi(piece)
    assert encode_midi(decode_midi(once).piece) == once


@pytest.mark.parametrize("midi_format", [0, 1])
def test_100_000_notes_are_written_and_read_in_a_few_seconds(tmp_path: Path, midi_format: Any) -> None:
    draw = np.random.default_rng(1)
    n = 100_000
    clip = Clip.from_columns(
        np.arange(1, n + 1), np.arange(n) * 60, np.full(n, 60), draw.integers(30, 90, n), np.full(n, 80)
    )
    piece = Piece().with_clip(0, clip)
    began_s = time.perf_counter()
    MidiFiles().write(piece, tmp_path / "large.mid", midi_format=midi_format)
    opened = MidiFiles().read(tmp_path / "large.mid")
    assert time.perf_counter() - began_s < 15  # about two seconds on a quiet machine
    assert opened.piece == as_written(piece)
