"""Messages that stop nobody: strips with a sentence, perhaps buttons, and a cross, afloat over the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.controls import IconButton, Themed
from assistant.ui.escape import is_escape_asked_for
from assistant.ui.icons import pixmap
from assistant.ui.theme import Theme

Kind = Literal["problem", "notice"]

_MOST = 3
_WIDEST_PX, _MARGIN_PX = 760, 12
NOTICE_MS = 8_000
"""A notice goes by itself; a problem stays until it is closed."""


class MessageBar(QWidget):
    """The newest strip is the lowest, and there are never more than three; ``left`` when the focus is free.

    They float over the window's foot: what came and went in the layout would move the notes under the mouse.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips: list[MessageStrip] = []
        self._over: tuple[QWidget, QWidget] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setVisible(False)

    @property
    def texts(self) -> list[str]:
        """The sentences that are shown."""
        return [strip.text for strip in self._strips]

    def float_over(self, column: QWidget, floor: QWidget) -> None:
        """Float in the middle of a column of the window, just above ``floor``; both are its siblings."""
        self._over = (column, floor)
        self.setParent(column.parentWidget())

    def place(self) -> None:
        """Take the place there is, now that the window has another size."""
        if self._over is None or not self._strips:
            return
        column, floor = self._over
        width = min(_WIDEST_PX, column.width() - 2 * _MARGIN_PX)
        height = self._column.totalHeightForWidth(width)
        left = column.x() + (column.width() - width) // 2
        self.setGeometry(left, floor.y() - _MARGIN_PX - height, width, height)
        self._column.activate()
        self.raise_()

    def problem(self, text: str, topic: str = "") -> None:
        """Say what went wrong and what to do."""
        self.show_message(text, "problem", topic=topic)

    def shows(self, topic: str) -> bool:
        """Whether something is said about a topic."""
        return any(strip.topic == topic for strip in self._strips)

    def settle(self, topic: str) -> None:
        """What was said about a topic holds no longer."""
        for strip in [s for s in self._strips if s.topic == topic]:
            strip.close_strip()

    def notice(self, text: str) -> None:
        """Say that something is done; it goes by itself."""
        strip = self.show_message(text, "notice")
        QTimer.singleShot(NOTICE_MS, strip, strip.close_strip)

    def show_message(
        self,
        text: str,
        kind: Kind,
        buttons: dict[str, Callable[[], None]] | None = None,
        *,
        topic: str = "",
    ) -> MessageStrip:
        """Show a strip, with buttons by their texts; it takes the place of the last one on its topic."""
        old = [s for s in self._strips if s.text == text or (topic and s.topic == topic)]
        for strip in old or self._strips[: 1 - _MOST]:
            strip.close_strip()
        strip = MessageStrip(text, kind, buttons or {}, self._remove)
        strip.topic = topic
        self._strips.append(strip)
        self._column.addWidget(strip)
        self.setVisible(True)
        strip.show()  # a layout leaves out what is not yet shown, and Qt would show it only later
        self.place()
        announce(strip, text)
        return strip

    def _remove(self, strip: MessageStrip) -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            if strip.has_focus:
                self.left.emit()
            strip.hide()
            strip.deleteLater()
        self.setVisible(bool(self._strips))
        self.place()


class MessageStrip(Themed, QFrame):
    """One sentence with its buttons; while one of them has the focus, Escape closes the strip."""

    topic = ""

    def __init__(
        self,
        text: str,
        kind: Kind,
        buttons: dict[str, Callable[[], None]],
        closed: Callable[[MessageStrip], None],
    ) -> None:
        super().__init__()
        self.text = text
        self._kind = kind
        self._closed = closed
        self.setProperty("role", kind)
        self.setAccessibleName(text)
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(20, 20))
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called what looks like markup
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(label, 1)
        for name, method in buttons.items():
            row.addWidget(self._button(name, method))
        self.set_theme(self.theme)
        close = IconButton("close", "Close this message")
        close.clicked.connect(self.close_strip)
        row.addWidget(close)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        name, colour = ("warning", theme.warning) if self._kind == "problem" else ("info", theme.accent)
        self._icon.setPixmap(pixmap(name, colour, 20, 2 if self.devicePixelRatioF() > 1 else 1))

    @property
    def has_focus(self) -> bool:
        """Whether the focus is on one of its buttons."""
        return any(child.hasFocus() for child in self.findChildren(QWidget))

    def take_focus(self) -> None:
        """Put the focus on the first button: an answer is waited for."""
        button = self.findChild(QPushButton)
        if button is not None:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        is_taken = is_escape_asked_for(event)
        if is_taken:
            event.accept()
        return is_taken or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.close_strip()
        else:
            super().keyPressEvent(event)

    def close_strip(self) -> None:
        """Go away."""
        self._closed(self)

    def _button(self, name: str, method: Callable[[], None]) -> QPushButton:
        button = QPushButton(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.close_strip)
        button.clicked.connect(method)
        return button


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
