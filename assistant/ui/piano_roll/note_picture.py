"""The picture of what stands still in the note area: rows, grid and notes, mended where it has changed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from assistant.core.clip import Clip, IntColumn
from assistant.ui.piano_roll import backdrop
from assistant.ui.piano_roll.coordinates import PITCHES, Viewport
from assistant.ui.piano_roll.painter import NotePainter, faint_style, player_style
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import RollState
from assistant.ui.piano_roll.watch import REACH_PX, rectangles
from assistant.ui.theme import qcolor

LEAVING = 0.28
"""How strong the notes are that the take on show would replace."""
NEAR_PX = 20_000
"""So many pixels are drawn sooner than another rectangle is begun."""
STEP_PX = 4
"""So many logical pixels are a whole number of a device's, with all usual scales."""
BESIDE = 0.36
"""How strong the notes of other tracks are."""


class NotePicture:
    """Kept as pixels; drawn anew where it was told to be out of date.

    While the view moves nothing is worth keeping: a few notes are painted at first sight straight onto the
    window, which spares as many pixels again. At the second sight they are kept.
    """

    def __init__(self, state: RollState, notes: NotePainter) -> None:
        self.pixmap = QPixmap()
        self._state = state
        self._notes = notes
        self._dirty: list[QRect] | None = None
        self._is_unseen = True

    def spoil(self) -> None:
        """All of it is out of date."""
        self._dirty, self._is_unseen = None, True

    def is_first_sight(self) -> bool:
        """Whether it is to be painted straight onto the window, this once."""
        is_first, self._is_unseen = self._is_unseen and self._dirty is None, False
        return is_first and not self._state.watch.scene.is_crowded

    def spoil_notes(self, changed: Shapes) -> list[QRect]:
        """What shows these notes is out of date; where that is."""
        rects = rectangles(self._state.viewport, changed)
        if self._dirty is not None:
            self._dirty += rects
        return rects

    def bring_up_to_date(self, size: QSize, ratio: float) -> None:
        """Draw what is out of date; all of it where the size is another."""
        if self._dirty is None or self.pixmap.size() != size * ratio:
            self._renew(size, ratio)
        for dirty in united(self._dirty or []):
            self.draw(_on_whole_pixels(dirty, ratio) & QRect(QPoint(), size))
        self._dirty = []

    def _renew(self, size: QSize, ratio: float) -> None:
        if self.pixmap.size() != size * ratio:
            self.pixmap = QPixmap(size * ratio)
        self.pixmap.setDevicePixelRatio(ratio)
        self._dirty = [QRect(0, 0, size.width(), size.height())]

    def draw(self, dirty: QRect) -> None:
        """Draw a rectangle of it, and touch nothing else."""
        painter = QPainter(self.pixmap)
        painter.setClipRect(dirty)
        self.paint(painter, dirty)
        painter.end()

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Paint all that is seen in a rectangle, and perhaps a little around it."""
        state, height = self._state, self._state.viewport.height_px
        self._notes.is_crowded = state.watch.scene.is_crowded
        if not painter.device().devicePixelRatioF().is_integer():  # there may be pixels between two rows
            painter.fillRect(dirty, qcolor(state.theme.row_white))
        backdrop.paint_rows(painter, state, dirty)
        backdrop.paint_loop(painter, state, height)
        backdrop.paint_span(painter, state, height)
        self._draw_other_tracks(painter, dirty)
        self._draw_notes(painter, dirty)

    def _draw_other_tracks(self, painter: QPainter, dirty: QRect) -> None:
        view, theme = self._state.viewport, self._state.theme
        for track in self._state.tracks_beside:
            style = faint_style(theme, theme.track_colour(track.colour), BESIDE)
            rows = rows_within(track.clip, view, dirty)
            self._notes.paint(painter, view, Shapes.of_rows(track.clip, rows), style)

    def _draw_notes(self, painter: QPainter, dirty: QRect) -> None:
        state, view, clip, theme = self._state, self._state.viewport, self._state.clip, self._state.theme
        rows = rows_within(clip, view, dirty)
        if len(state.preview.hidden):
            rows = _kept(rows, ~state.preview.hidden.mask(clip, rows))
        if state.ghosts.span is not None:
            leave = state.ghosts.would_replace(clip.starts[rows])
            style = faint_style(theme, theme.note_loud, LEAVING)
            self._notes.paint(painter, view, Shapes.of_rows(clip, _kept(rows, leave)), style)
            rows = _kept(rows, ~leave)
        selected = state.selection.mask(clip, rows) if len(state.selection) else None
        shapes = Shapes.of_rows(clip, rows)
        self._notes.paint(painter, view, shapes, player_style(theme), selected, flats=state.uses_flats)


def _on_whole_pixels(rect: QRect, ratio: float) -> QRect:
    """A rectangle about this one whose edges lie between the device's pixels."""
    if ratio.is_integer():
        return rect
    if not (ratio * STEP_PX).is_integer():
        return QRect(0, 0, 2**16, 2**16)
    left, top = (start // STEP_PX * STEP_PX for start in (rect.left(), rect.top()))
    right, bottom = ((end // STEP_PX + 1) * STEP_PX for end in (rect.right(), rect.bottom()))
    return QRect(left, top, right - left, bottom - top)


def united(rects: Iterable[QRect]) -> list[QRect]:
    """The rectangles, in one where it costs little to draw what lies between them."""
    apart: list[QRect] = []
    for rect in rects:
        grown = rect
        for other in tuple(apart):
            if _area(grown.united(other)) <= _area(grown) + _area(other) + NEAR_PX:
                apart.remove(other)
                grown = grown.united(other)
        apart.append(grown)
    return apart


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()


def rows_within(clip: Clip, view: Viewport, area: QRect) -> IntColumn | slice:
    """The rows of the notes of which something is seen in an area; a slice where that is all in a row."""
    start, end = view.window(area.left() - REACH_PX, area.right() + 1 + REACH_PX)
    rows = clip.rows_starting_between(start - clip.longest_ticks, end)
    tops = view.y_of(np.arange(PITCHES))
    is_inside = (tops > area.top() - REACH_PX - view.row_px) & (tops <= area.bottom() + REACH_PX)
    return _kept(rows, is_inside[clip.pitches[rows]] & (clip.ends[rows] > start))


def _kept(rows: IntColumn | slice, mask: NDArray[np.bool_]) -> IntColumn | slice:
    """Those of the rows that a mask has."""
    if mask.all():
        return rows
    return rows[mask] if isinstance(rows, np.ndarray) else np.flatnonzero(mask) + rows.start
