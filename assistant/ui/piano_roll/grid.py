"""The grids that notes snap to, and the lines that are drawn for them; both begin anew in every bar."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from assistant.core.note import PPQ
from assistant.core.tempo import MeterChange, MeterMap


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as the player chooses it: of ``ticks``, or of whole ``bars``; the adaptive one has neither."""

    label: str
    ticks: int = 0
    bars: int = 0


def _grids_of(name: str, ticks: int) -> tuple[Grid, ...]:
    """A note value, dotted and in triplets (two in the time of three)."""
    dotted, triplet = Grid(f"{name} dotted", ticks * 3 // 2), Grid(f"{name} triplet", ticks * 2 // 3)
    return Grid(name, ticks), dotted, triplet


ADAPTIVE = Grid("adaptive")
GRIDS: tuple[Grid, ...] = (
    ADAPTIVE,
    *(Grid(f"{bars} bars", bars=bars) for bars in (4, 2)),
    Grid("1 bar", bars=1),
    *(grid for part in (2, 4, 8, 16, 32, 64) for grid in _grids_of(f"1/{part}", 4 * PPQ // part)),
)

ADAPTIVE_PX = 18.0
"""The adaptive grid is the finest whose cells are at least this wide."""
BEAT_PX = 9.0
"""But beats may be as narrow as this: where sixteen bars are in view, a step of whole bars is of no use."""
FADE_FROM_PX, FADE_TO_PX = 5.0, 22.0
"""Lines closer together than the first are not drawn; from the second on they have their full strength."""
BAR_FADE_FROM_PX, BAR_FADE_TO_PX = 4.0, 44.0

Lines = NDArray[np.int64]


class LineKind(Enum):
    """What a grid line stands for, the strongest last."""

    SUBDIVISION = 0
    BEAT = 1
    BAR = 2


@dataclass(frozen=True)
class GridLines:
    """Ticks of lines of one kind and strength (0 to 1)."""

    kind: LineKind
    opacity: float
    ticks: Lines


def name_of(grid: Grid, grid_ticks: int) -> str:
    """What a grid is called; the adaptive one as what it is now."""
    alike = (other.label for other in GRIDS if other.ticks == grid_ticks)
    return next(alike, "bars") if grid == ADAPTIVE else grid.label


def in_force(grid: Grid, px_per_tick: float, meter: MeterChange) -> Grid:
    """A grid of ticks or of bars: the one that was chosen, or what the adaptive one is at a zoom."""
    if grid != ADAPTIVE:
        return grid
    steps = [t for t in (PPQ // 16, PPQ // 8, PPQ // 4, PPQ // 2, PPQ) if t < meter.beat_ticks]
    fitting = [t for t in steps if t * px_per_tick >= ADAPTIVE_PX]
    if meter.beat_ticks * px_per_tick >= BEAT_PX:
        fitting.append(meter.beat_ticks)
    if fitting and fitting[0] < meter.bar_ticks:
        return next((g for g in GRIDS if g.ticks == fitting[0]), Grid("beats", fitting[0]))
    of_bars = [g for g in reversed(GRIDS) if g.bars]
    bar_px = meter.bar_ticks * px_per_tick
    return next((g for g in of_bars if g.bars * bar_px >= ADAPTIVE_PX), of_bars[-1])


def beside(grid: Grid, direction: int) -> Grid:
    """The next finer (1) or coarser (-1) grid of the same kind as one that is in force."""
    kind = grid.label.partition(" ")[2] if grid.ticks else ""
    alike = [g for g in GRIDS if g.bars or (g.ticks and g.label.partition(" ")[2] == kind)]
    values = [4 * PPQ * g.bars or g.ticks for g in alike]
    wanted = 4 * PPQ * grid.bars or grid.ticks
    nearest = min(range(len(alike)), key=lambda i: abs(values[i] - wanted))
    return alike[min(max(nearest + direction, 0), len(alike) - 1)]


# --- snapping ------------------------------------------------------------------------------------


def snap_down(tick: float, grid_ticks: int, meter_map: MeterMap) -> int:
    """The grid line at or before a tick."""
    at = max(0, int(tick))
    bar = meter_map.bar_start_tick(meter_map.bar_at(at))
    return bar + (at - bar) // grid_ticks * grid_ticks


def snap(tick: float, grid_ticks: int, meter_map: MeterMap) -> int:
    """The nearest grid line or bar line (the earlier of two)."""
    at = max(0.0, tick)
    low = snap_down(at, grid_ticks, meter_map)
    next_bar = meter_map.bar_start_tick(meter_map.bar_at(low) + 1)
    high = min(low + grid_ticks, next_bar)
    return low if at - low <= high - at else high


def snap_shift(start_tick: int, shift_ticks: float, grid_ticks: int, meter_map: MeterMap) -> int:
    """How far a dragged note goes to lie on a grid line, or not at all where its own place is nearer.

    So a note that was played freely keeps its time when it is only moved to another pitch.
    """
    to_line = snap(start_tick + shift_ticks, grid_ticks, meter_map) - start_tick
    return 0 if abs(shift_ticks) <= abs(to_line - shift_ticks) else to_line


def step_shift(shift_ticks: float, grid_ticks: int) -> int:
    """How far a dragged note goes by whole grid steps: what was played freely keeps its feel."""
    return round(shift_ticks / grid_ticks) * grid_ticks


# --- lines ---------------------------------------------------------------------------------------


def grid_lines(
    meter_map: MeterMap, start_tick: float, end_tick: float, px_per_tick: float, grid_ticks: int
) -> list[GridLines]:
    """All lines in [start_tick, end_tick), weaker kinds first; a tick may be in more than one of them."""
    lines: list[GridLines] = []
    for meter, first, last in _meter_spans(meter_map, start_tick, end_tick):
        bars, stride = _bars(meter, first, last, px_per_tick)
        for ticks, kind in ((grid_ticks, LineKind.SUBDIVISION), (meter.beat_ticks, LineKind.BEAT)):
            opacity = fade(ticks * px_per_tick)
            if opacity > 0 and stride == 1 and ticks < meter.bar_ticks:
                inside = (bars[:, None] + np.arange(ticks, meter.bar_ticks, ticks)).reshape(-1)
                lines.append(GridLines(kind, opacity, inside[inside < last]))
        lines += _bar_lines(meter, bars, stride, px_per_tick)
    return sorted(lines, key=lambda line: (line.kind.value, line.opacity))


def _bar_lines(meter: MeterChange, bars: Lines, stride: int, px_per_tick: float) -> Iterator[GridLines]:
    """Every bar faintly where they stand close, every second, fourth … more strongly, the rarest in full."""
    opacity = 0.0
    while opacity < 1:
        step = stride * meter.bar_ticks
        opacity = fade(step * px_per_tick, BAR_FADE_FROM_PX, BAR_FADE_TO_PX)
        yield GridLines(LineKind.BAR, opacity, bars[(bars - meter.tick) % step == 0])
        stride *= 2


def label_stride(bar_px: float, least_px: float) -> int:
    """Every how many bars there is room for a number: 1, 2, 4, 8 …"""
    stride = 1
    while stride * bar_px < least_px:
        stride *= 2
    return stride


def fade(spacing_px: float, from_px: float = FADE_FROM_PX, to_px: float = FADE_TO_PX) -> float:
    """How strong lines of a spacing are, 0 to 1."""
    return min(max((spacing_px - from_px) / (to_px - from_px), 0.0), 1.0)


def labelled_bars(
    meter_map: MeterMap, start_tick: float, end_tick: float, px_per_tick: float, least_px: float
) -> Iterator[tuple[int, int]]:
    """(0-based bar, tick) of the bars that a ruler has room to name.

    Where meters change often the first bar of one may go without. All changes from the beginning on are
    asked, so that a strip of the ruler shows what the whole would.
    """
    free_from = 0.0
    for meter, _, end in _meter_spans(meter_map, 0, end_tick):
        step = label_stride(meter.bar_ticks * px_per_tick, least_px) * meter.bar_ticks
        first = meter.tick + max(0, math.ceil((free_from - meter.tick) / step)) * step
        before_window = meter.tick + (int(start_tick) - meter.tick) // step * step
        for tick in range(max(first, before_window), end, step):
            yield meter_map.bar_at(tick), tick
        if first < end:
            free_from = first + (end - 1 - first) // step * step + least_px / px_per_tick


def _meter_spans(
    meter_map: MeterMap, start_tick: float, end_tick: float
) -> Iterator[tuple[MeterChange, int, int]]:
    """(meter, from, to) for each stretch of one meter that touches the window."""
    changes = meter_map.changes
    for i, meter in enumerate(changes):
        ends = changes[i + 1].tick if i + 1 < len(changes) else end_tick
        first, last = max(meter.tick, start_tick), min(ends, end_tick)
        if first < last:
            yield meter, int(first), int(np.ceil(last))


def _bars(meter: MeterChange, first: int, last: int, px_per_tick: float) -> tuple[Lines, int]:
    """The bar lines from the bar that holds ``first`` on, and every how many bars there is one."""
    stride = label_stride(meter.bar_ticks * px_per_tick, BAR_FADE_FROM_PX + 1)
    step = stride * meter.bar_ticks
    start = meter.tick + (first - meter.tick) // step * step
    return np.arange(start, last, step, dtype=np.int64), stride
