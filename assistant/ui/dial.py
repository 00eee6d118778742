"""The temperature dial: one big knob from calm to daring."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from assistant.ui.controls import Themed
from assistant.ui.theme import qcolor, ui_font

LOWEST, HIGHEST, NORMAL = 10, 200, 100
"""The dial counts in hundredths of temperature."""
_STEP, _PAGE = 5, 25
_SWEEP_DEGREES = 270
_PIXELS_FOR_ALL = 220
"""How far the mouse is dragged from one end to the other."""
_WORDS = ((45, "calm"), (80, "steady"), (120, "lively"), (160, "bold"), (HIGHEST, "daring"))


class TemperatureDial(Themed, QAbstractSlider):
    """A slider drawn as a dial; drag up or right, turn the wheel, or use the arrow keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(LOWEST, HIGHEST)
        self.setSingleStep(_STEP)
        self.setPageStep(_PAGE)
        self.setValue(NORMAL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setAccessibleName("Temperature")
        self._pressed: tuple[QPointF, int] | None = None

    @property
    def temperature(self) -> float:
        """What the dial stands at."""
        return self.value() / 100

    @property
    def word(self) -> str:
        """The dial's position in a word."""
        return next(word for top, word in _WORDS if self.value() <= top)

    def cancel(self) -> bool:
        """Drop the drag that is under way; whether there was one."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None:
            self.setSliderDown(False)
            self.setValue(pressed[1])
        return pressed is not None

    def sizeHint(self) -> QSize:
        return QSize(176, 140)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (event.position(), self.value())
            self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            start, value = self._pressed
            moved = (event.position().x() - start.x()) + (start.y() - event.position().y())
            self._set_stepped(value + moved * (HIGHEST - LOWEST) / _PIXELS_FOR_ALL)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(NORMAL)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.setValue(self.value() + (_STEP if event.angleDelta().y() > 0 else -_STEP))
        event.accept()

    def _set_stepped(self, value: float) -> None:
        self.setValue(round(value / _STEP) * _STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = 57.0
        centre = QPointF(self.width() / 2, 69.0)
        self._paint_ticks(painter, centre, radius + 9)
        self._paint_arc(painter, centre, radius)
        self._paint_words(painter, centre)

    def _paint_arc(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        theme = self.theme
        square = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        start = round((90 + _SWEEP_DEGREES / 2) * 16)
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(qcolor(theme.line), 8, Qt.PenStyle.SolidLine, cap))
        painter.drawArc(square, start, -_SWEEP_DEGREES * 16)
        painter.setPen(QPen(qcolor(theme.accent), 8, Qt.PenStyle.SolidLine, cap))
        painter.drawArc(square, start, -round(_SWEEP_DEGREES * 16 * self._fraction()))
        knob = self._point(centre, radius, self._fraction())
        painter.setPen(QPen(qcolor(theme.panel), 3))
        painter.setBrush(qcolor(theme.text))
        painter.drawEllipse(knob, 9, 9)
        if self.hasFocus():
            painter.setPen(QPen(qcolor(theme.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(knob, 12, 12)

    def _paint_ticks(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        pen = QPen(qcolor(self.theme.line_strong), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for top, _ in ((LOWEST, ""), *_WORDS):
            at = (top - LOWEST) / (HIGHEST - LOWEST)
            painter.drawLine(self._point(centre, radius, at), self._point(centre, radius + 3, at))

    def _paint_words(self, painter: QPainter, centre: QPointF) -> None:
        theme = self.theme
        painter.setPen(qcolor(theme.text))
        painter.setFont(ui_font(22, QFont.Weight.DemiBold))
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(centre.x() - 50, centre.y() - 28, 100, 36), middle, f"{self.temperature:.2f}")
        painter.setFont(ui_font(10, QFont.Weight.Medium))
        painter.setPen(qcolor(theme.accent))
        painter.drawText(QRectF(centre.x() - 50, centre.y() + 8, 100, 20), middle, self.word)
        painter.setFont(ui_font(9))
        painter.setPen(qcolor(theme.text_dim))
        left = QRectF(centre.x() - 88, centre.y() + 51, 64, 20)
        painter.drawText(left, middle, "calm")
        painter.drawText(left.translated(112, 0), middle, "daring")

    def _fraction(self) -> float:
        return (self.value() - LOWEST) / (HIGHEST - LOWEST)

    def _point(self, centre: QPointF, radius: float, fraction: float) -> QPointF:
        angle = math.radians(90 + _SWEEP_DEGREES / 2 - _SWEEP_DEGREES * fraction)
        return QPointF(centre.x() + radius * math.cos(angle), centre.y() - radius * math.sin(angle))
