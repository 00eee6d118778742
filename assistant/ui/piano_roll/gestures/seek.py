"""Put the playhead somewhere."""

from __future__ import annotations

from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.state import Pointer, RollState


def seek_to(state: RollState, pointer: Pointer) -> None:
    """Ask for the playhead on the nearest grid line, or right here with Alt."""
    tick = max(0.0, pointer.tick)
    state.seek_requested.emit(
        round(tick) if pointer.alt else grid.snap(tick, state.grid_ticks, state.meter_map)
    )
