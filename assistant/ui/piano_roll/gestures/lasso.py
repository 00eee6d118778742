"""Lasso: a frame, or a line drawn freely round notes, that selects what it touches."""

from __future__ import annotations

import numpy as np

from assistant.core.clip import IntColumn
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.outlines import Point, ids_in_outline, row_at
from assistant.ui.piano_roll.selection import ids_in_rectangle
from assistant.ui.piano_roll.shapes import NO_IDS, Preview
from assistant.ui.piano_roll.state import Pointer, RollState


class LassoGesture(Gesture):
    """Selects while it is drawn: Shift or Ctrl adds to what was selected, Ctrl and Alt take away from it.

    A mere click deselects.
    """

    hint = "Drag around notes to select them · Shift adds · Ctrl+Alt takes away · Esc cancels"

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._before = state.selection.array

    def touched(self, pointer: Pointer) -> tuple[IntColumn, Preview]:
        """The notes that the lasso holds now, and what it looks like."""
        ticks = sorted((self.start.tick, pointer.tick))
        pitches = sorted((self.start.pitch, pointer.pitch))
        rectangle = (ticks[0], ticks[1], pitches[0], pitches[1])
        return ids_in_rectangle(self.state.clip, *rectangle), Preview(rectangle=rectangle)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        ids, preview = self.touched(pointer)
        if self._takes_away(pointer):
            self.state.select(self._before[~np.isin(self._before, ids)])
        else:
            kept = self._before if self._adds(pointer) else NO_IDS
            self.state.select(np.concatenate([kept, ids]))
        self.state.set_preview(preview)

    def cancel(self) -> None:
        super().cancel()
        self.state.select(self._before)

    def clicked(self, pointer: Pointer) -> None:
        if not self._adds(pointer):
            self.state.select(())

    def _adds(self, pointer: Pointer) -> bool:
        return self.start.shift or self.start.ctrl or pointer.shift

    def _takes_away(self, pointer: Pointer) -> bool:
        return (self.start.ctrl and self.start.alt) or (pointer.ctrl and pointer.alt)


class FreehandGesture(LassoGesture):
    """The same with a line that follows the hand, and is closed by a straight one."""

    hint = "Draw a line around notes to select them · Shift adds · Ctrl+Alt takes away · Esc cancels"

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._points: list[Point] = [self._point(start)]

    def touched(self, pointer: Pointer) -> tuple[IntColumn, Preview]:
        if self._points[-1] != (point := self._point(pointer)):
            self._points.append(point)
        outline = tuple(self._points)
        return ids_in_outline(self.state.clip, self.state.viewport, outline), Preview(outline=outline)

    def _point(self, pointer: Pointer) -> Point:
        return pointer.tick, row_at(self.state.viewport, pointer.y_px)
