"""What sounds in a piece, quaver by quaver: what speaks for chords and what against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip
from assistant.core.note import PPQ
from assistant.core.ornaments import Voice, joined, objections
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange, MeterMap

NO_BASS = 128
"""Stands for the bass of a bar that one voice sings alone: its lowest note says nothing of an inversion."""
BAR, MIDDLE, BEAT, BETWEEN = range(4)
"""Where in its bar a slice begins."""
_SLICE_TICKS = PPQ // 2
_MOST_SLICES = 16
"""A bar that would have more has longer ones."""
_FIRST_SHARE = 4
"""A bass note begins within this part (a quarter) of its slice; what comes later is in passing."""
_ONE_VOICE = 1.02
"""Up to so many notes at a time, on average, are one voice."""
_ORNAMENT_SAYS = 0.62
"""What an ornament still counts for the chord that it is in."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ChordName:
    """A chord as musicians write it, and the stretch [start_tick, end_tick) that it is found in."""

    start_tick: int
    end_tick: int
    text: str


class Heard(NamedTuple):
    """All that chords depend on: the notes of each track that sounds, and the meters."""

    voices: tuple[Voice, ...]
    meter_map: MeterMap


class Sounds(NamedTuple):
    """A piece in n slices of a quaver, in m bars.

    ``edges`` (n + 1,) in ticks; ``bars`` (m + 1,): the first slice of each bar, and n; ``levels`` (n,):
    ``BAR``, ``MIDDLE``, ``BEAT`` or ``BETWEEN``. ``inside`` (n, 12): what each pitch class counts for the
    chords that it is in, ``outside`` (n, 12) against those that it is not in, as shares of the sound;
    ``voices`` (n,): how many notes sound at a time; ``basses`` (n,): the lowest pitch, or ``NO_BASS``.
    """

    edges: Ints
    bars: Ints
    levels: Ints
    inside: Floats
    outside: Floats
    voices: Floats
    basses: Ints


def heard_clips(piece: Piece) -> list[Clip]:
    """The notes that sound and have a pitch: those of audible tracks without drums, none of them muted."""
    clips = (track.clip.sounding for track in piece.audible_tracks() if not track.is_percussion)
    return [clip for clip in clips if len(clip)]


def heard_in(piece: Piece) -> Heard:
    """What chords are found from."""
    voices = tuple(Voice(clip.starts, clip.ends, clip.pitches) for clip in heard_clips(piece))
    return Heard(voices, piece.meter_map)


def sounds_of(heard: Heard) -> Sounds:
    """All slices up to the bar line after the last note; there must be one."""
    starts, ends, pitches = joined(heard.voices)
    edges, bars, levels = _grid(heard.meter_map, int(ends.max(initial=0)))
    spans, notes = _overlaps(edges, starts, ends)
    begins = np.maximum(starts[notes], edges[spans])
    ticks = np.minimum(ends[notes], edges[spans + 1]) - begins
    totals = _tallies(spans, ticks, len(levels))
    says = objections(heard.voices)
    against = np.where(_held_over(levels[spans], notes), says.later[notes], says.first[notes])
    classes, shares = spans * 12 + pitches[notes] % 12, ticks / np.maximum(1, totals)[spans]
    inside, outside = (
        _tallies(classes, shares * part, 12 * len(levels)).reshape(-1, 12)
        for part in (_ORNAMENT_SAYS + (1 - _ORNAMENT_SAYS) * against, against)
    )
    basses = _basses(edges, spans, begins, pitches[notes])
    basses[_alone(totals, np.diff(edges), bars)] = NO_BASS
    return Sounds(edges, bars, levels, inside, outside, totals / np.diff(edges), basses)


def _grid(meter_map: MeterMap, end_tick: int) -> tuple[Ints, Ints, Ints]:
    """Edges, bars and levels of the slices up to the bar line at or after a tick."""
    lines = meter_map.bar_lines(0, meter_map.bar_ceil(end_tick) + 1)
    slices: list[tuple[int, int]] = []
    bars = [0]
    for left, right in pairwise(lines):
        slices += _bar_slices(left, right, meter_map.change_at(left))
        bars.append(len(slices))
    edges, levels = zip(*slices, (lines[-1], BAR), strict=True)
    return np.array(edges), np.array(bars), np.array(levels[:-1], dtype=np.int64)


def _bar_slices(left: int, right: int, meter: MeterChange) -> Iterator[tuple[int, int]]:
    """(tick, level) of each slice of a bar; in 6/8 and its like three quavers are a beat."""
    is_compound = meter.denominator >= 8 and meter.numerator % 3 == 0 and meter.numerator > 3
    beat = meter.beat_ticks * 3 if is_compound else max(meter.beat_ticks, _SLICE_TICKS)
    beats = (right - left) // beat
    middle = beats // 2 * beat if beats % 2 == 0 else 0
    step = _SLICE_TICKS * -(-(right - left) // (_SLICE_TICKS * _MOST_SLICES))
    for tick in range(0, right - left, step):
        level = BAR if not tick else MIDDLE if tick == middle else BETWEEN if tick % beat else BEAT
        yield left + tick, level


def _overlaps(edges: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """(slice, note) for every slice that a note sounds in."""
    first = np.searchsorted(edges, starts, side="right") - 1
    last = np.searchsorted(edges, ends, side="left") - 1
    counts = last - first + 1
    notes = np.repeat(np.arange(len(starts)), counts)
    steps = np.arange(len(notes)) - np.repeat(np.cumsum(counts) - counts, counts)
    return first[notes] + steps, notes


def _tallies(places: Ints, weights: NDArray[np.number], count: int) -> Floats:
    """The sum of the weights at each of some places."""
    return np.bincount(places, weights=weights, minlength=count).astype(np.float64)


def _held_over(levels: Ints, notes: Ints) -> NDArray[np.bool_]:
    """Which (slice, note) come when a note has lasted into a stronger beat than it began on."""
    begins = np.flatnonzero(np.diff(notes, prepend=-1))
    lengths = np.diff(begins, append=len(notes))
    is_stronger = np.cumsum(levels < np.repeat(levels[begins], lengths))
    before = np.repeat(is_stronger[begins], lengths)  # nothing is stronger than itself
    held: NDArray[np.bool_] = is_stronger > before
    return held


def _basses(edges: Ints, spans: Ints, begins: Ints, pitches: Ints) -> Ints:
    """The lowest pitch at the head of each slice; where nothing begins there, the lowest of all."""
    lowest = np.full((2, len(edges) - 1), NO_BASS, dtype=np.int64)
    at_head = (begins - edges[spans]) * _FIRST_SHARE <= edges[spans + 1] - edges[spans]
    np.minimum.at(lowest[0], spans, pitches)
    np.minimum.at(lowest[1], spans[at_head], pitches[at_head])
    basses: Ints = np.where(lowest[1] == NO_BASS, lowest[0], lowest[1])
    return basses


def _alone(totals: Floats, widths: Ints, bars: Ints) -> NDArray[np.bool_]:
    """Which slices (n,) stand in bars where one voice sings alone."""
    sounding = np.where(totals > 0, widths, 0)
    are_alone = np.add.reduceat(totals, bars[:-1]) <= _ONE_VOICE * np.add.reduceat(sounding, bars[:-1])
    return np.repeat(are_alone, np.diff(bars))
