"""Put the playhead somewhere."""

from __future__ import annotations

from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.state import Pointer, RollState


def seek_to(state: RollState, pointer: Pointer) -> None:
    """Ask for the playhead on the nearest grid line, or right here where the hand is free of the grid."""
    state.seek_requested.emit(snapping.tick_near(state, pointer))
