"""A score as a row of numbers that classifiers can learn styles from: pitch, line, rhythm, texture, form.

They are of the kinds that jSymbolic (McKay and Fujinaga 2006, ICMC) and MusPy (Dong et al. 2020, ISMIR)
count in scores. ``FEATURES`` says each in a line. "Line" is the top line of the melody, or of all notes where
a score has no melody; moves and rhythm are the line's. A share of nothing is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assistant.core.theory import SCALES
from assistant.engine.events import GRID_PER_QUARTER as QUARTER
from assistant.engine.events import PARTS, BarGrid
from assistant.training.lines import melody_rows, pitches_in_c
from assistant.training.scores import LENGTH, ONSET, PART, Score

SIXTEENTH = QUARTER // 4
LENGTH_EDGES = (7, 9, 13, 24, 25, 37, 49)
"""Kinds of length in grid steps: up to the 16th, triplet, eighth, less than a quarter, quarter, and so on."""
BIGGEST_LEAP = 12
BAR_SLICES = 8

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def features(score: Score) -> Floats:
    """The values of ``NAMES`` (F,) for a score of at least one note."""
    seen = _Seen.of(score)
    return np.concatenate([np.atleast_1d(feature.of(seen)) for feature in FEATURES])


def feature_table(scores: Sequence[Score]) -> Floats:
    """A row of features a score: (n, F)."""
    return np.stack([features(score) for score in scores])


@dataclass(frozen=True)
class _Seen:
    """What the features are counted from: all notes, then the line's; in grid steps, the tonic on C."""

    onsets: Ints
    lengths: Ints
    pitches: Ints
    parts: Ints
    line_onsets: Ints
    line_lengths: Ints
    line_pitches: Ints
    intervals: Ints
    positions: Ints
    bars: Ints
    bar_lengths: Ints
    beats: Ints
    span: int
    outside: NDArray[np.bool_]
    is_minor: bool

    @classmethod
    def of(cls, score: Score) -> _Seen:
        onsets, lengths = (score.notes[:, column].astype(np.int64) for column in (ONSET, LENGTH))
        pitches, rows = pitches_in_c(score), _line_rows(score)
        room = np.diff(onsets[rows], append=np.iinfo(np.int64).max)
        place = BarGrid(score.meters).at(onsets[rows])
        scale = SCALES[score.scale]
        return cls(
            onsets, lengths, pitches, score.notes[:, PART].astype(np.int64),
            onsets[rows], np.minimum(lengths[rows], room), pitches[rows], np.diff(pitches[rows]),
            place.positions, place.bars, place.bar_lengths, _beats(score, onsets[rows]),
            int((onsets + lengths).max() - onsets[0]), ~np.isin(pitches % 12, scale), 3 in scale,
        )  # fmt: skip

    @property
    def classes(self) -> Floats:
        """The share of sounding time that each pitch class has, the tonic first (12,)."""
        time = np.bincount(self.pitches % 12, self.lengths, 12)
        return np.asarray(time / time.sum())

    @property
    def chord_sizes(self) -> Ints:
        """Notes at each onset."""
        return np.unique(self.onsets, return_counts=True)[1]

    @property
    def leaps(self) -> Floats:
        """The share of the line's moves that each distance has, from 0 to an octave or more (13,)."""
        return _histogram(np.minimum(np.abs(self.intervals), BIGGEST_LEAP), BIGGEST_LEAP + 1)

    @property
    def note_values(self) -> Floats:
        """The share of the line's notes that each kind of length has (8,)."""
        kinds = np.searchsorted(LENGTH_EDGES, self.line_lengths, side="right")
        return _histogram(kinds, len(LENGTH_EDGES) + 1)

    @property
    def ratios(self) -> Floats:
        """The length of each of the line's notes over that of the note before."""
        return self.line_lengths[1:] / self.line_lengths[:-1]

    @property
    def beats_in_bar(self) -> Floats:
        """How many beats the bars have that the line's notes stand in."""
        return self.bar_lengths / self.beats


@dataclass(frozen=True)
class Feature:
    """A number (or ``size`` of them): its name, what it means, and how it is counted."""

    name: str
    meaning: str
    of: Callable[[_Seen], float | Floats]
    size: int = 1


def _line_rows(score: Score) -> Ints:
    """The notes of the melody's top line; of the top line of all where no note is the melody's."""
    rows = melody_rows(score)
    if len(rows):
        return rows
    order = np.lexsort((pitches_in_c(score), score.notes[:, ONSET]))
    is_top: NDArray[np.bool_] = np.diff(score.notes[order, ONSET], append=-1) != 0
    return np.asarray(order[is_top])


def _beats(score: Score, onsets: Ints) -> Ints:
    """The beat that each onset is counted in: a note of the meter's denominator, in compound meters three."""
    starts, numerators, denominators = np.array(score.meters, dtype=np.int64).T
    is_compound = (numerators % 3 == 0) & (numerators > 3)
    beats = np.maximum(4 * QUARTER // denominators, 1) * np.where(is_compound, 3, 1)
    return np.asarray(beats[np.searchsorted(starts, onsets, side="right") - 1])


def _histogram(values: Ints, size: int) -> Floats:
    return np.bincount(values, minlength=size) / max(len(values), 1)


def _mean(values: ArrayLike) -> float:
    array = np.asarray(values, dtype=np.float64)
    return float(array.mean()) if array.size else 0.0


def _entropy(shares: Floats) -> float:
    """In bits."""
    p = shares[shares > 0]
    return float(-(p * np.log2(p)).sum())


def _turns(seen: _Seen) -> float:
    directions = np.sign(seen.intervals[seen.intervals != 0])
    return _mean(directions[1:] != directions[:-1])


def _held_over(seen: _Seen) -> float:
    into_beat = seen.positions % seen.beats
    return _mean((into_beat > 0) & (into_beat + seen.line_lengths > seen.beats))


def _onsets_in_bar(seen: _Seen) -> Floats:
    return _histogram(BAR_SLICES * seen.positions // seen.bar_lengths, BAR_SLICES)


def _bars_repeated(seen: _Seen) -> float:
    return _repeated(seen, seen.positions, seen.line_lengths, seen.line_pitches)


def _rhythms_repeated(seen: _Seen) -> float:
    return _repeated(seen, seen.positions, seen.line_lengths)


def _shapes_repeated(seen: _Seen) -> float:
    _, first, bar = np.unique(seen.bars, return_index=True, return_inverse=True)
    above_first = seen.line_pitches - seen.line_pitches[first][bar]
    return _repeated(seen, seen.positions, seen.line_lengths, above_first)


def _repeated(seen: _Seen, *columns: Ints) -> float:
    """The share of bars whose notes agree with those of an earlier bar in all the columns."""
    cuts = [0, *(np.flatnonzero(np.diff(seen.bars)) + 1).tolist(), len(seen.bars)]
    table = np.stack(columns)
    contents = [table[:, a:b].tobytes() for a, b in pairwise(cuts)]
    return 1 - len(set(contents)) / len(contents)


FEATURES: tuple[Feature, ...] = (
    # Pitch
    Feature("pitch class", "share of time so many semitones above the tonic", lambda s: s.classes, 12),
    Feature("pitch-class entropy", "of those shares, in bits", lambda s: _entropy(s.classes)),
    Feature("chromatic", "share of notes outside the scale", lambda s: _mean(s.outside)),
    Feature("minor", "1 where the scale has a minor third", lambda s: float(s.is_minor)),
    Feature("mean pitch", "of the line, with its tonic on C", lambda s: _mean(s.line_pitches)),
    Feature("pitch spread", "the line's standard deviation", lambda s: float(s.line_pitches.std())),
    Feature("range", "semitones that the line covers", lambda s: float(np.ptp(s.line_pitches))),
    Feature("compass", "semitones that all notes cover", lambda s: float(np.ptp(s.pitches))),
    # Line
    Feature("interval", "share of moves so many semitones wide (12: or more)", lambda s: s.leaps, 13),
    Feature("interval entropy", "of those shares, in bits", lambda s: _entropy(s.leaps)),
    Feature("mean interval", "semitones a move, up or down", lambda s: _mean(np.abs(s.intervals))),
    Feature("rising", "share of moves that go up", lambda s: _mean(s.intervals > 0)),
    Feature("turns", "share of moves that turn round the one before", _turns),
    # Rhythm
    Feature("note value", "share of each kind between LENGTH_EDGES", lambda s: s.note_values, 8),
    Feature("note-value entropy", "of those shares, in bits", lambda s: _entropy(s.note_values)),
    Feature("mean length", "quarters a note of the line", lambda s: _mean(s.line_lengths) / QUARTER),
    Feature("even", "share of notes as long as the one before", lambda s: _mean(s.ratios == 1)),
    Feature("dotted", "share thrice or a third as long", lambda s: _mean(np.isin(s.ratios, (3, 1 / 3)))),
    Feature("rests", "share of time that the line is silent", lambda s: 1 - s.line_lengths.sum() / s.span),
    Feature("onset", "share of notes that begin in each eighth of the bar", _onsets_in_bar, BAR_SLICES),
    Feature("on the beat", "share that begins on a beat", lambda s: _mean(s.positions % s.beats == 0)),
    Feature("off the grid", "share that begins off 16ths", lambda s: _mean(s.line_onsets % SIXTEENTH != 0)),
    Feature("syncopated", "share that begins off the beat and is held over the next", _held_over),
    # Meter, as shares of the line's notes
    Feature("bar length", "mean, in quarters", lambda s: _mean(s.bar_lengths) / QUARTER),
    Feature("duple", "share in bars of two or four beats", lambda s: _mean(np.isin(s.beats_in_bar, (2, 4)))),
    Feature("triple", "share in bars of three beats", lambda s: _mean(s.beats_in_bar == 3)),
    Feature("compound", "share in bars of dotted beats", lambda s: _mean(s.beats % 9 == 0)),
    # Texture
    Feature("density", "notes a quarter, of all parts", lambda s: len(s.onsets) * QUARTER / s.span),
    Feature("line density", "notes a quarter, of the line", lambda s: len(s.line_onsets) * QUARTER / s.span),
    Feature("polyphony", "notes an onset", lambda s: _mean(s.chord_sizes)),
    Feature("chords", "share of onsets with two notes or more", lambda s: _mean(s.chord_sizes > 1)),
    Feature("sounding", "notes that sound at a time, on average", lambda s: s.lengths.sum() / s.span),
    Feature("part", "share of notes in each part", lambda s: _histogram(s.parts, len(PARTS)), len(PARTS)),
    # Form
    Feature("bars repeated", "share of bars whose line an earlier one has", _bars_repeated),
    Feature("rhythms repeated", "the same of rhythm alone", _rhythms_repeated),
    Feature("shapes repeated", "the same of rhythm and intervals", _shapes_repeated),
)  # fmt: skip

NAMES = tuple(
    f"{feature.name} {number}" if feature.size > 1 else feature.name
    for feature in FEATURES
    for number in range(feature.size)
)
"""The names of the values that :func:`features` returns."""
