"""Chord names where musicians would agree: accompaniments, ornaments, and tunes that mean nothing by it."""

from __future__ import annotations

import pytest

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap
from assistant.core.theory import parse_pitch
from assistant.core.track import Track
from tests.files.test_chord_names import named

BAR, QUAVER = 4 * PPQ, PPQ // 2


def track(written: str, unit: int = QUAVER) -> Track:
    """Notes a unit each, one after the other: "C4 - E4+G4 ."; "-" holds, "." rests, "|" is for the eye."""
    notes: list[Note] = []
    tick = 0
    for word in written.replace("|", " ").split():
        if word == "-":
            notes = [held(note, unit) if note.end_tick == tick else note for note in notes]
        elif word != ".":
            notes += [Note(0, tick, unit, parse_pitch(pitch)) for pitch in word.split("+")]
        tick += unit
    return Track(clip=Clip.from_notes(notes))


def held(note: Note, unit: int) -> Note:
    return Note(note.id, note.start_tick, note.length_ticks + unit, note.pitch)


def read(*tracks: Track, key: str = "C major") -> str:
    """The names, each once where it begins; "|" stands before every name that begins a bar."""
    names = named(Piece(tracks), key)
    return " ".join(("" if name.start_tick % BAR else "|") + name.text for name in names)


def test_a_song_of_four_chords_broken_over_its_bass() -> None:
    bass = track("C3 | G2 | A2 | F2", BAR)
    broken = track(
        "C4 E4 G4 E4 C4 E4 G4 E4 | B3 D4 G4 D4 B3 D4 G4 D4| C4 E4 A4 E4 C4 E4 A4 E4 | C4 F4 A4 F4 C4 F4 A4 F4"
    )
    assert read(bass, broken) == "|C |G |Am |F"


def test_the_turn_of_jazz_with_sevenths_and_ninths() -> None:
    assert read(track("D3+F4+A4+C5+E5 | G3+F4+A4+B4 | C3+E4+G4+B4", BAR)) == "|Dm9 |G9 |Cmaj7"


def test_an_alberti_bass_is_one_chord_and_no_inversion() -> None:
    tune = track("C5 - - - E5 - G5 - | B4 - - - D5 - B4 -")
    bass = track("C4 G4 E4 G4 C4 G4 E4 G4 | D4 G4 F4 G4 D4 G4 F4 G4")
    assert read(tune, bass) == "|C |G7/D"


def test_arpeggios_over_a_pedal() -> None:
    pedal = track("C3 | C3 | C3", BAR)
    arpeggio = track("G3 C4 E4 G4 E4 C4 E4 C4 | A3 C4 F4 A4 F4 C4 F4 C4 | G3 C4 E4 G4 E4 C4 E4 C4")
    assert read(pedal, arpeggio) == "|C |F/C |C"


def test_power_chords() -> None:
    assert read(track("E2+B2+E3 G2+D3+G3 | A2+E3+A3 -", BAR // 2), key="E minor") == "|E5 G5 |A5"


def test_a_suspended_chord_and_its_resolution() -> None:
    assert read(track("D3+G4+A4+D5 D3+F#4+A4+D5", BAR), key="D major") == "|Dsus4 |D"


def test_a_suspension_in_a_cadence_is_an_ornament() -> None:
    soprano = track("E5 - - - | D5 - - - | C5 - - -", PPQ)
    alto = track("G4 - C5 - | - - B4 - | G4 - - -", PPQ)
    tenor, bass = track("C4 - - - | G3 - - - | E4 - - -", PPQ), track("C3 | G2 | C3", BAR)
    assert read(soprano, alto, tenor, bass) == "|C |G |C"


def test_passing_quavers_are_in_no_chord() -> None:
    soprano = track("C5 B4 A4 B4 C5 D5 E5 -")
    alto, tenor, bass = track("G4 - - - - - - -"), track("E4 - - - - - - -"), track("C3 - - - - - - -")
    assert read(soprano, alto, tenor, bass) == "|C"


def test_a_bass_that_passes_makes_no_inversion() -> None:
    upper = track("E4+G4+C5 | F4+A4+C5", BAR)
    bass = track("C3 - - - - D3 E3 - | F3 - - - - - - -")
    assert read(upper, bass) == "|C |F"


@pytest.mark.parametrize(
    "tune",
    [
        "E4 E4 F4 G4 G4 F4 E4 D4 | C4 C4 D4 E4 E4 - D4 D4",
        "C4 D4 E4 F4 G4 A4 B4 C5",
        "D4 E4 F4 E4 D4 C4 D4 E4 | F4 G4 A4 G4 F4 E4 F4 G4",
    ],
)
def test_a_tune_that_goes_by_steps_names_nothing(tune: str) -> None:
    assert read(track(tune)) == ""


def test_a_tune_that_breaks_a_chord_names_it() -> None:
    assert read(track("C4 E4 G4 C5 G4 E4 C4 G4 | D4 E4 F4 E4 D4 C4 D4 E4")) == "|C"


def test_in_six_eight_a_chord_changes_with_the_beat() -> None:
    tracks = (track("C3 - - G2 - -"), track("E4 G4 C5 D4 G4 B4"))
    names = named(Piece(tracks, meter_map=MeterMap.of(6, 8)), "C major")
    assert [(name.start_tick, name.text) for name in names] == [(0, "C"), (3 * QUAVER, "G")]
