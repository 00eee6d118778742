"""Mute notes by touching them, or let muted ones sound again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.touch import TouchGesture
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import Pointer, RollState


class MuteGesture(TouchGesture):
    """The first note decides whether the hand mutes or brings back; notes that are so already are left."""

    hint = "Drag over notes to mute them, or to let muted ones sound · Esc leaves them as they were"

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._mutes: bool | None = None

    def takes(self, note: Note) -> bool:
        if self._mutes is None:
            self._mutes = not note.muted
        return note.muted != self._mutes

    def show(self) -> None:
        clip = self.state.clip
        shapes = Shapes.of_rows(clip, clip.rows_of(sorted(self._touched)))
        shown = replace(shapes, muted=np.full(len(shapes), bool(self._mutes)))
        self.state.set_preview(Preview(hidden=Selection.of(self._touched), notes=shown))

    def act(self, ids: set[int]) -> None:
        self.state.session.mute_notes(ids, bool(self._mutes))
