"""Between the Qt thread and what works beside it: the generation worker, and the performer's news.

Slots here are methods of QObjects on purpose: a lambda or a free function would run in the emitting thread.
"""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from assistant.core.continuation import ContinueRequest, TakeEvent
from assistant.core.errors import AntiphonError
from assistant.core.protocols import Continuer, NoteHeard, Performer, Ports, Position, Problem, Recorded

_SWITCH_INTERVAL_S = 0.0005
"""How long one thread may keep the interpreter while another waits for it: a frame asks for it anew at every
widget that Python paints. At Python's own 5 ms an answer's first ghost note came a tenth of a second late."""
_FRAME_MS = 33
"""The first note is handed on at once, others at this pace: to show them takes time from the model."""
_POLL_PLAYING_MS = 16
_POLL_IDLE_MS = 50


@dataclass
class _Wanted:
    """The one request whose notes anyone still waits for; None cancels. Read by the worker at every yield."""

    request_id: int | None = None


class _Mailbox:
    """Events on their way to the Qt thread: one letter there empties the whole box.

    So a quick model does not flood the Qt thread, and no note waits for the next one. Who finds something
    looks again a frame later without being told; ``is_watched`` until nothing is found.
    """

    def __init__(self) -> None:
        self._events: deque[tuple[int, TakeEvent]] = deque()
        self.is_watched = False

    def put(self, request_id: int, event: TakeEvent) -> bool:
        """Add an event; whether a letter must be sent, since nobody is going to look."""
        self._events.append((request_id, event))
        was_watched, self.is_watched = self.is_watched, True
        return not was_watched

    def take(self, request_id: int | None) -> tuple[TakeEvent, ...]:
        """Empty the box; the events of one request."""
        self.is_watched = False  # before emptying: what comes from now on is announced again
        found = []
        while self._events:
            found.append(self._events.popleft())
        self.is_watched = self.is_watched or bool(found)
        return tuple(event for of, event in found if of == request_id)


class _Worker(QObject):
    """Lives in the worker thread: plain data in, signals out."""

    arrived = Signal()
    finished = Signal(int)
    failed = Signal(int, str)
    models_found = Signal(object)
    not_warmed = Signal(str)

    def __init__(self, continuer: Continuer, wanted: _Wanted, mailbox: _Mailbox) -> None:
        super().__init__()
        self._continuer = continuer
        self._wanted = wanted
        self._mailbox = mailbox

    @Slot(str)
    def warm_up(self, model: str) -> None:
        try:
            self.models_found.emit(self._continuer.models())
            self._continuer.warm_up(model)
        except AntiphonError as error:
            self.not_warmed.emit(str(error))

    @Slot(object)
    def prepare(self, request: ContinueRequest) -> None:
        # What is wrong is said when the answer is asked for.
        with contextlib.suppress(AntiphonError):
            self._continuer.prepare(request)

    @Slot(object)
    def generate(self, request: ContinueRequest) -> None:
        try:
            self._generate(request)
        except AntiphonError as error:
            self.failed.emit(request.request_id, str(error))
        except Exception as error:  # a fault of ours must reach the player as a sentence, not end the thread
            self.failed.emit(request.request_id, f"The model stopped unexpectedly ({error}); try again.")
        else:
            self.finished.emit(request.request_id)

    def _generate(self, request: ContinueRequest) -> None:
        if self._wanted.request_id != request.request_id:  # dropped while it waited its turn
            return
        events = self._continuer.generate(request)
        try:
            self._send(request.request_id, events)
        finally:
            if isinstance(events, Generator):
                events.close()

    def _send(self, request_id: int, events: Iterator[TakeEvent]) -> None:
        for event in events:
            if self._wanted.request_id != request_id:
                return
            if self._mailbox.put(request_id, event):
                self.arrived.emit()


class GenerationBridge(QObject):
    """Generates in a thread of its own; what is no longer wanted never arrives.

    ``arrived`` carries a request id and the events since the last one; ``finished`` and ``failed`` end a
    request that was not cancelled.
    """

    arrived = Signal(int, object)
    finished = Signal(int)
    failed = Signal(int, str)
    models_found = Signal(object)
    not_warmed = Signal(str)
    _generate = Signal(object)
    _warm_up = Signal(str)
    _prepare = Signal(object)

    def __init__(self, continuer: Continuer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = _Wanted()
        self._mailbox = _Mailbox()
        self._worker = _Worker(continuer, self._wanted, self._mailbox)
        self._thread = QThread(self)
        self._worker.moveToThread(self._thread)
        self._generate.connect(self._worker.generate)
        self._warm_up.connect(self._worker.warm_up)
        self._prepare.connect(self._worker.prepare)
        self._frame = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._frame.timeout.connect(self._on_arrived)
        self._worker.arrived.connect(self._on_arrived)
        self._worker.finished.connect(self._on_finished)
        self._worker.failed.connect(self._on_failed)
        self._worker.models_found.connect(self.models_found)
        self._worker.not_warmed.connect(self.not_warmed)
        sys.setswitchinterval(_SWITCH_INTERVAL_S)
        self._thread.start()

    @property
    def is_generating(self) -> bool:
        """Whether notes of a request are still awaited."""
        return self._wanted.request_id is not None

    def host(self, worker: QObject) -> None:
        """Let another worker have its slots called on the model's thread, between the requests."""
        worker.moveToThread(self._thread)

    def warm_up(self, model: str = "") -> None:
        """Find the models and load one, in the background."""
        self._warm_up.emit(model)

    def prepare(self, request: ContinueRequest) -> None:
        """Read a request's seed, in the background."""
        self._prepare.emit(request)

    def generate(self, request: ContinueRequest) -> None:
        """Answer a request; an earlier one is dropped."""
        self._wanted.request_id = request.request_id
        self._generate.emit(request)

    def cancel(self) -> None:
        """Nothing more arrives, from now on."""
        self._wanted.request_id = None

    def close(self) -> None:
        """Cancel and let the thread end."""
        self.cancel()
        self._thread.quit()
        self._thread.wait()

    @Slot()
    def _on_arrived(self) -> None:
        request_id = self._wanted.request_id
        events = self._mailbox.take(request_id)
        if self._mailbox.is_watched:
            self._frame.start()
        if request_id is not None and events:
            self.arrived.emit(request_id, events)

    @Slot(int)
    def _on_finished(self, request_id: int) -> None:
        self._on_arrived()
        if request_id == self._wanted.request_id:
            self._wanted.request_id = None
            self.finished.emit(request_id)

    @Slot(int, str)
    def _on_failed(self, request_id: int, sentence: str) -> None:
        self._on_arrived()
        if request_id == self._wanted.request_id:
            self._wanted.request_id = None
            self.failed.emit(request_id, sentence)


class PerformerPoller(QObject):
    """Asks the performer for its news, often while it plays, and tells it by kind."""

    ports_changed = Signal(object)
    moved = Signal(object)
    recorded = Signal(object)
    heard = Signal(object)
    problem = Signal(str)

    def __init__(self, performer: Performer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._performer = performer
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_IDLE_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Begin to poll."""
        self._timer.start()

    def stop(self) -> None:
        """Poll no more."""
        self._timer.stop()

    def set_playing(self, playing: bool) -> None:
        """Poll at the screen's pace, or at leisure."""
        self._timer.setInterval(_POLL_PLAYING_MS if playing else _POLL_IDLE_MS)

    @Slot()
    def poll(self) -> None:
        """Drain the performer once."""
        for event in self._performer.poll():
            match event:
                case Ports():
                    self.ports_changed.emit(event)
                case Position():
                    self.moved.emit(event)
                case Recorded():
                    self.recorded.emit(event)
                case NoteHeard():
                    self.heard.emit(event)
                case Problem():
                    self.problem.emit(event.text)
