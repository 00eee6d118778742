"""The key map in use: changed by the page of keys, kept in the settings, followed by all that names keys."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from assistant.ui.key_map import KeyMap
from assistant.ui.preferences import Preferences


class Shortcuts(QObject):
    """Holds a KeyMap and remembers it; ``changed`` when another is in force."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        kept = preferences.settings
        self.key_map = KeyMap.of_stored(kept.key_preset, kept.keys)

    def use(self, key_map: KeyMap) -> None:
        """Put another key map in force, and write it down."""
        if key_map != self.key_map:
            self.key_map = key_map
            self._preferences.update(key_preset=key_map.preset, keys=dict(key_map.changes))
            self._preferences.save()
            self.changed.emit()
