"""File ▸ Open recent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from assistant.ui.documents import Documents
from assistant.ui.preferences import Preferences


class RecentFiles(QObject):
    """A menu of the files opened and saved last, the newest first."""

    def __init__(
        self, file_menu: QMenu, before: QAction, preferences: Preferences, documents: Documents
    ) -> None:
        super().__init__(file_menu)
        self.menu = QMenu("Open recent", file_menu)
        file_menu.insertMenu(before, self.menu)
        file_menu.insertSeparator(before)
        self._preferences = preferences
        self._documents = documents
        preferences.recent_files_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the files as they are remembered."""
        self.menu.clear()
        for name in self._preferences.settings.recent_files:
            path = Path(name)
            action = self.menu.addAction(
                path.name.replace("&", "&&"), partial(self._documents.open_path, path)
            )
            action.setStatusTip(name)
        self.menu.setEnabled(not self.menu.isEmpty())
