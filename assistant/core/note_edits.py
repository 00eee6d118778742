"""Edits of which notes there are: add, delete, copy, cut in two, join, mute, exchange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.clip import Clip
from assistant.core.move_edits import move_rows
from assistant.core.note import Note
from assistant.core.piece import Piece


def add_notes(piece: Piece, track: int, notes: Iterable[Note]) -> Piece:
    """The piece with notes added; notes whose id is 0 or taken get fresh ids."""
    return piece.with_clip(track, piece.tracks[track].clip.with_notes(notes))


def delete_notes(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """The piece without the given notes."""
    return piece.with_clip(track, piece.tracks[track].clip.without(ids))


def copy_notes(piece: Piece, track: int, ids: ArrayLike, ticks: int, semitones: int) -> Piece:
    """The notes there once more, moved together as :func:`move_notes` would move them."""
    clip = piece.tracks[track].clip
    copied = clip.take_rows(clip.rows_of(ids))
    moved = move_rows(copied, np.arange(len(copied)), ticks, semitones)
    return piece.with_clip(track, clip.with_copies(moved))


def duplicate(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """The notes once more after themselves, the fewest whole beats later."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    first = int(clip.starts[rows[0]])
    return copy_notes(piece, track, ids, beats_after(piece, track, ids) - first, 0)


def beats_after(piece: Piece, track: int, ids: ArrayLike) -> int:
    """The tick after some notes that lies whole beats after the first of them."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    first, end = int(clip.starts[rows[0]]), int(clip.ends[rows].max())
    beat_ticks = piece.meter_map.change_at(first).beat_ticks
    return first - (first - end) // beat_ticks * beat_ticks


def paste(piece: Piece, track: int, copied: Clip, at_tick: int) -> Piece:
    """Copied notes added so that the earliest begins at ``at_tick``."""
    if not len(copied):
        return piece
    shifted = move_rows(copied, np.arange(len(copied)), at_tick - int(copied.starts[0]), 0)
    return piece.with_clip(track, piece.tracks[track].clip.with_copies(shifted))


def split_notes(piece: Piece, track: int, ticks: Mapping[int, int]) -> Piece:
    """Notes cut in two at a tick each, by id; a note that does not sound on both sides of it stays whole.

    The first half keeps the id, and both keep all the rest.
    """
    clip = piece.tracks[track].clip
    rows, at = clip.rows_and_values(ticks)
    is_inside = (clip.starts[rows] < at) & (at < clip.ends[rows])
    rows, at = rows[is_inside], at[is_inside]
    whole = clip.take_rows(rows)
    later = whole.replaced(np.arange(len(rows)), starts=at, lengths=whole.ends - at)
    return piece.with_clip(track, clip.replaced(rows, lengths=at - whole.starts).with_copies(later))


def join_notes(piece: Piece, track: int, ids: ArrayLike) -> Piece:
    """Of every pitch one note, from where the first of the given ones begins to where the last one ends.

    The first one stays, as loud as it was; the joined note is muted where all of them were.
    """
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    rows = rows[np.argsort(clip.pitches[rows], kind="stable")]
    firsts = np.flatnonzero(np.diff(clip.pitches[rows], prepend=-1))
    kept = rows[firsts]
    lengths = np.maximum.reduceat(clip.ends[rows], firsts) - clip.starts[kept]
    are_muted = np.logical_and.reduceat(clip.muted[rows], firsts)
    joined = clip.replaced(kept, lengths=lengths, muted=are_muted)
    gone = np.delete(rows, firsts)
    return piece.with_clip(track, joined.without(clip.ids[gone]))


def mute_notes(piece: Piece, track: int, ids: ArrayLike, muted: bool) -> Piece:
    """The notes silenced, or heard again."""
    clip = piece.tracks[track].clip
    return piece.with_clip(track, clip.replaced(clip.rows_of(ids), muted=muted))


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
