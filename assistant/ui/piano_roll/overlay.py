"""What lies over the notes and moves: the proposal, a gesture's preview, what sounds, the playhead."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from assistant.ui.piano_roll.gestures.draw import drawn_notes
from assistant.ui.piano_roll.gestures.switch import note_beside
from assistant.ui.piano_roll.hand_marks import paint_cuts, paint_outline, paint_promise
from assistant.ui.piano_roll.painter import (
    CORNER_PX,
    NotePainter,
    NoteStyle,
    note_boxes,
    plain_style,
    player_style,
)
from assistant.ui.piano_roll.selection import note_at
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import RollState, Tool
from assistant.ui.theme import Theme, mix, qcolor, ui_font

EMPTY: dict[Tool, tuple[str, str]] = {
    "draw": (
        "Click to draw a note, or play your MIDI keyboard",
        "Drag to set its length. A few notes are enough for Continue.",
    ),
    "select": (
        "Double-click to add a note, or play your MIDI keyboard",
        "Or take the pencil. A few notes are enough for Continue.",
    ),
    "erase": ("There is nothing to erase", "Take the pencil, to draw the first notes."),
    "split": ("There is nothing to split", "Take the pencil, to draw the first notes."),
    "mute": ("There is nothing to mute", "Take the pencil, to draw the first notes."),
}
"""What an empty roll says, by the tool in hand."""
WORDS_MARGIN_PX = 16
GHOST_FILL, GHOST_EDGE = 0.36, 0.95
DASHED_FROM_PX = 9
"""Of a slimmer ghost dashes would leave no shape."""
GHOST_BESIDE = 0.32
"""How strong ghosts of other tracks than the one in hand are."""


class Overlay:
    """Paints over the note area for one theme; looks only at what is in the dirty rectangle."""

    def __init__(self, state: RollState, notes: NotePainter) -> None:
        self._state = state
        self._notes = notes
        theme = state.theme
        self._player = player_style(theme)
        self._lit = lit_style(theme, self._player)
        self._lit_ghost = qcolor(mix(theme.ghost, theme.text, 0.5), 0.9)
        self._erased = plain_style(theme.text_dim, 0.16, theme.text_dim)
        self._beside = plain_style(theme.ghost, GHOST_BESIDE)
        self._recorded = plain_style(theme.recording_note, 0.45, theme.recording_note)

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Paint what of it touches ``dirty``, the lowest first."""
        start_tick, end_tick = self._state.viewport.window(dirty.left(), dirty.right() + 1)
        self._paint_hover(painter)
        self._paint_ghosts(painter, start_tick, end_tick)
        self._paint_sounding(painter)
        self._paint_preview(painter, start_tick, end_tick)
        self._paint_playhead(painter)
        self._paint_cursor(painter)
        if self._state.is_blank():
            self._paint_empty_state(painter)

    def _paint_ghosts(self, painter: QPainter, start_tick: int, end_tick: int) -> None:
        beside = self._state.ghosts.visible_beside(start_tick, end_tick)
        if beside:
            self._notes.paint(painter, self._state.viewport, Shapes.of_notes(beside), self._beside)
        visible = self._state.ghosts.visible(start_tick, end_tick)
        if not visible:
            return
        theme = self._state.theme
        boxes = note_boxes(self._state.viewport, Shapes.of_notes(note for note, _ in visible)).tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for (left, top, right, bottom), (note, strength) in zip(boxes, visible, strict=True):
            edge = qcolor(theme.ghost, GHOST_EDGE * strength)
            painter.setPen(_dashed(edge) if right - left >= DASHED_FROM_PX else edge)
            is_heard = note in self._state.sounding_ghosts
            painter.setBrush(self._lit_ghost if is_heard else qcolor(theme.ghost, GHOST_FILL * strength))
            box = QRectF(left + 0.5, top + 0.5, right - left, bottom - top)
            painter.drawRoundedRect(box, CORNER_PX, CORNER_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_sounding(self, painter: QPainter) -> None:
        state = self._state
        rows = state.sounding_rows
        if len(rows) and len(state.preview.hidden):
            rows = rows[~state.preview.hidden.mask(state.clip, rows)]
        if len(rows):
            shapes = Shapes.of_rows(state.clip, rows)
            self._notes.paint(painter, state.viewport, shapes, self._lit, flats=state.uses_flats)

    def _paint_preview(self, painter: QPainter, start_tick: int, end_tick: int) -> None:
        state, preview = self._state, self._state.preview
        for shapes, style, are_selected in (
            (preview.erased, self._erased, False),
            (preview.notes, self._player, preview.are_selected),
            (state.recorded, self._recorded, False),
        ):
            if len(shapes):
                visible = shapes.between(start_tick, end_tick)
                selected = np.ones(len(visible), dtype=bool) if are_selected else None
                self._notes.paint(painter, state.viewport, visible, style, selected, flats=state.uses_flats)
        if preview.rectangle:
            self._paint_rectangle(painter, preview.rectangle)
        if preview.outline:
            paint_outline(painter, state, preview.outline)

    def _paint_rectangle(self, painter: QPainter, rectangle: tuple[float, float, int, int]) -> None:
        view, theme = self._state.viewport, self._state.theme
        start_tick, end_tick, lowest, highest = rectangle
        top, bottom = view.y_of(highest), view.y_of(lowest) + view.row_px
        left, right = view.x_of(start_tick), view.x_of(end_tick)
        painter.setPen(QPen(qcolor(theme.selection, 0.7), 1))
        painter.setBrush(qcolor(theme.selection, 0.08))
        painter.drawRect(left, top, right - left, bottom - top)

    def _paint_hover(self, painter: QPainter) -> None:
        """What a click would do: the note that it would draw, or the bars that it would accept."""
        state, hover = self._state, self._state.hover
        if hover is None:
            return
        if state.tool == "split":
            paint_cuts(painter, state, hover)
        if state.tool not in ("draw", "select") or state.hit(hover.x_px, hover.y_px):
            return
        if state.ghosts.covers(hover.tick):
            self._paint_acceptable(painter, hover.tick)
        elif state.tool == "draw" and not (hover.ctrl or hover.shift or note_beside(state, hover)):
            paint_promise(painter, state, drawn_notes(state, hover))

    def _paint_acceptable(self, painter: QPainter, tick: float) -> None:
        state, view, theme = self._state, self._state.viewport, self._state.theme
        if state.ghosts.span is None:
            return
        left = view.x_of(state.ghosts.span[0])
        right = view.x_of(state.ghosts.bar_end_tick(tick, state.meter_map))
        painter.fillRect(left, 0, right - left, view.height_px, qcolor(theme.ghost, 0.09))
        painter.fillRect(right - 1, 0, 2, view.height_px, qcolor(theme.ghost, 0.9))

    def _paint_playhead(self, painter: QPainter) -> None:
        paint_playhead(painter, self._state, 0, self._state.viewport.height_px)

    def _paint_cursor(self, painter: QPainter) -> None:
        """The note cursor: a ring round its note, or round the grid cell where none is."""
        state, view = self._state, self._state.viewport
        if state.cursor is None:
            return
        tick, pitch = state.cursor
        note = note_at(state.clip, tick, pitch)
        start, end = (note.start_tick, note.end_tick) if note else (tick, tick + state.grid_ticks)
        left, top, right = view.x_of(start), view.y_of(pitch), view.x_of(end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outset, width, colour in ((2, 4, state.theme.ground), (1, 2, state.theme.focus)):
            painter.setPen(QPen(qcolor(colour), width))
            painter.drawRect(
                QRect(left, top, right - left, view.row_px).adjusted(-outset, -outset, outset, outset)
            )

    def _paint_empty_state(self, painter: QPainter) -> None:
        view, theme = self._state.viewport, self._state.theme
        title, text = EMPTY[self._state.tool]
        middle = QRect(0, view.height_px // 2 - 32, view.width_px, 28)
        for line, font, colour, down in (
            (title, ui_font(13, QFont.Weight.DemiBold), theme.text, 0),
            (text, ui_font(10), theme.text_dim, 30),
        ):
            box = middle.translated(0, down)
            width = QFontMetrics(font).horizontalAdvance(line) + 2 * WORDS_MARGIN_PX
            plate = QRect((view.width_px - width) // 2, box.top(), width, 30)
            painter.fillRect(plate, qcolor(theme.row_white, 0.88))
            painter.setPen(qcolor(colour))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line)


def paint_playhead(painter: QPainter, state: RollState, top_px: int, bottom_px: int) -> None:
    """The playhead's line, from one pixel line down to another."""
    column, height = state.viewport.x_of(state.playhead_tick), bottom_px - top_px
    ratio = painter.device().devicePixelRatioF()
    if ratio.is_integer():
        painter.drawPixmap(column, top_px, _line(state.theme.playhead, height, round(ratio)))
    else:
        painter.fillRect(column, top_px, 1, height, qcolor(state.theme.playhead, 0.9))


@lru_cache(maxsize=8)
def _line(colour: str, height_px: int, ratio: int) -> QPixmap:
    """A line to copy, which takes Qt a fiftieth of the time that a slim translucent rectangle takes it."""
    line = QPixmap(ratio, height_px * ratio)
    line.setDevicePixelRatio(ratio)
    line.fill(qcolor(colour, 0.9))
    return line


def playhead_flag(column: int, bottom_px: int) -> QPolygonF:
    """The playhead's head: a flag that points down to its line."""
    middle = column + 0.5
    points = ((-6, -10), (6, -10), (6, -5), (0, 0), (-6, -5))
    return QPolygonF([QPointF(middle + x, bottom_px + y) for x, y in points])


def lit_style(theme: Theme, style: NoteStyle) -> NoteStyle:
    """The same notes while they sound."""
    bodies = tuple(qcolor(mix(c.name(), theme.note_lit, 0.6)) for c in style.bodies)
    heads = tuple(qcolor(theme.note_lit) for _ in bodies)
    ink = qcolor(theme.on_note if theme.is_dark else theme.row_white)
    return NoteStyle(bodies, heads, (ink,) * len(bodies))


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, 1)
    pen.setDashPattern([4, 3])
    return pen
