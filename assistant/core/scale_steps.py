"""Moving along a scale: which pitches of a key are near others, steps higher, or make a chord on a degree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.clip import IntColumn
from assistant.core.piece import Piece
from assistant.core.theory import Key

_DEGREES = (0, 1, 1, 2, 2, 3, 4, 4, 4, 5, 6, 6)
"""How many steps of a seven-note scale an interval of so many semitones stands for."""


def fitted(pitches: ArrayLike, key: Key) -> IntColumn:
    """The pitches of the key that are nearest to some pitches (of two, the lower)."""
    return _scale(key)[_degrees(pitches, key)]


def steps_between(pitch: int, other: int, key: Key) -> int:
    """How many steps of the key lead from (the pitch nearest to) one pitch to another."""
    low, high = _degrees([pitch, other], key).tolist()
    return int(high - low)


def moved_by_steps(pitches: ArrayLike, steps: int, key: Key) -> IntColumn:
    """Pitches moved along the key, all by as many steps: by fewer where one would leave the keyboard."""
    degrees = _degrees(pitches, key)
    if not len(degrees):
        return degrees
    least, most = -int(degrees.min()), len(_scale(key)) - 1 - int(degrees.max())
    return _scale(key)[degrees + min(max(steps, least), most)]


def move_in_scale(piece: Piece, track: int, ids: ArrayLike, ticks: int, *, steps: int, key: Key) -> Piece:
    """The notes moved in time and along the key; the shift is cut where the first would leave tick 0."""
    clip = piece.tracks[track].clip
    rows = clip.rows_of(ids)
    if not len(rows):
        return piece
    starts = clip.starts[rows] + max(ticks, -int(clip.starts[rows].min()))
    pitches = moved_by_steps(clip.pitches[rows], steps, key)
    return piece.with_clip(track, clip.replaced(rows, starts=starts, pitches=pitches))


def chord_on(root: int, stamp: tuple[int, ...], key: Key | None) -> tuple[int, ...]:
    """The pitches of a chord on a root: a stamp's semitones, bent to the key's degrees where one is given.

    So a triad on the second degree of a major key is a minor one, whichever triad was asked for.
    """
    if key is None:
        pitches = [root, *(root + semitones for semitones in stamp)]
    elif len(key.pitch_classes) == 7:
        start, scale = int(_degrees([root], key)[0]), _scale(key)
        degrees = [start, *(start + 7 * (s // 12) + _DEGREES[s % 12] for s in stamp)]
        pitches = [int(scale[d]) for d in degrees if d < len(scale)]
    else:
        pitches = fitted([root, *(root + semitones for semitones in stamp)], key).tolist()
    return tuple(sorted({pitch for pitch in pitches if pitch <= 127}))


def _scale(key: Key) -> IntColumn:
    """All pitches of the key, ascending."""
    pitches: IntColumn = np.flatnonzero(key.mask()).astype(np.int64)
    return pitches


def _degrees(pitches: ArrayLike, key: Key) -> IntColumn:
    """Where in the key's pitches the nearest to each of some pitches is."""
    scale, wanted = _scale(key), np.asarray(pitches, dtype=np.int64)
    above = np.minimum(np.searchsorted(scale, wanted), len(scale) - 1)
    below = np.maximum(above - 1, 0)
    is_nearer = np.abs(scale[below] - wanted) <= np.abs(scale[above] - wanted)
    degrees: IntColumn = np.where(is_nearer, below, above)
    return degrees
