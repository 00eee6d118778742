"""Hears of the end of the JACK server, which RtMidi does not tell."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable

from rtmidi import _rtmidi

_NO_START_SERVER = 1
_ON_SHUTDOWN = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class JackWatch:
    """A silent client of the JACK server.

    ``has_stopped`` turns True, and ``on_stopped`` is called by a thread of JACK's, when the server ends. From
    then on JACK's library lists ports that are gone, and may crash the process when another client is opened.
    """

    def __init__(self, name: str, on_stopped: Callable[[], None]) -> None:
        self.has_stopped = False
        self._on_stopped = on_stopped
        self._callback = _ON_SHUTDOWN(self._stopped)  # kept, or it would be collected
        self._client: int | None = None
        with contextlib.suppress(OSError, AttributeError):  # a build of RtMidi that hides the library
            self._jack = _jack_library()
            self._client = self._jack.jack_client_open(name.encode(), _NO_START_SERVER, None)
        if self._client:
            self._jack.jack_on_shutdown(self._client, self._callback, None)

    def close(self) -> None:
        """Leave the server."""
        if self._client and not self.has_stopped:
            self._jack.jack_client_close(self._client)

    def _stopped(self, _: object) -> None:
        self.has_stopped = True
        self._on_stopped()


def _jack_library() -> ctypes.CDLL:
    """RtMidi's own copy of JACK's library: of another copy it would not be known when it may be used."""
    jack = ctypes.CDLL(_rtmidi.__file__)
    jack.jack_client_open.restype = ctypes.c_void_p
    jack.jack_client_open.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p)
    jack.jack_on_shutdown.argtypes = (ctypes.c_void_p, _ON_SHUTDOWN, ctypes.c_void_p)
    jack.jack_client_close.argtypes = (ctypes.c_void_p,)
    return jack
