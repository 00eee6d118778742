"""Every edit, on any clip: the piece stays valid, ids stay, and nothing but what was asked for changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key
from assistant.core.track import Track
from tests.strategies import clips, crowded_clips, meter_maps, notes, pieces

either = st.one_of(clips(), crowded_clips())
some_ids = st.sets(st.integers(0, 14)).map(sorted)
shifts = st.integers(-4000, 4000)


def on(clip: Clip) -> Piece:
    return Piece().with_clip(0, clip)


def clip_of(piece: Piece) -> Clip:
    return piece.tracks[0].clip


def by_id(clip: Clip) -> dict[int, Note]:
    return {note.id: note for note in clip}


def check_others(before: Clip, after: Clip, ids: list[int]) -> None:
    """The same ids are there, and the notes that were not meant are as they were."""
    assert set(by_id(after)) == set(by_id(before))
    assert after.without(ids) == before.without(ids)


@given(either, st.lists(notes(), max_size=4))
def test_add(clip: Clip, new: list[Note]) -> None:
    after = clip_of(edits.add_notes(on(clip), 0, new))
    assert len(after) == len(clip) + len(new)
    assert after.take_rows(after.rows_of(clip.ids)) == clip


@given(either, some_ids)
def test_delete(clip: Clip, ids: list[int]) -> None:
    after = clip_of(edits.delete_notes(on(clip), 0, ids))
    assert by_id(after) == {i: n for i, n in by_id(clip).items() if i not in ids}


@given(either, some_ids, shifts, st.integers(-140, 140))
def test_move_keeps_the_notes_together(clip: Clip, ids: list[int], ticks: int, semitones: int) -> None:
    after = clip_of(edits.move_notes(on(clip), 0, ids, ticks, semitones))
    check_others(clip, after, ids)
    old, new = by_id(clip), by_id(after)
    moved = [i for i in ids if i in old]
    steps = {(new[i].start_tick - old[i].start_tick, new[i].pitch - old[i].pitch) for i in moved}
    assert len(steps) <= 1
    for i in moved:
        assert (new[i].length_ticks, new[i].velocity) == (old[i].length_ticks, old[i].velocity)
    if moved and ticks < 0 and min(old[i].start_tick for i in moved) < -ticks:
        assert min(new[i].start_tick for i in moved) == 0


def test_a_move_is_cut_at_the_edges_of_the_keyboard() -> None:
    clip = Clip.from_notes([Note(1, 100, 10, 120), Note(2, 0, 10, 5)])
    assert clip_of(edits.move_notes(on(clip), 0, [1], 0, 50)).notes([1])[0].pitch == 127
    assert clip_of(edits.move_notes(on(clip), 0, [1, 2], 0, -50)).notes([1])[0].pitch == 115


@given(either, some_ids, shifts, st.integers(1, 240))
def test_resize_ends(clip: Clip, ids: list[int], ticks: int, shortest: int) -> None:
    after = clip_of(edits.resize_ends(on(clip), 0, ids, ticks, shortest_ticks=shortest))
    check_others(clip, after, ids)
    for old, new in zip(clip.notes(ids), after.notes(ids), strict=True):
        length = max(old.length_ticks + ticks, min(shortest, old.length_ticks))
        assert new == replace(old, length_ticks=length)


@given(either, some_ids, shifts, st.integers(1, 240))
def test_resize_starts_keeps_the_ends(clip: Clip, ids: list[int], ticks: int, shortest: int) -> None:
    after = clip_of(edits.resize_starts(on(clip), 0, ids, ticks, shortest_ticks=shortest))
    check_others(clip, after, ids)
    old, new = by_id(clip), by_id(after)
    for i in set(ids) & set(old):
        assert new[i].end_tick == old[i].end_tick
        assert new[i].start_tick == min(
            max(0, old[i].start_tick + ticks), old[i].end_tick - min(shortest, old[i].length_ticks)
        )


@given(either, st.dictionaries(st.integers(0, 14), st.integers(-20, 200), max_size=6))
def test_set_velocities(clip: Clip, velocities: dict[int, int]) -> None:
    after = clip_of(edits.set_velocities(on(clip), 0, velocities))
    check_others(clip, after, sorted(velocities))
    for note in after.notes(sorted(velocities)):
        assert note.velocity == min(127, max(1, velocities[note.id]))


@given(either, some_ids, st.integers(-200, 200))
def test_change_velocities(clip: Clip, ids: list[int], amount: int) -> None:
    after = clip_of(edits.change_velocities(on(clip), 0, ids, amount))
    check_others(clip, after, ids)
    for old, new in zip(clip.notes(ids), after.notes(ids), strict=True):
        assert new == replace(old, velocity=min(127, max(1, old.velocity + amount)))


@given(either, some_ids, meter_maps(), st.sampled_from([1, 7, 60, 120, 160, 480]))
def test_quantise_draws_each_start_to_the_nearest_line(
    clip: Clip, ids: list[int], meters: MeterMap, grid: int
) -> None:
    piece = replace(on(clip), meter_map=meters)
    after = clip_of(edits.quantise(piece, 0, ids, grid))
    check_others(clip, after, ids)
    old = by_id(clip)
    for note in after.notes(ids):
        bar_tick = meters.bar_start_tick(meters.bar_at(note.start_tick))
        assert (note.start_tick - bar_tick) % grid == 0
        assert abs(note.start_tick - old[note.id].start_tick) * 2 <= grid
        assert note.length_ticks == old[note.id].length_ticks
    assert edits.quantise(piece.with_clip(0, after), 0, ids, grid) == piece.with_clip(0, after)


def test_quantise_knows_the_bars() -> None:
    """Quarters begin anew in every bar of 7/8, and where a change of meter cuts a bar off."""
    meters = MeterMap((MeterChange(0, 7, 8), MeterChange(4000, 4, 4)))
    clip = Clip.from_notes([Note(1, 1700, 10, 60), Note(2, 2140, 10, 60), Note(3, 3990, 10, 60)])
    after = clip_of(edits.quantise(replace(on(clip), meter_map=meters), 0, [1, 2, 3], 480))
    assert {n.id: n.start_tick for n in after} == {1: 1680, 2: 2160, 3: 4000}


@given(either, st.lists(notes(), min_size=1, max_size=4), st.integers(0, 5000))
def test_paste_puts_the_earliest_note_at_the_tick(clip: Clip, copied: list[Note], at_tick: int) -> None:
    after = clip_of(edits.paste(on(clip), 0, Clip.from_notes(copied), at_tick))
    pasted = after.without(clip.ids)
    first = min(n.start_tick for n in copied)
    assert sorted(n.start_tick for n in pasted) == sorted(n.start_tick - first + at_tick for n in copied)
    assert edits.paste(on(clip), 0, Clip.empty(), at_tick) == on(clip)


@given(either, st.integers(0, 20), st.integers(1, 20), st.lists(notes(), max_size=4))
def test_replace_span_exchanges_what_begins_there(
    clip: Clip, start: int, width: int, new: list[Note]
) -> None:
    after = clip_of(edits.replace_span(on(clip), 0, start, start + width, new))
    kept = [n for n in clip if not start <= n.start_tick < start + width]
    assert [n for n in after if n.id < clip.next_id] == kept
    assert len(after) == len(kept) + len(new)
    assert not set(by_id(after.without([n.id for n in kept]))) & set(by_id(clip)), "no id has two meanings"


@given(pieces(), st.data())
def test_edits_touch_only_their_track(piece: Piece, data: st.DataObject) -> None:
    track = data.draw(st.integers(0, len(piece.tracks) - 1))
    after = edits.add_notes(piece, track, [Note(0, 0, 480, 60)])
    assert after.tracks[:track] == piece.tracks[:track]
    assert after.tracks[track + 1 :] == piece.tracks[track + 1 :]
    assert replace(after, tracks=piece.tracks) == piece


def test_an_edit_of_notes_that_are_gone_changes_nothing() -> None:
    piece = on(Clip.from_notes([Note(1, 0, 480, 60)]))
    for edited in (
        edits.delete_notes(piece, 0, [7]),
        edits.move_notes(piece, 0, [7], 480, 1),
        edits.resize_ends(piece, 0, [7], 480),
        edits.resize_starts(piece, 0, [], 480),
        edits.set_velocities(piece, 0, {7: 1}),
        edits.change_velocities(piece, 0, [], 5),
        edits.quantise(piece, 0, [7], 480),
    ):
        assert edited == piece


def test_edits_of_the_whole_piece() -> None:
    piece = Piece()
    assert round(edits.set_tempo(piece, 93.5).tempo_map.bpm_at(0), 1) == 93.5
    assert edits.set_meter(piece, 6, 8).meter_map.changes == (MeterChange(0, 6, 8),)
    assert edits.set_meter(piece, 3, 4, 1920).meter_map.changes == (
        MeterChange(0, 4, 4),
        MeterChange(1920, 3, 4),
    )
    assert edits.set_key(piece, Key(2)).key == Key(2)
    assert edits.set_loop(piece, Loop(0, 480)).loop == Loop(0, 480)
    clip = Clip.from_notes([Note(1, 0, 480, 60)])
    assert clip_of(edits.set_clip(piece, 0, clip)) is clip
    with pytest.raises(ValueError, match="meter"):
        edits.set_meter(piece, 4, 5)


def test_a_span_is_exchanged_on_several_tracks() -> None:
    line = Clip.from_notes(Note(0, beat * 480, 480, 60) for beat in range(4))
    piece = Piece(tracks=(Track(clip=line), Track(clip=line), Track(clip=line)))
    changed = edits.replace_spans(piece, 480, 960, [(0, [Note(0, 480, 240, 72)]), (2, [])])
    assert [[n.pitch for n in track.clip] for track in changed.tracks] == [
        [60, 72, 60, 60], [60] * 4, [60] * 3,
    ]  # fmt: skip
