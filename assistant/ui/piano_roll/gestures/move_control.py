"""Move one point of a controller lane by its handle, or an end of a pedal."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.gestures.base import DRAG_PX
from assistant.ui.piano_roll.gestures.controls import ControlCanvas, ControlGesture, Edit
from assistant.ui.piano_roll.state import Pointer, RollState


@dataclass(frozen=True, slots=True)
class Handle:
    """A point that can be moved in [lowest_tick, highest_tick]; a pedal's ends only in time.

    ``is_end`` says that the pedal comes up there.
    """

    tick: int
    value: int
    lowest_tick: int
    highest_tick: int
    has_height: bool = True
    is_end: bool = False


class MoveControlGesture(ControlGesture):
    """The point follows the hand, in time along the grid and no further than its neighbours."""

    hint = "Drag to move the point · Alt leaves the grid · Esc cancels"

    def __init__(self, state: RollState, start: Pointer, canvas: ControlCanvas, handle: Handle) -> None:
        super().__init__(state, start, canvas)
        self._handle = handle
        self._across = False

    def reading(self, pointer: Pointer) -> str:
        return f"{self.lane.name} {self.canvas.said(self._value())} · " if self._handle.has_height else ""

    def clicked(self, pointer: Pointer) -> None:
        """A click takes hold of nothing."""

    def edit(self) -> Edit | None:
        before, tick = self._handle.tick, self._tick()
        return min(before, tick), max(before, tick) + 1, ((tick, self._value()),)

    def _tick(self) -> int:
        handle, start = self._handle, self.start
        self._across = self._across or abs(self.last.x_px - start.x_px) >= DRAG_PX
        if not self._across:  # a hand that goes straight up means the value alone
            return handle.tick
        shift = snapping.shift_of(self.state, self.last, handle.tick, self.last.tick - start.tick)
        return min(max(handle.tick + shift, handle.lowest_tick), handle.highest_tick)

    def _value(self) -> int:
        handle, canvas = self._handle, self.canvas
        if not handle.has_height:
            return handle.value
        moved = canvas.value_at(self.last.y_px) - canvas.value_at(self.start.y_px)
        return min(max(handle.value + moved, 0), self.lane.highest)
