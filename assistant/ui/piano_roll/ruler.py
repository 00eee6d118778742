"""The ruler: bars and beats, the loop, flags of tempo, meter and markers, the playhead's head."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from assistant.core.piece import Loop
from assistant.ui.piano_roll import grid, hints
from assistant.ui.piano_roll.flag_editor import FlagEditor
from assistant.ui.piano_roll.flags import Flag, FlagKind, PlacedFlag, remove
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.flag import FlagGesture
from assistant.ui.piano_roll.gestures.loop import LoopGesture, far_end_tick
from assistant.ui.piano_roll.gestures.move_loop import MoveLoopGesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.gestures.seek import SeekGesture
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.ruler_painter import BAND_PX, BARS_TOP_PX, FLAGS_TOP_PX, HEIGHT_PX, RulerPainter
from assistant.ui.piano_roll.state import Pointer, RollState

_HERE: dict[str, FlagKind] = {
    "Tempo here…": "tempo",
    "Meter here…": "meter",
    "Marker here…": "marker",
}

_SPOKEN = 16
PLAYHEAD_HEAD_PX = 13
"""How wide and high the playhead's head is to the hand."""


class Ruler(RollPart):
    """Time as musicians count it; a click seeks, a drag loops, flags are taken and written where they are."""

    NAME = "Ruler"
    SHOWS_NOTES = False

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget) -> None:
        super().__init__(state, runner, parent)
        self._roll = parent
        self.setFixedHeight(HEIGHT_PX)
        self.painter = RulerPainter(state)
        self.editor = FlagEditor(state, parent)
        self.menu = QMenu(self)
        self.editor.closed.connect(parent.setFocus)
        state.playhead_moved.connect(self.update_playhead)
        state.view_changed.connect(self._carry_editor)
        state.notes_changed.connect(self._describe)
        self._described: tuple[Flag, ...] = ()
        self._previewed: tuple[object, object] = (None, None)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        self.painter.paint(painter, dirty)

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self.painter.paint_playhead(painter, dirty)

    def way_of_picture(self, way: QPoint) -> QPoint | None:
        return QPoint(way.x(), 0) if not way.x() or self.painter.goes_with_the_sheet() else None

    def update_overlay(self) -> None:
        preview = self.state.preview
        before, self._previewed = self._previewed, (preview.loop, preview.flag)
        if self._previewed != before:
            self.make_stale()

    # --- flags -----------------------------------------------------------------------------------

    def flag_at(self, position: QPointF) -> Flag | None:
        """The flag under a pixel."""
        placed = self._placed_at(position)
        return placed.flag if placed else None

    def _placed_at(self, position: QPointF) -> PlacedFlag | None:
        """The same with its place; of two that lie over each other, the upper one."""
        if not FLAGS_TOP_PX <= position.y() < BARS_TOP_PX:
            return None
        lying = (p for p in reversed(self.painter.flags()) if p.left_px <= position.x() < p.right_px)
        return next(lying, None)

    def edit(self, kind: FlagKind, tick: int) -> None:
        """Write a tempo, a meter or a marker at a tick; a meter at the bar line before it."""
        meter_map = self.state.meter_map
        at = meter_map.bar_start_tick(meter_map.bar_at(tick)) if kind == "meter" else tick
        self.painter.hovered = None
        self.make_stale()
        self.editor.open(kind, at, self._editor_place(at))

    def delete(self, flag: Flag) -> None:
        """Take a flag away."""
        remove(self.state.session, flag.kind, flag.tick)

    def _describe(self) -> None:
        """Say what is marked, and where, to those who do not see it."""
        flags = self.painter.all_flags()
        if flags is not self._described:
            self._described = flags
            said = [f"{f.text} at {hints.position(f.tick, self.state.meter_map)}" for f in flags[:_SPOKEN]]
            self.setAccessibleDescription(", ".join(said))

    def _editor_place(self, tick: int) -> QPoint:
        return self.mapTo(self._roll, QPoint(self.state.viewport.x_of(tick), BARS_TOP_PX))

    def _carry_editor(self) -> None:
        """The editor stands at a place of the sheet, wherever that is seen now."""
        if self.editor.isVisible():
            self.editor.move(self._editor_place(self.editor.tick))

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.LeftButton:
            return self._left_gesture(pointer)
        return PanGesture(self.state, pointer) if button == Qt.MouseButton.MiddleButton else None

    def _left_gesture(self, pointer: Pointer) -> Gesture:
        placed = self._placed_at(QPointF(pointer.x_px, pointer.y_px))
        if placed and not placed.flag.is_fixed:
            return FlagGesture(self.state, pointer, placed)
        if self._is_on_playhead(pointer):
            return SeekGesture(self.state, pointer)
        loop = self._loop_held(pointer)
        return MoveLoopGesture(self.state, pointer, loop) if loop else LoopGesture(self.state, pointer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton and self.runner.gesture is None:
            self._open_menu(event)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a flag: change it; elsewhere: select the notes of the bar."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        flag = self.flag_at(event.position())
        if flag:
            self.edit(flag.kind, flag.tick)
            return
        pointer = self.pointer_at(event.position(), event.modifiers())
        if pointer.y_px >= BAND_PX or self._hint(pointer, None) == hints.RULER:
            self.select_bar(int(pointer.tick))

    def select_bar(self, tick: int) -> None:
        """Select the notes that begin in the bar of a tick."""
        start, end = self._bar(tick)
        rows = self.state.clip.rows_starting_between(start, end)
        self.state.select(self.state.clip.ids[rows])

    def hovered(self, pointer: Pointer | None) -> None:
        flag = self.flag_at(QPointF(pointer.x_px, pointer.y_px)) if pointer else None
        if flag != self.painter.hovered:
            self.painter.hovered = flag
            self.make_stale()
        self.setCursor(self._cursor(pointer, flag))
        if not self.editor.isVisible():
            self.state.hint_changed.emit(self._hint(pointer, flag))

    def _cursor(self, pointer: Pointer | None, flag: Flag | None) -> Qt.CursorShape:
        if flag:
            return Qt.CursorShape.PointingHandCursor
        if pointer and self._is_on_playhead(pointer):
            return Qt.CursorShape.SizeHorCursor
        if pointer and far_end_tick(self.state, pointer) is not None:
            return Qt.CursorShape.SizeHorCursor
        is_held = pointer is not None and self._loop_held(pointer)
        return Qt.CursorShape.OpenHandCursor if is_held else Qt.CursorShape.ArrowCursor

    def _hint(self, pointer: Pointer | None, flag: Flag | None) -> str:
        if pointer is None:
            return hints.rest_hint(self.state)
        if flag:
            moves = "" if flag.is_fixed else "drag moves it · "
            return f"{flag.text} · {moves}double-click changes it · right-click for more"
        if self._is_on_playhead(pointer):
            return hints.PLAYHEAD
        if far_end_tick(self.state, pointer) is not None:
            return hints.LOOP_EDGE
        return hints.LOOP if self._loop_held(pointer) else hints.RULER

    def _is_on_playhead(self, pointer: Pointer) -> bool:
        away_px = abs(self.state.viewport.x_of(self.state.playhead_tick) - pointer.x_px)
        return pointer.y_px >= HEIGHT_PX - PLAYHEAD_HEAD_PX and away_px <= PLAYHEAD_HEAD_PX / 2

    def _loop_held(self, pointer: Pointer) -> Loop | None:
        """The loop, where the pointer is on it in its band and not at one of its ends."""
        loop = self.state.session.piece.loop
        is_on = (
            loop is not None and pointer.y_px < BAND_PX and loop.start_tick <= pointer.tick < loop.end_tick
        )
        return loop if is_on and far_end_tick(self.state, pointer) is None else None

    # --- the menu --------------------------------------------------------------------------------

    def _open_menu(self, event: QMouseEvent) -> None:
        self.menu.clear()
        flag = self.flag_at(event.position())
        if flag:
            self._fill_for_flag(flag)
        else:
            self._fill_for_place(self.pointer_at(event.position(), event.modifiers()))
        self.menu.popup(event.globalPosition().toPoint())

    def _fill_for_flag(self, flag: Flag) -> None:
        self.menu.addAction("Change…", partial(self.edit, flag.kind, flag.tick))
        delete = self.menu.addAction("Delete", partial(self.delete, flag))
        delete.setEnabled(not flag.is_fixed)

    def _fill_for_place(self, pointer: Pointer) -> None:
        state = self.state
        tick = (
            round(pointer.tick) if pointer.alt else grid.snap(pointer.tick, state.grid_ticks, state.snap_map)
        )
        for text, kind in _HERE.items():
            self.menu.addAction(text, partial(self.edit, kind, tick))
        self.menu.addSeparator()
        bar = self._bar(int(pointer.tick))
        self.menu.addAction("Select this bar", partial(self.select_bar, bar[0]))
        self.menu.addAction("Loop this bar", partial(state.loop_requested.emit, Loop(*bar)))
        remove_loop = self.menu.addAction("Remove the loop", partial(state.loop_requested.emit, None))
        remove_loop.setEnabled(state.session.piece.loop is not None)

    def _bar(self, tick: int) -> tuple[int, int]:
        meter_map = self.state.meter_map
        bar = meter_map.bar_at(max(0, tick))
        return meter_map.bar_start_tick(bar), meter_map.bar_start_tick(bar + 1)
