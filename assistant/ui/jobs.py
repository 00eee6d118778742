"""Work that would hold up the window (reading and writing files), done beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from assistant.core.errors import AntiphonError

Work = Callable[[], Any]
Done = Callable[[Any], None]
Failed = Callable[[str], None]


class _Runnable(QRunnable):
    def __init__(self, job: int, work: Work, jobs: Jobs) -> None:
        super().__init__()
        self._job, self._work, self._jobs = job, work, jobs

    def run(self) -> None:
        try:
            result = self._work()
        except AntiphonError as error:
            self._jobs.failed.emit(self._job, str(error))
        except Exception as error:  # whatever it was, the player hears of it and the window lives on
            self._jobs.failed.emit(self._job, f"That did not work ({type(error).__name__}: {error}).")
        else:
            self._jobs.succeeded.emit(self._job, result)


class Jobs(QObject):
    """Runs plain functions one after another in a thread; their results come back on the Qt thread."""

    succeeded = Signal(int, object)
    failed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)  # a file is written before it is read again
        self._waiting: dict[int, tuple[Done, Failed]] = {}
        self._count = 0
        self.succeeded.connect(self._on_succeeded)
        self.failed.connect(self._on_failed)

    def start(self, work: Work, done: Done, failed: Failed) -> None:
        """Call ``work`` in the thread, then ``done`` with its result, or ``failed`` with a sentence, here."""
        self._count += 1
        self._waiting[self._count] = (done, failed)
        self._pool.start(_Runnable(self._count, work, self))

    def wait(self) -> None:
        """Let everything that was started come to its end (its results are told later)."""
        self._pool.waitForDone()

    @Slot(int, object)
    def _on_succeeded(self, job: int, result: object) -> None:
        done, _ = self._waiting.pop(job)
        done(result)

    @Slot(int, str)
    def _on_failed(self, job: int, sentence: str) -> None:
        _, failed = self._waiting.pop(job)
        failed(sentence)
