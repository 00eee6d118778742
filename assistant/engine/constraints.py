"""What an answer may do, as masks on the heads: where it begins and ends, who may sing, which pitches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import END, LENGTHS, MAX_SHIFT, PARTS, PITCHES, SHIFTS, IntArray
from assistant.engine.scoring import Scoring

Mask = NDArray[np.bool_]
_STEPS = np.arange(SHIFTS)
_PARTS = np.arange(len(PARTS))
LARGEST_CHORD = 5
"""Notes that a part strikes together at most: as many as a hand has fingers."""
NEVER = 1 << 40


@dataclass(frozen=True)
class CopyBound:
    """How much of the past may be copied note for note, counted from the onset ``since`` on.

    A copy lasts ``longest`` grid steps at most, and a unit of a quarter or more comes at most ``times`` times
    in a row; one that is moved to other pitches each time, a sequence, ``times_moved`` times.
    """

    since: int
    longest: int
    times: int
    times_moved: int = 3


class Turns:
    """Who may sing next: a melody not before its last note is over, chords from the lowest note up."""

    def __init__(self, scoring: Scoring) -> None:
        self._sings, self._chordal = np.zeros((2, len(PARTS)), dtype=bool)
        for sung in scoring.sung:
            self._sings[sung.part], self._chordal[sung.part] = True, sung.chordal

    def earliest(
        self, last_onsets: IntArray, last_parts: IntArray, part_ends: IntArray, may_grow: Mask
    ) -> IntArray:
        """When each part may sing next, (B, PARTS); ``NEVER`` for one that is not there.

        ``part_ends`` (B, PARTS) tell when the last note of each part stops; ``may_grow`` (B,) whether the
        last note may get another one above it.
        """
        later = last_parts[:, None] < _PARTS
        same = (last_parts[:, None] == _PARTS) & may_grow[:, None] & self._chordal
        now = last_onsets[:, None] + np.where(later | same, 0, 1)
        free = np.where(self._chordal, now, np.maximum(now, part_ends))
        return np.where(self._sings, free, NEVER)


def shift_mask(last_onsets: IntArray, earliest: IntArray, start: int, last_bar: int, end: int) -> Mask:
    """Which shifts may follow, (B, SHIFTS); all times in grid steps, all arrays (B,).

    A note begins in [start, end) and not before ``earliest``. A shift to ``end`` or beyond stands for
    stopping, and is open only from ``last_bar`` on, the last bar line before the end, so that every bar
    asked for is filled.
    """
    onsets = last_onsets[:, None] + _STEPS
    first = np.minimum(np.maximum(start, earliest) - last_onsets, MAX_SHIFT)
    allowed = (first[:, None] <= _STEPS) & (_STEPS != END)
    in_last_bar = last_onsets >= max(start, last_bar)
    inside = allowed & (onsets < end)
    # Where no note fits any more, stopping is all that is left.
    may_stop = in_last_bar | ~inside.any(axis=1)
    mask: Mask = inside | (allowed & may_stop[:, None])
    return mask


def pitch_mask(allowed_pitches: Mask, transposition: int) -> Mask:
    """The pitches (128,) of the piece that are allowed, as the model's pitches."""
    pitches = np.arange(PITCHES) + transposition
    inside = (pitches >= 0) & (pitches < PITCHES)
    return inside & allowed_pitches[np.clip(pitches, 0, PITCHES - 1)]


def above(pitches: IntArray) -> Mask:
    """The pitches above others, (B, 128); everything above -1."""
    mask: Mask = np.arange(PITCHES) > pitches[:, None]
    return mask


def length_mask(onsets: IntArray, end: int) -> Mask:
    """Which lengths keep a note inside [onset, end), (B, LENGTHS)."""
    steps = np.arange(LENGTHS)
    return (steps >= 1) & (steps <= end - onsets[:, None])
