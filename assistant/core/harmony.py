"""What sounds in every bar: the weight of each pitch class, which chords are found and named from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip
from assistant.core.piece import Piece

NO_BASS = 128
"""Stands for the bass where one voice sings alone: its lowest note says nothing of an inversion."""
_ONE_VOICE = 1.02
"""Up to so many notes at a time, on average, are one voice."""
_FIRST_SHARE = 8
"""A bass note begins within this part (an eighth) of its stretch; what comes later is in passing."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ChordName:
    """A chord as musicians write it, and the stretch [start_tick, end_tick) that it is found in."""

    start_tick: int
    end_tick: int
    text: str


class Sounds(NamedTuple):
    """The half bars of a piece, two to a bar: edges (2n + 1,), weights (2n, 12) in ticks, basses (2n,).

    A bass is a pitch, or ``NO_BASS``.
    """

    edges: Ints
    weights: Ints
    basses: Ints


def heard_clips(piece: Piece) -> list[Clip]:
    """The notes that sound and have a pitch: those of audible tracks without drums, none of them muted."""
    clips = (track.clip.sounding for track in piece.audible_tracks() if not track.is_percussion)
    return [clip for clip in clips if len(clip)]


def half_bars(piece: Piece, end_tick: int) -> Ints:
    """The edges of all half bars up to the bar line at or after a tick; a bar's middle is a beat of it."""
    return np.array([*_edges(piece, end_tick)], dtype=np.int64)


def sounds_of(piece: Piece) -> Sounds:
    """How long each pitch class sounds in every half bar of a piece, and on which bass."""
    clips = heard_clips(piece)
    starts, ends, pitches = (
        np.concatenate([getattr(clip, name) for clip in clips] or [np.zeros(0, np.int64)])
        for name in ("starts", "ends", "pitches")
    )
    edges = half_bars(piece, int(ends.max(initial=0)))
    spans, notes = _overlaps(edges, starts, ends)
    ticks = np.minimum(ends[notes], edges[spans + 1]) - np.maximum(starts[notes], edges[spans])
    count = len(edges) - 1
    weights = np.bincount(spans * 12 + pitches[notes] % 12, weights=ticks, minlength=count * 12)
    weights = weights.astype(np.int64).reshape(count, 12)
    basses = _basses(edges, spans, np.maximum(starts[notes], edges[spans]), pitches[notes])
    basses[weights.sum(axis=1) <= np.diff(edges) * _ONE_VOICE] = NO_BASS
    return Sounds(edges, weights, basses)


def _edges(piece: Piece, end_tick: int) -> Iterator[int]:
    meter_map = piece.meter_map
    lines = meter_map.bar_lines(0, meter_map.bar_ceil(end_tick) + 1)
    for left, right in pairwise(lines):
        beat = meter_map.change_at(left).beat_ticks
        middle = left + max(1, (right - left) // (2 * beat)) * beat
        yield left
        yield middle if middle < right else (left + right) // 2
    yield lines[-1]


def _overlaps(edges: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """(stretch, note) for every stretch that a note sounds in."""
    first = np.searchsorted(edges, starts, side="right") - 1
    last = np.searchsorted(edges, ends, side="left") - 1
    counts = last - first + 1
    notes = np.repeat(np.arange(len(starts)), counts)
    steps = np.arange(len(notes)) - np.repeat(np.cumsum(counts) - counts, counts)
    return first[notes] + steps, notes


def _basses(edges: Ints, spans: Ints, begins: Ints, pitches: Ints) -> Ints:
    """The lowest pitch at the head of each stretch; where nothing begins there, the lowest of all."""
    lowest = np.full((2, len(edges) - 1), NO_BASS, dtype=np.int64)
    at_head = (begins - edges[spans]) * _FIRST_SHARE <= edges[spans + 1] - edges[spans]
    np.minimum.at(lowest[0], spans, pitches)
    np.minimum.at(lowest[1], spans[at_head], pitches[at_head])
    basses: Ints = np.where(lowest[1] == NO_BASS, lowest[0], lowest[1])
    return basses
