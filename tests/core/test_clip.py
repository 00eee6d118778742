import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.note import Note
from tests.strategies import clips, crowded_clips, either_muted, notes, ticks

some_ids = st.sets(st.integers(0, 14))
either = st.one_of(clips(of=notes(muted=either_muted)), crowded_clips(muted=either_muted))


def is_valid(clip: Clip) -> bool:
    """Whether the columns are what the class promises."""
    keys = list(zip(clip.starts.tolist(), clip.pitches.tolist(), clip.ids.tolist(), strict=True))
    return (
        keys == sorted(keys)
        and len(set(clip.ids.tolist())) == len(clip)
        and [column.dtype for column in clip.table] == [np.dtype(np.int64)] * 5 + [np.dtype(np.bool_)]
        and not any(column.flags.writeable for column in clip.table)
    )


@given(either)
def test_a_clip_is_ordered_and_cannot_be_written_to(clip: Clip) -> None:
    assert is_valid(clip)
    for column in clip.table:
        with pytest.raises(ValueError, match="read-only"):
            column[:] = 1


@given(either)
def test_the_notes_of_a_clip_make_it_again(clip: Clip) -> None:
    again = Clip.from_notes(reversed(list(clip)))
    assert again == clip
    assert hash(again) == hash(clip)


@given(clips(min_size=1))
def test_clips_differ_if_any_note_does(clip: Clip) -> None:
    louder = clip.replaced([0], velocities=[clip.velocities[0] % 127 + 1])
    assert clip != louder
    assert clip != clip.without([clip.ids[0]])
    assert clip != "a clip"


def test_columns_are_copied_so_that_the_giver_cannot_change_them() -> None:
    starts = np.array([0, 480])
    clip = Clip.from_columns([1, 2], starts, [10, 10], [60, 62], [90, 90])
    starts[0] = 999
    assert clip.starts.tolist() == [0, 480]


def test_notes_that_have_no_id_get_fresh_ones() -> None:
    clip = Clip.from_notes([Note(0, 10, 1, 60), Note(7, 0, 1, 60), Note(0, 5, 1, 60)])
    assert sorted(clip.ids.tolist()) == [7, 8, 9]
    assert Clip.from_notes([Note(0, 0, 1, 60)]).ids.tolist() == [1]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ((1, -1, 1, 60, 90), "start"),
        ((1, 0, 0, 60, 90), "one tick"),
        ((1, 0, 1, 128, 90), "pitches"),
        ((1, 0, 1, 60, 0), "velocities"),
        ((-3, 0, 1, 60, 90), "ids"),
    ],
)
def test_values_that_no_note_may_have_are_refused(row: tuple[int, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Clip.from_columns(*([value] for value in row))


def test_an_id_is_not_given_twice() -> None:
    with pytest.raises(ValueError, match="unique"):
        Clip.from_notes([Note(3, 0, 1, 60), Note(3, 1, 1, 60)])


def test_an_empty_clip_answers_every_question() -> None:
    clip = Clip.empty()
    assert (len(clip), clip.end_tick, clip.longest_ticks, clip.next_id) == (0, 0, 0, 1)
    assert list(clip) == []
    assert clip.rows_between(0, 1000).tolist() == []
    assert clip.rows_of([1, 2]).tolist() == []
    assert clip.rows_starting_between(0, 1000) == slice(0, 0)
    assert clip.notes([1]) == ()
    assert clip.without([1]) == clip


# --- queries agree with brute force -------------------------------------------------------------------


@given(either)
def test_what_a_clip_says_of_itself_is_so(clip: Clip) -> None:
    assert clip.ends.tolist() == [n.end_tick for n in clip]
    assert clip.end_tick == max((n.end_tick for n in clip), default=0)
    assert clip.longest_ticks == max((n.length_ticks for n in clip), default=0)
    assert clip.next_id == max((n.id for n in clip), default=0) + 1


@given(either, ticks, ticks)
def test_rows_between_are_those_that_sound_there(clip: Clip, one: int, other: int) -> None:
    start, end = sorted((one, other))
    sounding = [i for i, n in enumerate(clip) if n.start_tick < end and n.end_tick > start]
    assert clip.rows_between(start, end).tolist() == sounding


@given(crowded_clips(), st.integers(-2, 22), st.integers(-2, 22))
def test_rows_between_near_ticks(clip: Clip, one: int, other: int) -> None:
    start, end = sorted((one, other))
    sounding = [i for i, n in enumerate(clip) if n.start_tick < end and n.end_tick > start]
    assert clip.rows_between(start, end).tolist() == sounding


@given(crowded_clips(), st.integers(-2, 14), st.integers(-2, 14))
def test_rows_starting_between_are_those_that_begin_there(clip: Clip, one: int, other: int) -> None:
    start, end = sorted((one, other))
    begin = [i for i, n in enumerate(clip) if start <= n.start_tick < end]
    assert list(range(len(clip)))[clip.rows_starting_between(start, end)] == begin


@given(either, some_ids)
def test_rows_and_notes_of_ids_pass_over_unknown_ones(clip: Clip, ids: set[int]) -> None:
    expected = [n for n in clip if n.id in ids]
    assert clip.notes(sorted(ids)) == tuple(expected)
    assert [clip.note_at_row(int(row)) for row in clip.rows_of(list(ids))] == expected


# --- changes make copies ------------------------------------------------------------------------------


@given(either, some_ids)
def test_without_takes_out_the_ids_and_nothing_else(clip: Clip, ids: set[int]) -> None:
    before = list(clip)
    assert list(clip.without(sorted(ids))) == [n for n in before if n.id not in ids]
    assert list(clip) == before


@given(either, st.lists(notes(), max_size=5))
def test_with_notes_keeps_the_old_and_gives_the_new_ids_of_their_own(clip: Clip, new: list[Note]) -> None:
    after = clip.with_notes(new)
    assert is_valid(after)
    assert list(after.take_rows(after.rows_of(clip.ids))) == list(clip)
    added = after.without(clip.ids)
    assert sorted(map(values, added)) == sorted(map(values, new))


def values(note: Note) -> tuple[int, ...]:
    return (note.start_tick, note.length_ticks, note.pitch, note.velocity, note.muted)


@given(either, either)
def test_copies_get_ids_of_their_own_in_their_order(clip: Clip, other: Clip) -> None:
    after = clip.with_copies(other)
    assert is_valid(after)
    assert after.take_rows(after.rows_of(clip.ids)) == clip
    added = after.without(clip.ids)
    assert list(map(values, added)) == list(map(values, other))
    assert added.ids.tolist() == sorted(added.ids.tolist())


COUNT = 2_000


@given(st.integers(0, 2**32), st.integers(0, 3))
def test_many_changes_at_once_are_as_if_made_by_sorting(seed: int, far: int) -> None:
    """Spliced or merged, with ties: what comes out is what sorting all anew gives."""
    draw = np.random.default_rng(seed)
    columns = [draw.integers(low, high, COUNT) for low, high in ((0, 400), (1, 9), (50, 53), (1, 128))]
    clip = Clip.from_columns(np.arange(1, COUNT + 1), *columns, muted=draw.integers(0, 2, COUNT))
    rows = np.flatnonzero(draw.random(COUNT) < (0.005, 0.05, 0.5, 1.0)[far])
    starts, pitches = draw.integers(0, 400, len(rows)), draw.integers(50, 53, len(rows))
    moved = clip.replaced(rows, starts=starts, pitches=pitches)
    ids, all_starts, lengths, all_pitches, velocities = (column.copy() for column in clip.columns)
    all_starts[rows], all_pitches[rows] = starts, pitches
    assert moved == Clip.from_columns(ids, all_starts, lengths, all_pitches, velocities, muted=clip.muted)
    kept = np.setdiff1d(np.arange(COUNT), rows)
    assert moved.without(ids[rows]) == clip.take_rows(kept)
    assert clip.without(ids[rows]).with_notes(clip.notes(ids[rows])) == clip
    assert all(map(is_valid, (moved, moved.without(ids[rows]), moved.with_copies(clip))))


@given(either)
def test_what_does_not_change_is_shared(clip: Clip) -> None:
    rows = np.arange(len(clip))
    assert clip.replaced(rows, starts=clip.starts, lengths=clip.lengths, muted=clip.muted) is clip
    assert clip.without([]) is clip
    assert clip.with_notes([]) is clip
    louder = clip.replaced(rows, velocities=clip.velocities % 127 + 1)
    assert louder.starts is clip.starts
    assert louder.ids is clip.ids


@given(either)
def test_a_clip_arrives_whole_in_another_process(clip: Clip) -> None:
    assert len(clip.ends) == len(clip)
    again = pickle.loads(pickle.dumps(clip))
    assert again == clip
    assert is_valid(again)
    assert "ends" not in vars(again), "what can be worked out is not sent"


def test_ids_that_lie_far_apart_are_found_too() -> None:
    clip = Clip.from_notes([Note(10**12, 0, 1, 60), Note(3, 5, 1, 60)])
    assert clip.rows_of([3, 4, 10**12]).tolist() == [0, 1]
    assert clip.without([10**12]).ids.tolist() == [3]
    assert clip.with_notes([Note(0, 1, 1, 60)]).ids.tolist() == [10**12, 10**12 + 1, 3]


@pytest.mark.parametrize(
    "change", [{"starts": [-1]}, {"lengths": [0]}, {"pitches": [128]}, {"velocities": [0]}]
)
def test_new_values_are_checked(change: dict[str, list[int]]) -> None:
    clip = Clip.from_notes([Note(1, 0, 10, 60)])
    with pytest.raises(ValueError, match="must"):
        clip.replaced([0], **change)
    with pytest.raises(ValueError, match="unique and positive"):
        clip.with_notes([Note(-4, 0, 10, 60)])


def test_with_notes_keeps_an_id_that_is_free() -> None:
    clip = Clip.from_notes([Note(1, 0, 1, 60)]).with_notes([Note(9, 5, 1, 60), Note(1, 6, 1, 60)])
    assert clip.ids.tolist() == [1, 9, 10]


@given(clips(min_size=1), st.data())
def test_replaced_changes_only_the_rows_it_is_given(clip: Clip, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(clip) - 1))
    note = clip.note_at_row(row)
    after = clip.replaced([row], pitches=[(note.pitch + 1) % 128], starts=[note.start_tick + 1])
    assert is_valid(after)
    assert list(after.without([note.id])) == list(clip.without([note.id]))
    (changed,) = after.notes([note.id])
    assert changed == Note(
        note.id, note.start_tick + 1, note.length_ticks, (note.pitch + 1) % 128, note.velocity
    )


def test_queries_of_100_000_notes_are_slices() -> None:
    n = 100_000
    clip = Clip.from_columns(
        np.arange(1, n + 1), np.arange(n) * 10, np.full(n, 20), np.full(n, 60), np.full(n, 90)
    )
    assert clip.rows_between(500_000, 500_100).tolist() == list(range(49_999, 50_010))
    assert clip.rows_of([n, 1]).tolist() == [0, n - 1]
