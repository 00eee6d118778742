"""The whole piece in a strip a few pixels high."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter

from assistant.core.clip import Clip
from assistant.ui.piano_roll.boxes import Boxes, paint_crowd
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.painter import faint_style
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import RollState
from assistant.ui.theme import qcolor

MARGIN_PX = 4
LEAST_PITCHES = 24
MOST_ROW_PX = 3
MINE, BESIDE = 0.9, 0.5
"""How strong the notes of the track in hand are, and those of the others."""


def paint_piece(painter: QPainter, state: RollState, size: QSize, px_per_tick: float) -> None:
    """All notes of all tracks that are heard, the track in hand on top, and over it the take on offer."""
    theme, ghosts = state.theme, state.ghosts
    painter.fillRect(0, 0, size.width(), size.height(), qcolor(theme.lane))
    beside = [
        (_shapes(track.clip), theme.track_colour(track.colour), BESIDE) for track in state.tracks_beside
    ]
    offered = [
        (Shapes.of_notes(notes), theme.ghost, strength)
        for notes, strength in ((ghosts.beside, BESIDE), (ghosts.notes, MINE))
    ]
    layers = [*beside, (_shapes(state.clip), theme.note_middle, MINE), *offered]
    rows = _Rows([shapes for shapes, _, _ in layers], size.height() - 2 * MARGIN_PX)
    view = Viewport(size.width(), size.height(), px_per_tick, float(rows.row_px), 0.0)
    for shapes, colour, strength in layers:
        boxes, shades = rows.boxes(shapes, view), np.zeros(len(shapes), dtype=np.uint8)
        paint_crowd(painter, boxes, shades, faint_style(theme, colour, strength).bodies, view)


def _shapes(clip: Clip) -> Shapes:
    return Shapes.of_rows(clip.sounding, slice(None))


class _Rows:
    """Where pitches stand: from the lowest note to the highest, each in its own row where there is room."""

    def __init__(self, layers: list[Shapes], height_px: int) -> None:
        used = [shapes.pitches for shapes in layers if len(shapes)]
        lowest = min((int(pitches.min()) for pitches in used), default=60)
        highest = max((int(pitches.max()) for pitches in used), default=60)
        missing = max(0, LEAST_PITCHES - (highest - lowest + 1))
        self._highest, self._pitches = highest + missing // 2, highest - lowest + 1 + missing
        self.row_px = min(max(height_px // self._pitches, 1), MOST_ROW_PX)
        self._rows = min(height_px // self.row_px, self._pitches)
        self._top_px = MARGIN_PX + (height_px - self._rows * self.row_px) // 2

    def boxes(self, shapes: Shapes, view: Viewport) -> Boxes:
        """A box for every note, at least a pixel wide."""
        boxes = np.empty((4, len(shapes)), dtype=np.int32)
        boxes[0] = view.x_of(shapes.starts)
        row = (self._highest - shapes.pitches) * self._rows // self._pitches
        boxes[1] = row * self.row_px + self._top_px
        np.maximum(view.x_of(shapes.ends) - 1, boxes[0], out=boxes[2])
        np.add(boxes[1], self.row_px - 1, out=boxes[3])
        return boxes.T
