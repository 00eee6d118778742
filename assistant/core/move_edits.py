"""Edits of where notes stand: move, resize, turn round in time, upside down, on to a scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.clip import Clip, IntColumn
from assistant.core.note import MAX_PITCH
from assistant.core.piece import Piece
from assistant.core.theory import Key


def move_notes(piece: Piece, track: int, ids: ArrayLike, ticks: int, semitones: int) -> Piece:
    """The notes moved together; the shift is cut where the first would leave tick 0 or the keyboard."""
    clip = piece.tracks[track].clip
    return piece.with_clip(track, move_rows(clip, clip.rows_of(ids), ticks, semitones))


def move_rows(clip: Clip, rows: IntColumn, ticks: int, semitones: int) -> Clip:
    """The clip with some rows moved so."""
    if not len(rows):
        return clip
    starts, pitches = clip.starts[rows], clip.pitches[rows]
    ticks = max(ticks, -int(starts.min()))
    semitones = min(max(semitones, -int(pitches.min())), MAX_PITCH - int(pitches.max()))
    if len(rows) < len(clip):
        return clip.replaced(rows, starts=starts + ticks, pitches=pitches + semitones)
    return _all_moved(clip, ticks, semitones)


def _all_moved(clip: Clip, ticks: int, semitones: int) -> Clip:
    """The clip with all its notes moved: they stay in order, and need no sorting."""
    if not ticks and not semitones:
        return clip
    starts = clip.starts + ticks if ticks else clip.starts
    pitches = clip.pitches + semitones if semitones else clip.pitches
    return Clip(clip.ids, starts, clip.lengths, pitches, clip.velocities, clip.muted)


def resize_ends(piece: Piece, track: int, ids: ArrayLike, ticks: int, *, shortest_ticks: int = 1) -> Piece:
    """The notes' ends moved by ``ticks``; none gets shorter than ``shortest_ticks`` (unless it was)."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    floor = np.minimum(clip.lengths[rows], shortest_ticks)
    lengths = np.maximum(clip.lengths[rows] + ticks, floor)
    return piece.with_clip(track, clip.replaced(rows, lengths=lengths))


def resize_starts(piece: Piece, track: int, ids: ArrayLike, ticks: int, *, shortest_ticks: int = 1) -> Piece:
    """The notes' starts moved by ``ticks``, their ends kept; cut at tick 0 and at the shortest length."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    ends = clip.starts[rows] + clip.lengths[rows]
    floor = np.minimum(clip.lengths[rows], shortest_ticks)
    starts = np.clip(clip.starts[rows] + ticks, 0, ends - floor)
    return piece.with_clip(track, clip.replaced(rows, starts=starts, lengths=ends - starts))


def reverse(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """The notes played backwards in the time that they fill: what ended last begins first."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    ends = clip.ends[rows]
    mirrored = int(clip.starts[rows].min()) + int(ends.max()) - ends
    return piece.with_clip(track, clip.replaced(rows, starts=mirrored))


def invert(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """The notes upside down in the range that they fill: the highest pitch becomes the lowest."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    pitches = clip.pitches[rows]
    mirrored = int(pitches.min()) + int(pitches.max()) - pitches
    return piece.with_clip(track, clip.replaced(rows, pitches=mirrored))


def snap_to_scale(piece: Piece, track: int, ids: ArrayLike, key: Key) -> Piece:
    """The notes drawn to the nearest pitch of a key, of two the lower.

    Where a note of the same start stands on that pitch already, a note goes to the pitch of the key on its
    other side, if that one is free. It never gets lost: where both are taken, two notes share the nearest.
    """
    clip = piece.tracks[track].clip
    rows, below, above = clip.rows_of(ids), *_neighbours(key)
    rows = rows[below[clip.pitches[rows]] != clip.pitches[rows]]
    starts, pitches = clip.starts[rows], clip.pitches[rows]
    is_lower_nearer = pitches - below[pitches] <= above[pitches] - pitches
    nearest = np.where(is_lower_nearer, below[pitches], above[pitches])
    further = np.where(is_lower_nearer, above[pitches], below[pitches])
    snapped = _apart(starts, nearest, further, _standing(clip, rows))
    return piece.with_clip(track, clip.replaced(rows, pitches=snapped))


def _neighbours(key: Key) -> tuple[IntColumn, IntColumn]:
    """For all 128 pitches the pitch of the key at or below, and at or above; at the ends the outermost."""
    pitches, scale = np.arange(MAX_PITCH + 1), np.flatnonzero(key.mask())
    above = np.searchsorted(scale, pitches, side="left")
    below = np.searchsorted(scale, pitches, side="right") - 1
    return scale[np.maximum(below, 0)], scale[np.minimum(above, len(scale) - 1)]


def _standing(clip: Clip, but: IntColumn) -> IntColumn:
    """Start and pitch, in one number each, of the notes that begin together with some rows, but not these."""
    begins_there = np.isin(clip.starts, clip.starts[but])
    begins_there[but] = False
    return _places(clip.starts[begins_there], clip.pitches[begins_there])


def _places(starts: IntColumn, pitches: IntColumn) -> IntColumn:
    return starts * (MAX_PITCH + 1) + pitches


def _apart(starts: IntColumn, nearest: IntColumn, further: IntColumn, standing: IntColumn) -> IntColumn:
    """Each note on its nearest pitch, or on the further one where only that is free."""
    places = _places(starts, nearest)
    stay = ~np.isin(places, standing)
    clashing = np.flatnonzero(~stay)
    spare = _places(starts[clashing], further[clashing])
    is_free = ~(np.isin(spare, standing) | np.isin(spare, places[stay]))
    _, firsts = np.unique(spare[is_free], return_index=True)  # of several that want it, the first has it
    going = clashing[is_free][firsts]
    snapped: IntColumn = nearest.copy()
    snapped[going] = further[going]
    return snapped
