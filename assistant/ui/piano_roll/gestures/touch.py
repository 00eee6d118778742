"""What erasing and muting have in common: everything that the pointer touches on its way."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.selection import ids_on_line
from assistant.ui.piano_roll.state import Pointer, RollState


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
        """A quick hand jumps over nothing: it touches all that lies on its way."""
        found = [note.id for note in self._under(before, pointer) if self.takes(note)]
        if not self._touched.issuperset(found):
            self._touched.update(found)
            self.show()

    def _under(self, before: Pointer, pointer: Pointer) -> Iterable[Note]:
        """The notes on the way; where the hand only presses, the one on top."""
        state, start, end = self.state, (before.x_px, before.y_px), (pointer.x_px, pointer.y_px)
        if start == end:
            hit = state.hit(*end)
            return (hit.note,) if hit else ()
        ids = ids_on_line(state.clip, state.viewport, start, end)
        notes = {note.id: note for note in state.clip.notes(ids)}
        return (notes[id_] for id_ in ids.tolist())
