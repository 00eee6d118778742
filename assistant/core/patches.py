"""What a change was, as little as says it: how to make one piece from another, and back.

Of the notes only those that differ are kept. So one step among 100,000 notes weighs a few bytes, not five
megabytes, and undo reaches far back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.core.clip import Clip
from assistant.core.clip_patches import ClipPatch, Differences
from assistant.core.piece import Piece
from assistant.core.track import Track

OVERHEAD_BYTES = 4096
"""About what a patch weighs besides its columns."""

_NO_NOTES = Clip.empty()
_NO_TRACKS = (Track(),)


@dataclass(frozen=True, eq=False)
class TrackPatch:
    """How a track comes from track number ``source``: it is that very one, or has other notes and fields.

    ``frame`` is the track less its notes, None where the track is the very one; ``lane_bytes`` is the memory
    of the control lanes in it that the other track does not have.
    """

    source: int
    frame: Track | None = None
    clip: ClipPatch | None = None
    lane_bytes: int = 0

    def applied_to(self, piece: Piece) -> Track:
        """The track; a clip that is as it was is shared."""
        track = piece.tracks[self.source]
        if self.frame is None:
            return track
        return replace(self.frame, clip=self.clip.applied_to(track.clip) if self.clip else track.clip)

    def bytes_held(self) -> int:
        """The memory of what differs."""
        return self.lane_bytes + (self.clip.bytes_held() if self.clip else 0)


@dataclass(frozen=True, eq=False)
class Patch:
    """How to make a piece from another: all but its tracks, and where each of these comes from."""

    frame: Piece
    tracks: tuple[TrackPatch, ...]

    def applied_to(self, piece: Piece) -> Piece:
        """The target, made from the source; tracks that are as they were are the very same."""
        return replace(self.frame, tracks=tuple(patch.applied_to(piece) for patch in self.tracks))

    def bytes_held(self) -> int:
        """The memory of what differs."""
        return OVERHEAD_BYTES + sum(patch.bytes_held() for patch in self.tracks)


def patches_between(before: Piece, after: Piece) -> tuple[Patch, Patch]:
    """(the patch that leads forth, the one that leads back)."""
    differences = Differences()
    return _patch(before, after, differences), _patch(after, before, differences)


def _patch(source: Piece, target: Piece, differences: Differences) -> Patch:
    tracks = (_track_patch(source, number, track, differences) for number, track in enumerate(target.tracks))
    return Patch(replace(target, tracks=_NO_TRACKS), tuple(tracks))


def _track_patch(source: Piece, number: int, track: Track, differences: Differences) -> TrackPatch:
    """From the very track or the one with the very clip, wherever it stands, else the one in this place."""
    for place, other in enumerate(source.tracks):
        if other is track:
            return TrackPatch(place)
    same = (place for place, other in enumerate(source.tracks) if other.clip is track.clip)
    place = next(same, min(number, len(source.tracks) - 1))
    clip, lanes = source.tracks[place].clip, source.tracks[place].controls
    patch = None if clip is track.clip else differences.patch(clip, track.clip)
    new_lanes = (lane for lane in track.controls if not any(lane is other for other in lanes))
    lane_bytes = sum(lane.bytes_held() for lane in new_lanes)
    return TrackPatch(place, replace(track, clip=_NO_NOTES), patch, lane_bytes)
