"""Move the loop region as it is."""

from __future__ import annotations

from assistant.core.piece import Loop
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.seek import seek_to
from assistant.ui.piano_roll.shapes import Preview
from assistant.ui.piano_roll.state import Pointer, RollState


class MoveLoopGesture(Gesture):
    """The whole region follows the hand, its start on the grid; a click puts the playhead there."""

    hint = "Drag to move the loop · Alt leaves the grid · Esc cancels"
    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer, loop: Loop) -> None:
        super().__init__(state, start)
        self._loop = loop

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        moved = self._moved(pointer)
        self.state.set_preview(Preview(loop=(moved.start_tick, moved.end_tick)))

    def commit(self, pointer: Pointer) -> None:
        self.state.loop_requested.emit(self._moved(pointer))

    def clicked(self, pointer: Pointer) -> None:
        seek_to(self.state, pointer)

    def _moved(self, pointer: Pointer) -> Loop:
        state, loop = self.state, self._loop
        wanted = max(0.0, loop.start_tick + pointer.tick - self.start.tick)
        start = round(wanted) if pointer.alt else grid.snap(wanted, state.grid_ticks, state.snap_map)
        return Loop(start, start + loop.end_tick - loop.start_tick, loop.enabled)
