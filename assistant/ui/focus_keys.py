"""A control that was reached by Tab keeps its own keys; everywhere else they are the window's shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QMenuBar,
    QWidget,
)

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
    (QMenuBar, _PRESS | _MOVE | _END),
    (QAbstractSlider, _MOVE),
    (QAbstractSpinBox, _MOVE | _END),
    (QAbstractItemView, _MOVE | _END),
)


class FocusNews(QObject):
    """Tells which widget of a window gets the focus: ``reached`` carries it."""

    reached = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_changed)

    @Slot(QWidget, QWidget)
    def _on_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now.window() is self.parent():
            self.reached.emit(now)


def keeps_key(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether the widget with the focus wants a key for itself that is a shortcut of the window elsewhere.

    Buttons of the window take the focus by Tab only, so one that has it was reached by keyboard, and there
    Space must press it instead of playing. Letters find the entries of a list, and the menus of the bar.
    """
    keys = next((keys for kind, keys in _OWN_KEYS if isinstance(widget, kind)), frozenset())
    is_letter = isinstance(widget, (QComboBox, QMenuBar)) and event.text().isalnum()
    return not _held(event) and (event.key() in keys or is_letter)


def press_by_return(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Let Return press a button that has the focus, as Space does; whether it did."""
    is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _held(event)
    if not is_return or not isinstance(widget, QAbstractButton):
        return False
    widget.click()
    return True


def ends_typing(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a key ends the typing in a number field, and the keys go back to the roll."""
    return isinstance(widget, QAbstractSpinBox) and event.key() in _END


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifier keys that are down; standing on the number pad (or, on a Mac, being an arrow) is none."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
