"""A part of the piano roll: sends the mouse to gestures and the wheel to the view."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.kept_picture import KeptPicture
from assistant.ui.piano_roll.pointers import pointer_at
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.piano_roll.watch import stretches, way_between
from assistant.ui.piano_roll.wheel import pinch_view, wheel_view

PLAYHEAD_REACH_PX = 8
"""How far to either side of the playhead something of it may be drawn."""
SPREAD_PX = 8
"""How much wider than itself a note may be shown, at its start."""


class RollPart(QWidget):
    """Shares the state and the one gesture with the other parts.

    It paints opaquely: a picture of what stands still, which is kept, and over it what moves.
    """

    NAME = ""
    SHOWS_NOTES = True

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.runner = runner
        self.picture = KeptPicture(self.paint_still)
        self._scene = state.watch.scene
        self.setMouseTracking(True)
        self.setAccessibleName(self.NAME)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        state.view_changed.connect(self.update_view)
        state.notes_changed.connect(self.update_notes)
        state.overlay_changed.connect(self.update_overlay)

    # --- for the parts to fill in ----------------------------------------------------------------

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what stands still in a rectangle, and perhaps a little around it."""

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what moves over it, and touches a rectangle."""

    def way_of_picture(self, way: QPoint) -> QPoint | None:
        """How far what stands still goes when the sheet goes so far; None where it looks otherwise then."""
        return None if way.x() else QPoint()

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        """The gesture that a press here begins."""
        return None

    def pointer_at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        """A position in this part."""
        return pointer_at(self.state, position, modifiers)

    def hovered(self, pointer: Pointer | None) -> None:
        """The mouse moves with no button down; None when it has left."""

    def in_note_area(self, position: QPointF) -> QPointF:
        """A position of this part as the note area would see it."""
        return position

    # --- the mouse -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.runner.gesture is not None:
            return
        gesture = self.gesture_for(event.button(), self.pointer_at(event.position(), event.modifiers()))
        if gesture:
            self.runner.begin(gesture, event.button(), self.pointer_at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.runner.gesture is None:
            self.hovered(self.pointer_at(event.position(), event.modifiers()))
        elif event.buttons() & self.runner.button:
            self.runner.move(event.position(), event.modifiers())
        else:  # the release went to somebody else
            self.runner.release(event.position(), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == self.runner.button:
            self.runner.release(event.position(), event.modifiers())
            self.hovered(self.pointer_at(event.position(), event.modifiers()))

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = self.in_note_area(event.position())
        self.state.set_viewport(wheel_view(self.state.viewport, event, at, self.state.zoom_brake))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            at = self.in_note_area(event.position())
            self.state.set_viewport(pinch_view(self.state.viewport, event, at, self.state.zoom_brake))
            return True
        return super().event(event)

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        self.picture.bring_up_to_date(self.size(), self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self.picture.pixmap)
        self.paint_over(painter, event.rect())

    # --- what to paint again ---------------------------------------------------------------------

    def make_stale(self) -> None:
        """All looks different."""
        self.picture.spoil()
        self.update()

    def update_view(self) -> None:
        """Move the picture where the view was only scrolled, or draw it anew."""
        before, self._scene = self._scene, self.state.watch.scene
        way = way_between(before, self._scene)
        way = None if way is None else self.way_of_picture(way)
        if way is None:
            self.make_stale()
        elif not way.isNull():
            self.picture.shift(way.x(), way.y())
            self.update()

    def update_overlay(self) -> None:
        """Repaint what looks different when a gesture's preview or the recording has changed."""

    def update_notes(self) -> None:
        """Mend the picture where notes, or more, look different."""
        self._scene = self.state.watch.scene
        changed = self.state.watch.changed
        if changed is None:
            self.make_stale()
        elif self.SHOWS_NOTES:
            self.mend(self.places_of(changed))

    def mend(self, rects: Iterable[QRect]) -> None:
        """Some of the picture looks different."""
        rects = list(rects)
        self.picture.spoil_rects(rects)
        for rect in rects:
            self.update(rect)

    def places_of(self, notes: Shapes) -> list[QRect]:
        """Where something of some notes is shown: as long as they last, whatever their pitch."""
        found = stretches(self.state.viewport, notes)
        return [
            QRect(first - SPREAD_PX, 0, last - first + 2 * SPREAD_PX, self.height()) for first, last in found
        ]

    # --- the playhead ----------------------------------------------------------------------------

    def update_playhead(self, before_tick: float, tick: float) -> None:
        """Repaint the strips where the playhead was and where it is."""
        columns = {self.state.viewport.x_of(before_tick), self.state.viewport.x_of(tick)}
        for column in columns if len(columns) == 2 else ():
            self.update(column - PLAYHEAD_REACH_PX, 0, 2 * PLAYHEAD_REACH_PX + 1, self.height())
