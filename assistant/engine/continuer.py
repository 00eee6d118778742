"""The engine's front door: keeps models in memory and answers requests."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.core.continuation import ContinueRequest, TakeEvent
from assistant.core.protocols import ModelInfo
from assistant.engine import checkpoint
from assistant.engine.answer import Answer
from assistant.engine.network import Network
from assistant.engine.registry import available_models, find_model


class EngineContinuer:
    """Keeps models in memory and answers requests; may be called from any one thread at a time."""

    def __init__(self) -> None:
        self._networks: dict[str, Network] = {}
        self._lock = threading.Lock()

    def models(self) -> tuple[ModelInfo, ...]:
        """The models there are."""
        return available_models()

    def warm_up(self, model: str = "") -> None:
        """Load a model, and let NumPy's libraries start their threads."""
        network = self._network(model)
        network.start(1)

    def generate(self, request: ContinueRequest) -> Iterator[TakeEvent]:
        """Yield notes of all takes as they are found, then a TakeDone for each; closing it cancels."""
        network = self._network(request.model)
        yield from Answer(network, request).run()

    def _network(self, name: str) -> Network:
        with self._lock:
            if name not in self._networks:
                self._networks[name], _ = checkpoint.load(find_model(name))
            return self._networks[name]
