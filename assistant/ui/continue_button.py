"""The one big button: Continue, and Cancel with its progress while an answer is being written."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from assistant.ui.controls import Themed
from assistant.ui.icons import pixmap
from assistant.ui.key_map import KeyMap
from assistant.ui.theme import RADIUS, mix, qcolor, ui_font

_HEIGHT = 48


class ContinueButton(Themed, QPushButton):
    """Painted by hand, since no style sheet fills a button as far as the work has come."""

    approached = Signal()
    """The pointer or the focus has come: a click may follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: float | None = None
        self._key_map = KeyMap()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_progress(None)

    def set_progress(self, progress: float | None) -> None:
        """Show how much is written, 0 to 1; None where nothing runs."""
        self._progress = progress
        name = "Continue" if progress is None else "Cancel"
        if name != self.text():
            what = "Let the model answer your music" if progress is None else "Stop writing"
            self.setText(name)
            self.setAccessibleName(name)
            self.setToolTip(f"{what} ({self._key})" if self._key else what)
        self.update()

    def set_key_map(self, key_map: KeyMap) -> None:
        """Name keys as they are now."""
        self._key_map = key_map
        self.setText("")
        self.set_progress(self._progress)

    @property
    def _key(self) -> str:
        """The key that does now what a click would do."""
        return self._key_map.text_of("continue" if self._progress is None else "dismiss")

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.approached.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.approached.emit()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS + 2, RADIUS + 2)
        painter.fillPath(shape, qcolor(self._ground()))
        if self._progress is not None:
            painter.setClipPath(shape)
            done = QRectF(0, 0, self.width() * self._progress, self.height())
            painter.fillRect(done, qcolor(self.theme.accent, 0.35))
            painter.setClipping(False)
        self._paint_text(painter)
        if self.hasFocus():
            ink = self.theme.on_accent if self._progress is None else self.theme.focus
            painter.setPen(QPen(qcolor(ink), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), RADIUS, RADIUS)

    def _paint_text(self, painter: QPainter) -> None:
        ink = self.theme.on_accent if self._progress is None else self.theme.text
        name = "continue" if self._progress is None else "close"
        scale = 2 if self.devicePixelRatioF() > 1 else 1
        painter.drawPixmap(18, (_HEIGHT - 22) // 2, pixmap(name, ink, 22, scale))
        painter.setPen(qcolor(ink))
        painter.setFont(ui_font(12, QFont.Weight.DemiBold))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(50, 0, -16, 0), left, self.text())
        painter.setFont(ui_font(9, QFont.Weight.Medium))
        painter.setPen(qcolor(mix(ink, self._ground(), 0.2)))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(16, 0, -18, 0), right, self._key)

    def _ground(self) -> str:
        theme = self.theme
        if self._progress is not None:
            return theme.hover if self.underMouse() else theme.panel_raised
        if self.isDown():
            return theme.accent_pressed
        return theme.accent_hover if self.underMouse() else theme.accent
