"""From written measures to notes on the grid: bars laid on the meter, ties joined, times rounded.

Times before rounding are floats in grid steps (24 to the quarter), so that what the grid cannot keep is
known. Bars are laid out anew on the meter, since pick-ups that a repeat or a transcriber left over would
displace all that follows.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import GRID_PER_QUARTER
from assistant.training.scores import LENGTH, ONSET, PART, PITCH

MAX_SHORT_SHARE = 0.4
KEPT_STEPS = 0.02
"""How far from the grid a time may be and count as kept: music21 rounds odd fractions."""

IntTable = NDArray[np.int32]
Meter = tuple[int, int, int]


class RawNote(NamedTuple):
    """A written note: onset from the start of its measure and length, and whether ties lead in or out."""

    onset: float
    length: float
    pitch: int
    tied_back: bool = False
    tied_on: bool = False


@dataclass(frozen=True)
class Staff:
    """One staff: the notes of every measure, and what tells the part it plays."""

    measures: list[list[RawNote]]
    has_lyrics: bool = False


@dataclass(frozen=True)
class Bar:
    """A measure's written length in grid steps and the meter that holds in it."""

    span: int
    numerator: int
    denominator: int

    @property
    def length(self) -> int:
        """What the meter asks for."""
        return max(1, 4 * GRID_PER_QUARTER * self.numerator // self.denominator)


class Layout(NamedTuple):
    """Where each measure begins, and from which bar line its meter holds."""

    starts: list[int]
    lines: list[int]


class Timed(NamedTuple):
    """A note in the time of the piece, ties joined; in grid steps, not yet rounded."""

    onset: float
    end: float
    pitch: int
    part: int


def laid_out(spans: Sequence[int], bars: Sequence[int]) -> Layout:
    """Where each measure begins, so that full bars stand on bar lines.

    ``spans`` are the written lengths of the measures, ``bars`` what the meter asks for. A short one before
    a full one leads into it and ends on its bar line, taking its time from the end of the bar before, as
    players do; another short measure begins a bar. ``ValueError`` where too many are short.
    """
    starts: list[int] = []
    lines: list[int] = []
    short = sum(0 < span < bar for span, bar in zip(spans, bars, strict=True))
    if short > MAX_SHORT_SHARE * len(spans) + 2:
        raise ValueError("the bars do not fit the meter")
    next_bar, closing = 0, False
    for i, (span, bar) in enumerate(zip(spans, bars, strict=True)):
        opens = i == 0 and 0 < span < bar
        next_bar = bar if opens else next_bar
        leads = span < bar and (i == 0 or closing or (i + 1 < len(spans) and spans[i + 1] >= bars[i + 1]))
        starts.append(next_bar - span if leads else next_bar)
        lines.append(0 if opens else next_bar)
        next_bar += 0 if leads else -(-span // bar) * bar
        closing = 0 < span < bar and not leads
    return Layout(starts, lines)


def meters_of(bars: Sequence[Bar], lines: Sequence[int]) -> tuple[Meter, ...]:
    """Every change of meter as (onset, numerator, denominator), the first at 0."""
    changes: list[Meter] = []
    for bar, line in zip(bars, lines, strict=True):
        meter = (bar.numerator, bar.denominator)
        if changes and meter == changes[-1][1:]:
            continue
        if changes and line == changes[-1][0]:
            changes.pop()
        changes.append((line if changes else 0, *meter))
    return tuple(changes)


def timed(staff: Staff, order: Sequence[int], starts: Sequence[int], part: int) -> list[Timed]:
    """The staff's notes, measures taken in ``order`` and begun at ``starts``, with ties joined."""
    limits = _limits(starts)
    found: list[Timed] = []
    tied: dict[int, int] = {}
    for index, start, limit in zip(order, starts, limits, strict=True):
        for note in sorted(staff.measures[index]):
            onset = start + note.onset
            # What a pick-up takes its time from is not played.
            if onset >= limit - 0.5:
                continue
            end = min(onset + note.length, limit)
            at = tied.pop(note.pitch, None)
            if at is not None and note.tied_back and abs(found[at].end - onset) < 1:
                found[at] = found[at]._replace(end=end)
            else:
                at = len(found)
                found.append(Timed(onset, end, note.pitch, part))
            if note.tied_on:
                tied[note.pitch] = at
    return found


def _limits(starts: Sequence[int]) -> list[float]:
    """For each measure the next later start: up to there its notes may sound untied."""
    limits: list[float] = []
    later: list[float] = [float("inf")]
    for start in reversed(starts):
        limits.append(next(s for s in later if s > start))
        insort(later, start)
    return limits[::-1]


def skyline(notes: Sequence[Timed]) -> list[Timed]:
    """The highest note at each onset, cut where the next begins."""
    highest: dict[float, Timed] = {}
    for note in notes:
        if note.onset not in highest or highest[note.onset].pitch < note.pitch:
            highest[note.onset] = note
    line = sorted(highest.values())
    cut = [n._replace(end=min(n.end, after.onset)) for n, after in pairwise(line)]
    return [*cut, *line[-1:]]


class Gridded(NamedTuple):
    """Notes on the grid, how many of them it moved, and by how many steps in all (the onsets)."""

    notes: IntTable
    moved: int
    error: float


def on_grid(notes: Sequence[Timed]) -> Gridded:
    """The notes as a score's table, ordered by onset, part and pitch.

    Notes that vanish on the grid are left out; of two with one onset, part and pitch the longer stays; a note
    struck again while it sounds is cut there.
    """
    if not notes:
        return Gridded(np.zeros((0, 4), dtype=np.int32), 0, 0.0)
    exact = np.array(notes, dtype=np.float64)
    times = np.rint(exact[:, :2])
    errors = np.abs(times - exact[:, :2])
    moved = (errors > KEPT_STEPS).any(axis=1)
    table = np.empty((len(notes), 4), dtype=np.int32)
    table[:, ONSET], table[:, LENGTH] = times[:, 0], times[:, 1] - times[:, 0]
    table[:, PITCH], table[:, PART] = exact[:, 2], exact[:, 3]
    return Gridded(tidied(table), int(moved.sum()), round(float(errors[moved, 0].sum()), 3))


def tidied(table: IntTable) -> IntTable:
    """A table of notes in any order as a score holds it."""
    table = table[(table[:, LENGTH] > 0) & (table[:, ONSET] >= 0)]
    voices = table[np.lexsort((-table[:, LENGTH], table[:, ONSET], table[:, PITCH], table[:, PART]))]
    # The longest of doubles comes first.
    doubled = (np.diff(voices[:, [PART, PITCH, ONSET]], axis=0, prepend=-1) == 0).all(axis=1)
    voices = voices[~doubled]
    same = (np.diff(voices[:, [PART, PITCH]], axis=0) == 0).all(axis=1)
    gaps = np.where(same, np.diff(voices[:, ONSET]), np.iinfo(np.int32).max)
    voices[:-1, LENGTH] = np.minimum(voices[:-1, LENGTH], gaps)
    ordered: IntTable = voices[np.lexsort((voices[:, PITCH], voices[:, PART], voices[:, ONSET]))]
    return ordered
