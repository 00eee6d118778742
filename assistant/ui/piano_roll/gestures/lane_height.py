"""Drag a lane's upper edge to make it higher or lower."""

from __future__ import annotations

from typing import Protocol

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState


class Resizable(Protocol):
    """What has a height to choose."""

    def height(self) -> int:
        """The height it has."""
        ...

    def set_height(self, height_px: int) -> None:
        """Take a height, as far as there is room."""
        ...


class LaneHeightGesture(Gesture):
    """The edge follows the hand; the lane's bottom stays."""

    hint = "Drag to make the lane higher or lower · Esc cancels"
    scrolls_x = scrolls_y = False

    def __init__(self, state: RollState, start: Pointer, lane: Resizable) -> None:
        super().__init__(state, start)
        self._lane = lane
        self._before_px = lane.height()

    def drag(self, pointer: Pointer) -> None:
        # The lane grows upwards, and the pointer's place is told from its upper edge.
        self._lane.set_height(round(self._lane.height() - (pointer.y_px - self.start.y_px)))

    def cancel(self) -> None:
        self._lane.set_height(self._before_px)
        super().cancel()

    def clicked(self, pointer: Pointer) -> None:
        """A click leaves it as it is."""
