"""The ruler: bars and beats, the loop, the playhead's head."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assistant.core.tempo import MeterChange
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.loop import LoopGesture, far_end_tick
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.grid import LineKind, grid_lines, labelled_bars
from assistant.ui.piano_roll.overlay import playhead_flag
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import mix, qcolor, ui_font

HEIGHT_PX = 40
BAND_PX = 8
"""The height of the strip at the top in which the loop lies."""
LEAST_LABEL_PX = 44.0
LEAST_BEAT_LABEL_PX = 52.0
LINE_PX = {LineKind.SUBDIVISION: 4, LineKind.BEAT: 7, LineKind.BAR: HEIGHT_PX - BAND_PX - 3}


class Ruler(RollPart):
    """Time as musicians count it; a click seeks, a drag loops."""

    NAME = "Ruler"

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.setFixedHeight(HEIGHT_PX)
        self._bar_font = ui_font(9, QFont.Weight.DemiBold)
        self._beat_font = ui_font(8)
        state.playhead_moved.connect(self.update_playhead)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self.state.theme
        painter.fillRect(self.rect(), qcolor(theme.ruler))
        painter.fillRect(0, 0, self.width(), BAND_PX, qcolor(theme.ground))
        self._paint_span(painter)
        self._paint_loop(painter)
        self._paint_lines(painter)
        self._paint_labels(painter)
        self._paint_meters(painter)
        painter.fillRect(0, self.height() - 1, self.width(), 1, qcolor(theme.line_strong))
        self._paint_playhead(painter)

    def _paint_lines(self, painter: QPainter) -> None:
        state, view, theme = self.state, self.state.viewport, self.state.theme
        lines = grid_lines(
            state.meter_map, view.start_tick, view.end_tick, view.px_per_tick, state.grid_ticks
        )
        for line in lines:
            height = LINE_PX[line.kind]
            colour = qcolor(mix(theme.bar_line, theme.text_dim, 0.25), line.opacity)
            for column in view.x_of(line.ticks).tolist():
                painter.fillRect(column, HEIGHT_PX - height, 1, height, colour)

    def _paint_labels(self, painter: QPainter) -> None:
        state, view, theme = self.state, self.state.viewport, self.state.theme
        named = labelled_bars(
            state.meter_map, view.start_tick, view.end_tick, view.px_per_tick, LEAST_LABEL_PX
        )
        for bar, tick in named:
            painter.setFont(self._bar_font)
            painter.setPen(qcolor(theme.text))
            painter.drawText(QPointF(view.x_of(tick) + 6, HEIGHT_PX - 15), str(bar + 1))
            meter = state.meter_map.change_at(tick)
            if meter.beat_ticks * view.px_per_tick >= LEAST_BEAT_LABEL_PX:
                self._paint_beats(painter, bar, tick, meter)

    def _paint_beats(self, painter: QPainter, bar: int, bar_tick: int, meter: MeterChange) -> None:
        view = self.state.viewport
        painter.setFont(self._beat_font)
        painter.setPen(qcolor(self.state.theme.text_dim))
        for beat in range(1, meter.numerator):
            column = view.x_of(bar_tick + beat * meter.beat_ticks)
            painter.drawText(QPointF(column + 5, HEIGHT_PX - 15), f"{bar + 1}.{beat + 1}")

    def _paint_meters(self, painter: QPainter) -> None:
        """A change of meter is named where it happens."""
        view, theme = self.state.viewport, self.state.theme
        painter.setFont(self._beat_font)
        painter.setPen(qcolor(theme.accent))
        for meter in self.state.meter_map.changes[1:]:
            column = view.x_of(meter.tick)
            if -40 < column < view.width_px:
                text = f"{meter.numerator}/{meter.denominator}"
                painter.drawText(QPointF(column + 26, HEIGHT_PX - 15), text)

    def _paint_loop(self, painter: QPainter) -> None:
        loop, view, theme = self.state.session.piece.loop, self.state.viewport, self.state.theme
        shown = self.state.preview.loop or ((loop.start_tick, loop.end_tick) if loop else None)
        if shown is None:
            return
        is_on = self.state.preview.loop is not None or (loop is not None and loop.enabled)
        left, right = (max(-9, min(view.x_of(tick), view.width_px + 9)) for tick in shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(theme.loop, 0.9 if is_on else 0.35))
        painter.drawRoundedRect(QRectF(left, 1, right - left, BAND_PX - 2), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_span(self, painter: QPainter) -> None:
        span, view, theme = self.state.ghosts.span, self.state.viewport, self.state.theme
        if span:
            left, right = (max(-4, min(view.x_of(tick), view.width_px + 4)) for tick in span)
            painter.fillRect(left, BAND_PX, right - left, HEIGHT_PX - BAND_PX, qcolor(theme.ghost, 0.10))
            painter.fillRect(left, HEIGHT_PX - 3, right - left, 2, qcolor(theme.ghost, 0.85))

    def _paint_playhead(self, painter: QPainter) -> None:
        column = self.state.viewport.x_of(self.state.playhead_tick)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(self.state.theme.playhead))
        painter.drawPolygon(playhead_flag(column, HEIGHT_PX))

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.LeftButton:
            return LoopGesture(self.state, pointer)
        return PanGesture(self.state, pointer) if button == Qt.MouseButton.MiddleButton else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton and self.runner.gesture is None:
            self.state.loop_requested.emit(None)
        else:
            super().mousePressEvent(event)

    def hovered(self, pointer: Pointer | None) -> None:
        on_edge = pointer is not None and far_end_tick(self.state, pointer) is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.ArrowCursor)
        hint = hints.rest_hint(self.state) if pointer is None else hints.RULER
        self.state.hint_changed.emit(hints.LOOP_EDGE if on_edge else hint)
