"""What the contents of a controller's lane have in common: the points, and what a hand does with them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from assistant.core.controls import ControlLane
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.erase_controls import EraseControlsGesture
from assistant.ui.piano_roll.gestures.move_control import Handle, MoveControlGesture
from assistant.ui.piano_roll.lanes.content import LaneContent
from assistant.ui.piano_roll.state import Pointer
from assistant.ui.theme import qcolor, ui_font

REACH_PX = 6.0
"""How near a handle the pointer catches it."""


class ControlContent(LaneContent):
    """A controller of the active track; the left button draws or moves a handle, the right one erases."""

    EMPTY = ""

    @property
    def written(self) -> ControlLane:
        """The track's points."""
        session = self.state.session
        return session.piece.tracks[session.active_track].lane(self.number)

    @property
    def shown(self) -> ControlLane:
        """The points as a gesture would make them, else the track's."""
        return self.written if self.preview is None else self.preview

    def handle_at(self, pointer: Pointer) -> Handle | None:
        """The handle under the pointer."""
        return None

    def draw_gesture(self, pointer: Pointer) -> Gesture:
        """What a press beside the handles begins."""
        raise NotImplementedError

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.RightButton:
            return EraseControlsGesture(self.state, pointer, self)
        if button != Qt.MouseButton.LeftButton:
            return None
        handle = self.handle_at(pointer)
        if handle is None:
            return self.draw_gesture(pointer)
        return MoveControlGesture(self.state, pointer, self, handle)

    def has_handle(self, pointer: Pointer) -> bool:
        return self.handle_at(pointer) is not None

    def double_clicked(self, pointer: Pointer) -> bool:
        """A handle's point goes."""
        handle = self.handle_at(pointer)
        if handle is not None:
            self.remove(handle)
        return handle is not None

    def remove(self, handle: Handle) -> None:
        """Take a handle's point out."""
        self.state.session.set_controls(self.number, handle.tick, handle.tick + 1, ())
        self.state.edited.emit()

    def place(self, pointer: Pointer) -> str:
        """Where the pointer is, in bars and beats."""
        return hints.position(int(pointer.tick), self.state.meter_map)

    def paint_empty(self, painter: QPainter) -> None:
        """Say what can be done, where nothing is drawn yet."""
        if not len(self.shown):
            theme, middle = self.state.theme, Qt.AlignmentFlag.AlignCenter
            painter.setPen(qcolor(theme.text_dim))
            painter.setFont(ui_font(9))
            box = QRect(0, 0, self.state.viewport.width_px, self.height_px)
            words = painter.boundingRect(box, middle, self.EMPTY)
            painter.fillRect(words.adjusted(-6, 0, 6, 0), qcolor(theme.lane))  # no line goes through them
            painter.drawText(box, middle, self.EMPTY)
