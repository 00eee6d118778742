"""What erasing and muting have in common: everything that the pointer touches on its way."""

from __future__ import annotations

import numpy as np

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState

STEP_PX = 3.0
"""A quick hand is followed at points this close together, so that no note is jumped over."""


class TouchGesture(Gesture):
    """Collects the notes under the hand; what it does to them is one step at release."""

    scrolls_x = scrolls_y = False

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._touched: set[int] = set()

    def begin(self) -> None:
        self._touch(self.start, self.start)

    def drag(self, pointer: Pointer) -> None:
        before, self.last = self.last, pointer
        self._touch(before, pointer)

    def refresh(self) -> None:
        self.show()

    def clicked(self, pointer: Pointer) -> None:
        if self._touched:
            self.act(self._touched)
            self.state.edited.emit()

    def takes(self, note: Note) -> bool:
        """Whether a note under the hand is meant."""
        return True

    def show(self) -> None:
        """Show what a release would leave of the touched notes."""

    def act(self, ids: set[int]) -> None:
        """Make the edit."""

    def _touch(self, before: Pointer, pointer: Pointer) -> None:
        across, down = pointer.x_px - before.x_px, pointer.y_px - before.y_px
        steps = max(1, round(max(abs(across), abs(down)) / STEP_PX))
        hits = (
            self.state.hit(before.x_px + across * at, before.y_px + down * at)
            for at in np.linspace(0.0, 1.0, steps + 1).tolist()
        )
        found = {hit.note.id for hit in hits if hit and self.takes(hit.note)}
        if not found <= self._touched:
            self._touched |= found
            self.show()
