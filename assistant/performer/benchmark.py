"""How late the performer process sends: a train of notes with a message every four milliseconds."""

from __future__ import annotations

import time

from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.tempo import TempoChange, TempoMap
from assistant.core.track import Track
from assistant.performer import wire
from assistant.performer.child import Child
from assistant.performer.player import LATENESS_SAMPLES

GAP_MS = 4
_TICK_US = 480_000
"""Microseconds to the quarter, so that a tick lasts a millisecond."""
PATIENCE_S = 30.0


def train_lateness_ms(messages: int = LATENESS_SAMPLES, busy_share: float = 0.0) -> tuple[float, ...]:
    """How late each of the messages was sent, in milliseconds, through no port at all.

    ``busy_share`` is the part of the time that this process computes in Python meanwhile, as a window does
    that paints. Raises AntiphonError when the process does not answer.
    """
    child = Child(output="", input_=None)
    try:
        child.send(wire.Play(_train(messages), 0, None, metronome=False))
        child.send(wire.ReportLateness())  # the first answer tells that it plays
        _next_report(child, 0.0)
        _be_busy((messages + 50) * GAP_MS / 1000, busy_share)
        child.send(wire.ReportLateness())
        return tuple(ns / 1e6 for ns in _next_report(child, busy_share).samples_ns)
    finally:
        child.close()


def _train(messages: int) -> Piece:
    notes = [Note(0, 2 * GAP_MS * i, GAP_MS, 60) for i in range(messages // 2)]
    tempo_map = TempoMap((TempoChange(0, _TICK_US),))
    return Piece((Track(clip=Clip.from_notes(notes)),), tempo_map)


def _next_report(child: Child, busy_share: float) -> wire.LatenessReport:
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s and not child.is_over:
        while child.events:
            event = child.events.popleft()
            if isinstance(event, wire.LatenessReport):
                return event
        _be_busy(0.01, busy_share)
    raise AntiphonError("The performer process does not answer; run antiphon doctor to see why.")


def _be_busy(duration_s: float, share: float) -> None:
    """Compute for a share of the time, in turns of 10 ms."""
    ends_s = time.perf_counter() + duration_s
    while (now_s := time.perf_counter()) < ends_s:
        while time.perf_counter() < now_s + 0.01 * share:
            pass
        time.sleep(0.01 * (1 - share))
