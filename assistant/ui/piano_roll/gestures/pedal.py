"""Draw the pedal: press it where it is up, lift it where it is down."""

from __future__ import annotations

from assistant.core.controls import PEDAL_DOWN
from assistant.ui.piano_roll import grid, snapping
from assistant.ui.piano_roll.gestures.controls import ControlCanvas, ControlGesture, Edit
from assistant.ui.piano_roll.pedals import with_pedal
from assistant.ui.piano_roll.state import Pointer, RollState


class PedalGesture(ControlGesture):
    """From the grid cell under the press to the one under the release; after it all is as it was."""

    def __init__(self, state: RollState, start: Pointer, canvas: ControlCanvas) -> None:
        super().__init__(state, start, canvas)
        self._presses = self.lane.value_at(int(start.tick)) < PEDAL_DOWN
        verb = "hold the pedal down" if self._presses else "lift the pedal here"
        self.hint = f"Drag to {verb} · Alt leaves the grid · Esc cancels"

    def begin(self) -> None:
        self.show()

    def edit(self) -> Edit | None:
        return with_pedal(self.lane, *self._span(), is_down=self._presses)

    def _span(self) -> tuple[int, int]:
        low, high = sorted((self.start, self.last), key=lambda pointer: pointer.tick)
        start = snapping.tick_before(self.state, low)
        if snapping.is_free(self.state, self.last):
            return start, max(round(high.tick), start + 1)
        meters, step = self.state.snap_map, self.state.grid_ticks
        cell = grid.snap_down(high.tick, step, meters)
        bar_end = meters.bar_start_tick(meters.bar_at(cell) + 1)
        return start, min(cell + step, bar_end)
