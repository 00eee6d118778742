"""Accept the model's proposal up to the bar that is clicked."""

from __future__ import annotations

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState


class AcceptGesture(Gesture):
    """A click says yes to the proposal up to the end of this bar; a drag does what the tool would do."""

    def __init__(self, state: RollState, start: Pointer, instead: Gesture) -> None:
        super().__init__(state, start)
        self._instead = instead
        self.hint = instead.hint

    def drag(self, pointer: Pointer) -> None:
        was_moved = self.moved
        super().drag(pointer)
        if self.moved:
            if not was_moved:
                self._instead.begin()
            self._instead.drag(pointer)

    def release(self, pointer: Pointer) -> None:
        self.drag(pointer)
        if self.moved:
            self._instead.release(pointer)
        elif self.state.ghosts.covers(self.start.tick):
            end = self.state.ghosts.bar_end_tick(self.start.tick, self.state.meter_map)
            self.state.ghost_bar_clicked.emit(end)

    def cancel(self) -> None:
        self._instead.cancel()

    def refresh(self) -> None:
        if self.moved:
            self._instead.refresh()
