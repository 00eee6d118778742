"""Erase: whatever the pointer touches on its way."""

from __future__ import annotations

from assistant.ui.piano_roll.gestures.touch import TouchGesture
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import Preview, Shapes


class EraseGesture(TouchGesture):
    """Notes are faint from the moment they are touched, and gone at release, all in one step."""

    hint = "Drag over notes to erase them · Esc brings them back"

    def show(self) -> None:
        clip = self.state.clip
        rows = clip.rows_of(sorted(self._touched))
        self.state.set_preview(Preview(hidden=Selection.of(self._touched), erased=Shapes.of_rows(clip, rows)))

    def act(self, ids: set[int]) -> None:
        self.state.session.delete_notes(ids)
