"""The user's settings while the program runs: changed a value at a time, written beside the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from assistant import settings as store
from assistant.core.errors import AntiphonError
from assistant.settings import Settings, with_recent_file


class Preferences(QObject):
    """Holds Settings and writes them when asked; ``failed`` carries a sentence when that cannot be done."""

    recent_files_changed = Signal()
    failed = Signal(str)

    def __init__(self, settings: Settings, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._path = path

    def update(self, **changes: Any) -> None:
        """Remember choices by the names of Settings' fields."""
        self.settings = replace(self.settings, **changes)

    def add_recent_file(self, path: Path) -> None:
        """Put a file in front of the recent ones; a crash does not make them forgotten."""
        recent = with_recent_file(self.settings.recent_files, str(path))
        self.update(recent_files=recent, last_folder=str(path.parent))
        self.save()
        self.recent_files_changed.emit()

    def save(self) -> None:
        """Write the settings."""
        try:
            store.save(self.settings, self._path)
        except AntiphonError as error:
            self.failed.emit(str(error))
