"""The sustain pedal in a lane: a block for as long as it is down."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.move_control import Handle
from assistant.ui.piano_roll.gestures.pedal import PedalGesture
from assistant.ui.piano_roll.lanes.control_content import REACH_PX, ControlContent
from assistant.ui.piano_roll.lanes.kinds import BOTTOM_PX, TOP_PX
from assistant.ui.piano_roll.pedals import FOREVER, Pedal, pedal_at, pedals
from assistant.ui.piano_roll.state import Pointer
from assistant.ui.theme import qcolor, ui_font

CORNER_PX = 4.0
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
        view, theme = self.state.viewport, self.state.theme
        window = view.window(dirty.left() - BEYOND_PX, dirty.right() + BEYOND_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(ui_font(8, QFont.Weight.DemiBold))
        for pedal in pedals(self.shown, *window):
            left, right = self._columns(pedal)
            box = QRectF(left + 0.5, TOP_PX + 0.5, right - left - 1, self.height_px - TOP_PX - BOTTOM_PX - 1)
            painter.setPen(QPen(qcolor(theme.note_middle), 1))
            painter.setBrush(qcolor(theme.note_middle, 0.28))
            painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
            if right - left >= LEAST_LABEL_PX:
                painter.setPen(qcolor(theme.text_dim))
                label = box.adjusted(8, 4, -4, -4)
                painter.drawText(label, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "down")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self.paint_empty(painter)

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
        view, lane = self.state.viewport, self.written
        ends = [
            (abs(view.x_of(tick) - pointer.x_px), row, tick)
            for row, pedal in enumerate(pedals(lane))
            for tick in (pedal.start_tick, pedal.end_tick)
            if tick < FOREVER and abs(view.x_of(tick) - pointer.x_px) <= REACH_PX
        ]
        if not ends:
            return None
        _, row, tick = min(ends)
        return self._handle(row, tick)

    def remove(self, handle: Handle) -> None:
        """The whole press goes, from down to up."""
        pedal = next(p for p in pedals(self.written) if handle.tick in (p.start_tick, p.end_tick))
        end = self.written.end_tick if pedal.end_tick == FOREVER else pedal.end_tick
        self.state.session.set_controls(self.number, pedal.start_tick, end + 1, ())
        self.state.edited.emit()

    def hint(self, pointer: Pointer) -> str:
        handle, pedal = self.handle_at(pointer), pedal_at(self.written, pointer.tick)
        if handle is not None:
            starts = (p.start_tick for p in pedals(self.written))
            action = HINT_START if handle.tick in starts else HINT_END
        else:
            action = HINT_UP if pedal is None else HINT_DOWN
        return f"Pedal {'up' if pedal is None else 'down'} at {self.place(pointer)} · {action}"

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        on_handle = self.handle_at(pointer) is not None
        return Qt.CursorShape.SizeHorCursor if on_handle else Qt.CursorShape.CrossCursor

    def _handle(self, row: int, tick: int) -> Handle:
        found, value = pedals(self.written), self.written.value_at(tick)
        pedal = found[row]
        if tick == pedal.start_tick:
            lowest = found[row - 1].end_tick + 1 if row else 0
            return Handle(tick, value, lowest, pedal.end_tick - 1, has_height=False)
        is_last = row + 1 == len(found)
        highest = self.state.viewport.extent_ticks if is_last else found[row + 1].start_tick - 1
        return Handle(tick, value, pedal.start_tick + 1, max(tick, highest), has_height=False)
