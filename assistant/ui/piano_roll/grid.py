"""The grids that notes snap to, and the one that adapts to the zoom."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.note import PPQ


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as the player chooses it; ``ticks`` of 0 stands for the adaptive one."""

    label: str
    ticks: int


ADAPTIVE = Grid("adaptive", 0)
GRIDS: tuple[Grid, ...] = (
    ADAPTIVE,
    Grid("1/4", PPQ),
    Grid("1/4 dotted", PPQ * 3 // 2),
    Grid("1/4 triplet", PPQ * 2 // 3),
    Grid("1/8", PPQ // 2),
    Grid("1/8 dotted", PPQ * 3 // 4),
    Grid("1/8 triplet", PPQ // 3),
    Grid("1/16", PPQ // 4),
    Grid("1/16 dotted", PPQ * 3 // 8),
    Grid("1/16 triplet", PPQ // 6),
    Grid("1/32", PPQ // 8),
    Grid("1/32 triplet", PPQ // 12),
)
