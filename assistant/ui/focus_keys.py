"""A control that was reached by Tab keeps its own keys; everywhere else they are the window's shortcuts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
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
_LETTERS = 0x100
"""Qt's keys below this are letters, figures and signs."""
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


def takes_key(widget: QWidget | None, key: str) -> bool:
    """Whether a widget keeps a key to itself that is a shortcut elsewhere; asked as Qt asks it."""
    if widget is None or not key:
        return False
    pressed: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know of it
    held, letter = pressed.keyboardModifiers(), _letter(pressed)
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, pressed.key(), held, letter)
    asked.ignore()
    QCoreApplication.sendEvent(widget, asked)
    return asked.isAccepted()


def _letter(pressed: QKeyCombination) -> str:
    """What a key types; nothing where it calls a command even in a field of text."""
    has_no_text = pressed.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return "" if has_no_text or pressed.key() >= _LETTERS else chr(pressed.key())


def press_by_return(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Let Return press a button that has the focus, or open a list, as Space does; whether it did."""
    is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _held(event)
    if is_return and isinstance(widget, QAbstractButton):
        widget.click()
    elif is_return and isinstance(widget, QComboBox):
        widget.showPopup()
    else:
        return False
    return True


def ends_typing(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a key ends the typing in a number field, and the keys go back to the roll."""
    return isinstance(widget, QAbstractSpinBox) and event.key() in _END


def _held(event: QKeyEvent) -> Qt.KeyboardModifier:
    """The modifier keys that are down; standing on the number pad (or, on a Mac, being an arrow) is none."""
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
