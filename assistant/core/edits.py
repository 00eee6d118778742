"""Edits of a piece: pure functions from one piece to the next, never half done.

Every function takes the piece, the index of a track and what to change; ids that no longer exist are passed
over, so that an edit made while something else changed the piece still does the sensible thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.clip import Clip
from assistant.core.note import MAX_PITCH, MAX_VELOCITY, Note
from assistant.core.piece import Loop, Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key


def add_notes(piece: Piece, track: int, notes: Iterable[Note]) -> Piece:
    """The piece with notes added; notes whose id is 0 or taken get fresh ids."""
    return piece.with_clip(track, piece.tracks[track].clip.with_notes(notes))


def delete_notes(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """The piece without the given notes."""
    return piece.with_clip(track, piece.tracks[track].clip.without(ids))


def move_notes(piece: Piece, track: int, ids: ArrayLike, ticks: int, semitones: int) -> Piece:
    """The notes moved together; the shift is cut where the first would leave tick 0 or the keyboard."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    ticks = max(ticks, -int(clip.starts[rows].min()))
    semitones = int(np.clip(semitones, -clip.pitches[rows].min(), MAX_PITCH - clip.pitches[rows].max()))
    moved = clip.replaced(rows, starts=clip.starts[rows] + ticks, pitches=clip.pitches[rows] + semitones)
    return piece.with_clip(track, moved)


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
    ends = clip.ends[rows]
    floor = np.minimum(clip.lengths[rows], shortest_ticks)
    starts = np.clip(clip.starts[rows] + ticks, 0, ends - floor)
    return piece.with_clip(track, clip.replaced(rows, starts=starts, lengths=ends - starts))


def set_velocities(piece: Piece, track: int, velocities: Mapping[int, int]) -> Piece:
    """The notes with new velocities by id, each cut to 1..127."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(list(velocities))
    wanted = [velocities[int(id_)] for id_ in clip.ids[rows]]
    return piece.with_clip(track, clip.replaced(rows, velocities=np.clip(wanted, 1, MAX_VELOCITY)))


def change_velocities(piece: Piece, track: int, ids: ArrayLike, amount: int) -> Piece:
    """The notes' velocities raised by an amount, each cut to 1..127."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    wanted = np.clip(clip.velocities[rows] + amount, 1, MAX_VELOCITY)
    return piece.with_clip(track, clip.replaced(rows, velocities=wanted))


def quantise(piece: Piece, track: int, ids: ArrayLike, grid_ticks: int) -> Piece:
    """The notes' starts drawn to the nearest grid or bar line (of two, the earlier).

    The grid begins anew in every bar, as it is drawn.
    """
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    starts = clip.starts[rows]
    bar_starts, bar_ends = piece.meter_map.bars_round(starts)
    before = bar_starts + (starts - bar_starts) // grid_ticks * grid_ticks
    after = np.minimum(before + grid_ticks, bar_ends)
    nearest = np.where(starts - before <= after - starts, before, after)
    return piece.with_clip(track, clip.replaced(rows, starts=nearest))


def paste(piece: Piece, track: int, notes: Sequence[Note], at_tick: int) -> Piece:
    """The notes added again so that the earliest begins at ``at_tick``."""
    if not notes:
        return piece
    shift = at_tick - min(n.start_tick for n in notes)
    copies = [replace(n, id=0, start_tick=n.start_tick + shift) for n in notes]
    return add_notes(piece, track, copies)


def replace_span(piece: Piece, track: int, start_tick: int, end_tick: int, notes: Iterable[Note]) -> Piece:
    """The notes that begin in [start_tick, end_tick) exchanged for others; what is held into it stays.

    The new notes get ids that none of the old ones had.
    """
    clip = piece.tracks[track].clip
    old = clip.ids[clip.rows_starting_between(start_tick, end_tick)]
    new = [replace(n, id=id_) for id_, n in enumerate(notes, start=clip.next_id)]
    return piece.with_clip(track, clip.without(old).with_notes(new))


def replace_spans(
    piece: Piece, start_tick: int, end_tick: int, voices: Iterable[tuple[int, Iterable[Note]]]
) -> Piece:
    """The same exchange on several tracks; ``voices`` are (track, its new notes) each."""
    for track, notes in voices:
        piece = replace_span(piece, track, start_tick, end_tick, notes)
    return piece


def set_clip(piece: Piece, track: int, clip: Clip) -> Piece:
    """The piece with all of a track's notes exchanged."""
    return piece.with_clip(track, clip)


def set_tempo(piece: Piece, bpm: float, tick: int = 0) -> Piece:
    """The piece with a tempo (quarter notes a minute) from a tick on."""
    return replace(piece, tempo_map=piece.tempo_map.with_bpm(tick, bpm))


def set_meter(piece: Piece, numerator: int, denominator: int, tick: int = 0) -> Piece:
    """The piece with a meter from a bar line on."""
    changes = [*piece.meter_map.changes, MeterChange(tick, numerator, denominator)]
    return replace(piece, meter_map=MeterMap.of_changes(changes))


def set_key(piece: Piece, key: Key | None) -> Piece:
    """The piece with its key named, or left open."""
    return replace(piece, key=key)


def set_loop(piece: Piece, loop: Loop | None) -> Piece:
    """The piece with its loop region set or taken away."""
    return replace(piece, loop=loop)


def set_instrument(piece: Piece, track: int, program: int | None) -> Piece:
    """The track with a General MIDI instrument, or none chosen."""
    return piece.with_track(track, replace(piece.tracks[track], program=program))
