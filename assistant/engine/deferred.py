"""The engine for a window that must not wait for it: imported by the thread that first asks it something."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.core.continuation import ContinueRequest, TakeEvent
from assistant.core.protocols import ModelInfo
from assistant.core.surprise import NoteSurprise, SurpriseRequest

if TYPE_CHECKING:
    from assistant.engine.continuer import EngineContinuer


class DeferredContinuer:
    """Passes everything on to an ``EngineContinuer``; its imports take a tenth of the window's start."""

    @cached_property
    def _engine(self) -> EngineContinuer:
        from assistant.engine.continuer import EngineContinuer

        return EngineContinuer()

    def models(self) -> tuple[ModelInfo, ...]:
        """The models there are."""
        return self._engine.models()

    def warm_up(self, model: str = "") -> None:
        """Load a model."""
        self._engine.warm_up(model)

    def prepare(self, request: ContinueRequest) -> None:
        """Read a request's seed ahead of the request."""
        self._engine.prepare(request)

    def generate(self, request: ContinueRequest) -> Iterator[TakeEvent]:
        """Yield notes of all takes, then a TakeDone for each; closing it cancels."""
        return self._engine.generate(request)

    def surprise(self, request: SurpriseRequest) -> Iterator[NoteSurprise]:
        """Yield how surprising the notes of a track are; closing it ends the work."""
        return self._engine.surprise(request)
