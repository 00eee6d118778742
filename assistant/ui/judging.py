"""The surprise of written notes, found on the model's thread in the moments that nothing else needs."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.core.protocols import Continuer
from assistant.core.surprise import NoteSurprise, SurpriseRequest
from assistant.ui.bridge import GenerationBridge

_MOMENT_S = 0.02
"""So long notes are judged in one go: painting is slow meanwhile, since it shares the interpreter."""
PAUSE_MS = 15
"""Between two moments the window has the interpreter to itself."""


@dataclass
class _Wanted:
    """The one request that is still of interest; read by the worker after every step."""

    request_id: int | None = None


class _Worker(QObject):
    """Lives in the model's thread; judges for a moment when it is told to."""

    judged = Signal(int, object)
    ended = Signal(int, object)

    def __init__(self, continuer: Continuer, bridge: GenerationBridge, wanted: _Wanted) -> None:
        super().__init__()
        self._continuer = continuer
        self._bridge = bridge
        self._wanted = wanted
        self._request_id = 0
        self._steps: Iterator[NoteSurprise] | None = None

    @Slot(object)
    def begin(self, request: SurpriseRequest) -> None:
        self._stop()
        if self._wanted.request_id == request.request_id:
            self._request_id, self._steps = request.request_id, self._continuer.surprise(request)
            self.go_on(request.request_id)

    @Slot(int)
    def go_on(self, request_id: int) -> None:
        if self._steps is None or request_id != self._request_id:
            return
        found, is_over = self._judge_for_a_moment(self._steps)
        if is_over:
            self._stop()
        (self.ended if is_over else self.judged).emit(request_id, found)

    def _judge_for_a_moment(self, steps: Iterator[NoteSurprise]) -> tuple[dict[int, float], bool]:
        """(bits by note id, whether that was all, or nobody waits for more)."""
        found: dict[int, float] = {}
        until_s = perf_counter() + _MOMENT_S
        # The curve is nobody's music: what goes wrong is said where an answer is asked for.
        with contextlib.suppress(Exception):
            for step in steps:
                found |= dict.fromkeys(step.ids, step.bits)
                if self._wanted.request_id != self._request_id:
                    return found, True
                if self._bridge.is_generating or perf_counter() > until_s:
                    return found, False
        return found, True

    def _stop(self) -> None:
        if isinstance(self._steps, Generator):
            self._steps.close()
        self._steps = None


class SurpriseBridge(QObject):
    """Judges one request at a time, in the background; what is no longer wanted never arrives.

    ``judged`` carries the bits by note id that were found since the last time; ``ended`` when that was all.
    While a model answers a player, it waits.
    """

    judged = Signal(object)
    ended = Signal()
    _begin = Signal(object)
    _go_on = Signal(int)

    def __init__(self, continuer: Continuer, bridge: GenerationBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wanted = _Wanted()
        self._worker = _Worker(continuer, bridge, self._wanted)
        bridge.host(self._worker)
        self._begin.connect(self._worker.begin)
        self._go_on.connect(self._worker.go_on)
        self._worker.judged.connect(self._on_judged)
        self._worker.ended.connect(self._on_ended)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._resume)

    @property
    def is_judging(self) -> bool:
        """Whether the surprise of notes is still awaited."""
        return self._wanted.request_id is not None

    def judge(self, request: SurpriseRequest) -> None:
        """Find how surprising notes are; an earlier request is dropped."""
        self._wanted.request_id = request.request_id
        self._pause.stop()
        self._begin.emit(request)

    def stop(self) -> None:
        """Nothing more arrives, from now on."""
        self._wanted.request_id = None
        self._pause.stop()

    @Slot(int, object)
    def _on_judged(self, request_id: int, bits: dict[int, float]) -> None:
        if request_id == self._wanted.request_id:
            self._pause.start()
            self._tell(bits)

    @Slot(int, object)
    def _on_ended(self, request_id: int, bits: dict[int, float]) -> None:
        if request_id == self._wanted.request_id:
            self._tell(bits)
            self._wanted.request_id = None
            self.ended.emit()

    def _tell(self, bits: dict[int, float]) -> None:
        if bits:
            self.judged.emit(bits)

    @Slot()
    def _resume(self) -> None:
        if self._bridge.is_generating:
            self._pause.start()
        elif self._wanted.request_id is not None:
            self._go_on.emit(self._wanted.request_id)
