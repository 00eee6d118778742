"""Files as scores: both forms, the parts of every kind of score, keys, and reasons for what is left out."""

from pathlib import Path

import pytest

from assistant.core.clip import Clip
from assistant.core.note import PPQ
from assistant.core.piece import Piece
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.engine.events import BASS, LOWER, MELODY, UPPER
from assistant.files.midi_writer import write_midi
from assistant.training.file_reading import read_file
from assistant.training.scores import Score

REEL = """X:1
T:The Test Reel
M:4/4
L:1/8
K:D
A2|d2fd A2fd|e2ge c2ge|d2fd A2fd|e2c2 d2:|
|:fg|a2fa g2eg|f2df e2cA|d2fd A2fd|e2c2 d2:|
"""
LEAD_SHEET = """X:1
T:Changes
M:4/4
L:1/4
K:C
"C"cdef|"Am7"g"G7"fed|cdef|"N.C."gfed|"C/E"cccc|
"""


def read(folder: Path, text: str, name: str = "tune.abc", style: str = "folk") -> tuple[Score, ...]:
    path = folder / name
    path.write_text(text)
    found = read_file(path, style)
    assert found.skipped == ()
    return found.scores


def rows(score: Score, part: int) -> list[list[int]]:
    return score.notes[score.notes[:, 3] == part, :3].tolist()


def test_a_tune_comes_as_written_and_as_played(tmp_path: Path) -> None:
    as_written, as_played = read(tmp_path, REEL)
    assert not as_written.repeats_expanded
    assert as_played.repeats_expanded
    assert len(as_played) == 2 * len(as_written)
    assert (as_written.title, as_written.tonic, as_written.scale) == ("The Test Reel", 2, "major")


def test_the_pick_up_ends_on_the_first_bar_line(tmp_path: Path) -> None:
    score = read(tmp_path, REEL)[0]
    assert score.meters == ((0, 4, 4),)
    assert score.notes[:2, 0].tolist() == [72, 96]


def test_every_phrase_begins_where_the_meter_says(tmp_path: Path) -> None:
    for score in read(tmp_path, REEL):
        strains = [onset for onset, length, pitch in rows(score, MELODY) if (length, pitch) == (24, 81)]
        assert strains
        assert all(onset % 96 == 0 for onset in strains)


def test_grace_notes_are_passed_over(tmp_path: Path) -> None:
    plain = read(tmp_path, REEL)[0].notes.tolist()
    assert read(tmp_path, REEL.replace("|d2fd", "|{e}d2fd"))[0].notes.tolist() == plain


def test_an_overlong_bar_is_no_change_of_meter(tmp_path: Path) -> None:
    (score, _) = read(tmp_path, REEL.replace("|e2ge c2ge|", "|e2ge c2gee|"))
    assert score.meters == ((0, 4, 4),)


def test_chord_symbols_become_harmony_and_bass(tmp_path: Path) -> None:
    (score,) = read(tmp_path, LEAD_SHEET, style="lead sheet")
    assert rows(score, BASS) == [[0, 96, 36], [96, 24, 45], [120, 72, 43], [192, 96, 43], [384, 96, 40]]
    upper = rows(score, UPPER)
    assert [r for r in upper if r[0] == 0] == [[0, 96, 52], [0, 96, 55]]
    assert not [r for r in upper if 288 <= r[0] < 384]
    assert {r[2] % 12 for r in upper if r[0] == 384} == {0, 7}


def music_xml(folder: Path, parts: list[list[str]], **marks: object) -> Path:
    """A score of bars in tiny notation, a staff a part, from the top."""
    from music21 import converter, key, stream

    score = stream.Score()
    for bars in parts:
        part = converter.parse("tinynotation: 4/4 " + " ".join(bars))
        part.getElementsByClass("Measure")[0].insert(0, key.KeySignature(int(marks.get("sharps", 0))))  # type: ignore[call-overload]
        score.append(part)
    for text in str(marks.get("words", "")).split():
        score.parts[int(marks["sung"])].recurse().notes[0].addLyric(text)  # type: ignore[call-overload]
    path = folder / "score.musicxml"
    score.write("musicxml", path)
    return path


HIGH, MIDDLE, LOW, LOWEST = ["c''1"] * 6, ["g'1"] * 6, ["e1"] * 6, ["C1"] * 6


@pytest.mark.parametrize(
    ("staves", "style", "parts"),
    [
        ([HIGH, LOW, LOWEST], "song", {84: MELODY, 64: UPPER, 48: BASS}),
        ([HIGH, MIDDLE, LOW, LOWEST], "chorale", {84: MELODY, 79: UPPER, 64: LOWER, 48: BASS}),
        ([HIGH, MIDDLE, MIDDLE, LOW, LOWEST], "chorale", {84: MELODY, 79: UPPER, 64: LOWER, 48: BASS}),
    ],
)
def test_staves_become_parts(
    tmp_path: Path, staves: list[list[str]], style: str, parts: dict[int, int]
) -> None:
    (score,) = read_file(music_xml(tmp_path, staves), style).scores
    assert {pitch: part for _, _, pitch, part in score.notes.tolist()} == parts


def test_the_hands_are_told_apart(tmp_path: Path) -> None:
    hands = [["c''2 d''2"] * 6, ["C2 D2"] * 6]
    (score,) = read_file(music_xml(tmp_path, hands), "piano").scores
    assert {r[2] for r in rows(score, MELODY)} == {84, 86}
    assert {r[2] for r in rows(score, BASS)} == {48, 50}


def test_the_voice_is_the_staff_with_words_and_its_score_a_song(tmp_path: Path) -> None:
    path = music_xml(tmp_path, [HIGH, MIDDLE, LOWEST], words="la", sung=1)
    (score,) = read_file(path, "piano").scores
    assert score.style == "song"
    assert {r[2] for r in rows(score, MELODY)} == {79}


def test_ties_sound_once_across_the_bar_line(tmp_path: Path) -> None:
    hands = [["c'2 d'2~", "d'2 e'2"] * 5, ["C1", "C1"] * 5]
    (score,) = read_file(music_xml(tmp_path, hands), "piano").scores
    assert rows(score, MELODY)[:3] == [[0, 48, 72], [48, 96, 74], [144, 48, 76]]


@pytest.mark.parametrize(("ending", "key"), [("c'1", (0, "major")), ("a1", (9, "minor"))])
def test_a_signature_alone_leaves_the_mode_to_the_closing_bass(
    tmp_path: Path, ending: str, key: tuple[int, str]
) -> None:
    path = music_xml(tmp_path, [["c'4 d'4 e'4 a4"] * 5 + [ending]])
    (score,) = read_file(path, "folk").scores
    assert (score.tonic, score.scale) == key


def test_tracks_of_a_midi_file_become_parts_by_name_or_pitch(tmp_path: Path) -> None:
    def track(name: str, pitch: int) -> Track:
        starts = [PPQ * i for i in range(8)]
        return Track(name=name, clip=Clip.from_columns([0] * 8, starts, [PPQ] * 8, [pitch] * 8, [64] * 8))

    for names in (["Bass", "Soprano", "Tenor", "Alto"], ["a", "", "b", ""]):
        tracks = [track(name, pitch) for name, pitch in zip(names, (48, 72, 55, 64), strict=True)]
        path = tmp_path / "chorale.mid"
        write_midi(Piece(tracks=tuple(tracks), key=Key(7)), path)
        (score,) = read_file(path, "chorale").scores
        assert {p: part for _, _, p, part in score.notes.tolist()} == {72: 0, 64: 1, 55: 2, 48: 3}
        assert (score.tonic, score.notes[4].tolist()) == (7, [24, 24, 72, 0])


@pytest.mark.parametrize(
    ("name", "text", "style", "reason"),
    [
        ("broken.mid", "not a midi file", "folk", "Could not read"),
        ("short.abc", "X:1\nT:Short\nM:4/4\nL:1/4\nK:C\nCDEF|CDEF|\n", "folk", "fewer than 16 notes"),
        ("lonely.krn", "**kern\n4c\n*-\n", "piano", "one staff only"),
        ("broken.musicxml", "<score>", "song", ""),
    ],
)
def test_what_cannot_be_read_is_left_out_with_the_reason(
    tmp_path: Path, name: str, text: str, style: str, reason: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    found = read_file(path, style)
    assert found.scores == ()
    assert len(found.skipped) == 1
    assert reason in found.skipped[0]


def test_of_a_book_the_good_tunes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "book.abc"
    path.write_text(REEL + "\nX:2\nT:Short\nM:4/4\nL:1/4\nK:C\nCDEF|CDEF|\n")
    found = read_file(path, "folk")
    assert len(found.scores) == 2
    assert found.skipped == (" #2: fewer than 16 notes",)
