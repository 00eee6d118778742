"""What a change was, as little as says it: how to make one piece from another, and back.

Of a note's columns only the stretch that differs is kept. So one step among 100,000 notes weighs a few bytes,
not five megabytes, and undo reaches far back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import starmap
from operator import is_
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip
from assistant.core.piece import Piece
from assistant.core.track import Track

OVERHEAD_BYTES = 4096
"""About what a patch weighs besides its columns."""
BLOCK = 2**14
"""So many values are compared at a time."""

_NO_NOTES = Clip.empty()
_NO_TRACKS = (Track(),)


class Stretch(NamedTuple):
    """A column from another one: its first ``head`` values, ``middle``, its last ``tail`` values."""

    head: int
    middle: NDArray[Any]
    tail: int

    def applied_to(self, column: NDArray[Any]) -> NDArray[Any]:
        """The column made from this one; this one itself where they are alike."""
        stop = len(column) - self.tail
        if self.head == stop and not len(self.middle):
            return column
        return np.concatenate((column[: self.head], self.middle, column[stop:]))


@dataclass(frozen=True, eq=False)
class TrackPatch:
    """How a track comes from track number ``source``: it is that very one, or has other columns and fields.

    ``frame`` is the track less its notes, None where the track is the very one.
    """

    source: int
    frame: Track | None = None
    stretches: tuple[Stretch, ...] = ()

    def applied_to(self, piece: Piece) -> Track:
        """The track; a clip that is as it was is shared."""
        track = piece.tracks[self.source]
        if self.frame is None:
            return track
        table = track.clip.table
        columns = [s.applied_to(column) for s, column in zip(self.stretches, table, strict=True)]
        is_shared = all(map(is_, columns, table))
        return replace(self.frame, clip=track.clip if is_shared else Clip(*columns))

    def bytes_held(self) -> int:
        """The memory of what differs."""
        return sum(stretch.middle.nbytes for stretch in self.stretches)


@dataclass(frozen=True, eq=False)
class Patch:
    """How to make a piece from another: all but its tracks, and where each of these comes from."""

    frame: Piece
    tracks: tuple[TrackPatch, ...]

    @classmethod
    def between(cls, source: Piece, target: Piece) -> Self:
        """What leads from one piece to another."""
        tracks = (_track_patch(source, number, track) for number, track in enumerate(target.tracks))
        return cls(replace(target, tracks=_NO_TRACKS), tuple(tracks))

    def applied_to(self, piece: Piece) -> Piece:
        """The target, made from the source; tracks that are as they were are the very same."""
        return replace(self.frame, tracks=tuple(patch.applied_to(piece) for patch in self.tracks))

    def bytes_held(self) -> int:
        """The memory of what differs."""
        return OVERHEAD_BYTES + sum(patch.bytes_held() for patch in self.tracks)


def _track_patch(source: Piece, number: int, track: Track) -> TrackPatch:
    """From the very track or the one with the very clip, wherever it stands, else the one in this place."""
    for place, other in enumerate(source.tracks):
        if other is track:
            return TrackPatch(place)
    same = (place for place, other in enumerate(source.tracks) if other.clip is track.clip)
    place = next(same, min(number, len(source.tracks) - 1))
    pairs = zip(source.tracks[place].clip.table, track.clip.table, strict=True)
    return TrackPatch(place, replace(track, clip=_NO_NOTES), tuple(starmap(_stretch, pairs)))


def _stretch(old: NDArray[Any], new: NDArray[Any]) -> Stretch:
    if old is new:
        return Stretch(len(new), new[:0], 0)
    short = min(len(old), len(new))
    head = _alike(old[:short], new[:short])
    rest = short - head
    tail = _alike(old[len(old) - rest :][::-1], new[len(new) - rest :][::-1])
    return Stretch(head, new[head : len(new) - tail].copy(), tail)


def _alike(one: NDArray[Any], other: NDArray[Any]) -> int:
    """How many values at the beginning are the same."""
    for first in range(0, len(one), BLOCK):
        differ = one[first : first + BLOCK] != other[first : first + BLOCK]
        if differ.any():
            return first + int(differ.argmax())
    return len(one)
