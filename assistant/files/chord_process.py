"""Chords are named in a process of their own: importing music21 would hold up the window."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

from assistant.core.errors import AntiphonError
from assistant.core.harmony import ChordName, heard_in, sounds_of
from assistant.core.piece import Piece
from assistant.core.theory import Key

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_PATIENCE_S = 0.1
_POLITENESS = 10
"""What the window and the performer do comes first."""


class ChordProcess:
    """Keeps the ``ChordNamer`` Protocol; the process is started by the first chords, and remembers bars.

    :meth:`names` waits for the answer: call it in a thread. :meth:`close`, from any thread, ends the wait.
    """

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._process: BaseProcess | None = None
        self._closed = threading.Event()

    def names(self, piece: Piece, key: Key | None) -> tuple[ChordName, ...]:
        """The chords in order, spelled as the key has it."""
        heard = heard_in(piece)
        if self._closed.is_set() or not heard.voices:
            return ()
        try:
            connection = self._connection or self._start()
            connection.send((heard, key))
            answer = connection.recv()
        except (EOFError, OSError) as error:
            self._end()
            if self._closed.is_set():
                return ()
            raise AntiphonError("The chords could not be named; they will be with your next edit.") from error
        if isinstance(answer, str):
            raise AntiphonError(f"The chords could not be named ({answer}).")
        named: tuple[ChordName, ...] = answer
        return named

    def close(self) -> None:
        """End the process; an answer that is waited for is none."""
        self._closed.set()
        if self._process is not None:
            self._process.terminate()

    def _start(self) -> Connection:
        import multiprocessing  # here, so that the window starts without it

        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), name="chords", daemon=True)
        process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        self._process, self._connection = process, ours
        if self._closed.is_set():  # meanwhile, when there was nothing yet to end
            process.terminate()
        return ours

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.join(_PATIENCE_S)
        self._connection = self._process = None


def _serve(connection: Connection) -> None:
    """The process: answers questions until the window is gone."""
    from assistant.files.chord_names import ChordNames

    if hasattr(os, "nice"):
        os.nice(_POLITENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal closes the window, which ends this
    namer = ChordNames()
    with contextlib.suppress(EOFError, OSError):
        while True:
            heard, key = connection.recv()
            try:
                connection.send(namer.names_of(sounds_of(heard), key))
            except Exception as error:  # the window tells of it, and may ask again
                connection.send(f"{type(error).__name__}: {error}")
