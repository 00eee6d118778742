"""Takes: proposals of the model, kept as a tree and never lost by making another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Copied
from assistant.core.note import Note

Sung = tuple[tuple[int, Clip], ...]
"""Notes of several tracks: (track, notes) each."""


@dataclass(frozen=True)
class Take:
    """One proposal: its notes, the span [start_tick, end_tick) it answers for, and what made it.

    ``clip`` are the notes of the request's own track, ``others`` those of the tracks that go on with it.
    ``index`` tells the takes of one request apart; with the request's ``random_seed`` it makes the take
    again. ``surprise_bits`` is the model's mean surprise a note; ``copied`` what it shares with the music
    that the model learnt from, if that is known; ``style`` the one it was written in; ``rating`` is the
    player's, -1, 0 or 1; ``parent`` is the id of the take that the seed came from.
    """

    id: int
    request: ContinueRequest
    index: int
    clip: Clip
    surprise_bits: float = 0.0
    rating: int = 0
    parent: int | None = None
    accepted: bool = False
    copied: Copied | None = None
    style: str = ""
    others: Sung = ()

    @property
    def voices(self) -> Sung:
        """The notes of all its tracks, the request's own first."""
        return ((self.request.track, self.clip), *self.others)

    @property
    def start_tick(self) -> int:
        """Where the proposal begins."""
        return self.request.start_tick

    @property
    def end_tick(self) -> int:
        """The bar line at which the proposal stops."""
        return self.request.end_tick


@dataclass(frozen=True)
class TakeTree:
    """All takes of a document, oldest first; ``last_id`` is the greatest id of a take that was ever added."""

    takes: tuple[Take, ...] = field(default=())
    last_id: int = 0

    def __len__(self) -> int:
        return len(self.takes)

    def __iter__(self) -> Iterator[Take]:
        return iter(self.takes)

    @property
    def next_id(self) -> int:
        """An id that no take has or had."""
        return max([self.last_id, *(t.id for t in self.takes)]) + 1

    def get(self, take_id: int) -> Take | None:
        """The take with an id, or None."""
        return next((t for t in self.takes if t.id == take_id), None)

    def with_take(self, take: Take) -> Self:
        """The tree with a take added, or exchanged where its id is known."""
        others = (other for other in self.takes if other.id != take.id)
        takes = sorted((*others, take), key=lambda each: each.id)
        return replace(self, takes=tuple(takes), last_id=max(self.last_id, take.id))

    def renumbered(self, places: Sequence[int | None]) -> Self:
        """The tree with each track's number exchanged for its place, takes for tracks that went left out."""
        moved = (_renumbered(take, places) for take in self.takes)
        return replace(self, takes=tuple(take for take in moved if take is not None))

    def parted(self, places: Sequence[int | None]) -> tuple[Take, ...]:
        """The takes of which a track goes by such an exchange."""
        gone = {track for track, place in enumerate(places) if place is None}
        return tuple(take for take in self.takes if not gone.isdisjoint(track for track, _ in take.voices))

    def grown_from(self, request: ContinueRequest) -> int | None:
        """The id of the accepted take that the seed ends with, the newest; None where the player wrote it."""
        last = request.seed.note_at_row(len(request.seed) - 1)
        accepted = (t for t in reversed(self.takes) if t.accepted and t.request.track == request.track)
        return next((t.id for t in accepted if _holds(t.clip, last)), None)


def _renumbered(take: Take, places: Sequence[int | None]) -> Take | None:
    numbers = {track: place for track, place in enumerate(places) if place is not None}
    if take.request.track not in numbers:
        return None
    beside = (voice for voice in take.request.others if voice.track in numbers)
    request = replace(
        take.request,
        track=numbers[take.request.track],
        others=tuple(replace(voice, track=numbers[voice.track]) for voice in beside),
    )
    others = tuple((numbers[track], clip) for track, clip in take.others if track in numbers)
    return replace(take, request=request, others=others)


def _holds(clip: Clip, note: Note) -> bool:
    return bool(((clip.starts == note.start_tick) & (clip.pitches == note.pitch)).any())
