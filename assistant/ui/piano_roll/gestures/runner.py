"""Runs the one gesture that is under way, and scrolls the sheet when the hand leaves the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt, QTimer

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState

SCROLL_INTERVAL_MS = 16
SCROLL_SHARE = 0.2
"""How much of the way that the hand is outside is scrolled at each step."""
MOST_SCROLL_PX = 40.0

PointerAt = Callable[[QPointF, Qt.KeyboardModifier], Pointer]


class GestureRunner(QObject):
    """At most one gesture at a time, whichever part of the piano roll it began in."""

    def __init__(self, state: RollState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.gesture: Gesture | None = None
        self.button = Qt.MouseButton.NoButton
        self._pointer_at: PointerAt | None = None
        self._position = QPointF()
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._timer = QTimer(self, interval=SCROLL_INTERVAL_MS)
        self._timer.timeout.connect(self._scroll)
        state.view_changed.connect(self._follow)

    def begin(self, gesture: Gesture, button: Qt.MouseButton, pointer_at: PointerAt) -> None:
        """A button went down; ``pointer_at`` reads positions of the widget it went down in."""
        self.gesture, self.button, self._pointer_at = gesture, button, pointer_at
        self._position = QPointF(gesture.start.x_px, gesture.start.y_px)
        self.state.set_hover(None)
        self.state.hint_changed.emit(gesture.hint)
        gesture.begin()

    def move(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The mouse moved, or a modifier key did."""
        self._position, self._modifiers = position, modifiers
        self._drag()
        self._timer.start() if self._overshoot() != (0.0, 0.0) else self._timer.stop()

    def modifiers_changed(self, modifiers: Qt.KeyboardModifier) -> None:
        """A modifier key went down or up."""
        if self.gesture and self.gesture.moved:
            self.move(self._position, modifiers)

    def release(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The button came up: the gesture makes its edit."""
        gesture, pointer_at = self.gesture, self._pointer_at
        if gesture and pointer_at:
            self._end()
            gesture.release(pointer_at(position, modifiers))

    def cancel(self) -> bool:
        """Drop the gesture; whether there was one."""
        gesture = self.gesture
        self._end()
        if gesture:
            gesture.cancel()
        return gesture is not None

    def refresh(self) -> None:
        """The document changed under the gesture; one whose track is no longer shown has nothing to do."""
        if self.gesture and self.gesture.track != self.state.session.active_track:
            self.cancel()
        elif self.gesture:
            self.gesture.refresh()

    def _end(self) -> None:
        self.gesture, self.button, self._pointer_at = None, Qt.MouseButton.NoButton, None
        self._timer.stop()

    def _drag(self) -> None:
        if self.gesture and self._pointer_at:
            self.gesture.drag(self._pointer_at(self._position, self._modifiers))

    def _follow(self) -> None:
        """The view moved under the hand: the pointer is on another tick now."""
        if self.gesture and (self.gesture.scrolls_x or self.gesture.scrolls_y):
            self._drag()

    def _scroll(self) -> None:
        across, down = self._overshoot()
        viewport = self.state.viewport.scrolled_by(across * SCROLL_SHARE, down * SCROLL_SHARE)
        self.state.set_viewport(viewport)

    def _overshoot(self) -> tuple[float, float]:
        """How far the hand is outside, to the right and below, of what its gesture can scroll."""
        gesture, viewport = self.gesture, self.state.viewport
        across = _outside(self._position.x(), viewport.width_px) if gesture and gesture.scrolls_x else 0.0
        down = _outside(self._position.y(), viewport.height_px) if gesture and gesture.scrolls_y else 0.0
        return across, down


def _outside(position_px: float, size_px: int) -> float:
    beyond = min(position_px, 0.0) + max(position_px - size_px, 0.0)
    return max(-MOST_SCROLL_PX * 5, min(beyond, MOST_SCROLL_PX * 5))
