"""Ctrl-C as a question rather than a blow: long work looks now and then whether it should stop."""

import os
import signal
import sys
import time
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
INSISTS_AFTER_S = 1.0  # torchrun passes on a Ctrl-C that its processes have seen themselves


class Interrupt:
    """Says whether somebody asked to stop, while it is entered.

    Before it is first looked at there is nothing to bring to an end, and the signal interrupts at once; so it
    does when it is repeated.
    """

    def __init__(self) -> None:
        self._is_looked_at = False
        self._asked_s: float | None = None
        self._before = {number: signal.getsignal(number) for number in SIGNALS}

    def __call__(self) -> bool:
        """Whether somebody asked."""
        self._is_looked_at = True
        return self._asked_s is not None

    def __enter__(self) -> "Interrupt":
        for number in SIGNALS:
            signal.signal(number, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        now_s = time.monotonic()
        if not self._is_looked_at:
            raise KeyboardInterrupt
        if self._asked_s is None:
            self._asked_s = now_s
            if sys.stderr.isatty():
                # A print could have been interrupted by this very signal, and takes no second one.
                os.write(sys.stderr.fileno(), b"\nStopping soon; Ctrl-C again leaves at once.\n")
        elif now_s - self._asked_s >= INSISTS_AFTER_S:
            raise KeyboardInterrupt
