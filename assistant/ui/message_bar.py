"""Messages that stop nobody: strips with a sentence, perhaps a button, and a cross."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assistant.ui.controls import IconButton, Themed
from assistant.ui.icons import pixmap
from assistant.ui.theme import Theme

Kind = Literal["problem", "notice"]

_MOST = 3
NOTICE_MS = 8_000
"""A notice goes by itself; a problem stays until it is closed."""


class MessageBar(QWidget):
    """The strips under the transport; the newest is the lowest, and there are never more than three."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips: list[MessageStrip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.setVisible(False)

    @property
    def texts(self) -> list[str]:
        """The sentences that are shown."""
        return [strip.text for strip in self._strips]

    def problem(self, text: str) -> None:
        """Say what went wrong and what to do."""
        self.show_message(text, "problem")

    def notice(self, text: str) -> None:
        """Say that something is done; it goes by itself."""
        strip = self.show_message(text, "notice")
        QTimer.singleShot(NOTICE_MS, strip, strip.close_strip)

    def show_message(
        self, text: str, kind: Kind, buttons: dict[str, Callable[[], None]] | None = None
    ) -> MessageStrip:
        """Show a strip, with buttons by their texts; the same sentence is not shown twice."""
        for strip in [s for s in self._strips if s.text == text] or self._strips[: 1 - _MOST]:
            strip.close_strip()
        strip = MessageStrip(text, kind, buttons or {}, self._remove)
        self._strips.append(strip)
        self._column.addWidget(strip)
        self.setVisible(True)
        return strip

    def _remove(self, strip: MessageStrip) -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            strip.deleteLater()
        self.setVisible(bool(self._strips))


class MessageStrip(Themed, QFrame):
    """One sentence with its buttons."""

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

    def close_strip(self) -> None:
        """Go away."""
        self._closed(self)

    def _button(self, name: str, method: Callable[[], None]) -> QPushButton:
        button = QPushButton(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.close_strip)
        button.clicked.connect(method)
        return button
