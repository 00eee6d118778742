"""Unsaved work outlives a crash: a copy whenever the player pauses, offered at the next start."""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from assistant.core.errors import AntiphonError
from assistant.core.piece import Piece
from assistant.core.protocols import Files
from assistant.session import Session
from assistant.ui.jobs import Jobs

AUTOSAVE_MS = 30_000
PAUSE_MS = 2_000
"""A copy is made this long after the last change, and every AUTOSAVE_MS while changes go on."""
_PAUSES_PER_COPY = 5
"""A piece so large that its copy takes long is copied more rarely: the work on it must not stutter."""


@dataclass(frozen=True)
class Recovered:
    """Work that a crash left behind: the piece, and the file it belonged to, if any."""

    piece: Piece
    path: Path | None


class Recovery(QObject):
    """Keeps a copy of unsaved work in a folder, under a name that a lock marks as this window's.

    ``found`` carries what an earlier window left without closing; ``failed`` a sentence when no copy can be
    made.
    """

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._folder = folder
        self._copy = folder / f"{uuid.uuid4().hex}.mid"
        self._lock: QLockFile | None = None
        self._orphan: tuple[Path, QLockFile] | None = None
        self._kept: Piece | None = None
        self._has_failed = False
        self._is_settling = False
        self._timer = QTimer(self)
        self._timer.setInterval(AUTOSAVE_MS)
        self._timer.timeout.connect(self.keep)
        self._pause = QTimer(self)
        self._pause.setInterval(PAUSE_MS)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.keep)
        session.document.subscribe(self._on_change)

    def start(self) -> None:
        """Look for what a crash left, then keep copies from now on."""
        self._timer.start()
        self._jobs.start(self._find, self._on_found, self.failed.emit)

    @Slot()
    def keep(self) -> None:
        """Copy unsaved work now, beside the window; nothing where it has not changed since."""
        piece = self._session.piece
        if not self._session.document.is_modified:
            self._forget_copy()
        elif piece is not self._kept:
            self._kept = piece
            path = self._session.path
            self._jobs.start(lambda: self._write(piece, path), self._on_kept, self._on_failed)

    def settle(self) -> None:
        """What was found lies on the desk: once a copy of that is kept, the old one may go."""
        self._is_settling = True
        self.keep()

    def close(self) -> None:
        """The work was saved or given up; what was found and not answered is offered again next time."""
        self._timer.stop()
        self._pause.stop()
        self._jobs.wait()
        self._forget_copy()
        if self._is_settling:
            self.forget_found()
        elif self._orphan is not None:
            self._orphan[1].unlock()

    def forget_found(self) -> None:
        """What was found is no longer wanted."""
        if self._orphan is not None:
            path, lock = self._orphan
            _delete(path)
            lock.unlock()
            self._orphan = None

    def _on_change(self) -> None:
        if self._timer.isActive():
            self._pause.start()

    def _write(self, piece: Piece, path: Path | None) -> int:
        """Write a copy; how many milliseconds that took."""
        begun_s = time.monotonic()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                self._lock = _lock(self._copy)
                self._lock.tryLock(0)
            self._session.files.write(piece, self._copy)
            self._copy.with_suffix(".json").write_text(json.dumps({"path": str(path) if path else ""}))
        except OSError as error:
            place = f"{self._folder} ({error.strerror})"
            raise AntiphonError(
                f"Could not write in {place}; make it writable, or set ANTIPHON_HOME."
            ) from error
        return round((time.monotonic() - begun_s) * 1000)

    def _find(self) -> tuple[Path, QLockFile, Recovered] | None:
        for path in sorted(self._folder.glob("*.mid")) if self._folder.is_dir() else []:
            lock = _lock(path)
            if path != self._copy and lock.tryLock(0):
                found = _read(self._session.files, path)
                if found is not None:
                    return path, lock, found
                lock.unlock()
        return None

    def _on_found(self, found: tuple[Path, QLockFile, Recovered] | None) -> None:
        if found is not None:
            path, lock, recovered = found
            self._orphan = (path, lock)
            self.found.emit(recovered)

    def _on_kept(self, took_ms: int) -> None:
        self._pause.setInterval(max(PAUSE_MS, _PAUSES_PER_COPY * took_ms))
        self._has_failed = False
        if self._is_settling:
            self._is_settling = False
            self.forget_found()

    def _on_failed(self, sentence: str) -> None:
        if not self._has_failed:  # once is enough for a message
            self.failed.emit(f"Unsaved work cannot be kept against a crash. {sentence}")
        self._has_failed = True

    def _forget_copy(self) -> None:
        self._kept = None
        if self._lock is not None:
            _delete(self._copy)
            self._lock.unlock()
            self._lock = None


def _lock(path: Path) -> QLockFile:
    """The lock beside a copy; it is stale only when its process is gone, however long it is held."""
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)
    return lock


def _read(files: Files, path: Path) -> Recovered | None:
    """What a copy holds; None where it cannot be read (it stays on disk)."""
    try:
        piece = files.read(path).piece
        stored = json.loads(path.with_suffix(".json").read_text())
    except (AntiphonError, OSError, ValueError):
        return None
    belongs = stored.get("path") if isinstance(stored, dict) else None
    return Recovered(piece, Path(belongs) if belongs else None)


def _delete(path: Path) -> None:
    for gone in (path, path.with_suffix(".json")):
        with contextlib.suppress(OSError):
            gone.unlink(missing_ok=True)
