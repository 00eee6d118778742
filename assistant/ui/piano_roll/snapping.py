"""Where a drag goes: to grid lines, by grid steps or anywhere, as the player chose and Alt turns it."""

from __future__ import annotations

from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.state import Pointer, RollState, Snap


def snap_of(state: RollState, pointer: Pointer) -> Snap:
    """How this pointer snaps: as chosen; with Alt not at all, or to the grid where that is switched off."""
    if not pointer.alt:
        return state.snap
    return "grid" if state.snap == "off" else "off"


def is_free(state: RollState, pointer: Pointer) -> bool:
    """Whether this pointer leaves the grid."""
    return snap_of(state, pointer) == "off"


def tick_near(state: RollState, pointer: Pointer) -> int:
    """The grid line nearest to the pointer, or the tick under it."""
    tick = max(0.0, pointer.tick)
    if is_free(state, pointer):
        return round(tick)
    return grid.snap(tick, state.grid_ticks, state.snap_map)


def tick_before(state: RollState, pointer: Pointer) -> int:
    """Where the grid cell under the pointer begins, or the tick under it."""
    tick = max(0.0, pointer.tick)
    if is_free(state, pointer):
        return round(tick)
    return grid.snap_down(tick, state.grid_ticks, state.snap_map)


def shift_of(state: RollState, pointer: Pointer, from_tick: int, raw_ticks: float) -> int:
    """How far what was at ``from_tick`` goes when the hand has gone ``raw_ticks``."""
    snap = snap_of(state, pointer)
    if snap == "off" or not raw_ticks:
        return round(raw_ticks)
    if snap == "amount":
        return grid.step_shift(raw_ticks, state.grid_ticks)
    return grid.snap_shift(from_tick, raw_ticks, state.grid_ticks, state.snap_map)
