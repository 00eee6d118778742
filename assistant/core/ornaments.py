"""Notes that go by beside the chord, found by how they are come to and left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.core.note import PPQ

_GAP_TICKS = PPQ // 12
"""What is played legato, or a little detached, still follows."""
_LONGEST_TICKS = PPQ
"""What goes by is no longer than this (a quarter)."""
_LONGEST_HELD_TICKS = 4 * PPQ
_PASSING, _LEANING, _HANGING = 0.27, 0.7, 0.13
"""How much such a note speaks against a chord that it is not in."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Voice(NamedTuple):
    """The notes of one track: their first and last ticks and pitches, each (n,)."""

    starts: Ints
    ends: Ints
    pitches: Ints


class Objections(NamedTuple):
    """How much each note (n,) speaks against chords that it is not in, 0 to 1: first, and once held over."""

    first: Floats
    later: Floats


def objections(voices: Sequence[Voice]) -> Objections:
    """Of the notes of all voices in order; the less, the more they look like ornaments.

    A short note that is come to and left by step, over something that sounds on, passes or turns; one that
    is only left by step leans. What is held over a stronger beat and then goes down by step hangs.
    Chords that move all together pass nothing.
    """
    found = [_steps(voice) for voice in voices]
    comes, goes, falls = (np.concatenate(steps) for steps in zip(*found, strict=True))
    starts, ends, _ = joined(voices)
    lengths = ends - starts
    goes &= (lengths <= _LONGEST_TICKS) & _over_others(starts, ends)
    first = np.where(goes & comes, _PASSING, np.where(goes, _LEANING, 1.0))
    hangs = falls & (lengths <= _LONGEST_HELD_TICKS)
    return Objections(first, np.where(hangs, np.minimum(first, _HANGING), first))


def joined(voices: Sequence[Voice]) -> Voice:
    """The notes of all voices, one voice after the other."""
    return Voice(*(np.concatenate(columns) for columns in zip(*voices, strict=True)))


def _steps(voice: Voice) -> tuple[Bools, Bools, Bools]:
    """Which notes are come to by step, left by step, and left by step downwards."""
    starts, ends, pitches = voice
    rises = _follows(ends, pitches, starts, (1, 2))
    falls = _follows(ends, pitches, starts, (-1, -2))
    return _follows(starts, pitches, ends, (-2, -1, 1, 2)), rises | falls, falls


def _follows(ticks: Ints, pitches: Ints, other_ticks: Ints, steps: tuple[int, ...]) -> Bools:
    """Whether, close to each tick, another note's tick lies one of some steps from each pitch."""
    span = int(max(ticks.max(initial=0), other_ticks.max(initial=0))) + 4 * _GAP_TICKS
    known = np.sort(pitches * span + other_ticks)
    found = np.zeros(len(ticks), dtype=np.bool_)
    for step in steps:
        wanted = (pitches + step) * span + ticks
        after = np.searchsorted(known, wanted + _GAP_TICKS, side="right")
        found |= after > np.searchsorted(known, wanted - _GAP_TICKS)
    return found


def _over_others(starts: Ints, ends: Ints) -> Bools:
    """Whether something that began earlier sounds on where each note begins."""
    begun = np.searchsorted(np.sort(starts), starts)
    over = np.searchsorted(np.sort(ends), starts, side="right")
    return begun > over
