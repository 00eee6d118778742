"""Lasso: a rectangle that selects what it touches."""

from __future__ import annotations

import numpy as np

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.selection import ids_in_rectangle
from assistant.ui.piano_roll.shapes import NO_IDS, Preview
from assistant.ui.piano_roll.state import Pointer, RollState


class LassoGesture(Gesture):
    """Selects while it is drawn; Shift or Ctrl adds to what was selected; a mere click deselects."""

    hint = "Drag around notes to select them · Shift adds to the selection · Esc cancels"

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._before = state.selection.array

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        ticks = sorted((self.start.tick, pointer.tick))
        pitches = sorted((self.start.pitch, pointer.pitch))
        rectangle = (ticks[0], ticks[1], pitches[0], pitches[1])
        touched = ids_in_rectangle(self.state.clip, *rectangle)
        kept = self._before if self._adds(pointer) else NO_IDS
        self.state.select(np.concatenate([kept, touched]))
        self.state.set_preview(Preview(rectangle=rectangle))

    def cancel(self) -> None:
        super().cancel()
        self.state.select(self._before)

    def clicked(self, pointer: Pointer) -> None:
        if not self._adds(pointer):
            self.state.select(())

    def _adds(self, pointer: Pointer) -> bool:
        return self.start.shift or self.start.ctrl or pointer.shift
