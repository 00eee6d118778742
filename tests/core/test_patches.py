"""Whatever two pieces are, a patch leads from one to the other, and shares what they share."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.controls import ControlLane
from assistant.core.note import Note
from assistant.core.patches import patches_between
from assistant.core.piece import Piece
from assistant.core.track import Track
from tests.strategies import clips, crowded_clips, pieces


@given(pieces(), pieces())
def test_a_patch_makes_any_piece_from_any_other(one: Piece, other: Piece) -> None:
    forth, back = patches_between(one, other)
    assert forth.applied_to(one) == other
    assert back.applied_to(other) == one


@given(crowded_clips(), crowded_clips())
def test_notes_made_by_a_patch_are_read_only_and_right(one: Clip, other: Clip) -> None:
    before, after = Piece().with_clip(0, one), Piece().with_clip(0, other)
    made = patches_between(before, after)[0].applied_to(before).tracks[0].clip
    assert made == other
    assert not any(column.flags.writeable for column in made.table)
    assert made.rows_of(other.ids).tolist() == list(range(len(other)))


@given(st.lists(clips(min_size=1), min_size=3, max_size=3), st.permutations(range(3)))
def test_tracks_that_stayed_are_the_very_same_wherever_they_stand(some: list[Clip], order: list[int]) -> None:
    before = Piece(tracks=tuple(Track(clip=clip) for clip in some))
    after = replace(before, tracks=tuple(before.tracks[number] for number in order))
    made = patches_between(before, after)[0].applied_to(before)
    assert all(one is other for one, other in zip(made.tracks, after.tracks, strict=True))


def test_columns_that_did_not_change_are_shared() -> None:
    before = Piece().with_clip(0, Clip.from_notes(Note(0, i, 1, 60) for i in range(9)))
    after = edits.set_velocities(before, 0, {4: 1})
    clip, made = before.tracks[0].clip, patches_between(before, after)[0].applied_to(before).tracks[0].clip
    assert made == after.tracks[0].clip
    assert [a is b for a, b in zip(clip.table, made.table, strict=True)] == [True] * 4 + [False, True]
    renamed = replace(before, tracks=(replace(before.tracks[0], name="x"),))
    assert patches_between(before, renamed)[0].applied_to(before).tracks[0].clip is clip


@given(st.integers(0, 2**32), st.sampled_from((0.01, 0.1, 0.9)))
def test_of_many_changes_all_over_a_clip_only_these_are_kept(seed: int, share: float) -> None:
    draw = np.random.default_rng(seed)
    columns = [draw.integers(low, high, 300) for low, high in ((0, 99), (1, 9), (50, 60), (1, 128))]
    before = Piece().with_clip(0, Clip.from_columns(np.arange(1, 301), *columns))
    some = np.flatnonzero(draw.random(300) < share) + 1
    later = edits.move_notes(before, 0, some, 40, 1)
    edited = edits.set_velocities(
        edits.delete_notes(later, 0, some[::3]), 0, dict.fromkeys(range(0, 300, 50), 7)
    )
    after = edits.copy_notes(edited, 0, some, -10, 2)
    forth, back = patches_between(before, after)
    assert forth.applied_to(before) == after
    assert back.applied_to(after) == before
    rows = (
        49 * (2 * len(some) + 6) + 16 * 64
    )  # a note's values and its place; stretches of a few notes are whole
    assert forth.tracks[0].bytes_held() <= rows


def test_drawn_controllers_weigh_what_they_take() -> None:
    lane = ControlLane(1, np.arange(10_000), np.zeros(10_000))
    piece = Piece((Track(controls=(lane,)), Track()))
    drawn = edits.set_control_points(piece, 0, 1, 5, 6, points=[(5, 9)])
    forth, _ = patches_between(piece, drawn)
    assert forth.applied_to(piece) == drawn
    assert forth.bytes_held() > 160_000
    muted = edits.set_track(piece, 0, muted=True)
    assert patches_between(piece, muted)[0].bytes_held() < 10_000
