"""How long an answer may copy the past: note for note, as a loop, or moved to other pitches each time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.engine.constraints import CopyBound
from assistant.engine.events import GRID_PER_QUARTER, PITCHES, IntArray, along_rows
from assistant.engine.motifs import Keys

_LEAST_IN_SEQUENCE = 6
_SHORTEST_SEQUENCE = 2 * GRID_PER_QUARTER
"""A unit that is moved again and again has so many notes or grid steps; scales and arpeggios have fewer."""


class Past(NamedTuple):
    """The events so far, (batch, n): ``before`` is the pitch of the part's note before, or -1."""

    onsets: IntArray
    shifts: IntArray
    parts: IntArray
    pitches: IntArray
    before: IntArray


class Next(NamedTuple):
    """The note to come, (batch,): when, how long after the last one, whose, and what that part sang last."""

    onsets: IntArray
    shifts: IntArray
    parts: IntArray
    last_pitches: IntArray


def too_long(past: Past, note: Next, literal: Keys, moved: Keys, bound: CopyBound) -> NDArray[np.bool_]:
    """Pitches that would make a copy longer than ``bound`` allows, (batch, 128).

    ``literal`` and ``moved`` (batch, n - 1) tell up to how many events back each place agrees with the end,
    note for note and by intervals. A copy that is moved is bound as a loop, which would climb for ever.
    """
    forbidden = np.zeros((len(note.onsets), PITCHES), dtype=bool)
    same = (past.shifts[:, 1:] == note.shifts[:, None]) & (past.parts[:, 1:] == note.parts[:, None])
    rows, pitches = _literal_copies(past, note, literal, same, bound)
    forbidden[rows, pitches] = True
    rows, pitches = _sequences(past, note, moved, same, bound)
    forbidden[rows, pitches] = True
    return forbidden


def _literal_copies(
    past: Past, note: Next, agreement: Keys, same: NDArray[np.bool_], bound: CopyBound
) -> tuple[IntArray, IntArray]:
    """(row, pitch) of what would go on with a copy, or with a loop, that has lasted long enough."""
    n = past.onsets.shape[1]
    first = along_rows(past.onsets, np.minimum(n - agreement, n - 1))
    copied = note.onsets[:, None] - np.maximum(first, bound.since)
    period = note.onsets[:, None] - past.onsets[:, 1:]
    in_loop = np.where(period >= GRID_PER_QUARTER, (bound.times - 1) * period, bound.longest)
    rows, at = np.nonzero((agreement > 0) & same & (copied > np.minimum(in_loop, bound.longest)))
    return rows, past.pitches[rows, at + 1]


def _sequences(
    past: Past, note: Next, agreement: Keys, same: NDArray[np.bool_], bound: CopyBound
) -> tuple[IntArray, IntArray]:
    """(row, pitch) of what would go on with a unit that was moved as often as is allowed."""
    rows, at = np.nonzero((agreement >= _LEAST_IN_SEQUENCE) & same)
    if not len(rows):  # as a rule, and then it costs next to nothing
        return rows, rows
    onsets, then = note.onsets[rows], past.pitches[rows, at + 1]
    first = past.onsets[rows, past.onsets.shape[1] - agreement[rows, at]]
    period = onsets - past.onsets[rows, at + 1]
    pitches = note.last_pitches[rows] + then - past.before[rows, at + 1]
    is_long = onsets - np.maximum(first, bound.since) > (bound.times_moved - 1) * period
    told = is_long & (period >= _SHORTEST_SEQUENCE) & (pitches != then) & (pitches >= 0) & (pitches < PITCHES)
    return rows[told], pitches[told]
