"""The model's view of music: one event a note, on a grid of 24 to the quarter, with its place in the bar.

Sizes of the vocabularies are here, so that network, stepper and constraints agree on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.core.note import PPQ
from assistant.core.tempo import MeterMap

IntArray = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)

GRID_PER_QUARTER = 24
GRID_TICKS = PPQ // GRID_PER_QUARTER

MAX_SHIFT = 192
END = MAX_SHIFT + 1
SHIFTS = END + 1
"""Classes of the shift head: 0..192 grid steps since the last onset, then END of the piece."""

MAX_LENGTH = 192
LENGTHS = MAX_LENGTH + 1
PITCHES = 128
POSITIONS = 193
BAR_LENGTHS = 193
BAR_NUMBERS = 8

PARTS = ("melody", "upper harmony", "lower harmony", "bass")
"""Voices that a model tells apart, in the order in which notes of one onset are told: SATB in a chorale;
voice, right hand and left hand (melody, upper harmony, bass) in a song; hands (melody, bass) at the piano."""
MELODY, UPPER, LOWER, BASS = range(len(PARTS))

STYLES = ("folk", "song", "piano", "lead sheet", "chorale")
ANY_STYLE = len(STYLES)
"""The class of a piece whose style is not told."""

WRITTEN, PLAYED = 0, 1
FORMS = 2
"""Whether repeats stand as signs, so that the music moves on, or are played out."""

MAX_INTERVAL = 24
NO_INTERVAL = 2 * MAX_INTERVAL + 1
INTERVALS = NO_INTERVAL + 1

PITCH_UNKNOWN = PITCHES
LAST_PITCHES = PITCHES + 1
"""Classes of a part's last pitch: 0..127, and none yet."""

MAX_RANK = 7
RANKS = MAX_RANK + 1
"""Classes of a note's place in its chord, counted within its part from the lowest."""

LENGTH_UNKNOWN = 0
"""The class of the length of a note that is still held."""

ENSEMBLES = 2 ** len(PARTS)
"""Classes of which parts take part, a bit each; 0 where that is not told."""

MAX_BARS_LEFT = 16
BARS_LEFT_UNKNOWN = 0
BARS_LEFT = MAX_BARS_LEFT + 2
"""Classes of "bars to the end": unknown, 0..15, and 16 or more."""


@dataclass(frozen=True)
class Events:
    """Music as columns of one length n: onset and length in grid steps, part and MIDI pitch of each note.

    Ordered by onset, part and pitch, without doubles. Grid step 0 stands on a bar line.
    """

    onsets: IntArray
    parts: IntArray
    pitches: IntArray
    lengths: IntArray

    def __len__(self) -> int:
        return len(self.onsets)

    @property
    def shifts(self) -> IntArray:
        """Grid steps from the onset before (the first: from the bar line at 0), cut to the vocabulary."""
        return np.minimum(np.diff(self.onsets, prepend=0), MAX_SHIFT)

    def split(self, at: int) -> tuple[Events, Events]:
        """The first ``at`` events, and the others."""
        columns = (self.onsets, self.parts, self.pitches, self.lengths)
        return Events(*(c[:at] for c in columns)), Events(*(c[at:] for c in columns))


@dataclass(frozen=True)
class Place:
    """Where onsets stand: arrays of one shape for position in the bar, bar length, bar number from 0."""

    positions: IntArray
    bar_lengths: IntArray
    bars: IntArray


class BarGrid:
    """Bars along the grid, for many onsets at once.

    ``meters`` are (onset, numerator, denominator) in grid steps, the first at or before 0.
    """

    def __init__(self, meters: Sequence[tuple[int, int, int]]) -> None:
        self._starts = np.array([m[0] for m in meters], dtype=np.int64)
        self._bars = np.array(
            [max(1, 4 * GRID_PER_QUARTER * numerator // denominator) for _, numerator, denominator in meters]
        )
        spans = -(-np.diff(self._starts) // self._bars[:-1])
        self._first_bars = np.concatenate([[0], np.cumsum(spans)])

    @classmethod
    def of(cls, meter_map: MeterMap, origin_tick: int) -> BarGrid:
        """The bars of a piece as seen from a bar line in it."""
        first = meter_map.change_at(origin_tick)
        later = [c for c in meter_map.changes if c.tick > origin_tick]
        meters = [(round((c.tick - origin_tick) / GRID_TICKS), c.numerator, c.denominator) for c in later]
        return cls([(0, first.numerator, first.denominator), *meters])

    def at(self, onsets: ArrayLike) -> Place:
        """The place of every onset."""
        wanted = np.asarray(onsets, dtype=np.int64)
        at = np.searchsorted(self._starts, wanted, side="right") - 1
        bar_lengths = self._bars[at]
        bars, positions = np.divmod(wanted - self._starts[at], bar_lengths)
        return Place(positions, bar_lengths, bars + self._first_bars[at])


def along_rows(table: NDArray[Number], index: IntArray) -> NDArray[Number]:
    """From each row of ``table`` (B, n) the entries at ``index`` (B, k).

    As np.take_along_axis, whose checks cost more than the picking for tables as small as these.
    """
    return table[np.arange(len(table))[:, None], index]


def bounded(values: IntArray, lowest: int, highest: int) -> IntArray:
    """Values drawn into a range: np.clip, whose checks cost more than the work on arrays as small as this."""
    inside: IntArray = np.minimum(np.maximum(values, lowest), highest)
    return inside


def intervals(pitches: IntArray, last_pitches: IntArray) -> IntArray:
    """Classes of the distance from the last pitch; -1 for either pitch stands for "none"."""
    distance = bounded(pitches - last_pitches, -MAX_INTERVAL, MAX_INTERVAL) + MAX_INTERVAL
    return np.where((pitches < 0) | (last_pitches < 0), NO_INTERVAL, distance)


def bars_left(onsets: IntArray, end: ArrayLike, bar_lengths: IntArray) -> IntArray:
    """Classes of the number of whole bars between an onset and the end of the piece."""
    left: IntArray = np.maximum((np.asarray(end) - 1 - onsets) // bar_lengths, 0)
    classes: IntArray = np.minimum(left, MAX_BARS_LEFT) + 1
    return classes
