"""A line of text that is edited where it stands: Return keeps it, Escape leaves it as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ELSEWHERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class InPlaceField(QLineEdit):
    """``kept`` carries the text, and whether a key ended it (else the focus went); ``left`` at Escape."""

    kept = Signal(str, bool)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_open = False
        self.setAccessibleName(name)
        self.setStatusTip("Return keeps what is written · Esc leaves it as it was")
        self.setProperty("role", "in-place")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def open(self, text: str) -> None:
        """Begin: all of the text is selected, so that typing replaces it."""
        self._is_open = True
        self.setText(text)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def resume(self) -> None:
        """Go on: what was kept could not be used."""
        self._is_open = True

    def abandon(self) -> None:
        """End without telling anybody: losing the focus now keeps nothing."""
        self._is_open = False

    def event(self, event: QEvent) -> bool:
        """Every plain key is text here, whatever it is elsewhere in the window."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and not event.modifiers() & _COMMANDS:  # type: ignore[attr-defined]
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENDS:
            self._keep(True)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.abandon()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE:
            self._keep(False)

    def _keep(self, by_key: bool) -> None:
        if self._is_open:
            self._is_open = False
            self.kept.emit(self.text().strip(), by_key)
