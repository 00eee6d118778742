"""The surprise of written notes, found on the model's thread in the moments that nothing else needs."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assistant.core.protocols import Continuer
from assistant.core.surprise import NoteSurprise, SurpriseRequest
from assistant.ui.bridge import GenerationBridge

_MOMENT_S = 0.04
"""So long notes are judged before something else that waits has its turn."""


@dataclass
class _Wanted:
    """The one request that is still of interest; read by the worker after every step."""

    request_id: int | None = None


class _Worker(QObject):
    """Lives in the model's thread; goes on in moments, with the queue's other work between them."""

    judged = Signal(int, object)
    ended = Signal(int)
    _more = Signal()

    def __init__(self, continuer: Continuer, bridge: GenerationBridge, wanted: _Wanted) -> None:
        super().__init__()
        self._continuer = continuer
        self._bridge = bridge
        self._wanted = wanted
        self._request_id = 0
        self._steps: Iterator[NoteSurprise] | None = None
        self._more.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def begin(self, request: SurpriseRequest) -> None:
        is_running = self._steps is not None
        self._stop()
        if self._wanted.request_id == request.request_id:
            self._request_id, self._steps = request.request_id, self._continuer.surprise(request)
            if not is_running:  # else its next moment is on its way already
                self._go_on()

    @Slot()
    def _go_on(self) -> None:
        if self._steps is None:
            return
        found, is_over = self._judge_for_a_moment(self._steps)
        if found:
            self.judged.emit(self._request_id, found)
        if is_over:
            self._stop()
            self.ended.emit(self._request_id)
        else:
            self._more.emit()

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
    """

    judged = Signal(object)
    ended = Signal()
    _begin = Signal(object)

    def __init__(self, continuer: Continuer, bridge: GenerationBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = _Wanted()
        self._worker = _Worker(continuer, bridge, self._wanted)
        bridge.host(self._worker)
        self._begin.connect(self._worker.begin)
        self._worker.judged.connect(self._on_judged)
        self._worker.ended.connect(self._on_ended)

    @property
    def is_judging(self) -> bool:
        """Whether the surprise of notes is still awaited."""
        return self._wanted.request_id is not None

    def judge(self, request: SurpriseRequest) -> None:
        """Find how surprising notes are; an earlier request is dropped."""
        self._wanted.request_id = request.request_id
        self._begin.emit(request)

    def stop(self) -> None:
        """Nothing more arrives, from now on."""
        self._wanted.request_id = None

    @Slot(int, object)
    def _on_judged(self, request_id: int, bits: dict[int, float]) -> None:
        if request_id == self._wanted.request_id:
            self.judged.emit(bits)

    @Slot(int)
    def _on_ended(self, request_id: int) -> None:
        if request_id == self._wanted.request_id:
            self._wanted.request_id = None
            self.ended.emit()
