"""What the player is asked about files: which one, in Qt's dialogs, and about unsaved changes, in a strip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QWidget

_MIDI = "MIDI files (*.mid *.midi);;All files (*)"

Answer = Literal["save", "discard", "cancel"]
Ask = Callable[[str, dict[str, Callable[[], None]]], None]
"""Shows a sentence with buttons, and calls what belongs to the one that is pressed."""


class FileQuestions:
    """Asks the player for files; a test puts an object with the same methods in its place."""

    def __init__(self, parent: QWidget, ask: Ask) -> None:
        self._parent = parent
        self._ask = ask

    def file_to_open(self, folder: str) -> Path | None:
        """The file to open, or None."""
        name, _ = QFileDialog.getOpenFileName(self._parent, "Open a MIDI file", folder, _MIDI)
        return Path(name) if name else None

    def file_to_write(self, title: str, proposal: Path) -> Path | None:
        """Where to write, ending in .mid, or None."""
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(proposal), _MIDI)
        return with_midi_suffix(Path(name)) if name else None

    def unsaved_changes(self, name: str, answered: Callable[[Answer], None]) -> None:
        """What to do with changes that are on no disk; the work goes on until it is answered."""
        self._ask(
            f"{name} has changes that are not saved.",
            {
                "Save": partial(answered, "save"),
                "Don’t save": partial(answered, "discard"),
                "Cancel": partial(answered, "cancel"),
            },
        )


def with_midi_suffix(path: Path) -> Path:
    """The path with .mid at its end, unless it has a suffix that MIDI programs know."""
    return path if path.suffix.lower() in {".mid", ".midi"} else path.with_name(path.name + ".mid")
