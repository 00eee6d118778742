"""Messages that stop nobody: strips with a sentence, perhaps buttons, and a cross, at the side’s foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.controls import IconButton, Themed
from assistant.ui.escape import is_escape_asked_for
from assistant.ui.icons import pixmap
from assistant.ui.theme import Theme

Kind = Literal["problem", "notice"]

_MOST = 3
_LEFT_PX, _RIGHT_PX, _FOOT_PX, _GAP_PX = 20, 24, 12, 8
"""In line with what scrolls above."""
_LINE_PX = 28
"""As high as icon and cross are; the first line of the sentence stands in their middle."""
_AROUND_PX, _BUTTON_PX = 88, 20
"""What icon, cross and margins of a strip take, and a button beside its word, as the style has it."""
NOTICE_MS = 8_000
"""A notice goes by itself; a problem stays until it is closed."""
_LATER_MS = 250


class MessageBar(QWidget):
    """The newest strip is the lowest, and there are never more than three; ``left`` when the focus is free.

    They stand under the takes, which scroll: there they cover nothing, and nothing moves when they come.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strips: list[MessageStrip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_LEFT_PX, 8, _RIGHT_PX, _FOOT_PX)
        self._column.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    @property
    def texts(self) -> list[str]:
        """The sentences that are shown."""
        return [strip.text for strip in self._strips]

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
        self.show_message(text, "notice").close_after(NOTICE_MS)

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
        side = self.parentWidget() or self
        room_px = side.width() - _LEFT_PX - _RIGHT_PX
        strip = MessageStrip(text, kind, buttons or {}, self._remove, room_px=room_px)
        strip.topic = topic
        self._strips.append(strip)
        self._column.addWidget(strip)
        self.setVisible(True)
        strip.show()  # a layout leaves out what is not yet shown, and Qt would show it only later
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


class MessageStrip(Themed, QFrame):
    """One sentence with its buttons; while one of them has the focus, Escape closes the strip."""

    topic = ""

    def __init__(
        self,
        text: str,
        kind: Kind,
        buttons: dict[str, Callable[[], None]],
        closed: Callable[[MessageStrip], None],
        *,
        room_px: int,
    ) -> None:
        super().__init__()
        self.text = text
        self._kind = kind
        self._closed = closed
        self.setProperty("role", kind)
        self.setAccessibleName(text)
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(20, _LINE_PX))
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called what looks like markup
        label.setWordWrap(True)
        inset = max(0, (_LINE_PX - label.fontMetrics().height()) // 2)
        label.setContentsMargins(0, inset, 0, inset)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._arrange(label, [self._button(name, method) for name, method in buttons.items()], room_px)
        self.set_theme(self.theme)

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

    def close_after(self, delay_ms: int) -> None:
        """Go away by itself, but not while the hand holds something that would then be shifted."""
        QTimer.singleShot(delay_ms, self, self._close_when_free)

    def _close_when_free(self) -> None:
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.close_strip()
        else:
            self.close_after(_LATER_MS)

    def _arrange(self, label: QLabel, buttons: list[QPushButton], room_px: int) -> None:
        """The sentence between icon and cross; below it the buttons, or beside it where there is room."""
        close = IconButton("close", "Close this message")
        close.clicked.connect(self.close_strip)
        top, foot, at_top = QHBoxLayout(), QHBoxLayout(), Qt.AlignmentFlag.AlignTop
        top.setSpacing(_GAP_PX)
        foot.setSpacing(_GAP_PX)
        top.addWidget(self._icon, 0, at_top)
        top.addWidget(label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 4, 6)
        column.setSpacing(_GAP_PX)
        column.addLayout(top)
        words = (self.text, *(button.text() for button in buttons))
        words_px = sum(label.fontMetrics().horizontalAdvance(text) for text in words)
        is_short = words_px + _AROUND_PX + len(buttons) * _BUTTON_PX <= room_px
        if buttons and not is_short:
            foot.addStretch(1)
            column.addLayout(foot)
        for button in buttons:
            (top if is_short else foot).addWidget(button, 0, at_top)
        top.addWidget(close, 0, at_top)

    def _button(self, name: str, method: Callable[[], None]) -> QPushButton:
        button = QPushButton(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.close_strip)
        button.clicked.connect(method)
        return button


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
