"""Resize notes at either edge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.core.note import Note
from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import position
from assistant.ui.piano_roll.selection import Selection, Zone
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import SHORTEST_TICKS, Pointer, RollState


class ResizeGesture(Gesture):
    """The edge under the hand goes along; all selected notes change by as much."""

    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer, note: Note, zone: Zone) -> None:
        super().__init__(state, start)
        self._note = note
        self._at_start = zone is Zone.START
        self._was_selected = note.id in state.selection.ids
        self._resizing = state.selection if self._was_selected else Selection.of([note.id])
        edge = "start" if self._at_start else "end"
        self.hint = f"Drag to move the note's {edge} · Alt leaves the grid · Esc cancels"

    def begin(self) -> None:
        self.state.sound(self._note.pitch, self._note.velocity)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        clip = self.state.clip
        rows = self._resizing.rows(clip)
        shapes = Shapes.of_rows(clip, rows)
        ticks, shortest = self._shift(pointer), self._shortest(pointer)
        floor = np.minimum(shapes.ends - shapes.starts, shortest)
        starts, ends = shapes.starts, shapes.ends
        if self._at_start:
            starts = np.clip(starts + ticks, 0, ends - floor)
        else:
            ends = starts + np.maximum(ends - starts + ticks, floor)
        resized = replace(shapes, starts=starts, ends=ends)
        self.state.set_preview(Preview(hidden=self._resizing, notes=resized, are_selected=self._was_selected))

    def reading(self, pointer: Pointer) -> str:
        edge = self._note.start_tick if self._at_start else self._note.end_tick
        at = position(max(0, edge + self._shift(pointer)), self.state.meter_map)
        return f"{'Starts' if self._at_start else 'Ends'} at {at} · "

    def commit(self, pointer: Pointer) -> None:
        state = self.state
        ticks, shortest = self._shift(pointer), self._shortest(pointer)
        state.session.resize_notes(
            self._resizing.array, ticks, at_start=self._at_start, shortest_ticks=shortest
        )
        for note in state.clip.notes([self._note.id]):
            state.remember(note)
        if not self._was_selected:
            state.select(self._resizing.array if state.tool == "select" else ())
        state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.state.remember(self._note)
        if self.start.shift or self.start.ctrl:
            self.state.toggle(self._note.id)
        else:
            self.state.select([self._note.id])

    def _shift(self, pointer: Pointer) -> int:
        edge = self._note.start_tick if self._at_start else self._note.end_tick
        return snapping.shift_of(self.state, pointer, edge, pointer.tick - self.start.tick)

    def _shortest(self, pointer: Pointer) -> int:
        return SHORTEST_TICKS if snapping.is_free(self.state, pointer) else self.state.shortest_ticks
