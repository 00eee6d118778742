"""The real clock; these few tests take real time, a tenth of a second in all."""

import threading
import time
from queue import SimpleQueue

from assistant.performer.clock import MS, Job, MonotonicClock


def cpu_time_of_waiting(ms: int, *, precisely: bool) -> tuple[float, float]:
    """(elapsed, cpu) in ms of a wait without a job."""
    clock = MonotonicClock()
    inbox: SimpleQueue[Job] = SimpleQueue()
    started_ns, cpu_ns = clock.now_ns(), time.thread_time_ns()
    assert clock.wait(inbox, started_ns + ms * MS, precisely=precisely) is None
    return (clock.now_ns() - started_ns) / MS, (time.thread_time_ns() - cpu_ns) / MS


def test_a_precise_wait_ends_at_its_deadline_and_never_before() -> None:
    elapsed_ms, cpu_ms = min(cpu_time_of_waiting(10, precisely=True) for _ in range(5))
    assert 10 <= elapsed_ms < 10.5
    assert cpu_ms < 5


def test_a_wait_without_haste_does_not_spin() -> None:
    elapsed_ms, cpu_ms = cpu_time_of_waiting(20, precisely=False)
    assert elapsed_ms >= 20
    assert cpu_ms < 2


def test_a_job_ends_a_wait() -> None:
    inbox: SimpleQueue[Job] = SimpleQueue()

    def job() -> None: ...

    for precisely in (True, False):
        threading.Timer(0.005, inbox.put, (job,)).start()
        assert MonotonicClock().wait(inbox, None, precisely=precisely) is job
        inbox.put(job)
        assert MonotonicClock().wait(inbox, time.perf_counter_ns() + MS, precisely=precisely) is job


def test_a_deadline_that_has_passed_is_not_waited_for() -> None:
    assert MonotonicClock().wait(SimpleQueue(), 0, precisely=True) is None
