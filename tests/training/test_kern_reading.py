"""Kern: spines that split and join, ties, tuplets, repeats and lists of sections."""

import pytest

from assistant.core.theory import Key
from assistant.training.kern_reading import read_kern
from assistant.training.measures import Bar, RawNote

SONG = """!!!COM: Żeleński, Władysław
!!!OTL: Śpiewak
**kern\t**kern\t**kern\t**text
*staff3\t*staff2\t*staff1\t*
*k[b-]\t*k[b-]\t*k[b-]\t*
*d:\t*d:\t*d:\t*
*M3/4\t*M3/4\t*M3/4\t*
=1\t=1\t=1\t=1
2.DD 2.D\t4f\t(8dL\tla
.\t.\t8e-J)\t.
.\tqg#\t.\t.
.\t4f#X\t[2c#\tla
.\t4f\t.\t.
=2:|!\t=2:|!\t=2:|!\t=2:|!
*\t*^\t*\t*
2.C\t4.a\t2.A\t2.c#]\tla
.\t8b\t.\t.\t.
.\t4cc\t.\t.\t.
*\t*v\t*v\t*\t*
==\t==\t==\t==
*-\t*-\t*-\t*-
"""


def test_staves_come_from_the_top_with_their_notes() -> None:
    sheet = read_kern(SONG)
    voice, right, left = sheet.staves
    assert (voice.has_lyrics, right.has_lyrics, left.has_lyrics) == (True, False, False)
    assert left.measures == [[RawNote(0, 72, 38), RawNote(0, 72, 50)], [RawNote(0, 72, 48)]]
    assert voice.measures[0] == [RawNote(0, 12, 62), RawNote(12, 12, 63), RawNote(24, 48, 61, tied_on=True)]
    assert voice.measures[1] == [RawNote(0, 72, 61, tied_back=True)]


def test_grace_notes_take_no_time_and_spines_split_and_join() -> None:
    right = read_kern(SONG).staves[1]
    assert right.measures[0] == [RawNote(0, 24, 65), RawNote(24, 24, 66), RawNote(48, 24, 65)]
    assert right.measures[1] == [
        RawNote(0, 36, 69),
        RawNote(0, 72, 57),
        RawNote(36, 12, 71),
        RawNote(48, 24, 72),
    ]


def test_key_meter_names_and_repeats_are_read() -> None:
    sheet = read_kern(SONG)
    assert sheet.signature == Key(2, "minor")
    assert sheet.bars == [Bar(72, 3, 4), Bar(72, 3, 4)]
    assert [s.times for s in sheet.signs] == [2, 1]
    assert (sheet.title, sheet.composer) == ("Śpiewak", "Żeleński, Władysław")


def one_spine(*rows: str) -> str:
    return "\n".join(["**kern", *rows, "*-"])


@pytest.mark.parametrize(
    ("token", "length"), [("4c", 24), ("8.c", 18), ("12c", 8), ("0c", 192), ("3%2c", 64), ("4..c", 42)]
)
def test_lengths(token: str, length: float) -> None:
    assert read_kern(one_spine(token)).staves[0].measures == [[RawNote(0, length, 60)]]


@pytest.mark.parametrize(
    ("token", "pitch"),
    [("4c", 60), ("4cc", 72), ("4C", 48), ("4CC", 36), ("4b-", 70), ("4f##", 67), ("4BBn", 47)],
)
def test_pitches(token: str, pitch: int) -> None:
    assert read_kern(one_spine(token)).staves[0].measures[0][0].pitch == pitch


def test_a_list_of_sections_says_what_is_played() -> None:
    text = one_spine("*>[A,A,B]", "*>norep[A,B]", "*>A", "=1", "1c", "=2", "1d", "*>B", "=3", "1e", "==")
    assert read_kern(text).order == [0, 1, 0, 1, 2]


def test_a_repeat_within_a_bar_divides_it() -> None:
    sheet = read_kern(one_spine("*M4/4", "=1", "2.c", "=:|!|:", "4d", "=2", "1e", "=="))
    assert [b.span for b in sheet.bars] == [72, 24, 96]
    assert [(s.opens, s.times) for s in sheet.signs] == [(False, 2), (True, 1), (False, 1)]


def test_a_meter_within_the_piece_holds_from_its_bar() -> None:
    sheet = read_kern(one_spine("*M4/4", "=1", "1c", "=2", "*M3/4", "2.c", "=="))
    assert sheet.bars == [Bar(96, 4, 4), Bar(72, 3, 4)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("**kern\t**kern\n4c\n", "line 2 has 1 columns where 2 are open"),
        ("4c\n", "before the first"),
        ("", "no \\*\\*kern"),
        (one_spine("4r"), "no notes"),
    ],
)
def test_what_is_no_kern_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_kern(text)
