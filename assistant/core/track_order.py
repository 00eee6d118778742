"""Where a track is found again after tracks came, went, changed or changed places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.core.track import Track

Tracks = Sequence[Track]
Sign = Callable[[Track, Track, bool], bool]
"""Tells by a track, another one and whether that stands in its place if it is the same."""

_SIGNS: tuple[Sign, ...] = (
    lambda one, other, _: one is other,
    lambda one, other, in_place: in_place and one.name == other.name,
    lambda one, other, _: one.clip is other.clip,
    lambda one, other, _: one == other,
    lambda one, other, _: one.name == other.name,
)
"""By what a track is known again, the surest sign first; comparing notes, which takes longest, is rare."""


def matched(before: Tracks, after: Tracks) -> list[int | None]:
    """For each track its number after a change; None for one that went."""
    stay = [one is other for one, other in zip(before, after, strict=False)]
    places = [number if number < len(stay) and stay[number] else None for number in range(len(before))]
    for sign in (*_SIGNS, _is_in_place) if len(before) == len(after) else _SIGNS:
        for number, track in enumerate(before):
            if places[number] is None:
                free = [place for place in range(len(after)) if place not in places]
                places[number] = _place(track, number, after, free, sign)
    return places


def followed(before: Tracks, after: Tracks, number: int) -> int:
    """The number that a track has after a change; in place of one that went, its neighbour's."""
    place = matched(before, after)[number] if number < len(before) else None
    return min(number, len(after) - 1) if place is None else place


def arrived(before: Tracks, after: Tracks) -> int | None:
    """The number of the one track that came, or came back; None where it was not just one."""
    if len(after) != len(before) + 1:
        return None
    new = set(range(len(after))) - set(matched(before, after))
    return new.pop() if len(new) == 1 else None


def are_renumbered(before: Tracks, after: Tracks) -> bool:
    """Whether a track's number may now stand for another one, or for none."""
    return matched(before, after) != list(range(len(before)))


def _is_in_place(_: Track, __: Track, in_place: bool) -> bool:
    return in_place


def _place(track: Track, number: int, after: Tracks, free: list[int], sign: Sign) -> int | None:
    """Where a track stands by a sign: in its own place if it is there, else the first of those free."""
    in_order = sorted(free, key=lambda place: place != number)
    return next((place for place in in_order if sign(track, after[place], place == number)), None)
