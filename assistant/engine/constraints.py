"""What an answer may do, as masks on the heads: where it begins and ends, which pitches, no overlaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import END, LENGTHS, MAX_SHIFT, PITCHES, SHIFTS, IntArray

Mask = NDArray[np.bool_]
_STEPS = np.arange(SHIFTS)


def shift_mask(last_onsets: IntArray, last_lengths: IntArray, start: int, last_bar: int, end: int) -> Mask:
    """Which shifts may follow, (B, SHIFTS); all times in grid steps, all arrays (B,).

    A note begins in [start, end) and not before the one before is over. A shift to ``end`` or beyond stands
    for stopping, and is open only from ``last_bar`` on, the last bar line before the end, so that every bar
    asked for is filled.
    """
    onsets = last_onsets[:, None] + _STEPS
    first = np.minimum(np.maximum(start - last_onsets, np.maximum(last_lengths, 1)), MAX_SHIFT)
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


def length_mask(onsets: IntArray, end: int) -> Mask:
    """Which lengths keep a note inside [onset, end), (B, LENGTHS)."""
    steps = np.arange(LENGTHS)
    return (steps >= 1) & (steps <= end - onsets[:, None])
