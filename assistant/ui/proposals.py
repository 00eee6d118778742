"""Continue and what follows: ghost notes arrive, takes are shown, flipped through, accepted or dismissed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from assistant.core.continuation import (
    ContinueRequest,
    ContinueSettings,
    Searching,
    TakeDone,
    TakeEvent,
    TakeNote,
)
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.session import Session
from assistant.ui.accepted_steps import AcceptedSteps
from assistant.ui.bridge import GenerationBridge
from assistant.ui.drafts import Card, Drafts, TakeKey
from assistant.ui.pace import Pace
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.room import show_answer_pitches, show_answer_room
from assistant.ui.stage import Shown, Stage, tracks_of


class Proposals(QObject):
    """The model's proposals, from the click on Continue to the undo step.

    ``begun``: a request is on its way; ``changed``: what is shown or running is another; ``refreshed``: notes
    have arrived (at most ten times a second) or a take was rated; ``accepted`` carries the tick at which the
    accepted music ends, ``track_wanted`` the track that a take was made for.
    """

    begun = Signal()
    changed = Signal()
    refreshed = Signal()
    accepted = Signal(int)
    track_wanted = Signal(int)
    failed = Signal(str)

    def __init__(
        self, session: Session, bridge: GenerationBridge, roll: PianoRoll, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._roll = roll
        self._drafts = Drafts(session)
        self._stage = Stage(session, roll, self._drafts)
        self._accept_waits = False
        self._written = AcceptedSteps[Shown](session.document.history)
        self._pace = Pace(self)
        self._pace.due.connect(self._on_refresh)
        bridge.arrived.connect(self._on_arrived)
        bridge.finished.connect(self._on_finished)
        bridge.failed.connect(self._on_failed)

    @property
    def _shown(self) -> Shown | None:
        return self._stage.shown

    @property
    def is_generating(self) -> bool:
        """Whether a request is being answered."""
        return self._drafts.request is not None

    @property
    def is_shown(self) -> bool:
        """Whether a take lies in the roll."""
        return self._shown is not None

    @property
    def shown_key(self) -> TakeKey | None:
        """The take that lies in the roll."""
        return self._shown.key if self._shown else None

    @property
    def shown_span(self) -> tuple[int, int] | None:
        """The ticks that the take in the roll still answers for."""
        return (self._shown.from_tick, self._shown.end_tick) if self._shown else None

    @property
    def is_accept_waiting(self) -> bool:
        """Whether Return was pressed before the take was complete."""
        return self._accept_waits

    @property
    def progress(self) -> float:
        """How much of the running request is written, 0 to 1."""
        return self._drafts.progress

    def cards(self) -> list[Card]:
        """All takes: the newest request's first, in their order within it."""
        return self._drafts.cards()

    def shown_surprise(self) -> tuple[list[int], list[float]]:
        """Start ticks of the shown take's notes and the surprise of each in bits; empty where unknown."""
        return self._drafts.surprise(self._shown.key) if self._shown else ([], [])

    @property
    def recognised_style(self) -> str:
        """The style that the model heard in the shown take's seed; "" while unknown, or where it was told."""
        take = self._drafts.take(self._shown.key) if self._shown else None
        return take.style if take and not take.request.style else ""

    # --- what the player does --------------------------------------------------------------------

    def begin(self, settings: ContinueSettings, selected_ids: frozenset[int]) -> None:
        """Ask for takes; the first one shows as it is written."""
        self._ask(partial(self._session.continue_request, settings, selected_ids))

    def prepare(self, settings: ContinueSettings, selected_ids: frozenset[int]) -> None:
        """Have the seed read that Continue would begin from, where there is one and nothing is written."""
        if not self.is_generating:
            with suppress(AntiphonError):
                self._bridge.prepare(self._session.continue_request(settings, selected_ids))

    def fill(self, settings: ContinueSettings) -> None:
        """Ask for takes that fill the gap which the loop region is; they show once the best are found."""
        self._ask(partial(self._session.fill_request, settings))

    def cancel(self) -> None:
        """Stop the running request at once; takes that are complete stay."""
        self._bridge.cancel()
        self._end_request()

    def dismiss(self) -> None:
        """Take the ghost notes away; the take stays among the cards."""
        self._put_in_roll(None)
        self.changed.emit()

    def follow_track(self) -> None:
        """Another track is in hand: its ghost notes are the strong ones, if the take has any."""
        self._put_in_roll(self._shown)
        self.changed.emit()

    def reset(self) -> None:
        """Forget everything: another document lies on the desk."""
        self._bridge.cancel()
        self._drafts.forget()
        self._written.clear()
        self.dismiss()

    def show(self, key: TakeKey) -> None:
        """Put another take into the roll; bars that were accepted of its neighbour stay accepted."""
        request = self._drafts.request_of(key)
        if request is None:
            return
        if self._session.active_track not in tracks_of(request):
            self.track_wanted.emit(request.track)
        same = self._shown is not None and self._shown.request is request
        from_tick = self._shown.from_tick if self._shown and same else request.start_tick
        self._put_in_roll(Shown(key, request, from_tick))
        show_answer_room(self._roll, self._session.piece, from_tick, request.end_tick)
        show_answer_pitches(self._roll)
        self.changed.emit()

    def show_next(self, direction: int = 1) -> None:
        """Flip to the next card, or back to the previous one with -1."""
        keys = [card.key for card in self.cards()]
        if not self._shown or self._shown.key not in keys:
            return
        at = keys.index(self._shown.key) + direction
        if 0 <= at < len(keys):
            self.show(keys[at])

    def accept(self) -> None:
        """Write the shown take into the piece; one that is still being written, as soon as it is complete."""
        if self._shown is None:
            return
        if self._drafts.take(self._shown.key) is None:
            self._accept_waits = True
            self.changed.emit()
        else:
            self.accept_until(self._shown.end_tick)

    def accept_bar(self) -> None:
        """Write the shown take's next bar into the piece; the rest stays a proposal."""
        if self._shown is not None:
            self.accept_until(self._session.piece.meter_map.bar_ceil(self._shown.from_tick + 1))

    def accept_until(self, tick: int) -> None:
        """Write the shown take up to a tick into the piece; the rest stays a proposal."""
        shown = self._shown
        take = self._drafts.take(shown.key) if shown else None
        if shown is None or take is None or tick <= shown.from_tick:
            return
        until = min(tick, shown.end_tick)
        write = partial(self._session.accept_take, take.id, until, shown.from_tick)
        self._written.record(write, shown, until)
        self._advance(until)
        self.accepted.emit(until)
        self.changed.emit()

    def rate(self, key: TakeKey, rating: int) -> None:
        """Give a take a star (1), or none (0)."""
        take = self._drafts.take(key)
        if take is not None:
            self._session.rate_take(take.id, rating)
            self.refreshed.emit()

    def undo(self) -> None:
        """Undo; where that takes back an accepted take, it is a proposal again."""
        entry = self._written.undone() if self._session.undo() else None
        if entry is not None:
            self._put_in_roll(entry.shown)
            self._mark(entry.shown.key)
        self.changed.emit()

    def redo(self) -> None:
        """Redo; where that accepts a take again, its ghost notes go."""
        entry = self._written.redone() if self._session.redo() else None
        if entry is not None:
            self._mark(entry.shown.key)
        if entry is not None and self._shown and self._shown.request is entry.shown.request:
            self._advance(entry.until_tick)
        self.changed.emit()

    # --- what the worker sends -------------------------------------------------------------------

    @Slot(int, object)
    def _on_arrived(self, request_id: int, events: tuple[TakeEvent, ...]) -> None:
        self._add(request_id, [event for event in events if isinstance(event, TakeNote)])
        for event in events:
            match event:
                case TakeDone():
                    self._complete(TakeKey(request_id, event.index), event)
                case Searching():
                    self._drafts.searched = event.share
        self._pace.count()

    @Slot(int)
    def _on_finished(self, request_id: int) -> None:
        self._end_request()

    @Slot(int, str)
    def _on_failed(self, request_id: int, sentence: str) -> None:
        self._end_request()
        self.failed.emit(sentence)

    @Slot()
    def _on_refresh(self) -> None:
        self._stage.let_be_heard()
        self.refreshed.emit()

    # --- inside ----------------------------------------------------------------------------------

    def _ask(self, request_now: Callable[[], ContinueRequest]) -> None:
        try:
            request = request_now()
        except AntiphonError as error:
            self.failed.emit(str(error))
            return
        self._bridge.generate(request)
        self._drafts.begin(request)
        self._put_in_roll(Shown(TakeKey(request.request_id, 0), request, request.start_tick))
        show_answer_room(self._roll, self._session.piece, request.start_tick, request.end_tick)
        self._pace.begin()
        self.begun.emit()

    def _add(self, request_id: int, events: list[TakeNote]) -> None:
        shown, seen = self.shown_key, list[tuple[int, Note]]()
        for event in events:
            key = TakeKey(request_id, event.index)
            note = self._drafts.add(key, event)
            if note and key == shown:
                seen.append((event.voice, note))
        if seen:
            self._stage.add(seen)

    def _complete(self, key: TakeKey, event: TakeDone) -> None:
        self._drafts.complete(key, event)
        if key == self.shown_key:
            self._stage.let_be_heard()
            show_answer_pitches(self._roll)
            if self._accept_waits:
                self.accept()
            else:
                self.changed.emit()

    def _end_request(self) -> None:
        self._drafts.end()
        if self._shown and not self._drafts.has(self._shown.key):
            self._put_in_roll(None)
        self._pace.stop()
        self._stage.let_be_heard()
        self.changed.emit()

    def _mark(self, key: TakeKey) -> None:
        """A take counts as kept while some of it stands in the piece."""
        take = self._drafts.take(key)
        if take is not None:
            stands = any(shown.key == key for shown in self._written.standing())
            self._session.mark_take(take.id, accepted=stands)

    def _put_in_roll(self, shown: Shown | None) -> None:
        self._accept_waits = False
        self._stage.put(shown)

    def _advance(self, until_tick: int) -> None:
        self._accept_waits = False
        self._stage.advance(until_tick)
