"""One lane under the notes: shows velocities or a controller, on the note area's time axis."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from assistant.core.controls import PEDAL
from assistant.ui.piano_roll import backdrop, hints
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.lane_height import LaneHeightGesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.lanes.content import LaneContent
from assistant.ui.piano_roll.lanes.control_steps import ControlSteps
from assistant.ui.piano_roll.lanes.kinds import VELOCITY, LaneKind, kind_of
from assistant.ui.piano_roll.lanes.pedal_blocks import PedalBlocks
from assistant.ui.piano_roll.lanes.velocity_bars import VelocityBars
from assistant.ui.piano_roll.overlay import paint_playhead
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.pointers import pointer_at
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import qcolor

HEIGHT_PX = 96
LEAST_PX = 48
LEAST_NOTES_PX = 120
"""So much of the note area no lane may take."""
EDGE_LINE_PX = 1
EDGE_PX = 5
"""The strip at the top that is dragged to change the height."""
HINT_EDGE = "Drag to make the lane higher or lower · double-click gives it its first height"


class Lane(RollPart):
    """Chooses what is shown by number, and passes paint and mouse on to it.

    ``changed`` tells of another kind or height.
    """

    NAME = "Lane"
    changed = Signal()

    def __init__(
        self,
        state: RollState,
        runner: GestureRunner,
        parent: QWidget | None = None,
        number: int = VELOCITY,
    ) -> None:
        super().__init__(state, runner, parent)
        self._press_was_on_handle = False
        self.wanted_px = HEIGHT_PX
        """The height that was chosen; in a small window it has less."""
        self.setFixedHeight(HEIGHT_PX)
        self.content = self._content_of(number)
        self._name()
        state.playhead_moved.connect(self.update_playhead)

    @property
    def kind(self) -> LaneKind:
        """What is shown."""
        return self.content.kind

    def choose(self, number: int) -> None:
        """Show velocities (``VELOCITY``), a controller or the pitch wheel."""
        if number != self.kind.number:
            self.runner.cancel()
            self.content = self._content_of(number)
            self._name()
            self.make_stale()
            self.changed.emit()

    def set_height(self, height_px: int) -> None:
        """Wish for another height, which leaves the notes some room."""
        most = self.height() + self.state.viewport.height_px - LEAST_NOTES_PX
        self.wanted_px = max(LEAST_PX, min(height_px, most))
        self.take_height(self.wanted_px)

    def take_height(self, height_px: int) -> None:
        """Be so high now, whatever is wished for."""
        if height_px != self.height():
            self.setFixedHeight(height_px)
            self.content.height_px = height_px
            self.changed.emit()
            roll = self.parentWidget()
            layout = roll.layout() if roll else None
            if layout:
                layout.activate()  # so that the next place of the pointer is told from where the lane is

    def level_y(self, value: int) -> int:
        """The pixel line of a value."""
        return self.content.y_of(value)

    def value_at(self, y_px: float) -> int:
        """The value at a pixel line."""
        return self.content.value_at(y_px)

    def _content_of(self, number: int) -> LaneContent:
        classes = {VELOCITY: VelocityBars, PEDAL: PedalBlocks}
        content = classes.get(number, ControlSteps)(self.state, kind_of(number), self.make_stale)
        content.height_px = self.height()
        return content

    def _name(self) -> None:
        self.setAccessibleName(f"{self.kind.name} lane")

    # --- painting --------------------------------------------------------------------------------

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        state, theme = self.state, self.state.theme
        backdrop.paint_ground(painter, state, dirty, theme.lane)
        for value in self.kind.guides if self.kind.number != PEDAL else ():
            painter.fillRect(0, self.level_y(value), self.width(), 1, qcolor(theme.row_line))
        backdrop.paint_loop(painter, state, self.height())
        backdrop.paint_span(painter, state, self.height())
        self.content.paint(painter, dirty)
        painter.fillRect(0, 0, self.width(), EDGE_LINE_PX, qcolor(theme.line_strong))

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self.content.paint_over(painter, dirty)
        paint_playhead(painter, self.state, EDGE_LINE_PX, self.height())

    def way_of_picture(self, way: QPoint) -> QPoint | None:
        return QPoint(way.x(), 0) if self.content.SHOWS_NOTES or not way.x() else None

    def places_of(self, notes: Shapes) -> list[QRect]:
        return super().places_of(notes) if self.content.SHOWS_NOTES else []

    def update_overlay(self) -> None:
        previewed = self.state.watch.previewed
        for rect in [self.rect()] if previewed is None else self.places_of(previewed):
            self.update(rect)

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.MiddleButton:
            return PanGesture(self.state, pointer)
        if _is_on_edge(pointer):
            is_left = button == Qt.MouseButton.LeftButton
            return LaneHeightGesture(self.state, pointer, self) if is_left else None
        return self.content.gesture_for(button, pointer)

    def pointer_at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        return pointer_at(self.state, position, modifiers, self.value_at(position.y()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks beside the handles are two clicks, though the first one made a handle."""
        pointer = self.pointer_at(event.position(), event.modifiers())
        if event.button() != Qt.MouseButton.LeftButton or self.runner.gesture is not None:
            self.mousePressEvent(event)
        elif _is_on_edge(pointer):
            self.set_height(HEIGHT_PX)
        elif not (self._press_was_on_handle and self.content.double_clicked(pointer)):
            self.mousePressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pointer = self.pointer_at(event.position(), event.modifiers())
        self._press_was_on_handle = self.content.has_handle(pointer)
        super().mousePressEvent(event)

    def hovered(self, pointer: Pointer | None) -> None:
        if pointer is None:
            self.state.hint_changed.emit(hints.rest_hint(self.state))
        elif _is_on_edge(pointer):
            self.setCursor(Qt.CursorShape.SplitVCursor)
            self.state.hint_changed.emit(HINT_EDGE)
        else:
            self.setCursor(self.content.cursor(pointer))
            self.state.hint_changed.emit(self.content.hint(pointer))

    def in_note_area(self, position: QPointF) -> QPointF:
        return QPointF(position.x(), self.state.viewport.height_px / 2)


def _is_on_edge(pointer: Pointer) -> bool:
    return pointer.y_px < EDGE_PX
