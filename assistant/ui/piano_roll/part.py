"""A part of the piano roll: sends the mouse to gestures and the wheel to the view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.pointers import pointer_at
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.piano_roll.watch import stretches
from assistant.ui.piano_roll.wheel import pinch_view, wheel_view

PLAYHEAD_REACH_PX = 8
"""How far to either side of the playhead something of it may be drawn."""
SPREAD_PX = 8
"""How much wider than itself a note may be shown, at its start."""


class RollPart(QWidget):
    """Paints opaquely; shares the state and the one gesture with the other parts."""

    NAME = ""
    SHOWS_NOTES = True

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.runner = runner
        self.setMouseTracking(True)
        self.setAccessibleName(self.NAME)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        state.view_changed.connect(self.update_view)
        state.notes_changed.connect(self.update_notes)
        state.overlay_changed.connect(self.update_overlay)

    # --- for the parts to fill in ----------------------------------------------------------------

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

    # --- what to paint again ---------------------------------------------------------------------

    def update_view(self) -> None:
        """Repaint what looks different after scrolling or zooming."""
        self.update()

    def update_overlay(self) -> None:
        """Repaint what looks different when a gesture's preview or the recording has changed."""
        self.update_where(self.state.watch.previewed)

    def update_notes(self) -> None:
        """Repaint what looks different when notes, or more, have changed."""
        self.update_where(self.state.watch.changed)

    def update_where(self, changed: Shapes | None) -> None:
        """Repaint the stretches of time of some notes, or all."""
        if changed is None:
            self.update()
        elif self.SHOWS_NOTES:
            for first, last in stretches(self.state.viewport, changed):
                self.update(first - SPREAD_PX, 0, last - first + 2 * SPREAD_PX, self.height())

    # --- the playhead ----------------------------------------------------------------------------

    def update_playhead(self, before_tick: float, tick: float) -> None:
        """Repaint the strips where the playhead was and where it is."""
        for column in {self.state.viewport.x_of(before_tick), self.state.viewport.x_of(tick)}:
            self.update(column - PLAYHEAD_REACH_PX, 0, 2 * PLAYHEAD_REACH_PX + 1, self.height())
