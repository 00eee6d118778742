from __future__ import annotations

import pytest

from assistant.core.clip import Clip
from assistant.core.harmony import ChordName, Sounds, heard_in, sounds_of
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.theory import Key, parse_pitch
from assistant.core.track import Track
from assistant.files import chord_search
from assistant.files.chord_names import ChordNames

BAR, HALF = 4 * PPQ, 2 * PPQ
_NAMER = ChordNames()


def chords(*written: str, length: int = BAR) -> Piece:
    """A chord after the other, each "C4 E4 G4" or "" for silence."""
    notes = [Note(0, i * length, length, pitch) for i, chord in enumerate(written) for pitch in parsed(chord)]
    return Piece((Track(clip=Clip.from_notes(notes)),))


def parsed(written: str) -> list[int]:
    return [parse_pitch(pitch) for pitch in written.split()]


def sounds_in(piece: Piece) -> Sounds:
    return sounds_of(heard_in(piece))


def named(piece: Piece, key: str = "") -> tuple[ChordName, ...]:
    return _NAMER.names_of(sounds_in(piece), Key.parse(key) if key else None)


def texts(piece: Piece, key: str = "") -> list[str]:
    return [name.text for name in named(piece, key)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("C4 E4 G4", "C"),
        ("D4 F4 A4", "Dm"),
        ("G3 B3 D4 F4", "G7"),
        ("A3 C4 F4", "F/A"),
        ("Bb3 D4 F4 A4", "B♭maj7"),
        ("C4 Eb4 Gb4", "C°"),
        ("C4 E4 G#4", "C+"),
        ("B3 D4 F4 A4", "Bm7♭5"),
        ("C#4 E4 G4 Bb4", "C♯°7"),
        ("A3 D4 E4", "Asus4"),
        ("G3 C4 D4 F4", "G7sus4"),
        ("D3 F4 A4 C#5", "Dm(maj7)"),
        ("C3 E4 G4 Bb4 D5", "C9"),
        ("C3 G3 C4", "C5"),
        ("C4 E4", "C"),
        ("E3 G3 C4", "C/E"),
    ],
)
def test_names_are_what_musicians_write(written: str, name: str) -> None:
    assert texts(chords(written)) == [name]


@pytest.mark.parametrize(
    ("written", "key", "name"),
    [
        ("G#3 B3 E4", "A minor", "E/G♯"),
        ("Bb3 D4 F4", "F major", "B♭"),
        ("Bb3 D4 F4", "B major", "A♯"),
        ("F#3 A#3 C#4", "B major", "F♯"),
        ("F#3 A#3 C#4", "D♭ major", "G♭"),
        ("Eb4 G4 Bb4", "C minor", "E♭"),
        ("C#4 E4 G4", "D minor", "C♯°"),
    ],
)
def test_the_key_spells(written: str, key: str, name: str) -> None:
    assert texts(chords(written), key) == [name]


def test_a_bar_has_two_names_where_its_halves_say_more() -> None:
    piece = chords("D4 F4 A4", "A3 C#4 E4 G4", length=HALF)
    names = named(piece, "D minor")
    assert names == (ChordName(0, HALF, "Dm"), ChordName(HALF, BAR, "A7"))


def test_a_chord_that_goes_on_is_named_once_and_again_after_a_rest() -> None:
    names = named(chords("C4 E4 G4", "C4 E4 G4", "", "C4 E4 G4"))
    assert names == (ChordName(0, 2 * BAR, "C"), ChordName(3 * BAR, 4 * BAR, "C"))


def test_all_sounding_tracks_make_the_chord() -> None:
    tracks = [Track(clip=Clip.from_notes([Note(0, 0, BAR, pitch)])) for pitch in (53, 57, 60)]
    assert texts(Piece(tuple(tracks))) == ["F"]


def test_a_single_pitch_and_a_cluster_are_no_chord() -> None:
    assert texts(chords("C4", "C4 Db4 D4 Eb4 E4 F4")) == []


def test_a_tune_alone_means_the_plain_chord() -> None:
    tune = parsed("D4 F#4 A4 G4 F#4 A4 D5 A4")
    notes = [Note(0, i * PPQ // 2, PPQ // 2, pitch) for i, pitch in enumerate(tune)]
    assert texts(Piece((Track(clip=Clip.from_notes(notes)),)), "D major") == ["D"]


def test_only_bars_whose_sound_is_new_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    gains = chord_search._gains

    def counted(bar: Sounds) -> object:
        looked.append(int(bar.edges[-1]))
        return gains(bar)

    namer = ChordNames()
    monkeypatch.setattr(chord_search, "_gains", counted)
    song = ["C4 E4 G4", "F4 A4 C5", "G4 B4 D5", "C4 E4 G4"] * 8
    namer.names_of(sounds_in(chords(*song)), None)
    assert len(looked) < 8, "what comes again is known"
    looked.clear()
    namer.names_of(sounds_in(chords(*song)), Key.parse("F major"))
    assert not looked, "another key only spells otherwise"
    song[16] = "A4 C5 E5"
    namer.names_of(sounds_in(chords(*song)), None)
    assert len(looked) <= 3, "an edit is looked at with what depends on it"
