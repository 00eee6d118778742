import pytest

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.track import Track
from assistant.files.parts import guess_part, with_guessed_parts


def line(pitch: int) -> Clip:
    return Clip.from_notes(Note(0, 480 * i, 480, pitch + i % 3) for i in range(8))


def chords(pitch: int) -> Clip:
    return Clip.from_notes(Note(0, 480 * i, 480, pitch + step) for i in range(8) for step in (0, 4, 7))


def broken_chords(pitch: int) -> Clip:
    held = [Note(0, 1920 * bar, 1920, pitch - 12) for bar in range(2)]
    return Clip.from_notes([*held, *(Note(0, 240 * i, 240, pitch + (0, 7, 4, 7)[i % 4]) for i in range(16))])


@pytest.mark.parametrize(
    ("track", "part"),
    [
        (Track("Flute 1", chords(60)), "melody"),
        (Track("Bass", line(70)), "bass"),
        (Track("Bassoon", line(60)), "melody"),
        (Track("Piano RH", chords(60)), "melody"),
        (Track("Piano LH", chords(40)), "bass"),
        (Track("Warm Pad", line(60)), "harmony"),
        (Track("S", line(40)), "melody"),
        (Track("A.", line(60)), "harmony"),
        (Track("b", line(60)), "bass"),
        (Track("Drum kit", line(60)), "other"),
        (Track("Track 1", line(60), channel=9), "other"),
        (Track("Track 1", line(60), program=120), "other"),
        (Track("Track 1", line(60), program=33), "bass"),
        (Track("Track 1", line(72)), "melody"),
        (Track("Track 1", chords(60)), "harmony"),
        (Track("Track 1", line(36)), "bass"),
        (Track("Track 1", broken_chords(48)), "harmony"),
    ],
)
def test_name_then_instrument_then_notes_tell_the_part(track: Track, part: str) -> None:
    assert guess_part(track) == part


def test_somebody_has_the_melody() -> None:
    tracks = [Track("1", chords(48)), Track("2", chords(60)), Track("3", line(80), channel=9)]
    guessed = with_guessed_parts(tracks, [None, None, None])
    assert [track.part for track in guessed] == ["harmony", "melody", "other"]


def guessed(*tracks: Track) -> list[str]:
    return [track.part for track in with_guessed_parts(tracks, [None] * len(tracks))]


def test_of_lines_without_a_name_the_highest_leads_and_the_lowest_is_the_bass() -> None:
    assert guessed(*(Track("", line(pitch)) for pitch in (72, 65, 59, 52))) == [
        "melody", "harmony", "harmony", "bass",
    ]  # fmt: skip
    assert guessed(Track("Violin", line(64)), Track("Violin", line(76))) == ["harmony", "melody"]


def test_a_song_has_its_melody_in_the_voice() -> None:
    piano = Track("Piano", chords(64)), Track("Piano", line(54))
    assert guessed(Track("Voice", line(60)), *piano) == ["melody", "harmony", "bass"]
    assert guessed(Track("Soprano", line(72)), Track("Alto", line(65)), Track("Bass", line(48))) == [
        "melody", "harmony", "bass",
    ]  # fmt: skip
    assert guessed(Track("", line(54)), Track("Lead", line(50)), Track("Tuba", line(40))) == [
        "harmony", "melody", "bass",
    ]  # fmt: skip


def test_known_parts_are_kept() -> None:
    tracks = [Track("Flute", line(72)), Track("Bass", line(36))]
    assert [t.part for t in with_guessed_parts(tracks, ["bass", "other"])] == ["bass", "other"]


def test_no_tracks_are_no_trouble() -> None:
    assert with_guessed_parts([], []) == ()
