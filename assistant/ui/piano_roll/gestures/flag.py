"""Take a flag of the ruler to another place."""

from __future__ import annotations

from assistant.ui.piano_roll.flags import PlacedFlag, landing, move, without
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.hints import position
from assistant.ui.piano_roll.shapes import Preview
from assistant.ui.piano_roll.state import Pointer, RollState


class FlagGesture(Gesture):
    """A drag moves the flag, a click puts the playhead where it stands."""

    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer, placed: PlacedFlag) -> None:
        super().__init__(state, start)
        self._flag = flag = placed.flag
        self._held_ticks = (start.x_px - placed.left_px) / state.viewport.px_per_tick
        line = "the grid" if flag.kind == "marker" else "bar lines"
        free = "" if flag.kind == "meter" else f" · Alt leaves {line}"
        self.hint = f"Drag to another place{free} · Esc cancels"

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        self.state.set_preview(Preview(flag=(self._flag.kind, self._flag.tick, self._landing(pointer))))

    def reading(self, pointer: Pointer) -> str:
        meters = self.state.meter_map
        if self._flag.kind == "meter":
            meters = without(meters, self._flag.tick)
        where = position(self._landing(pointer), meters)
        return f"{self._flag.text} to {where} · "

    def commit(self, pointer: Pointer) -> None:
        move(self.state.session, self._flag, self._landing(pointer))

    def clicked(self, pointer: Pointer) -> None:
        self.state.seek_requested.emit(self._flag.tick)

    def _landing(self, pointer: Pointer) -> int:
        state = self.state
        lines = state.snap_map if self._flag.kind == "marker" else state.meter_map
        wanted = pointer.tick - self._held_ticks  # a long flag may be held far from its pole
        return landing(self._flag, wanted, state.grid_ticks, lines, is_free=pointer.alt)
