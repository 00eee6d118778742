"""The velocity lane: a bar at the onset of every note, on the note area's time axis."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from assistant.core.clip import IntColumn
from assistant.core.note import PPQ
from assistant.ui.piano_roll.boxes import Boxes, Palette, Shades, paint_boxes, paint_map, palette_of
from assistant.ui.piano_roll.coordinates import Pixels
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.shift_velocities import ShiftVelocitiesGesture
from assistant.ui.piano_roll.gestures.velocity import VelocityGesture, near_ids
from assistant.ui.piano_roll.lanes.content import LaneContent
from assistant.ui.piano_roll.lanes.kinds import LaneKind
from assistant.ui.piano_roll.painter import player_style, velocity_shades
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer
from assistant.ui.theme import VELOCITY_SHADES, Theme, mix, qcolor

LEAST_BAR_PX, MOST_BAR_PX = 2, 7
CAP_PX = 3
FEW = 600
"""More bars than this are painted as a map of pixels."""
STEM_DIMMING = 0.5
"""How far a bar's stem goes back into the lane, so that its top stands out."""
LEAST_HOLLOW_PX = 4
HOLLOW = 0.8
"""How strong the outlines of muted notes are."""
LEAVING = 0.28
"""How strong the bars are of notes that the take on show would replace, as in the note area."""

HINT = "Drag a bar to set its velocity, drag across to paint · Shift draws a straight ramp"
HINT_SELECTED = "Drag to move all selected velocities · Ctrl spreads or flattens · Shift a ramp · Alt paints"


class VelocityBars(LaneContent):
    """How hard each note is struck, as heights to drag; muted notes are hollow."""

    SHOWS_NOTES = True

    @property
    def _bar_px(self) -> int:
        """The width of a bar: less where 16ths stand close."""
        sixteenth_px = PPQ / 4 * self.state.viewport.px_per_tick
        return int(min(max(sixteenth_px / 2.5, LEAST_BAR_PX), MOST_BAR_PX))

    # --- painting --------------------------------------------------------------------------------

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        state, clip, window = self.state, self.state.clip, self._window(dirty)
        rows: IntColumn | slice = clip.rows_starting_between(*window)
        if len(state.preview.hidden):
            rows = _chosen(rows, ~state.preview.hidden.mask(clip, rows))
        if state.ghosts.span is not None:
            leave = state.ghosts.would_replace(clip.starts[rows])
            self._paint_leaving(painter, Shapes.of_rows(clip, _chosen(rows, leave)))
            rows = _chosen(rows, ~leave)
        self._paint_ghosts(painter, window)
        shapes = Shapes.of_rows(clip, rows)
        shades = velocity_shades(shapes)
        if len(state.selection):
            shades[state.selection.mask(clip, rows)] = VELOCITY_SHADES
        self._paint_shapes(painter, shapes, shades, dirty)

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """What a gesture shows."""
        preview = self.state.preview.notes
        if len(preview):
            preview = preview.between(*self._window(dirty))
            shades = velocity_shades(preview)
            if self.state.preview.are_selected:
                shades[:] = VELOCITY_SHADES
            self._paint_shapes(painter, preview, shades, dirty)

    def _window(self, dirty: QRect) -> tuple[int, int]:
        """The ticks of the bars of which something is seen in a rectangle."""
        return self.state.viewport.window(dirty.left() - MOST_BAR_PX, dirty.right() + 1 + MOST_BAR_PX)

    def _paint_shapes(self, painter: QPainter, shapes: Shapes, shades: Shades, dirty: QRect) -> None:
        """Loud bars first, so that the soft notes of a chord stand before them; muted ones behind all."""
        if shapes.muted is not None:
            muted = shapes.muted
            self._paint_hollow(painter, shapes.chosen(muted), shades[muted])
            shapes, shades = shapes.chosen(~muted), shades[~muted]
        columns, tops = self.state.viewport.x_of(shapes.starts), self._tops(shapes.velocities)
        if not painter.device().devicePixelRatioF().is_integer():  # a picture must always begin alike
            self._paint_crowd(painter, columns, tops, shades, QRect(0, 0, self.state.viewport.width_px, 0))
        elif len(shapes) > FEW:
            self._paint_crowd(painter, columns, tops, shades, dirty)
        else:
            self._paint_few(painter, columns, tops, shades)

    def _paint_few(self, painter: QPainter, columns: Pixels, tops: Pixels, shades: Shades) -> None:
        order = np.argsort(shades, kind="stable")[::-1]  # where two fall together the louder one stays
        seen = order[np.unique(columns[order] * np.int64(self.height_px) + tops[order], return_index=True)[1]]
        bars, behind = self._boxes(columns[seen], tops[seen]), np.uint8(VELOCITY_SHADES) - shades[seen]
        stems, caps = _colours(self.state.theme)
        paint_boxes(painter, bars, behind, stems)
        paint_boxes(painter, _caps(bars), behind, caps)

    def _paint_crowd(
        self, painter: QPainter, columns: Pixels, tops: Pixels, shades: Shades, stretch: QRect
    ) -> None:
        """The same as a map of pixels."""
        first, size = stretch.left(), (self.height_px, stretch.width())
        seen = bar_map(columns - first, tops, shades, self._bar_px, size)
        paint_map(painter, seen, _palette(self.state.theme), first, 0)

    def _paint_hollow(self, painter: QPainter, shapes: Shapes, shades: Shades) -> None:
        """The outlines of bars, with the lane within, where they are wide enough for one."""
        theme, bars = self.state.theme, self._bars(shapes)
        is_selected = (shades == VELOCITY_SHADES).astype(np.uint8)
        strength = HOLLOW if self._bar_px >= LEAST_HOLLOW_PX else HOLLOW / 2
        edges = tuple(qcolor(mix(theme.lane, c, strength)) for c in (theme.note_middle, theme.selection))
        paint_boxes(painter, bars, is_selected, edges)
        if self._bar_px >= LEAST_HOLLOW_PX:
            within = bars + np.array((1, 1, -1, 0), dtype=np.int32)
            paint_boxes(painter, within, np.zeros(len(bars), dtype=np.uint8), (qcolor(theme.lane),))

    def _paint_leaving(self, painter: QPainter, shapes: Shapes) -> None:
        note = self.state.theme.note_loud
        self._paint_alike(painter, shapes, qcolor(note, LEAVING / 2), qcolor(note, LEAVING))

    def _paint_ghosts(self, painter: QPainter, window: tuple[int, int]) -> None:
        visible = self.state.ghosts.visible(*window)
        ghost = self.state.theme.ghost
        shapes = Shapes.of_notes(note for note, _ in visible)
        self._paint_alike(painter, shapes, qcolor(ghost, 0.35), qcolor(ghost, 0.9))

    def _paint_alike(self, painter: QPainter, shapes: Shapes, stem: QColor, cap: QColor) -> None:
        if not len(shapes):
            return
        bars, shades = self._bars(shapes), np.zeros(len(shapes), dtype=np.uint8)
        paint_boxes(painter, bars, shades, (stem,))
        paint_boxes(painter, _caps(bars), shades, (cap,))

    def _bars(self, shapes: Shapes) -> Boxes:
        return self._boxes(self.state.viewport.x_of(shapes.starts), self._tops(shapes.velocities))

    def _boxes(self, columns: Pixels, tops: Pixels) -> Boxes:
        bars = np.empty((len(columns), 4), dtype=np.int32)
        bars[:, 0], bars[:, 1] = columns, tops
        bars[:, 2] = columns + (self._bar_px - 1)
        bars[:, 3] = self.height_px - 1
        return bars

    def _tops(self, velocities: IntColumn) -> Pixels:
        tops: Pixels = _levels(self.kind, self.height_px)[velocities]
        return tops

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button != Qt.MouseButton.LeftButton:
            return None
        if self._is_on_selected(pointer) and not (pointer.shift or pointer.alt):
            return ShiftVelocitiesGesture(self.state, pointer)
        return VelocityGesture(self.state, pointer)

    def hint(self, pointer: Pointer) -> str:
        action = HINT_SELECTED if self._is_on_selected(pointer) else HINT
        return f"Velocity {pointer.velocity} · {action}"

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        is_on_bar = len(near_ids(self.state, pointer.tick)) > 0
        return Qt.CursorShape.SizeVerCursor if is_on_bar else Qt.CursorShape.CrossCursor

    def _is_on_selected(self, pointer: Pointer) -> bool:
        return bool(set(near_ids(self.state, pointer.tick).tolist()) & self.state.selection.ids)


@lru_cache(maxsize=8)
def _levels(kind: LaneKind, height_px: int) -> Pixels:
    """The pixel line of every value."""
    return np.array([kind.y_of(value, height_px) for value in range(kind.highest + 1)], dtype=np.int32)


@lru_cache
def _colours(theme: Theme) -> tuple[tuple[QColor, ...], tuple[QColor, ...]]:
    """(stems, caps), the loudest first."""
    caps = tuple(reversed(player_style(theme).bodies))
    return tuple(qcolor(mix(cap.name(), theme.lane, STEM_DIMMING)) for cap in caps), caps


@lru_cache
def _palette(theme: Theme) -> Palette:
    """Nothing, then stems and caps."""
    stems, caps = _colours(theme)
    return palette_of((*stems, *caps))


def _chosen(rows: IntColumn | slice, mask: NDArray[np.bool_]) -> IntColumn:
    found: IntColumn = np.flatnonzero(mask)
    return found + rows.start if isinstance(rows, slice) else rows[found]


def bar_map(columns: Pixels, tops: Pixels, shades: Shades, bar_px: int, size: tuple[int, int]) -> Shades:
    """What is seen of bars in each pixel of a ``size`` (height, width): a row of the palette.

    Of bars that cover each other the softest is in front, and a selected one behind; caps are before stems.
    Where two fall together the louder one stays.
    """
    height, width = size
    before = bar_px - 1  # columns to the left, whose bars reach into the picture
    inside = (columns >= -before) & (columns < width)
    columns, tops, shades = columns[inside], tops[inside], shades[inside]
    order = np.argsort(shades, kind="stable")
    place = (tops * (before + width) + columns + before)[order]
    in_front = np.uint8(VELOCITY_SHADES + 1) - shades[order]
    stems = _spread(place, in_front, bar_px, size)
    caps = _spread(place, in_front + np.uint8(VELOCITY_SHADES + 1), bar_px, size)
    for _ in range(1, CAP_PX):
        np.maximum(caps[1:], caps[:-1], out=caps[1:])
    step = 1
    while step < height:  # down to the ground
        np.maximum(stems[step:], stems[:-step], out=stems[step:])
        step *= 2
    return np.maximum(stems, caps, out=stems)


def _spread(place: IntColumn, value: Shades, bar_px: int, size: tuple[int, int]) -> Shades:
    """A map of values at some places, as wide as a bar is; the greatest is seen."""
    height, width = size
    before = bar_px - 1
    first = np.zeros((height, before + width), dtype=np.uint8)
    first.reshape(-1)[place] = value
    spread = first[:, before:].copy()
    for step in range(1, bar_px):
        np.maximum(spread, first[:, before - step : -step], out=spread)
    return spread


def _caps(bars: Boxes) -> Boxes:
    """The bright top of each bar, where the hand takes it."""
    caps = bars.copy()
    caps[:, 3] = caps[:, 1] + CAP_PX - 1
    return caps
