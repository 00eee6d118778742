"""Time for the player: one monotonic clock, passed in so that a test can bring its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Protocol

MS = 1_000_000
SPIN_NS = 1_500_000
"""A sleeper is woken up to this much late, so the last stretch before a deadline is spun."""
REAL_TIME_SPIN_NS = 300_000
"""The same for a process that goes before all others."""

Job = Callable[[], None]


class Clock(Protocol):
    """Tells the time and waits."""

    def now_ns(self) -> int:
        """Nanoseconds since a moment that never changes."""
        ...

    def wait(self, inbox: SimpleQueue[Job], deadline_ns: int | None, *, precisely: bool) -> Job | None:
        """The next job as soon as there is one, or None at the deadline (None: there is none)."""
        ...


class MonotonicClock:
    """The machine's own clock. It sleeps while there is time, and spins only before a precise deadline."""

    def __init__(self, spin_ns: int = SPIN_NS) -> None:
        self._spin_ns = spin_ns

    def now_ns(self) -> int:
        """Nanoseconds of ``time.perf_counter_ns``; never the wall clock, which may be set back."""
        return time.perf_counter_ns()

    def wait(self, inbox: SimpleQueue[Job], deadline_ns: int | None, *, precisely: bool) -> Job | None:
        """The next job, or None at the deadline."""
        if deadline_ns is None:
            return inbox.get()
        sleep_ns = deadline_ns - time.perf_counter_ns() - (self._spin_ns if precisely else 0)
        if sleep_ns > 0:
            try:
                return inbox.get(timeout=sleep_ns / 1e9)
            except Empty:
                pass
        while inbox.empty():
            if time.perf_counter_ns() >= deadline_ns:
                return None
        return inbox.get()
