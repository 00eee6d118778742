"""A press that means one thing when it is let go in place, and another when it is dragged."""

from __future__ import annotations

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState


class EitherGesture(Gesture):
    """A click does what :meth:`click` says; a drag does what the tool would do."""

    def __init__(self, state: RollState, start: Pointer, instead: Gesture) -> None:
        super().__init__(state, start)
        self._instead = instead
        self.hint = instead.hint

    def click(self) -> None:
        """Do what a click means here."""

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
        else:
            self.click()

    def cancel(self) -> None:
        self._instead.cancel()

    def refresh(self) -> None:
        if self.moved:
            self._instead.refresh()
