"""A controller or the pitch wheel in a lane: its values as steps, with a handle at every point."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from assistant.core.clip import IntColumn
from assistant.core.controls import ControlLane, rest_value
from assistant.ui.piano_roll.boxes import Boxes, paint_boxes
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.controls import DrawControlsGesture
from assistant.ui.piano_roll.gestures.move_control import Handle
from assistant.ui.piano_roll.lanes.control_content import REACH_PX, ControlContent
from assistant.ui.piano_roll.state import Pointer
from assistant.ui.theme import qcolor

LINE_PX, HANDLE_PX = 2, 7
FAR_PX = 2**20
MOST_HANDLES = 400
"""Where more points are in sight, their handles would hide them."""
HINT_DRAW = "Drag to draw · Shift draws a straight ramp · right-drag erases"
HINT_HANDLE = "Drag to move this point · double-click deletes it"


class ControlSteps(ControlContent):
    """Steps from one point to the next, filled down to where the scale begins, or to its centre."""

    EMPTY = "Nothing here yet: drag to draw"

    # --- painting --------------------------------------------------------------------------------

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        lane, theme = self.shown, self.state.theme
        ticks, values = _in_sight(lane, *self.state.viewport.window(dirty.left(), dirty.right() + 1))
        lefts = self.state.viewport.x_of(ticks).astype(np.int64)
        is_rest = bool(ticks[0] < 0)
        if is_rest:
            lefts[0] = min(lefts[0], dirty.left())
        rights = np.append(lefts[1:], dirty.right() + 1 + HANDLE_PX)
        tops, base = self._tops(values), self.y_of(self.kind.base)
        above, below = np.minimum(tops[:-1], tops[1:]), np.maximum(tops[:-1], tops[1:])
        rest = np.zeros(len(lefts), dtype=np.uint8)
        rest[0] = is_rest
        fills = _boxes(lefts, np.minimum(tops, base), rights - 1, np.maximum(tops, base))
        lines = _boxes(lefts, tops, rights - 1, tops + LINE_PX - 1)
        risers = _boxes(lefts[1:], above, lefts[1:] + LINE_PX - 1, below)
        note = theme.note_middle
        paint_boxes(painter, fills, rest, (qcolor(note, 0.22), qcolor(note, 0.07)))
        paint_boxes(painter, lines, rest, (qcolor(note), qcolor(note, 0.4)))
        paint_boxes(painter, risers, rest[1:], (qcolor(note, 0.75),))
        self._paint_handles(painter, lefts[is_rest:], tops[is_rest:])
        self.paint_empty(painter)

    def _paint_handles(self, painter: QPainter, lefts: IntColumn, tops: IntColumn) -> None:
        """Squares to take hold of; smaller ones where they stand too close for that."""
        if len(lefts) > MOST_HANDLES:
            return
        around, within = HANDLE_PX // 2, HANDLE_PX // 2 - 1
        theme, middle = self.state.theme, tops + LINE_PX // 2
        gaps = np.diff(lefts, prepend=-FAR_PX, append=lefts[-1:] + FAR_PX)
        roomy = np.minimum(gaps[:-1], gaps[1:]) > HANDLE_PX + 1
        for mask, reach, colour in (
            (~roomy, 1, theme.note_loud),
            (roomy, around, theme.note_loud),
            (roomy, within, theme.lane),
        ):
            x, y = lefts[mask], middle[mask]
            boxes = _boxes(x - reach, y - reach, x + reach, y + reach)
            paint_boxes(painter, boxes, np.zeros(len(x), dtype=np.uint8), (qcolor(colour),))

    def _tops(self, values: IntColumn) -> IntColumn:
        top, bottom = self.y_of(self.kind.highest), self.y_of(0)
        tops: IntColumn = np.rint(bottom + (top - bottom) * values / self.kind.highest).astype(np.int64)
        return tops

    # --- the mouse -------------------------------------------------------------------------------

    def draw_gesture(self, pointer: Pointer) -> Gesture:
        return DrawControlsGesture(self.state, pointer, self)

    def handle_at(self, pointer: Pointer) -> Handle | None:
        lane, view = self.written, self.state.viewport
        if not len(lane):
            return None
        reach = REACH_PX / view.px_per_tick
        first, last = np.searchsorted(lane.ticks, (pointer.tick - reach, pointer.tick + reach))
        if not 0 < last - first <= MOST_HANDLES:
            return None
        away = np.hypot(
            view.x_of(lane.ticks[first:last]) - pointer.x_px,
            self._tops(lane.values[first:last]) - pointer.y_px,
        )
        row = int(first) + int(away.argmin())
        return self._handle(lane, row) if away.min() <= REACH_PX else None

    def hint(self, pointer: Pointer) -> str:
        handle = self.handle_at(pointer)
        value = self.value_at(pointer.y_px) if handle is None else handle.value
        action = HINT_DRAW if handle is None else HINT_HANDLE
        return f"{self.kind.name} {self.said(value)} at {self.place(pointer)} · {action}"

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        on_handle = self.handle_at(pointer) is not None
        return Qt.CursorShape.SizeAllCursor if on_handle else Qt.CursorShape.CrossCursor

    def _handle(self, lane: ControlLane, row: int) -> Handle:
        """Its neighbours bound it."""
        lowest = int(lane.ticks[row - 1]) + 1 if row else 0
        is_last = row + 1 == len(lane)
        highest = self.state.viewport.extent_ticks if is_last else int(lane.ticks[row + 1]) - 1
        tick = int(lane.ticks[row])
        return Handle(tick, int(lane.values[row]), lowest, max(tick, highest))


def _in_sight(lane: ControlLane, start_tick: int, end_tick: int) -> tuple[IntColumn, IntColumn]:
    """(ticks, values) of the points in a window, after what is in force where it begins.

    That is a point before it, or at tick -1 the value at which a controller rests that nobody has touched.
    """
    first, last = np.searchsorted(lane.ticks, (start_tick, end_tick), side="right")
    before = max(0, int(first) - 1)
    ticks, values = lane.ticks[before:last], lane.values[before:last]
    if first > 0:
        return ticks, values
    return np.insert(ticks, 0, -1), np.insert(values, 0, rest_value(lane.number))


def _boxes(lefts: IntColumn, tops: IntColumn, rights: IntColumn, bottoms: IntColumn) -> Boxes:
    return np.stack((lefts, tops, rights, bottoms), axis=1).astype(np.int32)
