"""The takes of a session from their first note on: drafts while they are written, takes once complete."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Copied, TakeDone, TakeNote
from assistant.core.note import Note
from assistant.core.takes import Sung, Take
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
    others: tuple[Clip, ...] = ()


@dataclass
class _Draft:
    """The notes of the request's own track and of each other, and the surprise of the own track's."""

    voices: tuple[list[Note], ...] = ([],)
    bits: list[float] = field(default_factory=list)
    reached_tick: int = 0
    is_complete: bool = False
    _clips: tuple[Clip, ...] = ()

    def add(self, event: TakeNote) -> Note:
        notes = self.voices[event.voice]
        note = replace(event.note, id=len(notes) + 1)
        notes.append(note)
        self.reached_tick, self._clips = note.start_tick, ()
        if event.voice == 0:
            self.bits.append(event.surprise_bits)
        return note

    def clips(self) -> tuple[Clip, ...]:
        """The same ones until a note is added, so that a card sees that nothing has changed."""
        if not self._clips:
            self._clips = tuple(Clip.from_notes(notes) for notes in self.voices)
        return self._clips


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
            self._drafts[key] = _Draft(tuple([] for _ in (None, *request.others)))

    def add(self, key: TakeKey, event: TakeNote) -> Note | None:
        """Add a note as it arrives; the note with an id of its own, or None where nobody waits for it."""
        draft = self._drafts.get(key)
        return draft.add(event) if draft else None

    def complete(self, key: TakeKey, event: TakeDone) -> None:
        """Turn a draft into a take of the document."""
        draft = self._drafts.get(key)
        if draft is None or self.request is None:
            return
        clip, *others = draft.clips()
        self._session.keep_take(self.request, event, clip, others)
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

    def voices(self, key: TakeKey) -> Sung:
        """The notes of a take's tracks so far, the request's own first."""
        take = self.take(key)
        if take is not None:
            return take.voices
        request = self.request_of(key)
        tracks = (request.track, *(voice.track for voice in request.others)) if request else ()
        return tuple(zip(tracks, self._drafts[key].clips(), strict=True))

    def surprise(self, key: TakeKey) -> tuple[list[int], list[float]]:
        """Start ticks of a take's notes on its own track, the surprise of each in bits; empty if unknown."""
        draft = self._drafts.get(key, _Draft())
        return [note.start_tick for note in draft.voices[0]], list(draft.bits)

    def cards(self) -> list[Card]:
        """All takes: the newest request's first, in their order within it."""
        cards = [_card(take) for take in self._session.document.takes]
        if self.request is not None:
            drafts = {key: self._drafts[key] for key in self._running()}
            cards += [_draft_card(key, self.request, d) for key, d in drafts.items() if not d.is_complete]
        return sorted(cards, key=lambda card: (-card.key.request_id, card.key.index))

    def _running(self) -> list[TakeKey]:
        if self.request is None:
            return []
        return [TakeKey(self.request.request_id, index) for index in range(self.request.takes)]


def _reached_ticks(draft: _Draft, request: ContinueRequest) -> int:
    if draft.is_complete:
        return request.end_tick - request.start_tick
    return max(0, draft.reached_tick - request.start_tick)


def _key(take: Take) -> TakeKey:
    return TakeKey(take.request.request_id, take.index)


def _card(take: Take) -> Card:
    return Card(
        _key(take), take.request, take.clip, take.surprise_bits, take.rating, take.accepted, take.copied,
        take.style, tuple(clip for _, clip in take.others),
    )  # fmt: skip


def _draft_card(key: TakeKey, request: ContinueRequest, draft: _Draft) -> Card:
    clip, *others = draft.clips()
    return Card(key, request, clip, others=tuple(others))
