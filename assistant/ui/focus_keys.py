"""A control that was reached by Tab keeps its own keys; everywhere else they are the window's shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QApplication, QComboBox

from assistant.ui.take_card import TakeCard

_PRESS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MOVE = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_END = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_OWN_KEYS: tuple[tuple[type, frozenset[Qt.Key]], ...] = (
    (QAbstractButton, _PRESS),
    (TakeCard, _PRESS),
    (QComboBox, _PRESS | _MOVE),
    (QAbstractSlider, _MOVE),
    (QAbstractSpinBox, _MOVE | _END),
)


class FocusKeys(QObject):
    """An event filter of the application.

    Buttons of the window take the focus by Tab only, so one that has it was reached by keyboard, and there
    Space must press it instead of playing. Return in a number field ends the typing and gives the keys back.
    """

    typing_ended = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and not event.modifiers():
            if event.type() == QEvent.Type.ShortcutOverride and Qt.Key(event.key()) in _own_keys():
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _END:
                return self._end_typing()
        return False

    def _end_typing(self) -> bool:
        box = QApplication.focusWidget()
        if not isinstance(box, QAbstractSpinBox):
            return False
        box.interpretText()
        self.typing_ended.emit()
        return True


def _own_keys() -> frozenset[Qt.Key]:
    widget = QApplication.focusWidget()
    return next((keys for kind, keys in _OWN_KEYS if isinstance(widget, kind)), frozenset())
