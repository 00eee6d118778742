"""The modal questions of the window: which file, and what to do with unsaved changes."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_MIDI = "MIDI files (*.mid *.midi);;All files (*)"

Answer = Literal["save", "discard", "cancel"]


class FileQuestions:
    """Asks the player for files; a test puts an object with the same methods in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def file_to_open(self, folder: str) -> Path | None:
        """The file to open, or None."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open a MIDI file", folder, _MIDI)
        return Path(name) if name else None

    def file_to_write(self, title: str, proposal: Path) -> Path | None:
        """Where to write, ending in .mid, or None."""
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(proposal), _MIDI)
        return with_midi_suffix(Path(name)) if name else None

    def unsaved_changes(self, name: str) -> Answer:
        """What to do with changes that are on no disk."""
        box = QMessageBox(self._parent)
        box.setWindowTitle("Antiphon")
        box.setText(f"Save the changes to {name}?")
        box.setInformativeText("What is not saved is lost.")
        save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton("Don’t save", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        clicked = box.clickedButton()
        return "save" if clicked is save else "discard" if clicked is discard else "cancel"


def with_midi_suffix(path: Path) -> Path:
    """The path with .mid at its end, unless it has a suffix that MIDI programs know."""
    return path if path.suffix.lower() in {".mid", ".midi"} else path.with_name(path.name + ".mid")
