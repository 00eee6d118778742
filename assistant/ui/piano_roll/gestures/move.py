"""Move notes, or a copy of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.core.note import MAX_PITCH, Note
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import describe
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import Pointer, RollState


class MoveGesture(Gesture):
    """The note under the hand leads, the rest of the selection comes along.

    Shift keeps to the axis that the hand went further on, Ctrl leaves the notes and moves a copy, Alt leaves
    the grid.
    """

    hint = "Drag to move · Shift keeps the axis · Ctrl drags a copy · Alt leaves the grid · Esc cancels"

    def __init__(self, state: RollState, start: Pointer, note: Note) -> None:
        super().__init__(state, start)
        self._note = note
        self._was_selected = note.id in state.selection.ids
        self._moving = state.selection if self._was_selected else Selection.of([note.id])

    def begin(self) -> None:
        self.state.sound(self._note.pitch, self._note.velocity)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        clip = self.state.clip
        rows = self._moving.rows(clip)
        ticks, semitones = self._shift(pointer)
        shapes = Shapes.of_rows(clip, rows)
        moved = Shapes(
            shapes.starts + ticks, shapes.ends + ticks, shapes.pitches + semitones, shapes.velocities
        )
        hidden = Selection() if pointer.ctrl else self._moving
        self.state.set_preview(Preview(hidden=hidden, notes=moved, are_selected=self._was_selected))
        if len(rows):
            self.state.sound(self._note.pitch + semitones, self._note.velocity)

    def reading(self, pointer: Pointer) -> str:
        ticks, semitones = self._shift(pointer)
        start, pitch = self._note.start_tick + ticks, self._note.pitch + semitones
        moved = replace(self._note, start_tick=max(0, start), pitch=min(max(pitch, 0), MAX_PITCH))
        return f"{describe(moved, self.state)} · "

    def commit(self, pointer: Pointer) -> None:
        ticks, semitones = self._shift(pointer)
        if not ticks and not semitones:
            return
        if pointer.ctrl:
            self.state.select(self.state.session.copy_notes_by(self._moving.ids, ticks, semitones))
        else:
            self.state.session.move_notes(self._moving.ids, ticks, semitones)
            self._choose_moved()
        self.state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.state.remember(self._note)
        if self.start.shift or self.start.ctrl:
            self.state.toggle(self._note.id)
        else:
            self.state.select([self._note.id])

    def _choose_moved(self) -> None:
        """The select tool selects what it moved; a pencil that pushed a note aside goes on with its work."""
        if not self._was_selected:
            self.state.select(self._moving.array if self.state.tool == "select" else ())

    def _shift(self, pointer: Pointer) -> tuple[int, int]:
        """(ticks, semitones), cut where the first note would leave tick 0 or the keyboard."""
        clip = self.state.clip
        rows = self._moving.rows(clip)
        if not len(rows):
            return 0, 0
        ticks, semitones = self._wanted_shift(pointer)
        low, high = int(clip.pitches[rows].min()), int(clip.pitches[rows].max())
        first = int(clip.starts[rows].min())
        return max(ticks, -first), int(np.clip(semitones, -low, MAX_PITCH - high))

    def _wanted_shift(self, pointer: Pointer) -> tuple[int, int]:
        state, raw = self.state, pointer.tick - self.start.tick
        semitones = pointer.pitch - self.start.pitch
        if pointer.shift:
            is_level = abs(pointer.x_px - self.start.x_px) >= abs(pointer.y_px - self.start.y_px)
            raw, semitones = (raw, 0) if is_level else (0.0, semitones)
        if pointer.alt or not raw:
            return round(raw), semitones
        ticks = grid.snap_shift(self._note.start_tick, raw, state.grid_ticks, state.meter_map)
        return ticks, semitones
