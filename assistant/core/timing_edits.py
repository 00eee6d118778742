"""Edits of when notes are played: quantise, humanise, legato, free playing fitted to bars."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.clip import IntColumn
from assistant.core.errors import AntiphonError
from assistant.core.note import MAX_VELOCITY
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap

SWING_SHARE = 3
"""At full swing every second line of the grid comes a third of a step late: two to one, as in triplets."""


def quantise(
    piece: Piece,
    track: int,
    ids: ArrayLike,
    grid_ticks: int,
    *,
    strength: float = 1.0,
    swing: float = 0.0,
    ends: bool = False,
    bars: int = 1,
) -> Piece:
    """The notes' starts drawn to the nearest grid or bar line (of two, the earlier), their lengths kept.

    The grid begins anew in every bar, or every so many ``bars``. ``strength`` 0..1 is how much of the way
    they go; ``swing`` 0..1 delays every second line of a bar by up to a third of a step; with ``ends`` the
    ends are drawn to the grid as well, but no end to where the note begins.
    """
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    old_starts, old_ends = clip.starts[rows], clip.ends[rows]
    lines = (piece.meter_map.in_groups(bars), grid_ticks, swing)
    wanted = _nearest(old_starts, *lines)
    starts = _drawn(old_starts, wanted, strength)
    lengths = clip.lengths[rows]
    if ends:
        _, next_lines = _lines_round(wanted, *lines)
        wanted_ends = np.maximum(_nearest(old_ends, *lines), next_lines)
        lengths = np.maximum(_drawn(old_ends, wanted_ends, strength) - starts, 1)
    return piece.with_clip(track, clip.replaced(rows, starts=starts, lengths=lengths))


def humanise(piece: Piece, track: int, ids: ArrayLike, ticks: int, velocity: int, *, seed: int) -> Piece:
    """The notes played less evenly: each up to so many ticks early or late, and so much softer or louder.

    The same seed gives the same again. Lengths are kept; nothing begins before tick 0.
    """
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    draw = np.random.default_rng(seed)
    late = draw.integers(-ticks, ticks, len(rows), endpoint=True)
    louder = draw.integers(-velocity, velocity, len(rows), endpoint=True)
    starts = np.maximum(clip.starts[rows] + late, 0)
    velocities = np.clip(clip.velocities[rows] + louder, 1, MAX_VELOCITY)
    return piece.with_clip(track, clip.replaced(rows, starts=starts, velocities=velocities))


def legato(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """The notes held until the next of them begins; those that begin last stay as they are.

    Notes that begin together end together: chords stay chords.
    """
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    starts = clip.starts[rows]
    following = np.searchsorted(starts, starts, side="right")
    is_followed = following < len(rows)
    rows, following = rows[is_followed], following[is_followed]
    return piece.with_clip(track, clip.replaced(rows, lengths=starts[following] - starts[is_followed]))


def fit_to_bars(piece: Piece, track: int, ids: ArrayLike, bars: int) -> Piece:
    """Free playing stretched or shrunk in time to fill whole bars, from the bar line nearest its first note.

    From the first start to the last end the notes take ``bars`` bars; none gets shorter than a tick.
    Raises ``AntiphonError`` for less than one bar.
    """
    if bars < 1:
        raise AntiphonError("Fit the notes to one bar or more.")
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    first, last = int(clip.starts[rows].min()), int(clip.ends[rows].max())
    start, end = _span_of_bars(piece.meter_map, first, bars)
    factor = (end - start) / (last - first)
    starts = start + np.rint((clip.starts[rows] - first) * factor).astype(np.int64)
    ends = start + np.rint((clip.ends[rows] - first) * factor).astype(np.int64)
    lengths = np.maximum(ends - starts, 1)
    return piece.with_clip(track, clip.replaced(rows, starts=starts, lengths=lengths))


def _span_of_bars(meter_map: MeterMap, near_tick: int, bars: int) -> tuple[int, int]:
    """(the nearest bar line, the one so many bars later)."""
    (before,), (after,) = meter_map.bars_round([near_tick])
    start = int(before if near_tick - before <= after - near_tick else after)
    return start, meter_map.bar_start_tick(meter_map.bar_at(start) + bars)


def _drawn(ticks: IntColumn, towards: IntColumn, strength: float) -> IntColumn:
    way = np.rint((towards - ticks) * min(max(strength, 0.0), 1.0))
    drawn: IntColumn = ticks + way.astype(np.int64)
    return drawn


def _nearest(ticks: IntColumn, meter_map: MeterMap, grid_ticks: int, swing: float) -> IntColumn:
    before, after = _lines_round(ticks, meter_map, grid_ticks, swing)
    return np.where(ticks - before <= after - ticks, before, after)


def _lines_round(
    ticks: IntColumn, meter_map: MeterMap, grid_ticks: int, swing: float
) -> tuple[IntColumn, IntColumn]:
    """For each tick the line of the swung grid at or before it, and the next one."""
    bar_starts, bar_ends = meter_map.bars_round(ticks)
    delay = round(min(max(swing, 0.0), 1.0) * grid_ticks / SWING_SHARE)
    number = (ticks - bar_starts) // grid_ticks

    def line(number: IntColumn) -> IntColumn:
        tick: IntColumn = np.minimum(bar_starts + number * grid_ticks + number % 2 * delay, bar_ends)
        return tick

    number = number - (line(number) > ticks)  # a late line has not come yet
    return line(number), line(number + 1)
