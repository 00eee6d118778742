"""One request being answered: the seed is walked through once, then all takes step together, note by note.

The last bar of a take is drawn several times over, and the way to the end that the model finds most final is
kept: its END is likeliest there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from assistant.core.continuation import ContinueRequest, TakeDone, TakeEvent, TakeNote
from assistant.engine import events as ev
from assistant.engine import sampling
from assistant.engine.choice import Choice, Found, Player
from assistant.engine.copy_index import CopyIndex
from assistant.engine.network import Network
from assistant.engine.seeds import Reads, read, seed_of

ENDINGS = 10
"""How many times the last bar is drawn."""


@dataclass
class Ending:
    """One way to the end: its notes, and log2 P(END) after them."""

    notes: list[Found] = field(default_factory=list)
    finality: float = -np.inf


class Answer:
    """One request being answered: B takes step together, each with its own random generator."""

    def __init__(
        self,
        network: Network,
        request: ContinueRequest,
        reads: Reads = read,
        corpus: CopyIndex | None = None,
    ) -> None:
        """``reads`` reads the seed, or knows it already; ``corpus`` must not be quoted at length."""
        takes = request.takes
        self.seed = seed_of(request)
        walk, self.style = reads(network, self.seed, request)
        walk.strength = max(1.0, request.repeat)
        self._walk = walk.chosen(np.zeros(takes, dtype=np.int64))
        self._choice = Choice(request, self.seed, corpus)
        self._generators = [np.random.default_rng([request.random_seed, i]) for i in range(takes)]
        self._player = Player(request, self.seed)
        self._running = np.ones(takes, dtype=bool)
        self._bits = np.zeros(takes)
        self._notes = np.zeros(takes, dtype=np.int64)
        self.finalities: list[list[float]] = []
        """Of every take that is done, log P(END) after each of its endings, that of the kept one first."""

    def run(self) -> Iterator[TakeEvent]:
        """Yield each take's notes in order, and TakeDone where one is complete."""
        while self._running.any():
            yield from self.step()

    def step(self) -> Iterator[TakeEvent]:
        """The next note of every take that is not complete; all the rest of one that reaches its last bar."""
        walk = self._walk
        began = self._choice.begin(walk, self._generators)
        for index in np.flatnonzero(self._running & (began.onsets >= self._choice.last_bar)):
            self._running[index] = False
            yield from self._ended(int(index))
        if not self._running.any():
            return
        drawn = self._choice.next_notes(walk, self._running, began, self._generators)
        for index in np.flatnonzero(self._running):
            yield self._note(int(index), drawn.row(int(index)))

    def _ended(self, index: int) -> Iterator[TakeEvent]:
        """The take's last bar, drawn several times; the most final one is kept."""
        endings = self._endings(index)
        best = max(endings, key=lambda e: e.finality)
        rest = [e.finality for e in endings if e is not best]
        self.finalities.append([best.finality, *rest])
        for found in best.notes:
            yield self._note(index, found)
        surprise_bits = float(self._bits[index] / max(self._notes[index], 1))
        yield TakeDone(index, surprise_bits, style=ev.STYLES[self.style])

    def _endings(self, index: int) -> list[Ending]:
        rows = np.full(ENDINGS, index)
        walk, choice = self._walk.chosen(rows), self._choice
        seeds = self._generators[index].integers(2**32, size=ENDINGS)
        generators = [np.random.default_rng(int(s)) for s in seeds]
        endings = [Ending() for _ in rows]
        running = np.ones(ENDINGS, dtype=bool)
        while running.any():
            began = choice.begin(walk, generators)
            ended = running & (began.onsets >= choice.end)
            if ended.any():
                finality = -sampling.bits(walk.shift_logits(walk.shift_proposals()), np.full(ENDINGS, ev.END))
                for i in np.flatnonzero(ended):
                    running[i], endings[i].finality = False, float(finality[i])
            drawn = choice.next_notes(walk, running, began, generators)
            for i in np.flatnonzero(running):
                endings[i].notes.append(drawn.row(int(i)))
        return endings

    def _note(self, index: int, found: Found) -> TakeNote:
        self._bits[index] += found.bits
        self._notes[index] += 1
        return self._player.note(index, found, self._generators[index])
