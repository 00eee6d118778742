"""What lies under the notes: rows, scale, grid lines, the proposal's span and the loop's ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache, lru_cache, partial

import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from assistant.core.tempo import MeterMap
from assistant.ui.piano_roll.boxes import paint_alike
from assistant.ui.piano_roll.coordinates import PITCHES, Pixels, Viewport
from assistant.ui.piano_roll.grid import LineKind, grid_lines
from assistant.ui.piano_roll.state import RollState
from assistant.ui.theme import qcolor

BLACK_KEYS = frozenset({1, 3, 6, 8, 10})
LEAST_ROW_LINE_PX = 8
Grid = list[tuple[Pixels, QColor]]
"""Lines: their pixel columns in the note area, and a colour."""
LINE_TOKENS = {LineKind.SUBDIVISION: "grid_line", LineKind.BEAT: "beat_line", LineKind.BAR: "bar_line"}


def paint_rows(painter: QPainter, state: RollState, dirty: QRect) -> None:
    """A band for each pitch (black keys darker, or what is outside of the scale), with the grid across it.

    Bands are alike but for their colours, so each kind is drawn once and then copied to its rows.
    """
    view = state.viewport
    row_px, first = view.row_px, view.pitch_at(dirty.top())
    left, top, bottom = dirty.left(), view.y_of(first), dirty.bottom()
    band_of = _bands(painter, state, dirty)
    for pitch in reversed(view.shown_pitches[: bisect_right(view.shown_pitches, first)]):
        if top > bottom:
            break
        painter.drawPixmap(left, top, band_of(pitch))
        top += row_px
    end = view.y_of(view.lowest_pitch) + row_px
    if end < view.height_px:
        ground = qcolor(state.theme.ground)
        painter.fillRect(dirty.left(), end, dirty.width(), view.height_px - end, ground)


def _bands(painter: QPainter, state: RollState, dirty: QRect) -> Callable[[int], QPixmap]:
    """What tells the pixels of a pitch's row; outside of a fold every octave is like the other."""
    strip = cache(partial(_strip, painter, _grid(state, dirty.left(), dirty.right() + 1), dirty))
    width, row_px = dirty.width(), state.viewport.row_px
    step = PITCHES if state.viewport.fold else 12

    @cache
    def painted(colour: str, line: str) -> QPixmap:
        band = _pixmap(painter, width, row_px)
        brush = QPainter(band)
        brush.drawPixmap(0, 0, width, row_px, strip(colour))
        if line:
            brush.drawPixmap(0, row_px - 1, width, 1, strip(line))
        brush.end()
        return band

    @cache
    def of_class(pitch: int) -> QPixmap:
        return painted(_row_colour(state, pitch), _row_line(state, pitch))

    return lambda pitch: of_class(pitch % step)


def paint_ground(painter: QPainter, state: RollState, dirty: QRect, colour: str) -> None:
    """One colour with the grid across it, where it is dirty."""
    grid = _grid(state, dirty.left(), dirty.right() + 1)
    painter.drawPixmap(dirty, _strip(painter, grid, dirty, colour))


def _strip(painter: QPainter, grid: Grid, dirty: QRect, colour: str) -> QPixmap:
    """A line of a colour with the grid across it, to be repeated downwards."""
    strip = _pixmap(painter, dirty.width(), 1)
    brush = QPainter(strip)
    brush.fillRect(0, 0, dirty.width(), 1, qcolor(colour))
    for columns, ink in grid:
        boxes = np.zeros((len(columns), 4), dtype=np.int32)
        boxes[:, 0] = boxes[:, 2] = columns - dirty.left()
        paint_alike(brush, boxes, ink)
    brush.end()
    return strip


def _pixmap(painter: QPainter, width_px: int, height_px: int) -> QPixmap:
    """A pixmap of a size in logical pixels, as sharp as what it will be painted on."""
    ratio = painter.device().devicePixelRatio()
    pixmap = QPixmap(QSize(width_px, height_px) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _grid(state: RollState, left_px: int, right_px: int) -> Grid:
    """Subdivisions, beats and bars, each stronger than the one before, fading in with the zoom."""
    theme = state.theme
    return [
        (columns, qcolor(getattr(theme, LINE_TOKENS[kind]), opacity))
        for kind, opacity, columns in lines_between(
            state.meter_map, state.viewport, state.grid_ticks, left_px, right_px
        )
    ]


@lru_cache(maxsize=4)  # every part of the roll asks
def lines_between(
    meter_map: MeterMap, view: Viewport, grid_ticks: int, left_px: int, right_px: int
) -> list[tuple[LineKind, float, Pixels]]:
    """(kind, opacity, pixel columns) of the lines that are seen between two columns."""
    window = view.tick_at(left_px - 1), view.tick_at(right_px)
    lines = grid_lines(meter_map, *window, view.px_per_tick, grid_ticks)
    return [(line.kind, line.opacity, view.x_of(line.ticks)) for line in lines if line.opacity > 0]


def paint_span(painter: QPainter, state: RollState, height_px: int) -> None:
    """The stretch that the model's proposal answers for."""
    view, theme, span = state.viewport, state.theme, state.ghosts.span
    if span is None:
        return
    left, right = (max(-4, min(view.x_of(tick), view.width_px + 4)) for tick in span)
    painter.fillRect(left, 0, right - left, height_px, qcolor(theme.ghost, 0.055))
    painter.fillRect(left, 0, 1, height_px, qcolor(theme.ghost, 0.55))
    for top in range(0, height_px, 6):
        painter.fillRect(right, top, 1, 4, qcolor(theme.ghost, 0.45))


def paint_loop(painter: QPainter, state: RollState, height_px: int) -> None:
    """The ends of the loop, and what lies outside of it a little dimmer."""
    loop, view, theme = state.session.piece.loop, state.viewport, state.theme
    if loop is None or not loop.enabled:
        return
    left, right = (
        max(-2, min(view.x_of(tick), view.width_px + 2)) for tick in (loop.start_tick, loop.end_tick)
    )
    shade = qcolor(theme.ground, 0.4)
    painter.fillRect(0, 0, left, height_px, shade)
    painter.fillRect(right, 0, view.width_px - right, height_px, shade)
    for column in (left, right):
        painter.fillRect(column, 0, 1, height_px, qcolor(theme.loop, 0.4))


def _row_colour(state: RollState, pitch: int) -> str:
    theme, scale = state.theme, state.scale
    if scale is None:
        return theme.row_black if pitch % 12 in BLACK_KEYS else theme.row_white
    if pitch % 12 == scale.tonic:
        return theme.row_tonic
    return theme.row_scale if pitch % 12 in scale.pitch_classes else theme.row_black


def _row_line(state: RollState, pitch: int) -> str:
    """The line under a row: a stronger one where an octave begins, the others where there is room."""
    view = state.viewport
    if pitch % 12 == 0 or (view.fold and pitch // 12 != view.pitch_at(view.y_of(pitch) + view.row_px) // 12):
        return state.theme.octave_line
    return state.theme.row_line if state.viewport.row_px >= LEAST_ROW_LINE_PX else ""
