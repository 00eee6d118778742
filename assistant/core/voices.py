"""Which tracks go on together, and which part each of them has among the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

from assistant.core.clip import Clip
from assistant.core.piece import Piece
from assistant.core.track import PARTS, Part, Track

MOST_VOICES = 4
"""So many tracks can go on together: models tell as many parts apart."""
_FROM_THE_TOP: tuple[Part, ...] = ("melody", "harmony", "other", "bass")
"""Parts as a score has them; what is neither melody nor bass is upper and lower harmony."""


def tracks_beside(piece: Piece, track: int, parts: Collection[Part] = PARTS) -> tuple[int, ...]:
    """The other tracks that can go on together with one: of these parts, heard, no percussion, with notes.

    Where there are too many, those whose part is not there yet come first.
    """
    if piece.tracks[track].is_percussion:
        return ()
    able = [
        number
        for number, other in enumerate(piece.tracks)
        if number != track and other.part in parts and _can_sing(other)
    ]
    return tuple(sorted(_most_telling(piece, track, able)[: MOST_VOICES - 1]))


def pitched_clips(piece: Piece, *, but: int | None = None) -> list[Clip]:
    """The notes of all tracks, or all but one, that are heard and no percussion."""
    tracks = (track for number, track in enumerate(piece.tracks) if number != but)
    return [track.clip.sounding for track in tracks if _can_sing(track)]


def told_apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of up to four tracks, in the score's order, changed as little as tells each from the others.

    Of two tracks with one part the upper one in the score gets the higher part: two harmonies are harmony
    and other, and four melodies are melody, harmony, other and bass.
    """
    wanted = [_FROM_THE_TOP.index(part) for part in parts]
    order = sorted(range(len(parts)), key=lambda row: (wanted[row], row))
    downwards = [wanted[row] for row in order]
    given = min(
        combinations(range(len(_FROM_THE_TOP)), len(parts)),
        key=lambda chosen: sum(abs(a - b) for a, b in zip(chosen, downwards, strict=True)),
    )
    named = dict(zip(order, given, strict=True))
    return tuple(_FROM_THE_TOP[named[row]] for row in range(len(parts)))


def _can_sing(track: Track) -> bool:
    return bool(len(track.clip.sounding)) and not track.muted and not track.is_percussion


def _most_telling(piece: Piece, track: int, able: list[int]) -> list[int]:
    """The tracks whose part nobody before them has, then the others."""
    heard = {piece.tracks[track].part}
    first: list[int] = []
    for number in able:
        if piece.tracks[number].part not in heard:
            heard.add(piece.tracks[number].part)
            first.append(number)
    return [*first, *(number for number in able if number not in first)]
