"""Quantise, humanise, legato and fitting to bars: lengths, chords and other notes are kept as promised."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.core import edits
from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap
from tests.core.test_move_edits import check_others
from tests.core.test_note_edits import clip_of, either, on, some_ids
from tests.strategies import meter_maps

BAR = 1920
grids = st.sampled_from([1, 7, 60, 120, 160, 480])
shares = st.floats(0, 1)


def lines_of(meters: MeterMap, tick: int, grid: int, swing: float) -> list[int]:
    """The lines of the swung grid in a tick's bar, and the next bar line."""
    (start,), (end,) = meters.bars_round([tick])
    late = round(swing * grid / 3)
    lines = (int(start) + n * grid + n % 2 * late for n in range((int(end - start)) // grid + 2))
    return sorted({min(line, int(end)) for line in lines} | {int(end)})


@given(either, some_ids, meter_maps(), grids, shares)
def test_swung_notes_stand_on_the_nearest_line(
    clip: Clip, ids: list[int], meters: MeterMap, grid: int, swing: float
) -> None:
    assume(all(c.bar_ticks // grid < 500 for c in meters.changes))
    piece = replace(on(clip), meter_map=meters)
    after = clip_of(edits.quantise(piece, 0, ids, grid, swing=swing))
    check_others(clip, after, ids)
    old = {n.id: n for n in clip}
    for note in after.notes(ids):
        before = old[note.id]
        lines = lines_of(meters, before.start_tick, grid, swing)
        assert note.start_tick == min(lines, key=lambda line: (abs(line - before.start_tick), line))
        assert replace(note, start_tick=before.start_tick) == before


@given(either, some_ids, grids, shares)
def test_half_quantised_notes_are_on_their_way(
    clip: Clip, ids: list[int], grid: int, strength: float
) -> None:
    after = clip_of(edits.quantise(on(clip), 0, ids, grid, strength=strength))
    there = {n.id: n for n in clip_of(edits.quantise(on(clip), 0, ids, grid))}
    check_others(clip, after, ids)
    for old in clip.notes(ids):
        (new,) = after.notes([old.id])
        way = there[old.id].start_tick - old.start_tick
        assert abs(new.start_tick - old.start_tick - strength * way) <= 0.5
        assert new.length_ticks == old.length_ticks
    assert edits.quantise(on(clip), 0, ids, grid, strength=0.0) == on(clip)


@given(either, some_ids, meter_maps(), grids, shares)
def test_ends_are_drawn_too_and_no_note_gets_lost(
    clip: Clip, ids: list[int], meters: MeterMap, grid: int, swing: float
) -> None:
    assume(all(c.bar_ticks // grid < 500 for c in meters.changes))
    piece = replace(on(clip), meter_map=meters)
    partly = clip_of(edits.quantise(piece, 0, ids, grid, strength=0.6, swing=swing, ends=True))
    check_others(clip, partly, ids)
    after = edits.quantise(piece, 0, ids, grid, swing=swing, ends=True)
    for note in clip_of(after).notes(ids):
        for tick in (note.start_tick, note.end_tick):
            assert tick in lines_of(meters, tick, grid, swing)
    assert edits.quantise(after, 0, ids, grid, swing=swing, ends=True) == after


def test_full_swing_is_two_to_one() -> None:
    clip = Clip.from_notes(Note(0, 240 * n, 100, 60) for n in range(4))
    after = clip_of(edits.quantise(on(clip), 0, clip.ids, 240, swing=1.0))
    assert after.starts.tolist() == [0, 320, 480, 800]


@given(either, some_ids, st.integers(0, 60), st.integers(0, 60), st.integers(0, 9))
def test_humanised_notes_stay_near_and_the_same_seed_gives_the_same(
    clip: Clip, ids: list[int], ticks: int, velocity: int, seed: int
) -> None:
    after = edits.humanise(on(clip), 0, ids, ticks, velocity, seed=seed)
    check_others(clip, clip_of(after), ids)
    old = {n.id: n for n in clip}
    for note in clip_of(after).notes(ids):
        before = old[note.id]
        assert abs(note.start_tick - before.start_tick) <= ticks
        assert abs(note.velocity - before.velocity) <= velocity
        assert replace(note, start_tick=before.start_tick, velocity=before.velocity) == before
    assert edits.humanise(on(clip), 0, ids, ticks, velocity, seed=seed) == after
    assert edits.humanise(on(clip), 0, ids, 0, 0, seed=seed) == on(clip)


@given(either, some_ids)
def test_legato_notes_end_where_the_next_one_begins(clip: Clip, ids: list[int]) -> None:
    after = clip_of(edits.legato(on(clip), 0, ids))
    check_others(clip, after, ids)
    onsets = sorted({n.start_tick for n in clip.notes(ids)})
    for old, new in zip(clip.notes(ids), after.notes(ids), strict=True):
        later = [tick for tick in onsets if tick > old.start_tick]
        end = later[0] if later else old.end_tick
        assert new == replace(old, length_ticks=end - old.start_tick)


@given(either, some_ids, meter_maps(), st.integers(1, 9))
def test_fitted_notes_fill_whole_bars_in_their_old_order(
    clip: Clip, ids: list[int], meters: MeterMap, bars: int
) -> None:
    piece = replace(on(clip), meter_map=meters)
    after = clip_of(edits.fit_to_bars(piece, 0, ids, bars))
    check_others(clip, after, ids)
    old, new = clip.notes(ids), {n.id: n for n in after.notes(ids)}
    if not old:
        return
    first = min(n.start_tick for n in new.values())
    bar = meters.bar_at(first)
    assert first == meters.bar_start_tick(bar)
    end = meters.bar_start_tick(bar + bars)
    assert abs(max(n.end_tick for n in new.values()) - end) <= 1
    starts = [new[n.id].start_tick for n in old]
    assert starts == sorted(starts)
    assert all((new[n.id].pitch, new[n.id].velocity) == (n.pitch, n.velocity) for n in old)


def test_free_playing_is_fitted_from_the_bar_line_that_is_nearest() -> None:
    clip = Clip.from_notes([Note(1, 1900, 500, 60), Note(2, 2400, 250, 62), Note(3, 2650, 250, 64)])
    after = clip_of(edits.fit_to_bars(on(clip), 0, [1, 2, 3], 2))
    assert [(n.start_tick, n.end_tick) for n in after] == [(1920, 3840), (3840, 4800), (4800, 5760)]
    assert edits.fit_to_bars(on(after), 0, [1, 2, 3], 2) == on(after)
    with pytest.raises(AntiphonError, match="one bar"):
        edits.fit_to_bars(on(clip), 0, [1], 0)


@given(either, some_ids, st.floats(0, 4), st.floats(0, 127))
def test_scaled_velocities(clip: Clip, ids: list[int], factor: float, pivot: float) -> None:
    after = clip_of(edits.scale_velocities(on(clip), 0, ids, factor, pivot))
    check_others(clip, after, ids)
    for old, new in zip(clip.notes(ids), after.notes(ids), strict=True):
        assert new == replace(old, velocity=new.velocity)
        wanted = min(127, max(1, pivot + (old.velocity - pivot) * factor))
        assert abs(new.velocity - wanted) <= 0.5
    assert edits.scale_velocities(on(clip), 0, ids, 1.0, pivot) == on(clip)


def test_a_new_edit_touches_only_its_track() -> None:
    clip = Clip.from_notes([Note(1, 7, 480, 61)])
    piece = Piece((Piece().tracks[0], replace(Piece().tracks[0], clip=clip)))
    for edited in (edits.quantise(piece, 1, [1], 120), edits.fit_to_bars(piece, 1, [1], 1)):
        assert edited.tracks[0] is piece.tracks[0]
        assert edited != piece
