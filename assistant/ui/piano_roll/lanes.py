"""The velocity lane: a bar at the onset of every note, on the note area's time axis."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assistant.core.clip import IntColumn
from assistant.core.note import MAX_VELOCITY, PPQ
from assistant.ui.piano_roll import backdrop, hints
from assistant.ui.piano_roll.boxes import Boxes, Shades, paint_boxes
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.gestures.velocity import VelocityGesture
from assistant.ui.piano_roll.overlay import paint_playhead
from assistant.ui.piano_roll.painter import player_style, velocity_shades
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.pointers import pointer_at
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import VELOCITY_SHADES, mix, qcolor, ui_font

HEIGHT_PX = 96
TOP_PX, BOTTOM_PX = 8, 4
"""Room above the loudest bar and below the softest."""
LEAST_BAR_PX, MOST_BAR_PX = 2, 7
CAP_PX = 3
GUIDES = (32, 64, 96)
MOST_STEMS = 2_000
STEM_DIMMING = 0.5
"""How far a bar's stem goes back into the lane, so that its top stands out."""


class VelocityLane(RollPart):
    """How hard each note is struck, as heights to drag."""

    NAME = "Velocity lane"

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.setFixedHeight(HEIGHT_PX)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        state.playhead_moved.connect(self.update_playhead)

    def level_y(self, velocity: int) -> int:
        """The pixel line of a velocity."""
        room = self.height() - TOP_PX - BOTTOM_PX
        return TOP_PX + round((MAX_VELOCITY - velocity) / MAX_VELOCITY * room)

    def velocity_at(self, y_px: float) -> int:
        """The velocity at a pixel line, 1 to 127."""
        room = self.height() - TOP_PX - BOTTOM_PX
        level = MAX_VELOCITY - (y_px - TOP_PX) / room * MAX_VELOCITY
        return min(max(round(level), 1), MAX_VELOCITY)

    @property
    def _bar_px(self) -> int:
        """The width of a bar: less where 16ths stand close."""
        sixteenth_px = PPQ / 4 * self.state.viewport.px_per_tick
        return int(min(max(sixteenth_px / 2.5, LEAST_BAR_PX), MOST_BAR_PX))

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        state, theme, dirty = self.state, self.state.theme, event.rect()
        backdrop.paint_ground(painter, state, dirty, theme.lane)
        for velocity in GUIDES:
            painter.fillRect(0, self.level_y(velocity), self.width(), 1, qcolor(theme.row_line))
        backdrop.paint_loop(painter, state, self.height())
        backdrop.paint_span(painter, state, self.height())
        self._paint_ghosts(painter, dirty)
        self._paint_bars(painter, dirty)
        paint_playhead(painter, state, self.height())
        painter.fillRect(0, 0, self.width(), 1, qcolor(theme.line_strong))

    def _paint_bars(self, painter: QPainter, dirty: QRect) -> None:
        state, clip = self.state, self.state.clip
        window = state.viewport.window(dirty.left() - MOST_BAR_PX, dirty.right() + 1 + MOST_BAR_PX)
        span = clip.rows_starting_between(*window)
        rows: slice | IntColumn = span
        if len(state.preview.hidden):
            rows = np.flatnonzero(~state.preview.hidden.mask(clip, span)) + span.start
        shapes = Shapes.of_rows(clip, rows)
        shades = velocity_shades(shapes)
        if len(state.selection):
            shades[state.selection.mask(clip, rows)] = VELOCITY_SHADES
        self._paint_shapes(painter, shapes, shades)
        preview = state.preview.notes.between(*window)
        self._paint_shapes(painter, preview, velocity_shades(preview))

    def _paint_shapes(self, painter: QPainter, shapes: Shapes, shades: Shades) -> None:
        """Loud bars first, so that the soft notes of a chord stand before them."""
        if not len(shapes):
            return
        bars = self._bars(shapes)
        seen, highest = _seen_bars(bars, shades)
        stemmed = highest if len(seen) > MOST_STEMS else seen
        caps = tuple(reversed(player_style(self.state.theme).bodies))
        stems = tuple(qcolor(mix(c.name(), self.state.theme.lane, STEM_DIMMING)) for c in caps)
        behind = np.uint8(VELOCITY_SHADES) - shades
        paint_boxes(painter, bars[stemmed], behind[stemmed], stems)
        paint_boxes(painter, _caps(bars[seen]), behind[seen], caps)

    def _paint_ghosts(self, painter: QPainter, dirty: QRect) -> None:
        window = self.state.viewport.window(dirty.left() - MOST_BAR_PX, dirty.right() + 1 + MOST_BAR_PX)
        visible = self.state.ghosts.visible(*window)
        bars = self._bars(Shapes.of_notes(note for note, _ in visible))
        shades = np.zeros(len(bars), dtype=np.uint8)
        ghost = self.state.theme.ghost
        paint_boxes(painter, bars, shades, (qcolor(ghost, 0.35),))
        paint_boxes(painter, _caps(bars), shades, (qcolor(ghost, 0.9),))

    def _bars(self, shapes: Shapes) -> Boxes:
        view: Viewport = self.state.viewport
        room = self.height() - TOP_PX - BOTTOM_PX
        bars = np.empty((len(shapes), 4), dtype=np.int32)
        bars[:, 0] = view.x_of(shapes.starts)
        bars[:, 1] = TOP_PX + np.rint((MAX_VELOCITY - shapes.velocities) / MAX_VELOCITY * room)
        bars[:, 2] = bars[:, 0] + self._bar_px - 1
        bars[:, 3] = self.height() - 1
        return bars

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.LeftButton:
            return VelocityGesture(self.state, pointer)
        return PanGesture(self.state, pointer) if button == Qt.MouseButton.MiddleButton else None

    def pointer_at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        return pointer_at(self.state, position, modifiers, self.velocity_at(position.y()))

    def hovered(self, pointer: Pointer | None) -> None:
        if pointer is None:
            self.state.hint_changed.emit(hints.rest_hint(self.state))
        else:
            self.state.hint_changed.emit(f"Velocity {pointer.velocity} · {hints.LANE}")

    def in_note_area(self, position: QPointF) -> QPointF:
        return QPointF(position.x(), self.state.viewport.height_px / 2)


class LaneHeader(QWidget):
    """The lane's name and scale, under the keyboard."""

    def __init__(
        self, state: RollState, lane: VelocityLane, width_px: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._lane = lane
        self.setFixedWidth(width_px)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._state.theme
        painter.fillRect(self.rect(), qcolor(theme.panel))
        painter.setPen(qcolor(theme.text_dim))
        painter.setFont(ui_font(8, QFont.Weight.DemiBold))
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRect(8, TOP_PX, self.width(), 16), top_left, "Velocity")
        painter.setFont(ui_font(7.5))
        for velocity in (64, 1):
            box = QRect(0, self._lane.level_y(velocity) - 8, self.width() - 8, 16)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box.translated(0, -4 if velocity == 1 else 0), right, str(velocity))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), qcolor(theme.line_strong))
        painter.fillRect(0, 0, self.width(), 1, qcolor(theme.line_strong))


def _seen_bars(bars: Boxes, shades: Shades) -> tuple[IntColumn, IntColumn]:
    """Which bars to paint of those that cover each other (the last shade), and the highest of each column.

    Where bars stand in a crowd nothing but the highest stem of a pixel column is seen.
    """
    columns = bars[:, 0] - bars[:, 0].min()
    places = np.full((int(columns.max()) + 1, int(bars[:, 1].max()) + 1), -1, dtype=np.int64)
    order = np.argsort(shades, kind="stable")
    places[columns[order], bars[order, 1]] = order
    filled = places >= 0
    highest = places[np.arange(len(places)), np.argmax(filled, axis=1)]
    return places[filled], highest[highest >= 0]


def _caps(bars: Boxes) -> Boxes:
    """The bright top of each bar, where the hand takes it."""
    caps = bars.copy()
    caps[:, 3] = caps[:, 1] + CAP_PX - 1
    return caps
