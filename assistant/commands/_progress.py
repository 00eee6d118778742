"""One line on a terminal that is renewed as work goes on; where there is no terminal, silence."""

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

RENEW_AFTER_S = 0.1


class Line:
    """The line, on stderr so that what is piped on stays clean."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._is_terminal = self._stream.isatty()
        self._next_s = 0.0

    def show(self, text: str) -> None:
        """Replace the line, unless it was replaced a moment ago."""
        if self._is_terminal and self._clock() >= self._next_s:
            self._next_s = self._clock() + RENEW_AFTER_S
            width = shutil.get_terminal_size().columns - 1
            print(f"\r\x1b[K{text[:width]}", end="", file=self._stream, flush=True)

    def clear(self) -> None:
        """Leave the line empty for what is printed next."""
        if self._is_terminal:
            self._next_s = 0.0
            print("\r\x1b[K", end="", file=self._stream, flush=True)


def duration(seconds: float) -> str:
    """A time to wait, in the two largest units that matter: 45 s, 12 min, 3 h 20 min."""
    minutes = round(seconds / 60)
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
