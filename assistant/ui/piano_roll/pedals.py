"""A pedal's points as the stretches in which it is down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.core.clip import IntColumn
from assistant.core.controls import MAX_CONTROL, PEDAL_DOWN, ControlLane
from assistant.core.note import PPQ

CHANGE_TICKS = PPQ // 16
FOREVER = 2**31
"""Where a pedal ends that nobody lifts."""


@dataclass(frozen=True, slots=True)
class Pedal:
    """Down in [start_tick, end_tick)."""

    start_tick: int
    end_tick: int


def pedals(lane: ControlLane, start_tick: int = 0, end_tick: int = FOREVER) -> list[Pedal]:
    """When the pedal is down, as far as that touches [start_tick, end_tick)."""
    starts, ends = pedal_ends(lane)
    seen = (starts < end_tick) & (ends > start_tick)
    return [Pedal(*each) for each in zip(starts[seen].tolist(), ends[seen].tolist(), strict=True)]


def pedal_ends(lane: ControlLane) -> tuple[IntColumn, IntColumn]:
    """(ticks at which it goes down, ticks at which it comes up); the last of these may be ``FOREVER``."""
    changes = np.flatnonzero(np.diff(lane.values >= PEDAL_DOWN, prepend=False))
    starts, ends = lane.ticks[changes[::2]], lane.ticks[changes[1::2]]
    return starts, np.append(ends, [FOREVER] * (len(starts) - len(ends)))


def with_pedal(
    lane: ControlLane, start_tick: int, end_tick: int, *, is_down: bool
) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    """The edit that holds the pedal down, or up, in [start_tick, end_tick); after it all is as it was.

    It is (first tick, last tick, the points that come in place of those in between). A press that begins
    where another ends, or ends where another begins, leaves it a moment to come up: without one no pedal is
    changed. It goes down just after the beat, as pianists do it.
    """
    if is_down and end_tick - start_tick > 2 * CHANGE_TICKS:
        start_tick += CHANGE_TICKS * _is_down(lane, start_tick - 1) * (not _is_down(lane, start_tick))
        end_tick -= CHANGE_TICKS * _is_down(lane, end_tick) * (not _is_down(lane, end_tick - 1))
    after = lane.value_at(end_tick)
    return start_tick, end_tick + 1, ((start_tick, MAX_CONTROL if is_down else 0), (end_tick, after))


def _is_down(lane: ControlLane, tick: int) -> bool:
    return lane.value_at(tick) >= PEDAL_DOWN


def pedal_at(lane: ControlLane, tick: float) -> Pedal | None:
    """The pedal that is down at a tick."""
    return next(iter(pedals(lane, int(tick), int(tick) + 1)), None)
