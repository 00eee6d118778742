"""The surprise curve: how unexpected each note of the shown take is, on the roll's time axis.

pyqtgraph takes a sixth of a second to import, so this module is imported once the window stands.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from assistant.ui.controls import Themed
from assistant.ui.theme import Theme, qcolor

_LEAST_TOP_BITS = 6.0
"""A take without surprises looks low, instead of filling the lane."""


class SurpriseLane(Themed, QWidget):
    """A point for every note, at its start and as high as its surprise in bits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Surprise curve")
        self.setToolTip("How unexpected each note of the take is to the model, in bits: high is daring")
        self._title = QLabel("Surprise")
        self._title.setProperty("role", "lane")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._title.setContentsMargins(0, 8, 0, 0)
        self._plot = pg.PlotWidget()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        item = self._plot.getPlotItem()
        item.hideAxis("left")
        item.hideAxis("bottom")
        item.setContentsMargins(0, 0, 0, 0)
        item.layout.setContentsMargins(0, 0, 0, 0)
        item.vb.setDefaultPadding(0)
        self._curve = pg.PlotDataItem(symbol="o", symbolSize=5)
        self._plot.addItem(self._curve)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._title)
        self._row.addWidget(self._plot)
        self._empty = QLabel("How unexpected each note of a take is appears here", self._plot)
        self._empty.setProperty("role", "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_theme(self.theme)

    @property
    def points(self) -> int:
        """How many notes the curve shows."""
        ticks, _ = self._curve.getData()
        return 0 if ticks is None else len(ticks)

    def show_surprise(self, ticks: list[int], bits: list[float]) -> None:
        """Draw the surprise of notes by their start ticks."""
        order = np.argsort(ticks, kind="stable")
        self._curve.setData(np.array(ticks, dtype=float)[order], np.array(bits)[order])
        self._empty.setVisible(not ticks)
        top = max([_LEAST_TOP_BITS, *bits])
        self._plot.setYRange(-0.08 * top, 1.12 * top, padding=0)

    def show_view(self, first_tick: float, last_tick: float, left_px: int, right_px: int) -> None:
        """Stand under the roll: its notes begin and end so many pixels from the left and right edge."""
        self._title.setFixedWidth(left_px)
        self._row.setContentsMargins(0, 0, right_px, 0)
        self._plot.setXRange(first_tick, last_tick, padding=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self._plot.rect())

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._plot.setBackground(qcolor(theme.lane))
        pen = QPen(qcolor(theme.ghost), 1.5)
        pen.setCosmetic(True)
        self._curve.setPen(pen)
        self._curve.setFillLevel(0)
        self._curve.setFillBrush(QBrush(qcolor(theme.ghost, 0.14)))
        self._curve.setSymbolBrush(QBrush(qcolor(theme.ghost)))
        self._curve.setSymbolPen(None)
