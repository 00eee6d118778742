"""Escape, before it is a shortcut of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def is_escape_asked_for(event: QEvent) -> bool:
    """Whether Qt asks if Escape belongs to a widget; one that accepts the event gets the key."""
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    return is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
