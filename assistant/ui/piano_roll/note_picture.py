"""The picture of what stands still in the note area: rows, grid and notes, mended where it has changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from assistant.core.clip import Clip, IntColumn
from assistant.ui.piano_roll import backdrop
from assistant.ui.piano_roll.coordinates import PITCHES, Viewport
from assistant.ui.piano_roll.kept_picture import KeptPicture
from assistant.ui.piano_roll.painter import NotePainter, faint_style, player_style
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import RollState
from assistant.ui.piano_roll.watch import REACH_PX
from assistant.ui.theme import qcolor

LEAVING = 0.28
"""How strong the notes are that the take on show would replace."""
BESIDE = 0.36
"""How strong the notes of other tracks are."""


class NotePicture(KeptPicture):
    """Rows, grid and notes, those of other tracks faintly; mended where notes look different."""

    def __init__(self, state: RollState, notes: NotePainter) -> None:
        super().__init__(self._paint)
        self._state = state
        self._notes = notes

    def _paint(self, painter: QPainter, dirty: QRect) -> None:
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
