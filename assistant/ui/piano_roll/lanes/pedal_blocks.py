"""The sustain pedal in a lane: a block for as long as it is down."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from assistant.core.clip import IntColumn
from assistant.ui.piano_roll.boxes import paint_boxes
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.move_control import Handle
from assistant.ui.piano_roll.gestures.pedal import PedalGesture
from assistant.ui.piano_roll.lanes.control_content import REACH_PX, ControlContent
from assistant.ui.piano_roll.lanes.kinds import BOTTOM_PX, TOP_PX
from assistant.ui.piano_roll.pedals import FOREVER, Pedal, pedal_at, pedal_ends, pedals
from assistant.ui.piano_roll.state import Pointer
from assistant.ui.theme import qcolor, ui_font

CORNER_PX = 4.0
MOST_PRETTY = 300
LEAST_LABEL_PX = 44
BEYOND_PX = 12
"""So far outside of the window a block is drawn that goes on there."""
HINT_UP = "Drag to press the pedal"
HINT_DOWN = "Drag to lift the pedal here · right-click removes this press"
HINT_START = "Drag to move where the pedal goes down · double-click removes this press"
HINT_END = "Drag to move where the pedal comes up · double-click removes this press"


class PedalBlocks(ControlContent):
    """Blocks to draw, cut, and move by their ends."""

    EMPTY = "The pedal is up: drag to press it"

    # --- painting --------------------------------------------------------------------------------

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        view = self.state.viewport
        window = view.window(dirty.left() - BEYOND_PX, dirty.right() + BEYOND_PX)
        seen = pedals(self.shown, *window)
        if len(seen) > MOST_PRETTY:
            self._paint_plain(painter, seen)
        else:
            self._paint_pretty(painter, seen)
        self.paint_empty(painter)

    def _paint_plain(self, painter: QPainter, seen: list[Pedal]) -> None:
        """Very many: nobody sees their corners."""
        ticks = np.array([(p.start_tick, p.end_tick) for p in seen], dtype=np.int64)
        boxes = np.empty((len(seen), 4), dtype=np.int32)
        boxes[:, 0] = self.state.viewport.x_of(ticks[:, 0])
        boxes[:, 2] = np.maximum(self.state.viewport.x_of(ticks[:, 1]) - 2, boxes[:, 0])
        boxes[:, 1], boxes[:, 3] = TOP_PX, self.height_px - BOTTOM_PX
        alike = np.zeros(len(seen), dtype=np.uint8)
        paint_boxes(painter, boxes, alike, (qcolor(self.state.theme.note_middle, 0.4),))

    def _paint_pretty(self, painter: QPainter, seen: list[Pedal]) -> None:
        theme, top_left = self.state.theme, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(8, QFont.Weight.DemiBold))
        painter.setBrush(qcolor(theme.note_middle, 0.28))
        for left, right in map(self._columns, seen):
            box = QRectF(left + 0.5, TOP_PX + 0.5, right - left - 1, self.height_px - TOP_PX - BOTTOM_PX - 1)
            painter.setPen(QPen(qcolor(theme.note_middle), 1))
            painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
            if right - max(left, 0) >= LEAST_LABEL_PX:
                painter.setPen(qcolor(theme.text_dim))
                painter.drawText(QRectF(max(left, 0) + 8, TOP_PX + 5, LEAST_LABEL_PX, 16), top_left, "down")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _columns(self, pedal: Pedal) -> tuple[int, int]:
        view = self.state.viewport
        low, high = -BEYOND_PX, view.width_px + BEYOND_PX
        left, right = (min(max(view.x_of(tick), low), high) for tick in (pedal.start_tick, pedal.end_tick))
        return left, max(right, left + 2)

    # --- the mouse -------------------------------------------------------------------------------

    def draw_gesture(self, pointer: Pointer) -> Gesture:
        return PedalGesture(self.state, pointer, self)

    def handle_at(self, pointer: Pointer) -> Handle | None:
        """The nearest end of a block in reach, bounded by the block's other end and the next block."""
        view, (starts, ends) = self.state.viewport, pedal_ends(self.written)
        if not len(starts):
            return None
        ticks = np.stack((starts, ends), axis=1).reshape(-1)
        away = np.abs(view.x_of(ticks) - pointer.x_px)
        nearest = int(away.argmin())
        return self._handle(ticks, nearest) if away[nearest] <= REACH_PX else None

    def remove(self, handle: Handle) -> None:
        """The whole press goes, from down to up."""
        (pedal,) = pedals(self.written, handle.tick - handle.is_end, handle.tick + 1 - handle.is_end)
        end = self.written.end_tick if pedal.end_tick == FOREVER else pedal.end_tick
        self.state.session.set_controls(self.number, pedal.start_tick, end + 1, ())
        self.state.edited.emit()

    def hint(self, pointer: Pointer) -> str:
        handle, pedal = self.handle_at(pointer), pedal_at(self.written, pointer.tick)
        if handle is not None:
            action = HINT_END if handle.is_end else HINT_START
        else:
            action = HINT_UP if pedal is None else HINT_DOWN
        return f"Pedal {'up' if pedal is None else 'down'} at {self.place(pointer)} · {action}"

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        on_handle = self.handle_at(pointer) is not None
        return Qt.CursorShape.SizeHorCursor if on_handle else Qt.CursorShape.CrossCursor

    def _handle(self, ticks: IntColumn, row: int) -> Handle:
        """One of the ends in turn, down and up; the ones beside it bound it."""
        tick, is_end = int(ticks[row]), row % 2 == 1
        lowest = int(ticks[row - 1]) + 1 if row else 0
        is_last = row + 1 == len(ticks)
        highest = self.state.viewport.extent_ticks if is_last else int(ticks[row + 1]) - 1
        value = self.written.value_at(tick)
        return Handle(tick, value, lowest, max(tick, highest), has_height=False, is_end=is_end)
