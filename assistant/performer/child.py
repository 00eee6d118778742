"""One life of the performer process, as the window sees it."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from assistant.performer import wire

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

CLOSE_S = 1.0


def _run(
    connection: Connection, output: str | None, input_: str | None, soundfont: Path | None, with_panic: bool
) -> None:
    """What the process does; what it needs is imported there alone."""
    from assistant.performer.process import run

    run(connection, output, input_, soundfont, with_panic)


class Child:
    """A process that is started, talked to and listened to by threads, so that no call here waits.

    ``events`` fills by itself; ``is_over`` is True once the process has ended and all it said is there, and
    ``status`` is then its exit status (negative: the signal that killed it; None: it never ran).
    """

    def __init__(
        self,
        output: str | None,
        input_: str | None,
        soundfont: Path | None = None,
        *,
        with_panic: bool = False,
    ) -> None:
        self.events: deque[wire.Event] = deque()
        self.is_over = False
        self.status: int | None = None
        self.process: BaseProcess | None = None
        self._arguments = (output, input_, soundfont, with_panic)
        self._commands: SimpleQueue[wire.Command] = SimpleQueue()
        self._life = threading.Thread(target=self._live, name="performer", daemon=True)
        self._life.start()

    def send(self, command: wire.Command) -> None:
        """Put a command on its way."""
        self._commands.put(command)

    def close(self) -> None:
        """Ask the process to end, and end it after a second."""
        self.send(wire.Close())
        self._life.join(CLOSE_S)
        if self.process and self.process.is_alive():
            self.process.terminate()
            self._life.join(CLOSE_S / 4)
        if self.process and self.process.is_alive():
            self.process.kill()
            self._life.join(CLOSE_S / 4)

    def _live(self) -> None:
        """Start the process and listen to it until it ends."""
        try:
            connection, process = self._start()
            threading.Thread(target=self._talk, args=(connection,), name="commands", daemon=True).start()
            with contextlib.suppress(EOFError, OSError):
                while True:
                    self.events.extend(connection.recv())
            process.join()
            self.status = process.exitcode
        except OSError:  # it could not be started
            pass
        finally:
            self.is_over = True

    def _start(self) -> tuple[Connection, BaseProcess]:
        import multiprocessing  # in this thread: the window does not wait for it

        # Spawned, not forked: a fork would take the window's threads and locks along in half a state.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (theirs, *self._arguments)
        process = context.Process(target=_run, args=arguments, name="performer", daemon=True)
        process.start()
        self.process = process
        theirs.close()  # so that the end of the process is the end of the pipe
        return ours, process

    def _talk(self, connection: Connection) -> None:
        command: wire.Command | None = None
        with contextlib.suppress(OSError):  # the process is gone; the listener sees it too
            while not isinstance(command, wire.Close):
                commands = [self._commands.get()]
                while not self._commands.empty():
                    commands.append(self._commands.get())
                for command in wire.without_stale_updates(commands):
                    connection.send(command)
