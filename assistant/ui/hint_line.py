"""The line at the bottom that always says what a click or a key would do now."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.ui.controls import Themed
from assistant.ui.key_map import KeyMap
from assistant.ui.theme import qcolor, ui_font

HEIGHT = 32
_MARGIN, _GAP, _PAD, _CAP_GAP = 16, 20, 6, 8
_PLAIN_PT, _CAP_PT = 9.5, 8.5
_SENTENCE_PX = 560
"""So much is left to what the pointer would do, but no more than half of the line."""

KeyHint = tuple[str, str]
"""A command and what its key does now."""


class HintLine(Themed, QWidget):
    """On the left what the pointer would do, on the right what keys would."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointer = ""
        self._control = ""
        self._focused = ""
        self._keys: tuple[KeyHint, ...] = ()
        self._key_map = KeyMap()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The whole line as a sentence."""
        keys = [f"{key} {what}" for key, what in self._named_keys]
        return " · ".join([self._left, *keys] if self._left else keys)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Name keys as they are now."""
        self._key_map = key_map
        self._tell()

    def show_pointer(self, text: str) -> None:
        """Say what a click or a drag would do here."""
        if text != self._pointer:
            self._pointer, self._focused = text, ""
            self._tell()

    def show_focused(self, text: str) -> None:
        """Say what the control that was reached by keyboard does, until the mouse is moved over the notes."""
        if text != self._focused:
            self._focused = text
            self._tell()

    def show_control(self, text: str) -> None:
        """Say what the control under the mouse does; empty when the mouse has left it."""
        if text != self._control:
            self._control = text
            self._tell()

    def show_keys(self, keys: tuple[KeyHint, ...]) -> None:
        """Say what keys would do now."""
        if keys != self._keys:
            self._keys = keys
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    @property
    def _left(self) -> str:
        return self._key_map.named(self._control or self._focused or self._pointer)

    @property
    def _named_keys(self) -> list[KeyHint]:
        """Keys and what they do; a command that no key calls is left out."""
        named = ((self._key_map.text_of(command_id), what) for command_id, what in self._keys)
        return [(key, what) for key, what in named if key]

    def _tell(self) -> None:
        self.setAccessibleName(self.text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), qcolor(self.theme.panel))
        painter.fillRect(0, 0, self.width(), 1, qcolor(self.theme.line))
        left = self._paint_keys(painter)
        painter.setFont(ui_font(_PLAIN_PT))
        painter.setPen(qcolor(self.theme.text_dim))
        room = QRectF(_MARGIN, 0, left - 2 * _MARGIN, HEIGHT)
        text = QFontMetricsF(painter.font()).elidedText(
            self._left, Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_keys(self, painter: QPainter) -> float:
        """Paint from the right edge; where the first one begins."""
        right = float(self.width() - _MARGIN)
        for key, what in reversed(self.keys_in_sight):
            right = self._paint_key(painter, key, what, right) - _GAP
        return right

    @property
    def keys_in_sight(self) -> list[KeyHint]:
        """As many keys, the first first, as there is room for beside the sentence."""
        room = max(self.width() / 2, self.width() - _SENTENCE_PX)
        widths = accumulate(sum(_widths(*hint)) + _CAP_GAP + _GAP for hint in self._named_keys)
        return [hint for hint, width in zip(self._named_keys, widths, strict=True) if width <= room]

    def _paint_key(self, painter: QPainter, key: str, what: str, right: float) -> float:
        plain, cap = ui_font(_PLAIN_PT), ui_font(_CAP_PT, QFont.Weight.DemiBold)
        cap_width, what_width = _widths(key, what)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setFont(plain)
        painter.setPen(qcolor(self.theme.text_dim))
        painter.drawText(QRectF(right - what_width, 0, what_width + 1, HEIGHT), middle, what)
        box = QRectF(right - what_width - _CAP_GAP - cap_width, (HEIGHT - 20) / 2 + 0.5, cap_width, 19)
        painter.setPen(QPen(qcolor(self.theme.line_strong), 1))
        painter.setBrush(qcolor(self.theme.panel_raised))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(cap)
        painter.setPen(qcolor(self.theme.text))
        painter.drawText(box, middle, key)
        return box.left()


def _widths(key: str, what: str) -> tuple[float, float]:
    """How wide a key's cap and its words are."""
    cap = QFontMetricsF(ui_font(_CAP_PT, QFont.Weight.DemiBold)).horizontalAdvance(key) + 2 * _PAD
    return cap, QFontMetricsF(ui_font(_PLAIN_PT)).horizontalAdvance(what)
