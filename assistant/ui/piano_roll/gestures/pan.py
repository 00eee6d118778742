"""Pan: take hold of the sheet and move it."""

from __future__ import annotations

from assistant.ui.piano_roll.gestures.overview import ViewGesture
from assistant.ui.piano_roll.state import Pointer


class PanGesture(ViewGesture):
    """The sheet stays under the hand, as far as there is any."""

    hint = "Drag to move the view · Esc goes back"

    def look(self, pointer: Pointer) -> None:
        across, down = self.start.x_px - pointer.x_px, self.start.y_px - pointer.y_px
        self.state.set_viewport(self._before.scrolled_by(across, down))
