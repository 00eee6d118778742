from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.track import PARTS, PERCUSSION_CHANNEL, Part, Track
from assistant.core.voices import MOST_VOICES, told_apart, tracks_beside

LINE = Clip.from_notes([Note(0, 0, 480, 60)])


def track(part: Part = "melody", **more: object) -> Track:
    return Track(part, LINE, part, **more)  # type: ignore[arg-type]


def piece_of(*tracks: Track) -> Piece:
    return Piece(tracks=tracks)


def test_tracks_go_together_where_they_have_notes_are_heard_and_no_drums() -> None:
    silent = replace(track("bass"), clip=Clip.empty())
    drums = track("other", channel=PERCUSSION_CHANNEL)
    piece = piece_of(track(), track("harmony"), silent, track("bass", muted=True), drums, track("bass"))
    assert tracks_beside(piece, 0) == (1, 5)
    assert tracks_beside(piece, 1) == (0, 5)
    assert tracks_beside(piece, 0, {"bass"}) == (5,)
    assert tracks_beside(piece, 4) == (), "drums go on alone"
    assert tracks_beside(Piece(), 0) == ()


def test_of_too_many_tracks_the_parts_that_are_missing_come_first() -> None:
    piece = piece_of(*(track(part) for part in ("harmony", "melody", "melody", "melody", "other", "bass")))
    assert tracks_beside(piece, 0) == (1, 4, 5)
    assert tracks_beside(piece, 2) == (0, 4, 5)


@pytest.mark.parametrize(
    ("parts", "given"),
    [
        (("melody",), ("melody",)),
        (("bass",), ("bass",)),
        (("melody", "harmony", "harmony", "bass"), ("melody", "harmony", "other", "bass")),
        (("melody", "melody", "melody", "melody"), ("melody", "harmony", "other", "bass")),
        (("melody", "melody", "bass"), ("melody", "harmony", "bass")),
        (("bass", "melody"), ("bass", "melody")),
        (("bass", "bass"), ("other", "bass")),
        (("harmony", "melody", "harmony"), ("harmony", "melody", "other")),
    ],
)
def test_parts_are_told_apart_in_the_order_of_the_score(parts: tuple[Part, ...], given: object) -> None:
    assert told_apart(parts) == given


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=MOST_VOICES))
def test_every_track_has_a_part_of_its_own_and_keeps_one_that_nobody_else_wants(parts: list[Part]) -> None:
    told = told_apart(parts)
    assert len(set(told)) == len(parts)
    if len(set(parts)) == len(parts):
        assert told == tuple(parts)
