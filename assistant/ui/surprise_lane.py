"""The surprise curve: how unexpected each note is, on the roll's time axis.

pyqtgraph takes a sixth of a second to import, so this module is imported once the window stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from assistant.core.clip import IntColumn
from assistant.ui.controls import Themed
from assistant.ui.theme import Theme, qcolor, ui_font

LEAST_TOP_BITS = 6.0
"""Music without surprises looks low, instead of filling the lane."""
GUIDES_BITS = (5, 10, 20, 40)
LEAST_NAME_Y_PX, LEAST_APART_PX = 24, 14
"""Names of heights stand under the lane's name, and not over each other."""
REACH_PX = 12
"""The pointer reads the note that is this near, from side to side."""
DARING_BITS, EXPECTED_BITS = 10.0, 3.0
HINT = "How unexpected each note is to the model, in bits: high is daring"


class SurpriseLane(Themed, QWidget):
    """A point for every note, at its start and as high as its surprise in bits; a line leads through them.

    The track's notes are amber, those of the take that is shown are cyan. ``hinted`` says in words what the
    pointer is on.
    """

    hinted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Surprise curve")
        self._scale = _Scale(self)
        self._plot = _plot()
        self._plot.viewport().installEventFilter(self)
        self._plot.viewport().setMouseTracking(True)
        self._guides = [pg.InfiniteLine(bits, angle=0) for bits in GUIDES_BITS]
        for guide in self._guides:
            self._plot.addItem(guide, ignoreBounds=True)
        self._track, self._take = _Trace(self._plot), _Trace(self._plot)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._scale)
        self._row.addWidget(self._plot)
        self._empty = QLabel("", self._plot)
        self._empty.setProperty("role", "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_theme(self.theme)

    @property
    def points(self) -> int:
        """How many notes of a take the curve shows."""
        return len(self._take.ticks)

    @property
    def track_points(self) -> int:
        """How many notes of the track the curve shows."""
        return len(self._track.ticks)

    def show_surprise(self, ticks: Sequence[int], bits: Sequence[float]) -> None:
        """Draw the surprise of a take's notes by their start ticks."""
        self._take.show(np.array(ticks, dtype=np.int64), np.array(bits, dtype=np.float64))
        self._fit()

    def show_track(self, ticks: IntColumn, bits: NDArray[np.float64]) -> None:
        """Draw the surprise of the track's own notes by their start ticks."""
        self._track.show(ticks, bits)
        self._fit()

    def show_empty(self, text: str) -> None:
        """What stands here while there is nothing to draw."""
        self._empty.setText(text)
        self._empty.setVisible(not self.points and not self.track_points)

    def show_view(self, first_tick: float, last_tick: float, left_px: int, right_px: int) -> None:
        """Stand under the roll: its notes begin and end so many pixels from the left and right edge."""
        self._scale.setFixedWidth(left_px)
        self._row.setContentsMargins(0, 0, right_px, 0)
        self._plot.setXRange(first_tick, last_tick, padding=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self._plot.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self.hinted.emit(self._words(event.position().x()))
        elif event.type() == QEvent.Type.Enter:
            self.hinted.emit(HINT)
        return super().eventFilter(watched, event)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._plot.setBackground(qcolor(theme.lane))
        self._track.dress(theme.note_middle if theme.is_dark else theme.note_loud)
        self._take.dress(theme.ghost)
        for guide in self._guides:
            guide.setPen(QPen(qcolor(theme.row_line), 0))
        self._scale.dress(theme)

    def _fit(self) -> None:
        top = max(LEAST_TOP_BITS, self._track.top_bits, self._take.top_bits)
        low, high = -0.08 * top, 1.12 * top
        self._plot.setYRange(low, high, padding=0)
        self._scale.show_range(low, high)

    def _words(self, x_px: float) -> str:
        """What the model makes of the note under the pointer; the take's where both have one."""
        (first, last), _ = self._plot.viewRange()
        ticks_a_px = (last - first) / max(1, self._plot.width())
        tick, reach = first + x_px * ticks_a_px, REACH_PX * ticks_a_px
        bits = self._take.bits_near(tick, reach)
        bits = self._track.bits_near(tick, reach) if bits is None else bits
        return HINT if bits is None else f"{bits:.1f} bits: {_judgement(bits)} · {HINT}"


class _Trace:
    """A line through the mean of each onset, and a dot for every note."""

    def __init__(self, plot: pg.PlotWidget) -> None:
        self.ticks: IntColumn = np.empty(0, dtype=np.int64)
        self.bits: NDArray[np.float64] = np.empty(0)
        self._line, self._dots = pg.PlotCurveItem(), pg.ScatterPlotItem(size=5, pxMode=True)
        for item in (self._line, self._dots):
            plot.addItem(item, ignoreBounds=True)

    @property
    def top_bits(self) -> float:
        return float(self.bits.max()) if len(self.bits) else 0.0

    def show(self, ticks: IntColumn, bits: NDArray[np.float64]) -> None:
        if np.array_equal(ticks, self.ticks) and np.array_equal(bits, self.bits):
            return
        order = np.argsort(ticks, kind="stable")
        self.ticks, self.bits = ticks[order], bits[order]
        onsets, which = np.unique(self.ticks, return_inverse=True)
        means = (
            np.bincount(which, self.bits) / np.maximum(np.bincount(which), 1) if len(onsets) else self.bits
        )
        self._line.setData(onsets.astype(float), means)
        self._dots.setData(self.ticks.astype(float), self.bits)

    def bits_near(self, tick: float, reach: float) -> float | None:
        if not len(self.ticks):
            return None
        nearest = int(np.abs(self.ticks - tick).argmin())
        return float(self.bits[nearest]) if abs(self.ticks[nearest] - tick) <= reach else None

    def dress(self, colour: str) -> None:
        pen = QPen(qcolor(colour), 1.5)
        pen.setCosmetic(True)
        self._line.setPen(pen)
        self._line.setFillLevel(0)
        self._line.setBrush(QBrush(qcolor(colour, 0.14)))
        self._dots.setBrush(QBrush(qcolor(colour)))
        self._dots.setPen(None)


class _Scale(QWidget):
    """The lane's name and the heights of some bits, under the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Themed.theme
        self._range = (0.0, LEAST_TOP_BITS)
        self.setStatusTip(HINT)

    def dress(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_range(self, low: float, high: float) -> None:
        if self._range != (low, high):
            self._range = low, high
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), qcolor(theme.panel))
        painter.setPen(qcolor(theme.text_dim))
        painter.setFont(ui_font(8, QFont.Weight.DemiBold))
        painter.drawText(QRect(8, 6, self.width() - 8, 16), Qt.AlignmentFlag.AlignLeft, "Surprise")
        painter.setFont(ui_font(7.5))
        for bits, y in self.named():
            box = QRect(0, y - 8, self.width() - 8, 16)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, f"{bits} bits")
        painter.fillRect(self.width() - 1, 0, 1, self.height(), qcolor(theme.line_strong))
        painter.fillRect(0, 0, self.width(), 1, qcolor(theme.line))

    def named(self) -> list[tuple[int, int]]:
        """(bits, pixel line) of the heights that have room for their name, the highest first."""
        found: list[tuple[int, int]] = []
        for bits in reversed(GUIDES_BITS):
            y, least = self._y_of(bits), found[-1][1] + LEAST_APART_PX if found else LEAST_NAME_Y_PX
            if least <= y <= self.height() - 6:
                found.append((bits, y))
        return found

    def _y_of(self, bits: float) -> int:
        low, high = self._range
        return round((high - bits) / (high - low) * self.height())


def _plot() -> pg.PlotWidget:
    """A bare plot: no axes, no menus, nothing to drag."""
    plot = pg.PlotWidget()
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
    plot.setMouseEnabled(x=False, y=False)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    item = plot.getPlotItem()
    item.hideAxis("left")
    item.hideAxis("bottom")
    item.setContentsMargins(0, 0, 0, 0)
    item.layout.setContentsMargins(0, 0, 0, 0)
    item.vb.setDefaultPadding(0)
    return plot


def _judgement(bits: float) -> str:
    if bits >= DARING_BITS:
        return "daring"
    return "as expected" if bits <= EXPECTED_BITS else "a choice"
