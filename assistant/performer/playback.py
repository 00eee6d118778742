"""One run of the playhead: what is due when, round the loop, through edits and seeks."""

from __future__ import annotations

import math
from collections import deque

from assistant.core.piece import Loop
from assistant.core.scheduling import Schedule
from assistant.core.timeline import Due, LookAhead, Timeline
from assistant.performer.clock import MS
from assistant.performer.metronome import DRUM_CHANNEL, Metronome

LOOK_AHEAD_NS = 100 * MS
REFILL_NS = 50 * MS
"""The look-ahead is read on when less than this is left of it."""
LEAD_NS = 5 * MS
"""The first note comes this long after the button, so that it too is on time."""
STALL_NS = 500 * MS
"""When the machine stood still for longer, playing goes on from where it was: no flood of late notes."""
SHORTEST_LOOP_NS = 10 * MS
_ROUNDING_TICKS = 1e-3


class Playback:
    """Plays a schedule from a tick; the caller asks what is due, and sends it.

    Notes that have begun before the tick and last beyond it are struck there, so that a chord under the
    playhead is heard; on the drum channel not, where they are over as soon as they are struck.
    """

    def __init__(
        self,
        schedule: Schedule,
        start_tick: int,
        now_ns: int,
        loop: Loop | None = None,
        *,
        metronome: bool = False,
        count_in_bars: int = 0,
        is_recording: bool = False,
    ) -> None:
        self.schedule = schedule
        self.is_recording = is_recording
        self.has_ended = False
        self.done_tick = start_tick - 1
        self._read_until_ns = now_ns
        self._has_metronome = metronome
        count_in = Metronome(schedule.meter_map).count_in(start_tick, count_in_bars)
        timeline = Timeline(schedule.tempo_map, start_tick, now_ns)
        bar_ticks = count_in_bars * schedule.meter_map.change_at(start_tick).bar_ticks
        lead_ns = LEAD_NS + now_ns - timeline.deadline_ns(start_tick - bar_ticks)
        self.timeline = timeline.continued_at(start_tick, now_ns + lead_ns)
        deadlines = self.timeline.deadlines_ns([event.tick for event in count_in])
        clicks = zip(deadlines, count_in, strict=True)
        self._pending = deque(Due(ns, e.tick, "send", e.data) for ns, e in clicks)
        self._pending += self._begun_before(start_tick)
        self._read_from(start_tick, loop, now_ns)

    def tick_at(self, now_ns: int) -> float:
        """Where the playhead stands; a count-in keeps it at the start."""
        if self.has_ended:
            return self.schedule.end_tick
        return self.timeline.tick_at(max(now_ns, self.timeline.anchor_ns))

    def controls(self) -> list[bytes]:
        """What sets the controllers as they stand before what is played next."""
        return self.schedule.controls_before(self.done_tick + 1)

    def next_deadline_ns(self) -> tuple[int, bool]:
        """When to come back, and whether something must be sent just then."""
        refill_ns = self._read_until_ns - REFILL_NS
        if self._pending and (self._pending[0].deadline_ns <= refill_ns or self._ahead.has_ended):
            return self._pending[0].deadline_ns, True
        return refill_ns, False

    def next_due(self, now_ns: int) -> Due | None:
        """The next thing to do, if its time has come. Jumps and the end have then taken place here."""
        if not self._pending or self._pending[0].deadline_ns > now_ns:
            return None
        if now_ns - self._pending[0].deadline_ns > STALL_NS:
            self._absorb_stall(now_ns)
        due = self._pending.popleft()
        self.done_tick = due.tick
        if due.timeline is not None:
            self.timeline = due.timeline
            loop_tick = math.ceil(due.timeline.anchor_tick)
            self.done_tick = loop_tick - 1
            self._pending.extendleft(reversed(self._begun_before(loop_tick)))
        self.has_ended = due.kind == "end"
        return due

    def read_on(self, now_ns: int) -> None:
        """Read the schedule further ahead when little of it is left."""
        if now_ns >= self._read_until_ns - REFILL_NS:
            self._read_until_ns = now_ns + LOOK_AHEAD_NS
            self._pending += self._ahead.read_until(self._read_until_ns)

    def seek(self, tick: int, loop: Loop | None, now_ns: int) -> None:
        """Go on from another tick."""
        self.timeline = self.timeline.continued_at(tick, now_ns + LEAD_NS)
        self.done_tick = tick - 1
        self._pending = deque(self._begun_before(tick))
        self._read_from(tick, loop, now_ns)

    def update(self, schedule: Schedule, loop: Loop | None, now_ns: int) -> int:
        """Go on with another schedule from the first tick not played, which is given back.

        Nothing due may be left over.
        """
        self.schedule = schedule
        if schedule.tempo_map != self.timeline.tempo_map:
            self.timeline = self.timeline.with_tempo_map(schedule.tempo_map, now_ns)
        next_tick = math.floor(self.tick_at(now_ns) - _ROUNDING_TICKS) + 1
        next_tick = max(next_tick, self.done_tick + 1)
        count_in = [due for due in self._pending if due.deadline_ns < self.timeline.anchor_ns]
        self._pending = deque(count_in)
        if now_ns < self.timeline.anchor_ns:  # it has not begun, so nothing of it sounds yet
            self._pending += self._begun_before(next_tick)
        self._read_from(next_tick, loop, now_ns)
        return next_tick

    def _begun_before(self, tick: int) -> list[Due]:
        """What is struck where the playhead sets in; it belongs to the ticks before."""
        return [
            Due(self.timeline.anchor_ns, tick - 1, "send", data)
            for data in self.schedule.begun_before(tick)
            if data[0] & 0x0F != DRUM_CHANNEL
        ]

    def _read_from(self, tick: int, loop: Loop | None, now_ns: int) -> None:
        self._ahead = LookAhead(
            self.schedule,
            self.timeline,
            tick,
            None if self.is_recording else self._playable(loop),
            Metronome(self.schedule.meter_map) if self._has_metronome else None,
            is_endless=self.is_recording,
        )
        self._read_until_ns = now_ns
        self.read_on(now_ns)

    def _playable(self, loop: Loop | None) -> Loop | None:
        if loop is None or not loop.enabled:
            return None
        start_s, end_s = self.schedule.tempo_map.seconds_at([loop.start_tick, loop.end_tick])
        return loop if (end_s - start_s) * 1e9 >= SHORTEST_LOOP_NS else None

    def _absorb_stall(self, now_ns: int) -> None:
        """Put everything off by as much as the next thing is late."""
        late_ns = now_ns - self._pending[0].deadline_ns
        self._pending = deque(due.put_off(late_ns) for due in self._pending)
        self.timeline = self.timeline.put_off(late_ns)
        self._ahead.timeline = self._ahead.timeline.put_off(late_ns)
        self._read_until_ns += late_ns
