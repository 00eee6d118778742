"""Where a track is found again after tracks came, went or changed places."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.track import Track

Tracks = Sequence[Track]


def followed(before: Tracks, after: Tracks, number: int) -> int:
    """The number that a track has after a change; in place of one that went, its neighbour's."""
    place = _place(after, before[number], number) if number < len(before) else None
    return min(number, len(after) - 1) if place is None else place


def arrived(before: Tracks, after: Tracks) -> int | None:
    """The number of the one track that came, or came back; None where it was not just one."""
    if len(after) != len(before) + 1:
        return None
    new = [number for number, track in enumerate(after) if _place(before, track, number) is None]
    return new[0] if len(new) == 1 else None


def are_renumbered(before: Tracks, after: Tracks) -> bool:
    """Whether a track's number may now stand for another one, or for none."""
    if len(after) < len(before):
        return True
    return any(_place(after, track, number) not in (number, None) for number, track in enumerate(before))


def _place(tracks: Tracks, wanted: Track, near: int) -> int | None:
    """Where a track stands: at ``near`` if it is there, else anywhere, or None."""
    if near < len(tracks) and tracks[near] is wanted:
        return near
    return next((number for number, track in enumerate(tracks) if track is wanted), None)
