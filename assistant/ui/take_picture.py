"""A small picture of a take's notes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.core.clip import Clip
from assistant.ui.controls import Themed
from assistant.ui.theme import qcolor

_HEIGHT = 32
_FEWEST_ROWS = 12
"""A take of few pitches is not stretched over the whole height."""


class TakePicture(Themed, QWidget):
    """The notes of a span, as high as their range and as wide as the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clip = Clip.empty()
        self._span = (0, 1)
        self._bar_lines: list[int] = []
        self._opacity = 1.0
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_clip(self, clip: Clip, span: tuple[int, int], bar_lines: list[int], opacity: float) -> None:
        """Draw these notes over [start, end) with bar lines at ticks."""
        if clip is not self._clip or opacity != self._opacity:
            self._clip, self._span, self._bar_lines, self._opacity = clip, span, bar_lines, opacity
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, end = self._span
        px_per_tick = self.width() / max(1, end - start)
        for tick in self._bar_lines:
            x = round((tick - start) * px_per_tick)
            painter.fillRect(x, 0, 1, self.height(), qcolor(self.theme.line))
        if len(self._clip):
            self._paint_notes(painter, start, px_per_tick)

    def _paint_notes(self, painter: QPainter, start: int, px_per_tick: float) -> None:
        clip = self._clip
        low, high = int(clip.pitches.min()), int(clip.pitches.max())
        spare = max(0, _FEWEST_ROWS - (high - low + 1))
        row_px = (self.height() - 4) / (high - low + 1 + spare)
        x = (clip.starts - start) * px_per_tick
        y = 2 + (high - clip.pitches + spare / 2) * row_px
        widths = np.maximum(2.0, clip.lengths * px_per_tick - 1)
        height = max(2.0, row_px - 0.5)
        boxes = zip(x.tolist(), y.tolist(), widths.tolist(), strict=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(self.theme.ghost, self._opacity))
        painter.drawRects([QRectF(left, top, width, height) for left, top, width in boxes])
