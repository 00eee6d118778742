"""The ruler: a click seeks, a drag draws the loop region or moves one of its ends."""

from __future__ import annotations

from assistant.core.piece import Loop
from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.seek import seek_to
from assistant.ui.piano_roll.shapes import Preview
from assistant.ui.piano_roll.state import Pointer, RollState

EDGE_PX = 6.0


class LoopGesture(Gesture):
    """From the press, or from the far end of the loop whose near end was pressed, to the pointer."""

    hint = "Drag to set the loop · Alt leaves the grid · Esc cancels"
    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._anchor_tick = far_end_tick(state, start)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        loop = self._loop(pointer)
        if loop:
            self.state.set_preview(Preview(loop=(loop.start_tick, loop.end_tick)))

    def commit(self, pointer: Pointer) -> None:
        loop = self._loop(pointer)
        if loop:
            self.state.loop_requested.emit(loop)

    def clicked(self, pointer: Pointer) -> None:
        seek_to(self.state, pointer)

    def _loop(self, pointer: Pointer) -> Loop | None:
        state, anchor = self.state, self._anchor_tick
        start = snapping.tick_near(state, self.start) if anchor is None else anchor
        first, last = sorted((start, snapping.tick_near(state, pointer)))
        return Loop(first, last) if first < last else None


def far_end_tick(state: RollState, pointer: Pointer) -> int | None:
    """The other end of the loop where the pointer is on one of its ends."""
    loop = state.session.piece.loop
    if loop is None:
        return None
    ends = (loop.start_tick, loop.end_tick)
    distances = [abs(state.viewport.x_of(tick) - pointer.x_px) for tick in ends]
    if min(distances) > EDGE_PX:
        return None
    return ends[1] if distances[0] < distances[1] else ends[0]
