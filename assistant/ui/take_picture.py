"""A small picture of a take's notes."""

from __future__ import annotations

from operator import is_

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.core.clip import Clip
from assistant.ui.controls import Themed
from assistant.ui.theme import qcolor

_HEIGHT = 32
_FEWEST_ROWS = 12
"""A take of few pitches is not stretched over the whole height."""
_BESIDE = 0.45
"""How strong the notes of other tracks are."""


class TakePicture(Themed, QWidget):
    """The notes of a span, as high as their range and as wide as the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clips: tuple[Clip, ...] = (Clip.empty(),)
        self._span = (0, 1)
        self._bar_lines: list[int] = []
        self._opacity = 1.0
        self.setAccessibleName("Picture of the take")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_clips(
        self, clips: tuple[Clip, ...], span: tuple[int, int], bar_lines: list[int], opacity: float
    ) -> None:
        """Draw notes over [start, end) with bar lines at ticks; those of the first clip stand out."""
        same = len(clips) == len(self._clips) and all(map(is_, clips, self._clips))
        if not same or opacity != self._opacity:
            self._clips, self._span, self._bar_lines, self._opacity = clips, span, bar_lines, opacity
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
        rows = self._rows()
        for clip in reversed(self._clips):
            share = 1.0 if clip is self._clips[0] else _BESIDE
            self._paint_notes(painter, clip, rows, qcolor(self.theme.ghost, self._opacity * share))

    def _rows(self) -> tuple[float, float]:
        """(the pitch at the top edge, the height of a semitone in pixels)"""
        pitches = np.concatenate([clip.pitches for clip in self._clips])
        low, high = (int(pitches.min()), int(pitches.max())) if len(pitches) else (0, 0)
        spare = max(0, _FEWEST_ROWS - (high - low + 1))
        return high + spare / 2, (self.height() - 4) / (high - low + 1 + spare)

    def _paint_notes(self, painter: QPainter, clip: Clip, rows: tuple[float, float], colour: QColor) -> None:
        (start, end), (top_pitch, row_px) = self._span, rows
        px_per_tick = self.width() / max(1, end - start)
        x = (clip.starts - start) * px_per_tick
        y = 2 + (top_pitch - clip.pitches) * row_px
        widths = np.maximum(2.0, clip.lengths * px_per_tick - 1)
        height = max(2.0, row_px - 0.5)
        boxes = zip(x.tolist(), y.tolist(), widths.tolist(), strict=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRects([QRectF(left, top, width, height) for left, top, width in boxes])
