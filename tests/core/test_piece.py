import pytest
from hypothesis import given

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Loop, Marker, Piece
from assistant.core.track import Track
from tests.strategies import pieces

CLIP = Clip.from_notes([Note(0, 0, 480, 60)])
DRUMS = Track("drums", CLIP, "other", 9)


@given(pieces())
def test_a_piece_ends_with_its_last_note_or_later(piece: Piece) -> None:
    ends = [note.end_tick for track in piece.tracks for note in track.clip]
    assert piece.end_tick == max([piece.end_tick_floor, *ends])


def test_with_clip_changes_one_track_and_makes_a_copy() -> None:
    piece = Piece(tracks=(Track("a"), Track("b")))
    changed = piece.with_clip(1, CLIP)
    assert [len(t.clip) for t in changed.tracks] == [0, 1]
    assert [len(t.clip) for t in piece.tracks] == [0, 0]
    assert changed.tracks[1].name == "b"


def test_pieces_are_equal_by_value() -> None:
    assert Piece().with_clip(0, CLIP) == Piece().with_clip(0, Clip.from_notes(list(CLIP)))
    assert Piece().with_clip(0, CLIP) != Piece()


def test_soloed_tracks_sound_alone_and_muted_ones_never() -> None:
    a, b, c = Track("a"), Track("b", muted=True), Track("c", soloed=True)
    assert Piece(tracks=(a, b)).audible_tracks() == (a,)
    assert Piece(tracks=(a, b, c)).audible_tracks() == (c,)
    assert Piece(tracks=(a, Track("d", muted=True, soloed=True))).audible_tracks() == (a,)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one track"):
        Piece(tracks=())
    with pytest.raises(ValueError, match="length"):
        Loop(480, 480)
    with pytest.raises(ValueError, match="tick 0"):
        Marker(-1, "A")


@pytest.mark.parametrize(
    ("field", "value"),
    [("channel", 16), ("channel", -1), ("program", 128), ("volume", 128), ("part", "drums")],
)
def test_a_track_keeps_to_what_midi_has(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        Track(**{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tracks", "lead"),
    [
        (
            [
                Track("drums", CLIP, "other", 9),
                Track("bass", CLIP, "bass", 1),
                Track("lead", CLIP, "melody", 2),
            ],
            2,
        ),
        ([Track("drums", CLIP, "other", 9), Track("strings", CLIP, "harmony", 1)], 1),
        ([Track("empty", part="melody"), Track("drums", CLIP, "other", 9)], 1),
        ([Track("one", CLIP), Track("two", CLIP)], 0),
        ([Track("empty", part="bass"), Track("also empty", part="melody")], 1),
    ],
)
def test_the_lead_track_is_the_melody_or_the_next_best_that_has_notes(tracks: list[Track], lead: int) -> None:
    assert Piece(tracks=tuple(tracks)).lead_track == lead
