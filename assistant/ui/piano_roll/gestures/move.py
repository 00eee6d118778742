"""Move notes, or a copy of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.core.clip import IntColumn
from assistant.core.note import MAX_PITCH, Note
from assistant.core.scale_steps import moved_by_steps, steps_between
from assistant.core.theory import Key
from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import describe
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import Pointer, RollState


class MoveGesture(Gesture):
    """The note under the hand leads, the rest of the selection comes along.

    Shift keeps to the axis that the hand went further on, Ctrl leaves the notes and moves a copy, Alt leaves
    the grid. Where the scale is kept, all go by as many steps of it.
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
        pitches = self._moved_pitches(shapes.pitches, semitones)
        moved = replace(shapes.shifted(ticks, 0), pitches=pitches)
        hidden = Selection() if pointer.ctrl else self._moving
        self.state.set_preview(Preview(hidden=hidden, notes=moved, are_selected=self._was_selected))
        if len(rows):
            (pitch,) = self._moved_pitches(np.array([self._note.pitch]), semitones).tolist()
            self.state.sound(pitch, self._note.velocity)

    def reading(self, pointer: Pointer) -> str:
        ticks, semitones = self._shift(pointer)
        start = max(0, self._note.start_tick + ticks)
        (pitch,) = self._moved_pitches(np.array([self._note.pitch]), semitones).tolist()
        moved = replace(self._note, start_tick=start, pitch=min(max(pitch, 0), MAX_PITCH))
        return f"{describe(moved, self.state)} · "

    def commit(self, pointer: Pointer) -> None:
        ticks, semitones = self._shift(pointer)
        if not ticks and not semitones:
            return
        copies = self._copy(ticks, semitones) if pointer.ctrl else None
        if copies is None:
            self._move(ticks, semitones)
            self._choose_moved()
        else:
            self.state.select(copies)
        self.state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.state.remember(self._note)
        if self.start.shift or self.start.ctrl:
            self.state.toggle(self._note.id)
        else:
            self.state.select([self._note.id])

    def _move(self, ticks: int, semitones: int) -> None:
        session, key = self.state.session, self._key(semitones)
        if key:
            session.move_in_scale(self._moving.array, ticks, self._steps(semitones, key), key)
        else:
            session.move_notes(self._moving.array, ticks, semitones)

    def _copy(self, ticks: int, semitones: int) -> IntColumn:
        session, key = self.state.session, self._key(semitones)
        if key:
            return session.copy_in_scale(self._moving.array, ticks, self._steps(semitones, key), key)
        return session.copy_notes_by(self._moving.array, ticks, semitones)

    def _key(self, semitones: int) -> Key | None:
        """The key that the notes keep to; a drag that is only sideways changes no pitch."""
        return self.state.kept_key if semitones else None

    def _steps(self, semitones: int, key: Key) -> int:
        return steps_between(self._note.pitch, self._note.pitch + semitones, key)

    def _moved_pitches(self, pitches: IntColumn, semitones: int) -> IntColumn:
        key = self._key(semitones)
        return moved_by_steps(pitches, self._steps(semitones, key), key) if key else pitches + semitones

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
        return snapping.shift_of(state, pointer, self._note.start_tick, raw), semitones
