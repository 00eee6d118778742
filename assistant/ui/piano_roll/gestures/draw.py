"""Draw a note or a chord: a click takes the last length, a drag sets it."""

from __future__ import annotations

from dataclasses import replace

from assistant.core.clip import IntColumn
from assistant.core.note import Note
from assistant.core.scale_steps import chord_on, fitted
from assistant.ui.piano_roll import grid, snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import describe
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import SHORTEST_TICKS, Pointer, RollState


class DrawGesture(Gesture):
    """From the grid cell under the press to where the drag goes."""

    hint = "Drag right to set the length · release to keep the note · Alt leaves the grid · Esc cancels"
    scrolls_y = False

    def begin(self) -> None:
        pitches = [note.pitch for note in drawn_notes(self.state, self.start)]
        self.state.sound(pitches[0], self.state.last_velocity, *pitches[1:])
        self._show(self.start)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        self._show(pointer)

    def refresh(self) -> None:
        self._show(self.last)

    def reading(self, pointer: Pointer) -> str:
        return f"{describe(self._notes(pointer)[0], self.state)} · "

    def commit(self, pointer: Pointer) -> None:
        notes = self._notes(pointer)
        self.state.select(())
        put_down(self.state, notes)
        self.state.remember(notes[0])
        self.state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.commit(pointer)

    def _notes(self, pointer: Pointer) -> list[Note]:
        notes = drawn_notes(self.state, self.start)
        if not self.moved:
            return notes
        start = notes[0].start_tick
        length = max(self._end(pointer, start) - start, SHORTEST_TICKS)
        return [replace(note, length_ticks=length) for note in notes]

    def _end(self, pointer: Pointer, start_tick: int) -> int:
        state, step = self.state, self.state.grid_ticks
        snap = snapping.snap_of(state, pointer)
        if snap == "off":
            return round(pointer.tick)
        if snap == "amount":
            return start_tick + max(step, grid.step_shift(pointer.tick - start_tick, step))
        end = grid.snap(pointer.tick, step, state.snap_map)
        return end if end > start_tick else start_tick + step

    def _show(self, pointer: Pointer) -> None:
        self.state.set_preview(Preview(notes=Shapes.of_notes(self._notes(pointer))))


def drawn_notes(state: RollState, pointer: Pointer) -> list[Note]:
    """What a click here draws: in the grid cell under the pointer, on its row; see :func:`notes_at`."""
    return notes_at(state, snapping.tick_before(state, pointer), pointer.pitch)


def notes_at(state: RollState, start_tick: int, pitch: int) -> list[Note]:
    """What is drawn at a place, by mouse or key: a note or the stamp's chord, as long as the last note.

    All is fitted to the scale where drawing keeps to it; the chords of the key also where it is only shown.
    """
    key = state.scale if state.stamp.in_key else state.kept_key
    root = int(fitted([pitch], key)[0]) if key else pitch
    return [
        Note(0, start_tick, state.last_length_ticks, pitch, state.last_velocity)
        for pitch in chord_on(root, state.stamp.steps, key)
    ]


def put_down(state: RollState, notes: list[Note]) -> IntColumn:
    """Add what was drawn, as one step; the new ids."""
    first = notes[0]
    if len(notes) == 1:
        return state.session.add_notes(notes)
    pitches = [note.pitch for note in notes]
    return state.session.stamp_chord(pitches, first.start_tick, first.length_ticks, first.velocity)
