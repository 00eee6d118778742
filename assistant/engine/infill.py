"""One gap being filled: candidates are drawn from what is before it, and judged by what follows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import inf, log

import numpy as np

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Searching, TakeDone, TakeEvent
from assistant.core.errors import AntiphonError
from assistant.engine import events as ev
from assistant.engine.choice import Choice, Found, Player
from assistant.engine.codec import encode
from assistant.engine.copy_index import CopyIndex
from assistant.engine.events import Events, IntArray
from assistant.engine.hindsight import surprise
from assistant.engine.network import Network
from assistant.engine.scoring import Scoring
from assistant.engine.seeds import Seed, read, seed_of
from assistant.engine.walk import Walk

CANDIDATES_PER_TAKE = 4
MOST_CANDIDATES = 32
HEARD_AFTERWARDS = 48
"""A candidate is judged by at most so many of the notes after the gap."""


@dataclass
class Candidate:
    """One way through the gap, and how surprising it makes what follows."""

    number: int
    notes: list[Found] = field(default_factory=list)
    nats_afterwards: float = inf

    @property
    def bits(self) -> float:
        """Its own mean surprise a note."""
        return sum(n.bits for n in self.notes) / max(len(self.notes), 1)

    @property
    def nats(self) -> float:
        """What it is judged by, the less the better: the surprise of what follows, and its own a note.

        Candidates m are drawn from p(m | before), and wanted are those of p(m | before, after), which is in
        proportion to p(m | before) p(after | before, m). The draw has paid the first factor: a likely
        candidate is there more often. What is left to weigh is how likely it makes what follows
        (importance resampling, Rubin 1987). To count all of m's own surprise once more would favour few and
        dull notes. Its mean, a single note's worth, only decides between candidates that lead on equally
        well: on 50 held-out pieces weights of 0 to 8 came equally near to the bars that a human wrote, and
        the larger ones were left further below a human's surprise.
        """
        return self.nats_afterwards + self.bits * log(2)


class Infill:
    """A gap being filled: all candidates step together; those of equal length are judged together."""

    def __init__(self, network: Network, request: ContinueRequest, corpus: CopyIndex | None = None) -> None:
        """``corpus`` is music that must not be quoted at length."""
        self._takes = request.takes
        self.seed = seed_of(request)
        walk, self.style = read(network, self.seed, request)
        walk.strength = max(1.0, request.repeat)
        count = max(request.takes, min(CANDIDATES_PER_TAKE * request.takes, MOST_CANDIDATES))
        self._walk = walk.chosen(np.zeros(count, dtype=np.int64))
        self._choice = Choice(request, self.seed, corpus)
        self._generators = [np.random.default_rng([request.random_seed, i]) for i in range(count)]
        self._player = Player(request, self.seed)
        self._afterwards = right_events(request, self.seed, self._choice.end)
        self.candidates = [Candidate(i) for i in range(count)]
        """The best first, once all are judged."""

    def run(self) -> Iterator[TakeEvent]:
        """Yield how far the search is, then the best candidates as takes, the best one first."""
        for judged in self._search():
            yield Searching(judged / len(self.candidates))
        self.candidates = ranked(self.candidates)
        if not any(c.notes for c in self.candidates):
            raise AntiphonError(
                "No note fits into the gap, as one before it is held through it: shorten that one."
            )
        for take, candidate in enumerate(self.candidates[: self._takes]):
            for found in candidate.notes:
                yield self._player.note(take, found, self._generators[candidate.number])
            yield TakeDone(take, candidate.bits, style=ev.STYLES[self.style])

    def _search(self) -> Iterator[int]:
        """Draw and judge all candidates; yields after every step how many are judged."""
        walk, choice = self._walk, self._choice
        running = np.ones(len(walk), dtype=bool)
        while True:
            began = choice.begin(walk, self._generators)
            complete = np.flatnonzero(running & (began.onsets >= choice.end))
            if len(complete):
                running[complete] = False
                self._judge(walk.chosen(complete), complete)
            yield int((~running).sum())
            if not running.any():
                return
            drawn = choice.next_notes(walk, running, began, self._generators)
            for i in np.flatnonzero(running):
                self.candidates[i].notes.append(drawn.row(int(i)))

    def _judge(self, walk: Walk, numbers: IntArray) -> None:
        """Walk on through what follows the gap, from candidates that have one number of notes."""
        nats = surprise(walk, self._afterwards).sum(axis=1)
        for i, own in zip(numbers, nats, strict=True):
            self.candidates[i].nats_afterwards = float(own)


def ranked(candidates: list[Candidate]) -> list[Candidate]:
    """The best first; one that was drawn before, or that has no notes, only after all others."""
    known: set[tuple[tuple[int, int, int, int], ...]] = {()}
    fresh: list[Candidate] = []
    again: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: c.nats):
        notes = tuple((n.onset, n.part, n.pitch, n.length) for n in candidate.notes)
        (again if notes in known else fresh).append(candidate)
        known.add(notes)
    return fresh + again


def right_events(request: ContinueRequest, seed: Seed, end: int) -> Events:
    """The first notes after the gap as the parts of the seed's own track, none of them before ``end``."""
    right = request.right if request.right is not None else Clip.empty()
    own = (s for s in seed.scoring.sung if s.voice == 0 and s.holds(right.pitches).any())
    events = encode([right], Scoring(tuple(own)), seed.frame, right.end_tick)
    first, _ = events.split(HEARD_AFTERWARDS)
    return replace(first, onsets=np.maximum(first.onsets, end))
