"""What all contents of a lane have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from assistant.core.controls import ControlLane
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.lanes.kinds import LaneKind
from assistant.ui.piano_roll.state import Pointer, RollState


class LaneContent:
    """What a lane shows and what a hand does with it; ``height_px`` is the lane's, which hands it in.

    ``SHOWS_NOTES`` says that it does, and that a stretch of it looks the same whatever else is in sight.
    """

    SHOWS_NOTES = False

    def __init__(self, state: RollState, kind: LaneKind, repaint: Callable[[], None]) -> None:
        self.state = state
        self.kind = kind
        self.height_px = 0
        self._repaint = repaint
        self.preview: ControlLane | None = None
        """What a gesture shows in place of the track's points."""

    @property
    def number(self) -> int:
        """The number of the kind."""
        return self.kind.number

    def said(self, value: int) -> str:
        """A value in words."""
        return self.kind.said(value)

    def show(self, preview: ControlLane | None) -> None:
        """Show these points in place of the track's, or the track's again."""
        self.preview = preview
        self._repaint()

    def y_of(self, value: float) -> int:
        """The pixel line of a value."""
        return self.kind.y_of(value, self.height_px)

    def value_at(self, y_px: float) -> int:
        """The value at a pixel line."""
        return self.kind.value_at(y_px, self.height_px)

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what stands still and touches ``dirty``."""

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what moves over it and touches ``dirty``."""

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        """The gesture that a left or right press begins."""
        return None

    def has_handle(self, pointer: Pointer) -> bool:
        """Whether there is something here that a double click would delete."""
        return False

    def double_clicked(self, pointer: Pointer) -> bool:
        """Do what a double click means; whether it meant anything."""
        return False

    def hint(self, pointer: Pointer) -> str:
        """What a press here would do."""
        return ""

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        """How the pointer looks here."""
        return Qt.CursorShape.CrossCursor
