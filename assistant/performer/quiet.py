"""Sound libraries write to the terminal when no sound server runs; a musician need not read that."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_STDOUT, _STDERR = 1, 2


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Send what libraries written in C print meanwhile nowhere; what Python prints too."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [(descriptor, os.dup(descriptor)) for descriptor in (_STDOUT, _STDERR)]
    try:
        _send_nowhere()
        yield
    finally:
        for descriptor, copy in kept:
            os.dup2(copy, descriptor)
            os.close(copy)


def keep_libraries_quiet() -> None:
    """The same for the rest of a process; Python's own error messages still reach the terminal."""
    sys.stderr = os.fdopen(os.dup(_STDERR), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    _send_nowhere()


def _send_nowhere() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (_STDOUT, _STDERR):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
