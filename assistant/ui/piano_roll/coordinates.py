"""The one home of pixels ↔ ticks and pitches: a window on an endless sheet, as an immutable value."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

from assistant.core.note import MAX_PITCH, PPQ

PITCHES = MAX_PITCH + 1
MIN_ROW_PX, MAX_ROW_PX = 3.0, 40.0
MAX_PX_PER_TICK = 960.0 / PPQ
"""The closest look: 960 pixels to the quarter note."""
BEYOND_END = 0.5
"""How much of the window may lie behind the sheet's end: room to write on."""
LEAD_PX = 10.0
"""The empty strip before tick 0, so that the first notes and the playhead stand free."""
SPILL_PX = 3
"""A note may be drawn this much wider than it is, for its edge or because it is too short to see."""
Ticks = NDArray[np.int64]
Pixels = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Viewport:
    """What of the sheet is seen: ``width_px`` × ``height_px`` logical pixels from a scroll position on.

    The sheet is ``extent_ticks`` long and has a row for each pitch, the highest on top: all 128, or those of
    ``fold`` (ascending, each once). A pitch that is folded away stands in the next row below. Rows are whole
    pixels (``row_px``) though the zoom behind them (``row_zoom_px``) is not, so that they are all alike and
    crisp.
    """

    width_px: int = 800
    height_px: int = 400
    px_per_tick: float = 0.2
    row_zoom_px: float = 14.0
    scroll_x_px: float = -LEAD_PX
    scroll_y_px: float = 0.0
    extent_ticks: int = 16 * 4 * PPQ
    fold: tuple[int, ...] | None = None

    # --- reading ---------------------------------------------------------------------------------

    @property
    def row_px(self) -> int:
        """The height of one pitch's row."""
        return round(self.row_zoom_px)

    @property
    def sheet_width_px(self) -> float:
        """The whole sheet's width, at this zoom."""
        return self.extent_ticks * self.px_per_tick

    @property
    def rows(self) -> int:
        """How many rows the sheet has."""
        return PITCHES if self.fold is None else len(self.fold)

    @property
    def sheet_height_px(self) -> int:
        """The height of all rows, at this zoom."""
        return self.rows * self.row_px

    @property
    def max_scroll_x_px(self) -> float:
        """How far the sheet can be scrolled to the left."""
        return max(-LEAD_PX, self.sheet_width_px - self.width_px * (1 - BEYOND_END))

    @property
    def max_scroll_y_px(self) -> float:
        """How far the sheet can be scrolled upwards."""
        return float(max(0, self.sheet_height_px - self.height_px))

    @overload
    def x_of(self, tick: float) -> int: ...
    @overload
    def x_of(self, tick: Ticks) -> Pixels: ...
    def x_of(self, tick: float | Ticks) -> int | Pixels:
        """The pixel column of a tick, or of an array of them."""
        if isinstance(tick, np.ndarray):
            columns = tick * self.px_per_tick
            np.rint(columns, out=columns)
            columns -= round(self.scroll_x_px)
            # 30-bit pixels are far outside of any screen, and do not overflow when a width is added.
            np.clip(columns, -(2**30), 2**30, out=columns)
            return columns.astype(np.int32)
        return round(tick * self.px_per_tick) - round(self.scroll_x_px)

    def tick_at(self, x_px: float) -> float:
        """The (fractional) tick under a pixel column."""
        return (x_px + round(self.scroll_x_px)) / self.px_per_tick

    @overload
    def y_of(self, pitch: int) -> int: ...
    @overload
    def y_of(self, pitch: Ticks) -> Pixels: ...
    def y_of(self, pitch: int | Ticks) -> int | Pixels:
        """The top of a pitch's row, or of an array of them."""
        if isinstance(pitch, np.ndarray):
            tops: Pixels = np.take(_rows_of_pitches(self.fold), pitch, mode="clip")
            tops *= self.row_px
            tops -= round(self.scroll_y_px)
            return tops
        return self._row_of_pitch(pitch) * self.row_px - round(self.scroll_y_px)

    def pitch_at(self, y_px: float) -> int:
        """The pitch whose row is at a pixel line; beyond the sheet that of its first or last row."""
        row = int(min(max((y_px + round(self.scroll_y_px)) // self.row_px, 0), self.rows - 1))
        return self._pitch_of_row(row)

    @property
    def start_tick(self) -> float:
        """The tick at the left edge."""
        return self.tick_at(0)

    @property
    def end_tick(self) -> float:
        """The tick at the right edge."""
        return self.tick_at(self.width_px)

    def window(self, left_px: float, right_px: float) -> tuple[int, int]:
        """The ticks [start, end) that touch a stretch of pixel columns, a note's least width included."""
        start, end = self.tick_at(left_px - SPILL_PX), self.tick_at(right_px + SPILL_PX)
        return max(0, int(start)), max(1, int(np.ceil(end)))

    @property
    def lowest_pitch(self) -> int:
        """The pitch at the bottom edge."""
        return self.pitch_at(self.height_px - 1)

    @property
    def highest_pitch(self) -> int:
        """The pitch at the top edge."""
        return self.pitch_at(0)

    @property
    def shown_pitches(self) -> tuple[int, ...]:
        """The pitches whose rows are seen, from the lowest up."""
        shown = range(PITCHES) if self.fold is None else self.fold
        return tuple(shown[bisect_left(shown, self.lowest_pitch) : bisect_right(shown, self.highest_pitch)])

    # --- moving ----------------------------------------------------------------------------------

    def resized(self, width_px: int, height_px: int) -> Self:
        """The view in a window of another size; the pitch in the middle stays there."""
        shift = (self.height_px - height_px) / 2
        sized = replace(self, width_px=max(1, width_px), height_px=max(1, height_px))
        return sized._held(scroll_y_px=self.scroll_y_px + shift)

    def scrolled_by(self, x_px: float, y_px: float) -> Self:
        """The view moved to the right and downwards, as far as the sheet goes."""
        return self._held(scroll_x_px=self.scroll_x_px + x_px, scroll_y_px=self.scroll_y_px + y_px)

    def scrolled_to(self, *, x_px: float | None = None, y_px: float | None = None) -> Self:
        """The view at a scroll position."""
        return self._held(
            scroll_x_px=self.scroll_x_px if x_px is None else x_px,
            scroll_y_px=self.scroll_y_px if y_px is None else y_px,
        )

    def with_extent(self, extent_ticks: int) -> Self:
        """The view on a sheet of another length; it is not moved by that."""
        return replace(self, extent_ticks=max(PPQ, extent_ticks))

    def folded(self, fold: tuple[int, ...] | None) -> Self:
        """The view with other rows shown, no lower than fills the window; the middle pitch stays there."""
        if fold == self.fold:
            return self
        middle = self.pitch_at(self.height_px / 2)
        folded = replace(self, fold=fold)
        folded = replace(folded, row_zoom_px=max(self.row_zoom_px, folded._min_row_px))
        middle_px = (folded._row_of_pitch(middle) + 0.5) * folded.row_px
        return folded._held(scroll_y_px=middle_px - self.height_px / 2)

    def zoomed_time(self, factor: float, at_x_px: float) -> Self:
        """Closer by a factor in time; what is at a pixel column stays there."""
        tick = self.tick_at(at_x_px)
        scale = min(max(self.px_per_tick * factor, self._min_px_per_tick), MAX_PX_PER_TICK)
        zoomed = replace(self, px_per_tick=scale)
        return zoomed._held(scroll_x_px=tick * scale - at_x_px)

    def zoomed_pitch(self, factor: float, at_y_px: float) -> Self:
        """Closer by a factor in pitch; what is at a pixel line stays there."""
        row = (at_y_px + self.scroll_y_px) / self.row_px
        zoom = min(max(self.row_zoom_px * factor, self._min_row_px), MAX_ROW_PX)
        zoomed = replace(self, row_zoom_px=zoom)
        return zoomed._held(scroll_y_px=row * zoomed.row_px - at_y_px)

    def showing(self, start_tick: float, end_tick: float) -> Self:
        """The view fitted in time to a span."""
        room = max(1.0, self.width_px - LEAD_PX)
        scale = min(max(room / max(1.0, end_tick - start_tick), 1e-6), MAX_PX_PER_TICK)
        return replace(self, px_per_tick=scale)._held(scroll_x_px=start_tick * scale - LEAD_PX)

    def spanning(self, start_tick: float, end_tick: float) -> Self:
        """The view from one tick exactly to another, as far as the zoom goes."""
        scale = self.width_px / max(1e-6, end_tick - start_tick)
        scale = min(max(scale, self._min_px_per_tick), MAX_PX_PER_TICK)
        return replace(self, px_per_tick=scale)._held(scroll_x_px=start_tick * scale)

    def showing_pitches(self, lowest: int, highest: int, largest_row_px: float) -> Self:
        """The view fitted in pitch to a range, with rows no higher than asked, centred."""
        first, last = self._row_of_pitch(highest), self._row_of_pitch(lowest)
        zoom = min(max(self.height_px // (last - first + 1), self._min_row_px), largest_row_px)
        zoomed = replace(self, row_zoom_px=float(int(zoom)))
        middle = (first + last + 1) / 2 * zoomed.row_px
        return zoomed._held(scroll_y_px=middle - self.height_px / 2)

    @property
    def _min_px_per_tick(self) -> float:
        return min(self.px_per_tick, self.width_px * BEYOND_END / self.extent_ticks)

    @property
    def _min_row_px(self) -> float:
        return min(max(MIN_ROW_PX, self.height_px // self.rows), MAX_ROW_PX)

    def _pitch_of_row(self, row: int) -> int:
        return MAX_PITCH - row if self.fold is None else self.fold[-1 - row]

    def _row_of_pitch(self, pitch: int) -> int:
        return MAX_PITCH - pitch if self.fold is None else int(_rows_of_pitches(self.fold)[pitch])

    def _held(self, **changes: float) -> Self:
        """A copy with the changes, its scroll position held on the sheet."""
        moved = replace(self, **changes)  # type: ignore[arg-type]  # only float fields are given
        return replace(
            moved,
            scroll_x_px=min(max(moved.scroll_x_px, -LEAD_PX), moved.max_scroll_x_px),
            scroll_y_px=min(max(moved.scroll_y_px, 0.0), moved.max_scroll_y_px),
        )


@lru_cache(maxsize=8)
def _rows_of_pitches(fold: tuple[int, ...] | None) -> Pixels:
    """The row of each of the 128 pitches: its own, or where it is folded away the next one below."""
    shown = np.arange(PITCHES) if fold is None else np.array(fold)
    at = np.searchsorted(shown, np.arange(PITCHES), side="right") - 1
    rows = (len(shown) - 1 - np.maximum(at, 0)).astype(np.int32)
    rows.setflags(write=False)
    return rows
