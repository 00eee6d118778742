"""The takes of a session from their first note on: drafts while they are written, takes once complete."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Copied, TakeDone, TakeNote
from assistant.core.note import Note
from assistant.core.takes import Take
from assistant.session import Session


@dataclass(frozen=True, slots=True)
class TakeKey:
    """Tells the takes of a session apart, from their first note on."""

    request_id: int
    index: int


@dataclass(frozen=True)
class Card:
    """What a card of the takes panel shows; ``surprise_bits`` is None while the take is being written."""

    key: TakeKey
    request: ContinueRequest
    clip: Clip
    surprise_bits: float | None = None
    rating: int = 0
    accepted: bool = False
    copied: Copied | None = None
    style: str = ""


@dataclass
class _Draft:
    notes: list[Note] = field(default_factory=list)
    bits: list[float] = field(default_factory=list)
    is_complete: bool = False


class Drafts:
    """The running request's drafts beside the document's takes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drafts: dict[TakeKey, _Draft] = {}
        self.request: ContinueRequest | None = None
        self.searched = 0.0
        """How much of the search is done that comes before the notes of a gap, 0 to 1."""

    @property
    def progress(self) -> float:
        """How much of the running request is searched through or written, 0 to 1."""
        request = self.request
        if request is None:
            return 0.0
        span = request.end_tick - request.start_tick
        reached = [_reached_ticks(self._drafts[key], request) for key in self._running()]
        return max(self.searched, sum(reached) / (span * len(reached)))

    def begin(self, request: ContinueRequest) -> None:
        """Expect the notes of a request; what is not complete of an earlier one is forgotten."""
        self.end()
        self.request, self.searched = request, 0.0
        for key in self._running():
            self._drafts[key] = _Draft()

    def add(self, key: TakeKey, event: TakeNote) -> Note | None:
        """Add a note as it arrives; the note with an id of its own, or None where nobody waits for it."""
        draft = self._drafts.get(key)
        if draft is None:
            return None
        draft.notes.append(replace(event.note, id=len(draft.notes) + 1))
        draft.bits.append(event.surprise_bits)
        return draft.notes[-1]

    def complete(self, key: TakeKey, event: TakeDone) -> None:
        """Turn a draft into a take of the document."""
        draft = self._drafts.get(key)
        if draft is None or self.request is None:
            return
        self._session.keep_take(self.request, event, Clip.from_notes(draft.notes))
        draft.is_complete = True

    def end(self) -> None:
        """The request is over; what is not complete is forgotten."""
        self.request = None
        self._drafts = {key: draft for key, draft in self._drafts.items() if draft.is_complete}

    def forget(self) -> None:
        """Forget everything: another document lies on the desk."""
        self.request = None
        self._drafts.clear()

    def has(self, key: TakeKey) -> bool:
        """Whether a take is being written or complete."""
        return key in self._drafts or self.take(key) is not None

    def take(self, key: TakeKey) -> Take | None:
        """The complete take, or None."""
        return next((take for take in self._session.document.takes if _key(take) == key), None)

    def request_of(self, key: TakeKey) -> ContinueRequest | None:
        """What a take answers."""
        take = self.take(key)
        if take is not None:
            return take.request
        return self.request if key in self._drafts else None

    def clip(self, key: TakeKey) -> Clip:
        """The notes of a take so far."""
        take = self.take(key)
        return take.clip if take else Clip.from_notes(self._drafts[key].notes)

    def surprise(self, key: TakeKey) -> tuple[list[int], list[float]]:
        """Start ticks of a take's notes and the surprise of each in bits; empty where unknown."""
        draft = self._drafts.get(key, _Draft())
        return [note.start_tick for note in draft.notes], list(draft.bits)

    def cards(self) -> list[Card]:
        """All takes: the newest request's first, in their order within it."""
        cards = [_card(take) for take in self._session.document.takes]
        if self.request is not None:
            unfinished = [key for key in self._running() if not self._drafts[key].is_complete]
            cards += [Card(key, self.request, self.clip(key)) for key in unfinished]
        return sorted(cards, key=lambda card: (-card.key.request_id, card.key.index))

    def _running(self) -> list[TakeKey]:
        if self.request is None:
            return []
        return [TakeKey(self.request.request_id, index) for index in range(self.request.takes)]


def _reached_ticks(draft: _Draft, request: ContinueRequest) -> int:
    if draft.is_complete:
        return request.end_tick - request.start_tick
    return max(0, draft.notes[-1].start_tick - request.start_tick) if draft.notes else 0


def _key(take: Take) -> TakeKey:
    return TakeKey(take.request.request_id, take.index)


def _card(take: Take) -> Card:
    return Card(
        _key(take), take.request, take.clip, take.surprise_bits, take.rating, take.accepted, take.copied,
        take.style,
    )  # fmt: skip
