"""Marks that show what the hand is about to do: where a note would be split, a line drawn freely."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.split import cuts_at
from assistant.ui.piano_roll.outlines import Point, y_of_row
from assistant.ui.piano_roll.painter import CORNER_PX, note_boxes
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import qcolor

BEYOND_PX = 4
"""How far the line of a split stands out above and below its note."""


def paint_promise(painter: QPainter, state: RollState, notes: list[Note]) -> None:
    """The notes that a click would draw."""
    theme = state.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(qcolor(theme.note_loud, 0.8), 1))
    painter.setBrush(qcolor(theme.note_loud, 0.2))
    for left, top, right, bottom in note_boxes(state.viewport, Shapes.of_notes(notes)).tolist():
        box = QRectF(left + 0.5, top + 0.5, right - left, bottom - top)
        painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_cuts(painter: QPainter, state: RollState, hover: Pointer) -> None:
    """The line where a click would split the note under the hand, and those that go with it."""
    view, cuts = state.viewport, cuts_at(state, hover)
    painter.setPen(Qt.PenStyle.NoPen)
    for note in state.clip.notes(list(cuts)):
        column, top = view.x_of(cuts[note.id]), view.y_of(note.pitch)
        height = view.row_px + 2 * BEYOND_PX
        painter.fillRect(column - 2, top - BEYOND_PX, 4, height, qcolor(state.theme.ground, 0.7))
        painter.fillRect(column - 1, top - BEYOND_PX, 2, height, qcolor(state.theme.text))


def paint_outline(painter: QPainter, state: RollState, outline: tuple[Point, ...]) -> None:
    """A line that the hand has drawn: a knife's, or a lasso that closes itself."""
    view, theme = state.viewport, state.theme
    points = [QPointF(view.x_of(tick), y_of_row(view, row)) for tick, row in outline]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_knife = len(points) == 2
    painter.setPen(QPen(qcolor(theme.text if is_knife else theme.selection, 0.8), 1.5))
    painter.setBrush(qcolor(theme.selection, 0.08))
    painter.drawPolygon(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
