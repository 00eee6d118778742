"""Select all notes of a pitch, or of several, on the keys of the keyboard."""

from __future__ import annotations

import numpy as np

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.shapes import NO_IDS
from assistant.ui.piano_roll.state import Pointer, RollState


class SelectPitchGesture(Gesture):
    """From the key that was pressed to the one under the hand; Shift adds to what was selected."""

    hint = "Slide over the keys to select the notes of all these pitches · Shift adds · Esc cancels"
    scrolls_x = False

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._before = state.selection.array
        self._kept = self._before if start.shift else NO_IDS

    def begin(self) -> None:
        self._choose(self.start)

    def drag(self, pointer: Pointer) -> None:
        self.last = pointer
        self._choose(pointer)

    def refresh(self) -> None:
        self._choose(self.last)

    def cancel(self) -> None:
        super().cancel()
        self.state.select(self._before)

    def _choose(self, pointer: Pointer) -> None:
        clip = self.state.clip
        low, high = sorted((self.start.pitch, pointer.pitch))
        ids = clip.ids[(clip.pitches >= low) & (clip.pitches <= high)]
        self.state.select(np.concatenate([self._kept, ids]))
        self.state.set_hover(None, pointer.pitch)
