"""Escape and arrows, before they are shortcuts of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def is_escape_asked_for(event: QEvent) -> bool:
    """Whether Qt asks if Escape belongs to a widget; one that accepts the event gets the key."""
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    return is_asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape


def is_arrow_asked_for(event: QEvent) -> bool:
    """Whether Qt asks if an arrow, by itself, belongs to a widget."""
    is_asked = event.type() == QEvent.Type.ShortcutOverride
    if not is_asked or not isinstance(event, QKeyEvent) or event.key() not in _ARROWS:
        return False
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
