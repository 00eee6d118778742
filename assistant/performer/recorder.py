"""What is played on the keyboard while the piece runs, as notes."""

from __future__ import annotations

from assistant.core.assembler import Assembler
from assistant.core.note import Note
from assistant.core.timeline import SECOND_NS
from assistant.performer.clock import MS
from assistant.performer.playback import Playback
from assistant.performer.wire import RecordedPart

EARLY_NS = 100 * MS
"""Who plays the first downbeat this much early means it."""
REPORT_NS = SECOND_NS // 10


class Recorder:
    """Collects notes along a playback, and says now and then what is new."""

    def __init__(self, playback: Playback) -> None:
        timeline = playback.timeline
        start_tick = round(timeline.anchor_tick)
        early_ticks = start_tick - timeline.tick_at(timeline.anchor_ns - EARLY_NS)
        self._assembler = Assembler(self._tick_at, start_tick, early_ticks)
        self._playback = playback
        self._reported = 0
        self.next_report_ns = timeline.anchor_ns

    def feed(self, stamp_ns: int, data: bytes) -> None:
        """Take in one message from the keyboard."""
        self._assembler.feed(stamp_ns, data)

    def report(self, now_ns: int) -> RecordedPart:
        """The notes ended since the last report, and those that still sound."""
        self.next_report_ns = now_ns + REPORT_NS
        return RecordedPart(self._newly_closed(), self._assembler.open_notes(now_ns), finished=False)

    def finish(self, now_ns: int) -> RecordedPart:
        """The last of the notes; what still sounds ends now."""
        self._assembler.finish(now_ns)
        return RecordedPart(self._newly_closed(), (), finished=True)

    def _tick_at(self, ns: int) -> float:
        """The playback's timeline is asked anew each time: the tempo may be edited while it runs."""
        return self._playback.timeline.tick_at(ns)

    def _newly_closed(self) -> tuple[Note, ...]:
        closed = self._assembler.closed
        found, self._reported = tuple(closed[self._reported :]), len(closed)
        return found
