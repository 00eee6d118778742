"""Whatever two pieces are, a patch leads from one to the other, and shares what they share."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.patches import Patch
from assistant.core.piece import Piece
from assistant.core.track import Track
from tests.strategies import clips, crowded_clips, pieces


@given(pieces(), pieces())
def test_a_patch_makes_any_piece_from_any_other(one: Piece, other: Piece) -> None:
    assert Patch.between(one, other).applied_to(one) == other
    assert Patch.between(other, one).applied_to(other) == one


@given(crowded_clips(), crowded_clips())
def test_notes_made_by_a_patch_are_read_only_and_right(one: Clip, other: Clip) -> None:
    before, after = Piece().with_clip(0, one), Piece().with_clip(0, other)
    made = Patch.between(before, after).applied_to(before).tracks[0].clip
    assert made == other
    assert not any(column.flags.writeable for column in made.table)
    assert made.rows_of(other.ids).tolist() == list(range(len(other)))


@given(st.lists(clips(min_size=1), min_size=3, max_size=3), st.permutations(range(3)))
def test_tracks_that_stayed_are_the_very_same_wherever_they_stand(some: list[Clip], order: list[int]) -> None:
    before = Piece(tracks=tuple(Track(clip=clip) for clip in some))
    after = replace(before, tracks=tuple(before.tracks[number] for number in order))
    made = Patch.between(before, after).applied_to(before)
    assert all(one is other for one, other in zip(made.tracks, after.tracks, strict=True))


def test_columns_that_did_not_change_are_shared() -> None:
    before = Piece().with_clip(0, Clip.from_notes(Note(0, i, 1, 60) for i in range(9)))
    after = edits.set_velocities(before, 0, {4: 1})
    clip, made = before.tracks[0].clip, Patch.between(before, after).applied_to(before).tracks[0].clip
    assert made == after.tracks[0].clip
    assert [a is b for a, b in zip(clip.table, made.table, strict=True)] == [True] * 4 + [False, True]
    renamed = replace(before, tracks=(replace(before.tracks[0], name="x"),))
    assert Patch.between(before, renamed).applied_to(before).tracks[0].clip is clip
