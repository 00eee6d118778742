"""Split: a click cuts a note where the line under the hand is, a drag draws a knife through several."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.core.note import Note
from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import position
from assistant.ui.piano_roll.outlines import row_at
from assistant.ui.piano_roll.selection import Selection, ids_in_rectangle
from assistant.ui.piano_roll.shapes import NO_PREVIEW, Preview, Shapes
from assistant.ui.piano_roll.state import Pointer, RollState


class SplitGesture(Gesture):
    """Where the note is selected, a click cuts all selected notes that sound there."""

    hint = "Drag a line across notes to split them where it passes · Alt leaves the grid · Esc cancels"

    def begin(self) -> None:
        self._show(self._cuts(self.start), self.start)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        self._show(self._cuts(pointer), pointer)

    def refresh(self) -> None:
        self._show(self._cuts(self.last), self.last)

    def reading(self, pointer: Pointer) -> str:
        cuts = self._cuts(pointer)
        where = {position(tick, self.state.meter_map) for tick in cuts.values()}
        return f"Split at {where.pop()} · " if len(where) == 1 else f"Splits {len(cuts)} notes · "

    def commit(self, pointer: Pointer) -> None:
        cuts = self._cuts(pointer)
        if cuts:
            self.state.session.split_notes(cuts)
            self.state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.commit(pointer)

    def _cuts(self, pointer: Pointer) -> dict[int, int]:
        """Where the gesture cuts which notes, by id."""
        if pointer.pitch == self.start.pitch:
            return cuts_at(self.state, pointer)
        return cuts_along(self.state, self.start, pointer)

    def _show(self, cuts: dict[int, int], pointer: Pointer) -> None:
        clip, view = self.state.clip, self.state.viewport
        rows = clip.rows_of(list(cuts))
        ticks = np.array([cuts[id_] for id_ in clip.ids[rows].tolist()], dtype=np.int64)
        whole = Shapes.of_rows(clip, rows)
        halves = replace(whole, ends=ticks).joined_with(replace(whole, starts=ticks))
        line = tuple((at.tick, row_at(view, at.y_px)) for at in (self.start, pointer))
        outline = NO_PREVIEW.outline if pointer.pitch == self.start.pitch else line
        self.state.set_preview(Preview(hidden=Selection.of(list(cuts)), notes=halves, outline=outline))


def cuts_at(state: RollState, pointer: Pointer) -> dict[int, int]:
    """Where a click splits the note under the pointer, and with it those that are selected as it is."""
    hit = state.hit(pointer.x_px, pointer.y_px)
    if hit is None:
        return {}
    tick = _inside(snapping.tick_near(state, pointer), pointer.tick, hit.note)
    if hit.note.id not in state.selection.ids:
        return {hit.note.id: tick} if tick else {}
    clip = state.clip
    rows = clip.rows_between(tick, tick + 1)
    is_cut = state.selection.mask(clip, rows) & (clip.starts[rows] < tick)
    return dict.fromkeys(clip.ids[rows[is_cut]].tolist(), tick)


def cuts_along(state: RollState, start: Pointer, end: Pointer) -> dict[int, int]:
    """Where a straight line from one pointer to another splits the notes that it passes."""
    view, clip = state.viewport, state.clip
    low, high = sorted((start, end), key=lambda pointer: pointer.y_px)
    (first, last), (lowest, highest) = sorted((low.tick, high.tick)), sorted((low.pitch, high.pitch))
    rows = clip.rows_of(ids_in_rectangle(clip, first, last, lowest, highest))
    middles = view.y_of(clip.pitches[rows]) + view.row_px / 2
    ticks = np.interp(middles, (low.y_px, high.y_px), (low.tick, high.tick))
    is_cut = (clip.starts[rows] < ticks) & (ticks < clip.ends[rows])
    cuts: dict[int, int] = {}
    for row, tick in zip(rows[is_cut].tolist(), ticks[is_cut].tolist(), strict=True):
        note = clip.note_at_row(row)
        at = Pointer(0.0, 0.0, tick, note.pitch, alt=end.alt)
        cuts[note.id] = _inside(snapping.tick_near(state, at), tick, note)
    return {id_: tick for id_, tick in cuts.items() if tick}


def _inside(snapped: int, raw: float, note: Note) -> int:
    """The snapped tick, or the raw one where no grid line lies within the note; 0 where it is too short."""
    inside = range(note.start_tick + 1, note.end_tick)
    return next((tick for tick in (snapped, round(raw)) if tick in inside), 0)
