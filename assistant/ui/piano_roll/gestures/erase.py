"""Erase: whatever the pointer touches on its way."""

from __future__ import annotations

import numpy as np

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import Pointer, RollState

STEP_PX = 3.0
"""A quick hand is followed at points this close together, so that no note is jumped over."""


class EraseGesture(Gesture):
    """Notes are faint from the moment they are touched, and gone at release, all in one step."""

    hint = "Drag over notes to erase them · Esc brings them back"
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
        self._show()

    def clicked(self, pointer: Pointer) -> None:
        if self._touched:
            self.state.session.delete_notes(self._touched)
            self.state.edited.emit()

    def _touch(self, before: Pointer, pointer: Pointer) -> None:
        across, down = pointer.x_px - before.x_px, pointer.y_px - before.y_px
        steps = max(1, round(max(abs(across), abs(down)) / STEP_PX))
        found = {
            hit.note.id
            for at in np.linspace(0.0, 1.0, steps + 1).tolist()
            if (hit := self.state.hit(before.x_px + across * at, before.y_px + down * at))
        }
        if not found <= self._touched:
            self._touched |= found
            self._show()

    def _show(self) -> None:
        clip = self.state.clip
        rows = clip.rows_of(sorted(self._touched))
        self.state.set_preview(Preview(hidden=Selection.of(self._touched), erased=Shapes.of_rows(clip, rows)))
