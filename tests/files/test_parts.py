import pytest

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.track import Track
from assistant.files.parts import guess_part, with_guessed_parts


def line(pitch: int) -> Clip:
    return Clip.from_notes(Note(0, 480 * i, 480, pitch + i % 3) for i in range(8))


def chords(pitch: int) -> Clip:
    return Clip.from_notes(Note(0, 480 * i, 480, pitch + step) for i in range(8) for step in (0, 4, 7))


@pytest.mark.parametrize(
    ("track", "part"),
    [
        (Track("Flute 1", chords(60)), "melody"),
        (Track("Bass", line(70)), "bass"),
        (Track("Bassoon", line(60)), "melody"),
        (Track("Piano RH", chords(60)), "melody"),
        (Track("Piano LH", chords(40)), "bass"),
        (Track("Warm Pad", line(60)), "harmony"),
        (Track("Drum kit", line(60)), "other"),
        (Track("Track 1", line(60), channel=9), "other"),
        (Track("Track 1", line(60), program=120), "other"),
        (Track("Track 1", line(60), program=33), "bass"),
        (Track("Track 1", line(72)), "melody"),
        (Track("Track 1", chords(60)), "harmony"),
        (Track("Track 1", line(36)), "bass"),
    ],
)
def test_name_then_instrument_then_notes_tell_the_part(track: Track, part: str) -> None:
    assert guess_part(track) == part


def test_somebody_has_the_melody() -> None:
    tracks = [Track("1", chords(48)), Track("2", chords(60)), Track("3", line(80), channel=9)]
    guessed = with_guessed_parts(tracks, [None, None, None])
    assert [track.part for track in guessed] == ["harmony", "melody", "other"]


def test_known_parts_are_kept() -> None:
    tracks = [Track("Flute", line(72)), Track("Bass", line(36))]
    assert [t.part for t in with_guessed_parts(tracks, ["bass", "other"])] == ["bass", "other"]


def test_no_tracks_are_no_trouble() -> None:
    assert with_guessed_parts([], []) == ()
