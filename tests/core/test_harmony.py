from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given

from assistant.core.clip import Clip
from assistant.core.harmony import BAR, BEAT, BETWEEN, MIDDLE, NO_BASS, Sounds, heard_in, sounds_of
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap
from assistant.core.track import PERCUSSION_CHANNEL, Track
from tests.strategies import pieces

QUAVER = PPQ // 2


def piece_of(*notes: Note) -> Piece:
    return Piece((Track(clip=Clip.from_notes(notes)),))


def sounds_in(*notes: Note) -> Sounds:
    return sounds_of(heard_in(piece_of(*notes)))


@pytest.mark.parametrize(
    ("meter", "levels"),
    [
        ((4, 4), [BAR, BETWEEN, BEAT, BETWEEN, MIDDLE, BETWEEN, BEAT, BETWEEN]),
        ((3, 4), [BAR, BETWEEN, BEAT, BETWEEN, BEAT, BETWEEN]),
        ((6, 8), [BAR, BETWEEN, BETWEEN, MIDDLE, BETWEEN, BETWEEN]),
        ((3, 8), [BAR, BEAT, BEAT]),
        ((5, 16), [BAR, MIDDLE, BEAT]),
    ],
)
def test_a_bar_is_cut_into_quavers_by_its_beats(meter: tuple[int, int], levels: list[int]) -> None:
    heard = heard_in(
        Piece((Track(clip=Clip.from_notes([Note(0, 0, 60, 60)])),), meter_map=MeterMap.of(*meter))
    )
    sounds = sounds_of(heard)
    assert sounds.levels.tolist() == levels
    assert sounds.bars.tolist() == [0, len(levels)]


def test_a_very_long_bar_has_longer_slices() -> None:
    heard = heard_in(
        Piece((Track(clip=Clip.from_notes([Note(0, 0, 60, 60)])),), meter_map=MeterMap.of(12, 4))
    )
    assert np.diff(sounds_of(heard).edges).tolist() == [PPQ] * 12


def test_what_sounds_is_shared_among_the_pitch_classes() -> None:
    sounds = sounds_in(Note(0, 0, PPQ, 60), Note(0, 0, QUAVER, 64), Note(0, 0, QUAVER, 76))
    assert sounds.inside[0, [0, 4]].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert sounds.inside[1, 0] == 1
    assert sounds.voices[:3].tolist() == [3, 1, 0]


def test_the_bass_is_the_lowest_note_at_the_head_of_a_slice() -> None:
    chord = [Note(0, 0, PPQ, pitch) for pitch in (57, 60, 65)]
    passing = Note(0, QUAVER // 2, QUAVER // 2, 40)
    assert sounds_in(*chord, passing).basses[:2].tolist() == [57, 57]


def test_one_voice_alone_has_no_bass() -> None:
    tune = [Note(0, i * PPQ, PPQ, 60 + i) for i in range(4)]
    assert set(sounds_in(*tune).basses.tolist()) == {NO_BASS}


def test_what_is_muted_and_drums_make_no_chord() -> None:
    heard = Note(0, 0, PPQ, 60)
    drums = Track(clip=Clip.from_notes([heard]), channel=PERCUSSION_CHANNEL)
    silent = Track(clip=Clip.from_notes([heard]), muted=True)
    muted_note = Track(clip=Clip.from_notes([replace(heard, muted=True)]))
    assert heard_in(Piece((drums, silent, muted_note))).voices == ()


def test_a_note_held_over_a_stronger_beat_says_less_from_there_on() -> None:
    under = Note(0, 0, 4 * PPQ, 48)
    sounds = sounds_in(under, Note(0, PPQ, 2 * PPQ, 65), Note(0, 3 * PPQ, PPQ, 64))
    assert sounds.outside[2, 5] == pytest.approx(0.5)
    assert sounds.outside[4, 5] < 0.1


def test_a_note_from_the_bar_line_on_is_never_held_over() -> None:
    under = Note(0, 0, 4 * PPQ, 48)
    sounds = sounds_in(under, Note(0, 0, 3 * PPQ, 65), Note(0, 3 * PPQ, PPQ, 64))
    assert sounds.outside[:6, 5].tolist() == [0.5] * 6


@given(pieces())
def test_every_slice_that_sounds_is_shared_out_whole(piece: Piece) -> None:
    assume(heard_in(piece).voices)
    sounds = sounds_of(heard_in(piece))
    totals = sounds.inside.sum(axis=1)
    assert (totals <= 1 + 1e-9).all()
    assert ((totals > 0) == (sounds.voices > 0)).all()
    tracks = [t for t in piece.audible_tracks() if not t.is_percussion]
    sounding = sum(int(t.clip.sounding.lengths.sum()) for t in tracks)
    assert sounds.voices @ np.diff(sounds.edges) == pytest.approx(sounding)
