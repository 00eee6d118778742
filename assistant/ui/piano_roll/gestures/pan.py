"""Pan: take hold of the sheet and move it."""

from __future__ import annotations

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer


class PanGesture(Gesture):
    """The sheet follows the hand."""

    hint = "Drag to move the view"
    scrolls_x = scrolls_y = False

    def drag(self, pointer: Pointer) -> None:
        before, self.last = self.last, pointer
        across, down = before.x_px - pointer.x_px, before.y_px - pointer.y_px
        self.state.set_viewport(self.state.viewport.scrolled_by(across, down))
