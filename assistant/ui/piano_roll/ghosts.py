"""The model's proposal while it is only that: notes that came one by one, the newest still fading in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import IntColumn
from assistant.core.note import Note
from assistant.core.tempo import MeterMap

FADE_S = 0.08
FAINTEST = 0.4
"""How strong a note is when it has just come: its first frame is seen."""


@dataclass
class Ghosts:
    """Proposed notes, when each came (``perf_counter`` seconds), and the span [start, end) they fill.

    ``beside`` are those on other tracks than the one in hand.
    """

    notes: list[Note] = field(default_factory=list)
    born_s: list[float] = field(default_factory=list)
    beside: list[Note] = field(default_factory=list)
    span: tuple[int, int] | None = None
    settled: int = 0
    """How many were asked for by ``fading`` once they were at their full strength."""

    def show(self, notes: Iterable[Note], span: tuple[int, int] | None, beside: Iterable[Note] = ()) -> None:
        """Show other notes; all of them fade in together."""
        self.notes, self.beside = list(notes), list(beside)
        self.born_s = [perf_counter()] * len(self.notes)
        self.span, self.settled = span, 0

    def append(self, notes: Sequence[Note], beside: Sequence[Note] = ()) -> None:
        """Show more notes."""
        self.notes += notes
        self.born_s += [perf_counter()] * len(notes)
        self.beside += beside

    def are_fading(self) -> bool:
        """Whether some note is not yet at its full strength."""
        return bool(self.born_s) and perf_counter() - self.born_s[-1] < FADE_S

    def fading(self) -> list[Note]:
        """Those that look different from when this was last asked for: who came, and who is fading in."""
        now_s, first = perf_counter(), self.settled
        self.settled += sum(now_s - born_s >= FADE_S for born_s in self.born_s[first:])
        return self.notes[first:]

    def visible(self, start_tick: float, end_tick: float) -> list[tuple[Note, float]]:
        """(note, strength up to 1) of those that sound in a window of time."""
        now_s = perf_counter()
        return [
            (note, min(1.0, FAINTEST + (1 - FAINTEST) * (now_s - born_s) / FADE_S))
            for note, born_s in zip(self.notes, self.born_s, strict=True)
            if note.start_tick < end_tick and note.end_tick > start_tick
        ]

    def visible_beside(self, start_tick: float, end_tick: float) -> list[Note]:
        """Those on other tracks that sound in a window of time."""
        return [n for n in self.beside if n.start_tick < end_tick and n.end_tick > start_tick]

    def sounding_at(self, tick: float) -> tuple[Note, ...]:
        """Those that have begun by a tick and last beyond it."""
        return tuple(note for note in self.notes if note.start_tick <= tick < note.end_tick)

    def covers(self, tick: float) -> bool:
        """Whether a tick lies in the proposal's span."""
        return (
            self.span is not None and bool(self.notes or self.beside) and self.span[0] <= tick < self.span[1]
        )

    def would_replace(self, start_ticks: IntColumn) -> NDArray[np.bool_]:
        """Which notes go when it is accepted, by their start ticks: those that begin in its span."""
        start, end = self.span or (0, 0)
        return (start_ticks >= start) & (start_ticks < end)

    def bar_end_tick(self, tick: float, meter_map: MeterMap) -> int:
        """The end of the bar that holds a tick, no further than the span goes."""
        bar_end = meter_map.bar_start_tick(meter_map.bar_at(int(tick)) + 1)
        return min(bar_end, self.span[1]) if self.span else bar_end

    @property
    def end_tick(self) -> int:
        """Where the proposal ends; 0 when there is none."""
        last_note = max((n.end_tick for n in (*self.notes, *self.beside)), default=0)
        return max(last_note, self.span[1] if self.span else 0)
