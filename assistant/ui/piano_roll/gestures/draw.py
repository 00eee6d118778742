"""Draw a note: a click takes the last length, a drag sets it."""

from __future__ import annotations

from assistant.core.note import Note
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import describe
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import SHORTEST_TICKS, Pointer, RollState


class DrawGesture(Gesture):
    """From the grid cell under the press to where the drag goes."""

    hint = "Drag right to set the length · release to keep the note · Alt leaves the grid · Esc cancels"
    scrolls_y = False

    def begin(self) -> None:
        self.state.sound(self.start.pitch, self.state.last_velocity)
        self._show(self.start)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        self._show(pointer)

    def refresh(self) -> None:
        self._show(self.last)

    def reading(self, pointer: Pointer) -> str:
        return f"{describe(self._note(pointer), self.state)} · "

    def commit(self, pointer: Pointer) -> None:
        note = self._note(pointer)
        self.state.select(())
        self.state.session.add_notes([note])
        self.state.remember(note)
        self.state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.commit(pointer)

    def _note(self, pointer: Pointer) -> Note:
        state = self.state
        note = drawn_note(state, self.start)
        if not self.moved:
            return note
        end = round(pointer.tick) if pointer.alt else self._snapped_end(pointer, note.start_tick)
        length = max(end - note.start_tick, SHORTEST_TICKS)
        return Note(0, note.start_tick, length, note.pitch, note.velocity)

    def _snapped_end(self, pointer: Pointer, start_tick: int) -> int:
        step = self.state.grid_ticks
        end = grid.snap(pointer.tick, step, self.state.meter_map)
        return end if end > start_tick else start_tick + step

    def _show(self, pointer: Pointer) -> None:
        self.state.set_preview(Preview(notes=Shapes.of_notes([self._note(pointer)])))


def drawn_note(state: RollState, pointer: Pointer) -> Note:
    """The note that a click here draws: in the grid cell under the pointer, as long as the last one."""
    tick = max(0.0, pointer.tick)
    start = round(tick) if pointer.alt else grid.snap_down(tick, state.grid_ticks, state.meter_map)
    return Note(0, start, state.last_length_ticks, pointer.pitch, state.last_velocity)
