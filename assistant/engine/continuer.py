"""The engine's front door: keeps models in memory and answers requests."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.core.continuation import ContinueRequest, TakeEvent
from assistant.core.protocols import ModelInfo
from assistant.core.surprise import NoteSurprise, SurpriseRequest
from assistant.engine.answer import Answer
from assistant.engine.checkpoint import load
from assistant.engine.copy_check import CopyCheck
from assistant.engine.infill import Infill
from assistant.engine.judging import judge
from assistant.engine.network import Network
from assistant.engine.registry import available_models, find_model
from assistant.engine.seeds import SeedReader, seed_of
from assistant.paths import copy_index_path


class EngineContinuer:
    """Keeps models in memory and answers requests; may be called from any one thread at a time."""

    def __init__(self, copy_check: CopyCheck | None = None) -> None:
        """Takes are compared with the music that the models in the box learnt from, or with another."""
        self._copy_check = copy_check or CopyCheck(copy_index_path())
        self._networks: dict[str, Network] = {}
        self._lock = threading.Lock()
        self._reader = SeedReader()

    def models(self) -> tuple[ModelInfo, ...]:
        """The models there are."""
        return available_models()

    def warm_up(self, model: str = "") -> None:
        """Load a model and what takes are compared with, and let NumPy's libraries start their threads."""
        network = self._network(model)
        network.start(1)
        self._copy_check.index()

    def prepare(self, request: ContinueRequest) -> None:
        """Read a request's seed ahead of the request, and recognise its style."""
        if request.right is None:
            self._reader.read(self._network(request.model), seed_of(request), request)

    def generate(self, request: ContinueRequest) -> Iterator[TakeEvent]:
        """Yield notes of all takes as they are found, then a TakeDone for each; closing it cancels.

        The takes that fill a gap come once all candidates are judged, after some ``Searching``.
        """
        network, corpus = self._network(request.model), self._copy_check.usable_index()
        if request.right is None:
            found: Answer | Infill = Answer(network, request, self._reader.read, corpus)
        else:
            found = Infill(network, request, corpus)
        yield from self._copy_check.tell(request, found.run())

    def surprise(self, request: SurpriseRequest) -> Iterator[NoteSurprise]:
        """Yield how surprising the notes of a track are, step by step; closing it ends the work."""
        yield from judge(self._network(request.model), request)

    def _network(self, name: str) -> Network:
        """The model by its name; "" is one of them, and shares the network that is loaded once."""
        with self._lock:
            if name not in self._networks:
                folder = find_model(name)
                known = self._networks.get(folder.name)
                self._networks[name] = self._networks[folder.name] = known or load(folder)[0]
            return self._networks[name]
