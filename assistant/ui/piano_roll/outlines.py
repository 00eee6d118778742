"""Lines drawn freely on the sheet, and the notes that they go round."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip, IntColumn
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.shapes import NO_IDS

Point = tuple[float, float]
"""(tick, row counted from the top of the sheet): stays in its place when the view is scrolled."""


def row_at(view: Viewport, y_px: float) -> float:
    """The row under a pixel line, with how far the line is down in it."""
    return (y_px + round(view.scroll_y_px)) / view.row_px


def y_of_row(view: Viewport, row: float) -> float:
    """The pixel line of a row."""
    return row * view.row_px - round(view.scroll_y_px)


def ids_in_outline(clip: Clip, view: Viewport, outline: tuple[Point, ...]) -> IntColumn:
    """The notes that a closed line goes round or through."""
    points = np.array(outline)
    ticks, lines = points[:, 0], points[:, 1]
    rows = clip.rows_between(max(0, int(ticks.min())), int(ticks.max()) + 1)
    tops = view.y_of(clip.pitches[rows]) + round(view.scroll_y_px)
    middles = tops / view.row_px + 0.5
    found = [NO_IDS]
    for middle in np.unique(middles[(middles >= lines.min()) & (middles <= lines.max())]):
        here = rows[middles == middle]
        crossed = _crossings(ticks, lines, float(middle))
        before = np.searchsorted(crossed, clip.starts[here])
        within = np.searchsorted(crossed, clip.ends[here]) > before
        found.append(clip.ids[here[within | (before % 2 == 1)]])
    return np.concatenate(found)


def _crossings(ticks: NDArray[np.float64], lines: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """Where a closed line goes through a level, in order: what lies between first and second is inside."""
    next_ticks, next_lines = np.roll(ticks, -1), np.roll(lines, -1)
    crosses = (lines <= level) != (next_lines <= level)
    share = (level - lines[crosses]) / (next_lines[crosses] - lines[crosses])
    return np.sort(ticks[crosses] + share * (next_ticks[crosses] - ticks[crosses]))
