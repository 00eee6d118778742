"""What gestures in a controller lane have in common, and drawing: freehand, or a straight ramp."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from assistant.core.controls import ControlLane
from assistant.core.note import PPQ
from assistant.ui.piano_roll import grid, snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState

FINE_TICKS = PPQ // 16
"""Off the grid a point is drawn every 64th note."""

Edit = tuple[int, int, tuple[tuple[int, int], ...]]
"""(start_tick, end_tick, the points that come in place of those in between)"""


class ControlCanvas(Protocol):
    """The lane that a gesture draws in."""

    @property
    def number(self) -> int:
        """The controller's number."""
        ...

    def value_at(self, y_px: float) -> int:
        """The value at a pixel line."""
        ...

    def said(self, value: int) -> str:
        """A value in words."""
        ...

    def show(self, preview: ControlLane | None) -> None:
        """Show these points in place of the track's, or the track's again."""
        ...


class ControlGesture(Gesture):
    """Shows what its ``edit`` would make of the lane, and makes it at release, as one step."""

    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer, canvas: ControlCanvas) -> None:
        super().__init__(state, start)
        self.canvas = canvas

    @property
    def lane(self) -> ControlLane:
        """The points as they are written."""
        session = self.state.session
        return session.piece.tracks[session.active_track].lane(self.canvas.number)

    def edit(self) -> Edit | None:
        """What a release would change now."""
        return None

    def show(self) -> None:
        """Show what a release would do."""
        edit = self.edit()
        self.canvas.show(self.lane.with_points(*edit) if edit else None)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        self.show()

    def refresh(self) -> None:
        self.show()

    def leave(self) -> None:
        super().leave()
        self.canvas.show(None)

    def commit(self, pointer: Pointer) -> None:
        edit = self.edit()
        if edit:
            self.state.session.set_controls(self.canvas.number, *edit)
            self.state.edited.emit()

    def clicked(self, pointer: Pointer) -> None:
        self.commit(pointer)


class DrawControlsGesture(ControlGesture):
    """Grid cells that the hand passes take the value of its height; Shift draws one straight ramp.

    What is drawn takes the place of all that stood there; after it the last value goes on until the next
    point. Alt draws in 64ths.
    """

    hint = "Drag to draw · Shift draws a straight ramp · Alt leaves the grid · Esc cancels"

    def __init__(self, state: RollState, start: Pointer, canvas: ControlCanvas) -> None:
        super().__init__(state, start, canvas)
        self._drawn: dict[int, int] = {}
        self._end_tick = 0

    def begin(self) -> None:
        self._draw(self.start, self.start)
        self.show()

    def drag(self, pointer: Pointer) -> None:
        before, self.last = self.last, pointer
        if pointer.shift:
            self._drawn.clear()
            self._end_tick = 0
            before = self.start
        self._draw(before, pointer)
        self.show()
        value = self.canvas.said(self.canvas.value_at(pointer.y_px))
        self.state.hint_changed.emit(f"{self.lane.name} {value} · {self.hint}")

    def edit(self) -> Edit | None:
        points: list[tuple[int, int]] = []
        for tick, value in sorted(self._drawn.items()):
            if not points or points[-1][1] != value:
                points.append((tick, value))
        return (min(self._drawn), self._end_tick, tuple(points)) if points else None

    def _draw(self, before: Pointer, pointer: Pointer) -> None:
        low, high = sorted((before, pointer), key=lambda each: each.tick)
        step = FINE_TICKS if snapping.is_free(self.state, pointer) else self.state.grid_ticks
        cells = list(_cells(self.state, low.tick, high.tick, step))
        ends = (cells[0][0], cells[-1][0])
        levels = (self.canvas.value_at(low.y_px), self.canvas.value_at(high.y_px))
        for tick, end_tick in cells:
            value = round(float(np.interp(tick, ends, levels))) if ends[0] < ends[1] else None
            self._drawn[tick] = self.canvas.value_at(pointer.y_px) if value is None else value
            self._end_tick = max(self._end_tick, end_tick)


def _cells(state: RollState, low_tick: float, high_tick: float, step: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the grid cells from one tick to another; the grid begins anew in every bar."""
    meters = state.snap_map
    tick = grid.snap_down(low_tick, step, meters)
    while True:
        end = min(tick + step, meters.bar_start_tick(meters.bar_at(tick) + 1))
        yield tick, end
        if end > high_tick:
            return
        tick = end
