"""Opening, saving and exporting, beside the window; nothing is lost on the way."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from assistant.core.piece import Piece
from assistant.core.protocols import OpenedFile
from assistant.session import Session
from assistant.ui.dialogs.files import Answer
from assistant.ui.jobs import Jobs
from assistant.ui.preferences import Preferences
from assistant.ui.recovery import Recovered

UNTITLED = "Untitled"


class Questions(Protocol):
    """What is asked of the player before a file is touched."""

    def file_to_open(self, folder: str) -> Path | None: ...

    def file_to_write(self, title: str, proposal: Path) -> Path | None: ...

    def unsaved_changes(self, name: str, answered: Callable[[Answer], None]) -> None: ...


class Documents(QObject):
    """The commands of the File menu.

    ``replaced``: another document lies on the desk; ``saved`` and ``exported`` carry the path, ``failed`` and
    ``warned`` a sentence.
    """

    replaced = Signal()
    saved = Signal(object)
    exported = Signal(object)
    failed = Signal(str)
    warned = Signal(str)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        preferences: Preferences,
        *,
        questions: Questions,
        when_recorded: Callable[[Callable[[], None]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._preferences = preferences
        self._when_recorded = when_recorded
        self.questions = questions

    @property
    def name(self) -> str:
        """What the window calls the document."""
        path = self._session.path
        return path.name if path else self._session.piece.title or UNTITLED

    # --- another document ------------------------------------------------------------------------

    def new(self) -> None:
        """Begin an empty piece."""
        self.when_safe(self._new)

    def open(self) -> None:
        """Ask for a file and open it."""
        self.when_safe(self._choose)

    def open_path(self, path: Path) -> None:
        """Open a file that was named or dropped."""
        self.when_safe(partial(self._read, path))

    def open_example(self, path: Path) -> None:
        """Put an example on the desk; it belongs to no file, so saving asks for a name."""
        read = partial(self._session.files.read, path)
        self.when_safe(partial(self._jobs.start, read, self._show_example, self.failed.emit))

    def restore(self, recovered: Recovered, done: Callable[[], None]) -> None:
        """Put recovered work on the desk, as unsaved changes of its file; then call ``done``."""
        self.when_safe(partial(self._restore, recovered, done))

    # --- to disk ---------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the document to its file, or ask for one."""
        if self._session.path:
            self._write(self._session.path, self._on_saved)
        else:
            self.save_as()

    def save_as(self) -> None:
        """Ask for a file and write the document to it."""
        path = self.questions.file_to_write("Save as", self._proposal())
        if path:
            self._write(path, self._on_saved)

    def export(self) -> None:
        """Ask for a file and write a copy to it."""
        path = self.questions.file_to_write("Export a MIDI file", self._proposal())
        if path:
            self._write(path, self._on_exported)

    def prepare_drag(self, ready: Callable[[Path], None]) -> None:
        """Write a copy for another program into a temporary folder, and call ``ready`` with it."""
        path = Path(tempfile.mkdtemp(prefix="antiphon-")) / self._proposal().name
        piece = self._session.piece
        self._jobs.start(
            partial(self._session.files.write, piece, path), lambda _: ready(path), self.failed.emit
        )

    def discard_drag(self, path: Path) -> None:
        """Nobody took the copy that was written to be dragged."""
        shutil.rmtree(path.parent, ignore_errors=True)

    def when_safe(self, go_on: Callable[[], None]) -> None:
        """Call ``go_on`` once the document may go: at once, or when it was saved or given up.

        A recording is ended first, and belongs to the document.
        """
        self._when_recorded(partial(self._when_saved, go_on))

    # --- inside ----------------------------------------------------------------------------------

    def _when_saved(self, go_on: Callable[[], None]) -> None:
        if self._session.document.is_modified:
            self.questions.unsaved_changes(self.name, partial(self._on_answer, go_on))
        else:
            go_on()

    def _on_answer(self, go_on: Callable[[], None], answer: Answer) -> None:
        if answer == "save":
            self._save_then(go_on)
        elif answer == "discard":
            go_on()

    def _save_then(self, go_on: Callable[[], None]) -> None:
        path = self._session.path or self.questions.file_to_write("Save as", self._proposal())
        if path:
            self._write(path, partial(self._on_saved_then, go_on))

    def _on_saved_then(self, go_on: Callable[[], None], path: Path, piece: Piece) -> None:
        self._on_saved(path, piece)
        self.when_safe(go_on)  # what was edited meanwhile is asked about in its turn

    def _new(self) -> None:
        self._session.new()
        self.replaced.emit()

    def _choose(self) -> None:
        path = self.questions.file_to_open(self._preferences.settings.last_folder)
        if path:
            self._read(path)

    def _restore(self, recovered: Recovered, done: Callable[[], None]) -> None:
        self._session.new()
        self._session.path = recovered.path
        self._session.document.apply("Restore", lambda _: recovered.piece)
        self._session.active_track = recovered.piece.lead_track
        self.replaced.emit()
        done()

    def _read(self, path: Path) -> None:
        piece = self._session.piece
        self._jobs.start(
            partial(self._session.files.read, path), partial(self._show, path, piece), self.failed.emit
        )

    def _show(self, path: Path, piece_before: Piece, opened: OpenedFile) -> None:
        if self._session.piece is not piece_before:
            self.failed.emit(f"The piece was changed while {path.name} was being read: open it once more.")
            return
        self._session.show(opened.piece, path)
        self._preferences.add_recent_file(path)
        self.replaced.emit()
        if opened.warnings:
            self.warned.emit(" ".join(opened.warnings))

    def _show_example(self, opened: OpenedFile) -> None:
        self._session.show(opened.piece)
        self.replaced.emit()

    def _write(self, path: Path, done: Callable[[Path, Piece], None]) -> None:
        piece = self._session.piece
        self._jobs.start(
            partial(self._session.files.write, piece, path),
            lambda _: done(path, piece),
            self.failed.emit,
        )

    def _on_saved(self, path: Path, piece: Piece) -> None:
        self._session.path = path
        if self._session.piece is piece:  # what was edited since is still to be saved
            self._session.document.mark_saved()
        self._preferences.add_recent_file(path)
        self.saved.emit(path)

    def _on_exported(self, path: Path, _: Piece) -> None:
        self._preferences.update(last_folder=str(path.parent))
        self.exported.emit(path)

    def _proposal(self) -> Path:
        """A name to begin with, in the folder used last."""
        if self._session.path:
            return self._session.path
        stem = "".join(c for c in self._session.piece.title if c not in '\\/:*?"<>|').strip() or UNTITLED
        return Path(self._preferences.settings.last_folder or Path.home()) / f"{stem}.mid"
