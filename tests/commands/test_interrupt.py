"""Ctrl-C asks first, and insists when it is repeated."""

import signal

import pytest

from assistant.commands import _interrupt
from assistant.commands._interrupt import Interrupt


def test_before_anybody_looks_a_signal_interrupts_at_once() -> None:
    with Interrupt(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_work_that_looks_is_asked(number: signal.Signals) -> None:
    with Interrupt() as interrupt:
        assert not interrupt()
        signal.raise_signal(number)
        assert interrupt()


def test_a_signal_that_arrives_twice_is_one_and_a_later_one_insists(monkeypatch: pytest.MonkeyPatch) -> None:
    times_s = iter([10.0, 10.2, 12.0])
    monkeypatch.setattr(_interrupt.time, "monotonic", lambda: next(times_s))
    with Interrupt() as interrupt:
        interrupt()
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert interrupt()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_afterwards_signals_do_what_they_did_before() -> None:
    before = [signal.getsignal(number) for number in _interrupt.SIGNALS]
    with Interrupt():
        assert [signal.getsignal(number) for number in _interrupt.SIGNALS] != before
    assert [signal.getsignal(number) for number in _interrupt.SIGNALS] == before
