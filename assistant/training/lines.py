"""Parts of a score on their own: its melody, and some of its bars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.core.theory import Key
from assistant.engine.codec import transposition_to_c
from assistant.engine.events import MELODY, PITCHES, BarGrid
from assistant.training.scores import LENGTH, ONSET, PART, PITCH, Score

MIN_PHRASE_NOTES = 8

Ints = NDArray[np.int64]


def pitches_in_c(score: Score) -> Ints:
    """The pitch of every note (n,), the tonic moved to the nearest C."""
    moved = score.notes[:, PITCH].astype(np.int64) - transposition_to_c(Key(score.tonic))
    return np.clip(moved, 0, PITCHES - 1)


def melody_rows(score: Score) -> Ints:
    """Which of the notes are the top line of the melody: the highest note of that part at each onset."""
    rows = np.flatnonzero(score.notes[:, PART] == MELODY)
    onsets = score.notes[rows, ONSET]
    # Notes of one onset and part rise, so the last is the highest.
    is_top: NDArray[np.bool_] = np.diff(onsets, append=-1) != 0
    return rows[is_top]


def melody_pitches(score: Score) -> Ints:
    """The pitches of the top line of the melody, the tonic moved to the nearest C."""
    return pitches_in_c(score)[melody_rows(score)]


def melody_alone(score: Score) -> Score:
    """The score less all but the top line of its melody; each note ends where the next begins, or before."""
    notes = score.notes[melody_rows(score)].copy()
    room = np.diff(notes[:, ONSET], append=np.iinfo(np.int32).max)
    notes[:, LENGTH] = np.minimum(notes[:, LENGTH], room)
    return replace(score, notes=notes)


def bar_lines(score: Score) -> Ints:
    """Onsets of all bar lines, numbered as ``BarGrid`` numbers bars, and that which ends the last bar."""
    starts = [onset for onset, _, _ in score.meters]
    end = int((score.notes[:, ONSET] + score.notes[:, LENGTH]).max(initial=starts[-1] + 1))
    lengths = BarGrid(score.meters).at(starts).bar_lengths.tolist()
    lines = [np.arange(a, b, bar) for a, b, bar in zip(starts, [*starts[1:], end], lengths, strict=True)]
    return np.concatenate([*lines, lines[-1][-1:] + lengths[-1]])


def excerpt(score: Score, bars: int, first_bar: int = 0) -> Score:
    """Some bars of a score, moved so that their first line is step 0; what is held on is cut at the end."""
    lines = bar_lines(score)
    start, stop = (int(lines[min(bar, len(lines) - 1)]) for bar in (first_bar, first_bar + bars))
    onsets = score.notes[:, ONSET]
    notes = score.notes[(start <= onsets) & (onsets < stop)].copy()
    notes[:, LENGTH] = np.minimum(notes[:, LENGTH], stop - notes[:, ONSET])
    notes[:, ONSET] -= start
    _, numerator, denominator = [m for m in score.meters if m[0] <= start][-1]
    later = [(at - start, n, d) for at, n, d in score.meters if start < at < stop]
    return replace(score, meters=((0, numerator, denominator), *later), notes=notes)


def phrases(score: Score, bars: int, most: int) -> list[Score]:
    """At most ``most`` stretches of so many bars, spread over the score, with notes enough for a phrase."""
    firsts = range(0, len(bar_lines(score)) - bars, bars)
    found = [p for p in (excerpt(score, bars, first) for first in firsts) if len(p) >= MIN_PHRASE_NOTES]
    chosen = np.unique(np.linspace(0, len(found) - 1, min(most, len(found))).round().astype(int))
    return [found[i] for i in chosen]
