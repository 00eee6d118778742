"""Edits of which notes there are: ids stay unique, order holds, nothing changes but what was asked for."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap
from tests.strategies import clips, crowded_clips, either_muted, notes

either = st.one_of(clips(of=notes(muted=either_muted)), crowded_clips(muted=either_muted))
some_ids = st.sets(st.integers(0, 14)).map(sorted)
shifts = st.integers(-4000, 4000)
cuts = st.dictionaries(
    st.integers(0, 14), st.one_of(st.integers(-2, 24), st.integers(0, 130_000)), max_size=8
)


def on(clip: Clip) -> Piece:
    return Piece().with_clip(0, clip)


def clip_of(piece: Piece) -> Clip:
    """The clip, which is what the class promises."""
    clip = piece.tracks[0].clip
    assert clip == Clip.from_notes(clip), "in order, and every id once"
    return clip


def values(clip: Clip) -> list[tuple[object, ...]]:
    """What the notes are but for their ids."""
    return sorted((n.start_tick, n.length_ticks, n.pitch, n.velocity, n.muted) for n in clip)


@given(either, some_ids, shifts, st.integers(-140, 140))
def test_copies_are_the_notes_moved_and_the_notes_stay(
    clip: Clip, ids: list[int], ticks: int, semitones: int
) -> None:
    after = clip_of(edits.copy_notes(on(clip), 0, ids, ticks, semitones))
    assert after.take_rows(after.rows_of(clip.ids)) == clip
    moved = edits.move_notes(on(clip), 0, ids, ticks, semitones).tracks[0].clip
    assert values(after.without(clip.ids)) == values(moved.take_rows(moved.rows_of(ids)))


@given(either, some_ids)
def test_duplicates_begin_on_the_first_beat_after_the_notes(clip: Clip, ids: list[int]) -> None:
    piece = replace(on(clip), meter_map=MeterMap.of(6, 8))
    after = clip_of(edits.duplicate(piece, 0, ids))
    old, new = clip.notes(ids), list(after.without(clip.ids))
    assert len(new) == len(old)
    if old:
        shift = new[0].start_tick - old[0].start_tick
        span = max(n.end_tick for n in old) - old[0].start_tick
        assert shift % 240 == 0
        assert span <= shift < span + 240
        assert values(after.without(clip.ids)) == values(
            Clip.from_notes(replace(n, start_tick=n.start_tick + shift) for n in old)
        )


@given(either, cuts)
def test_split_notes_fill_the_same_time_and_join_again(clip: Clip, ticks: dict[int, int]) -> None:
    after = clip_of(edits.split_notes(on(clip), 0, ticks))
    whole = [n for n in clip if n.start_tick < ticks.get(n.id, 0) < n.end_tick]
    assert len(after) == len(clip) + len(whole)
    assert after.without([*(n.id for n in whole), *after.ids[after.ids >= clip.next_id]]) == clip.without(
        [n.id for n in whole]
    )
    for note in whole:
        at = ticks[note.id]
        (left,) = after.notes([note.id])
        assert left == replace(note, length_ticks=at - note.start_tick)
        right = replace(note, start_tick=at, length_ticks=note.end_tick - at)
        assert values(Clip.from_notes([right]))[0] in values(after.without(clip.ids))


@given(either, cuts)
def test_joining_the_halves_of_a_note_makes_it_whole(clip: Clip, ticks: dict[int, int]) -> None:
    for id_, tick in ticks.items():
        split = edits.split_notes(on(clip), 0, {id_: tick})
        halves = [id_, clip.next_id]
        assert clip_of(edits.join_notes(split, 0, halves)) == clip


@given(either, some_ids)
def test_joined_notes_are_one_a_pitch_from_first_start_to_last_end(clip: Clip, ids: list[int]) -> None:
    after = clip_of(edits.join_notes(on(clip), 0, ids))
    assert after.without(ids) == clip.without(ids)
    chosen = clip.notes(ids)
    expected = []
    for pitch in {n.pitch for n in chosen}:
        group = [n for n in chosen if n.pitch == pitch]
        end = max(n.end_tick for n in group)
        is_muted = all(n.muted for n in group)
        expected.append(replace(group[0], length_ticks=end - group[0].start_tick, muted=is_muted))
    assert after.take_rows(after.rows_of(ids)) == Clip.from_notes(expected)


@given(either, some_ids, st.booleans())
def test_muting_changes_nothing_but_what_is_heard(clip: Clip, ids: list[int], muted: bool) -> None:
    after = clip_of(edits.mute_notes(on(clip), 0, ids, muted))
    assert list(after) == [replace(n, muted=muted) if n.id in ids else n for n in clip]
    assert list(after.sounding) == [n for n in after if not n.muted]
    assert not Piece().with_clip(0, after).without_muted_notes().tracks[0].clip.muted.any()


def test_a_join_leaves_what_lies_between_and_was_not_chosen() -> None:
    clip = Clip.from_notes([Note(1, 0, 10, 60, 50), Note(2, 20, 10, 60), Note(3, 40, 10, 60)])
    after = clip_of(edits.join_notes(on(clip), 0, [1, 3]))
    assert list(after) == [Note(1, 0, 50, 60, 50), Note(2, 20, 10, 60)]


def test_what_changes_nothing_is_the_very_same_piece() -> None:
    piece = on(Clip.from_notes([Note(1, 0, 480, 60), Note(2, 0, 480, 64)]))
    for edited in (
        edits.split_notes(piece, 0, {1: 480, 2: 0, 7: 100}),
        edits.join_notes(piece, 0, [1, 2]),
        edits.mute_notes(piece, 0, [1, 2], False),
        edits.copy_notes(piece, 0, [7], 480, 0),
        edits.duplicate(piece, 0, []),
        edits.add_notes(piece, 0, []),
        edits.paste(piece, 0, Clip.empty(), 0),
        edits.delete_notes(piece, 0, [7]),
        edits.move_notes(piece, 0, [1, 2], -480, 0),
    ):
        assert edited is piece
