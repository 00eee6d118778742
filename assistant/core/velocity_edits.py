"""Edits of how loud notes are; every velocity is cut to 1..127."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.note import MAX_VELOCITY
from assistant.core.piece import Piece


def set_velocities(piece: Piece, track: int, velocities: Mapping[int, int]) -> Piece:
    """The notes with new velocities by id."""
    clip = piece.tracks[track].clip
    rows, wanted = clip.rows_and_values(velocities)
    return piece.with_clip(track, clip.replaced(rows, velocities=np.clip(wanted, 1, MAX_VELOCITY)))


def change_velocities(piece: Piece, track: int, ids: ArrayLike, amount: int) -> Piece:
    """The notes' velocities raised by an amount."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    wanted = np.clip(clip.velocities[rows] + amount, 1, MAX_VELOCITY)
    return piece.with_clip(track, clip.replaced(rows, velocities=wanted))


def scale_velocities(piece: Piece, track: int, ids: ArrayLike, factor: float, pivot: float = 0.0) -> Piece:
    """The notes' velocities' distances from a pivot multiplied: from 0 all louder, from their mean wider."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    wanted = np.rint(pivot + (clip.velocities[rows] - pivot) * factor)
    return piece.with_clip(track, clip.replaced(rows, velocities=np.clip(wanted, 1, MAX_VELOCITY)))
