"""Erase in a controller lane: the points, or the pedals, that the hand passes."""

from __future__ import annotations

from assistant.core.controls import PEDAL, ControlLane
from assistant.ui.piano_roll.gestures.controls import ControlCanvas, ControlGesture, Edit
from assistant.ui.piano_roll.pedals import pedals
from assistant.ui.piano_roll.state import Pointer, RollState

REACH_PX = 5.0
"""A point this near is erased by a click."""


class EraseControlsGesture(ControlGesture):
    """Points between the ends of the way that the hand has gone, and all of a pedal that it touched."""

    hint = "Drag to erase · Esc brings it back"
    scrolls_x = False

    def __init__(self, state: RollState, start: Pointer, canvas: ControlCanvas) -> None:
        super().__init__(state, start, canvas)
        self._low = self._high = start.tick

    def begin(self) -> None:
        self.show()

    def drag(self, pointer: Pointer) -> None:
        self.last = pointer
        self._low, self._high = min(self._low, pointer.tick), max(self._high, pointer.tick)
        self.show()

    def edit(self) -> Edit | None:
        reach = REACH_PX / self.state.viewport.px_per_tick
        low, high = max(0, int(self._low - reach)), int(self._high + reach) + 1
        if self.lane.number == PEDAL:
            low, high = _whole_pedals(self.lane, int(self._low), int(self._high))
        return (low, high, ()) if self.lane.points_between(low, high) else None


def _whole_pedals(lane: ControlLane, low_tick: int, high_tick: int) -> tuple[int, int]:
    touched = [p for p in pedals(lane) if p.start_tick <= high_tick and p.end_tick > low_tick]
    if not touched:
        return low_tick, low_tick
    return touched[0].start_tick, max(touched[-1].end_tick, touched[-1].start_tick) + 1
