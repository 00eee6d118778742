"""Where the playhead is at which nanosecond, and which events come next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from heapq import merge
from typing import Literal, NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.note import PPQ
from assistant.core.piece import Loop
from assistant.core.scheduling import Event, Schedule
from assistant.core.tempo import TempoMap

SECOND_NS = 1_000_000_000


@dataclass(frozen=True)
class Timeline:
    """Ticks against nanoseconds of one clock: ``anchor_tick`` is reached at ``anchor_ns``.

    Before the anchor time runs on backwards at the anchor's tempo, so that a count-in is steady.
    """

    tempo_map: TempoMap
    anchor_tick: float
    anchor_ns: int

    def deadline_ns(self, tick: float) -> int:
        """When a tick is due."""
        return self.deadlines_ns([tick])[0]

    def deadlines_ns(self, ticks: ArrayLike) -> list[int]:
        """When ticks are due."""
        wanted = np.asarray(ticks, dtype=np.float64)
        before = (wanted - self.anchor_tick) * self._seconds_per_tick_at_anchor
        after = self.tempo_map.seconds_at(np.maximum(wanted, self.anchor_tick)) - self._anchor_s
        seconds = np.where(wanted < self.anchor_tick, before, after)
        due: list[int] = (np.rint(seconds * SECOND_NS).astype(np.int64) + self.anchor_ns).tolist()
        return due

    def tick_at(self, ns: int) -> float:
        """Where the playhead stands at a moment; negative ticks are possible before the anchor."""
        seconds = (ns - self.anchor_ns) / SECOND_NS
        if seconds < 0:
            return self.anchor_tick + seconds / self._seconds_per_tick_at_anchor
        return float(self.tempo_map.tick_at(self._anchor_s + seconds))

    def continued_at(self, tick: float, ns: int) -> Self:
        """The same tempo map, with another tick at a moment: a seek or the way back of a loop."""
        return replace(self, anchor_tick=tick, anchor_ns=ns)

    def with_tempo_map(self, tempo_map: TempoMap, ns: int) -> Self:
        """Another tempo map from a moment on; the playhead stays where it is, in a count-in the anchor."""
        if ns < self.anchor_ns:
            return replace(self, tempo_map=tempo_map)
        return replace(self, tempo_map=tempo_map, anchor_tick=self.tick_at(ns), anchor_ns=ns)

    def put_off(self, by_ns: int) -> Self:
        """The same, later."""
        return replace(self, anchor_ns=self.anchor_ns + by_ns)

    @cached_property
    def _anchor_s(self) -> float:
        return float(self.tempo_map.seconds_at(self.anchor_tick))

    @cached_property
    def _seconds_per_tick_at_anchor(self) -> float:
        return 60.0 / (self.tempo_map.bpm_at(int(self.anchor_tick)) * PPQ)


class Due(NamedTuple):
    """What must be done at ``deadline_ns``.

    "send" sends ``data``; "jump" goes back to the loop's start and plays on along ``timeline``; "end" is the
    end of the piece.
    """

    deadline_ns: int
    tick: int
    kind: Literal["send", "jump", "end"]
    data: bytes = b""
    timeline: Timeline | None = None

    def put_off(self, by_ns: int) -> Due:
        """The same, later."""
        timeline = self.timeline.put_off(by_ns) if self.timeline else None
        return self._replace(deadline_ns=self.deadline_ns + by_ns, timeline=timeline)


class ClickSource(Protocol):
    """Gives the metronome's events."""

    def __call__(self, start_tick: int, end_tick: int) -> list[Event]:
        """The events in [start_tick, end_tick), in order."""
        ...


class LookAhead:
    """Reads a schedule forward in stretches of time, round its loop, to the end of the piece.

    ``cursor_tick`` is the first tick that has not been read. Without a loop reading stops at the end of the
    piece, unless ``is_endless``.
    """

    def __init__(
        self,
        schedule: Schedule,
        timeline: Timeline,
        cursor_tick: int,
        loop: Loop | None = None,
        clicks: ClickSource | None = None,
        *,
        is_endless: bool = False,
    ) -> None:
        self.timeline = timeline
        self.cursor_tick = cursor_tick
        self.has_ended = False
        self._schedule = schedule
        self._clicks = clicks
        self._loop = loop if loop and cursor_tick < loop.end_tick else None
        self._is_endless = is_endless

    def read_until(self, ns: int) -> list[Due]:
        """What is due before a moment and was not read before, in order."""
        found: list[Due] = []
        while not self.has_ended:
            reached_tick = int(np.ceil(self.timeline.tick_at(ns)))
            stop_tick = self._stop_tick()
            upto_tick = reached_tick if stop_tick is None else min(reached_tick, stop_tick)
            found += self._read_to(upto_tick)
            if stop_tick is None or self.cursor_tick < stop_tick:
                break
            found.append(self._turn())
        return found

    def _stop_tick(self) -> int | None:
        if self._loop:
            return self._loop.end_tick
        return None if self._is_endless else self._schedule.end_tick + 1

    def _read_to(self, tick: int) -> list[Due]:
        if tick <= self.cursor_tick:
            return []
        events = self._schedule.events_between(self.cursor_tick, tick)
        if self._clicks:
            events = list(merge(events, self._clicks(self.cursor_tick, tick), key=lambda e: e[:2]))
        self.cursor_tick = tick
        deadlines = self.timeline.deadlines_ns([e.tick for e in events])
        return [Due(ns, e.tick, "send", e.data) for ns, e in zip(deadlines, events, strict=True)]

    def _turn(self) -> Due:
        """Back to the start of the loop, or the end."""
        if self._loop is None:
            self.has_ended = True
            end_tick = self._schedule.end_tick
            return Due(self.timeline.deadline_ns(end_tick), end_tick, "end")
        jump_ns = self.timeline.deadline_ns(self._loop.end_tick)
        self.timeline = self.timeline.continued_at(self._loop.start_tick, jump_ns)
        self.cursor_tick = self._loop.start_tick
        return Due(jump_ns, self._loop.end_tick, "jump", timeline=self.timeline)
