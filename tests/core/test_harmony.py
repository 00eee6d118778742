from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from assistant.core.clip import Clip
from assistant.core.harmony import NO_BASS, half_bars, sounds_of
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.track import PERCUSSION_CHANNEL, Track
from tests.strategies import pieces

BAR = 4 * PPQ


def piece_of(*notes: Note) -> Piece:
    return Piece((Track(clip=Clip.from_notes(notes)),))


def test_a_bar_is_halved_on_a_beat() -> None:
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(BAR, 3, 4)))
    edges = half_bars(Piece(meter_map=meters), BAR + 3 * PPQ)
    assert edges.tolist() == [0, 2 * PPQ, BAR, BAR + PPQ, BAR + 3 * PPQ]


def test_a_held_note_weighs_in_every_half_bar_it_sounds_in() -> None:
    sounds = sounds_of(piece_of(Note(0, PPQ, 4 * PPQ, 62)))
    assert sounds.weights[:, 2].tolist() == [PPQ, 2 * PPQ, PPQ, 0]
    assert sounds.weights.sum() == 4 * PPQ


def test_the_bass_is_the_lowest_note_at_the_head_of_a_stretch() -> None:
    chord = [Note(0, 0, 2 * PPQ, pitch) for pitch in (57, 60, 65)]
    passing = Note(0, PPQ, PPQ, 40)
    assert sounds_of(piece_of(*chord, passing)).basses[0] == 57


def test_one_voice_alone_has_no_bass() -> None:
    tune = [Note(0, i * PPQ, PPQ, 60 + i) for i in range(4)]
    assert sounds_of(piece_of(*tune)).basses.tolist() == [NO_BASS, NO_BASS]


def test_what_is_muted_and_drums_make_no_chord() -> None:
    heard = Note(0, 0, PPQ, 60)
    drums = Track(clip=Clip.from_notes([heard]), channel=PERCUSSION_CHANNEL)
    silent = Track(clip=Clip.from_notes([heard]), muted=True)
    muted_note = Track(clip=Clip.from_notes([replace(heard, muted=True)]))
    assert sounds_of(Piece((drums, silent, muted_note))).weights.sum() == 0


@given(pieces())
def test_every_tick_that_sounds_is_counted_once(piece: Piece) -> None:
    tracks = [t for t in piece.audible_tracks() if not t.is_percussion]
    sounding = sum(int(t.clip.sounding.lengths.sum()) for t in tracks)
    assert sounds_of(piece).weights.sum() == sounding
