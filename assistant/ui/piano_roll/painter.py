"""Paints notes from columns: many as plain rectangles in one call a shade, a screenful as they deserve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from assistant.core.note import MAX_VELOCITY
from assistant.core.theory import pitch_name
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.theme import VELOCITY_SHADES, Theme, contrast, mix, qcolor, ui_font

MOST_PRETTY = 2_000
"""More notes than this in one picture are plain rectangles: nobody sees their corners."""
LEAST_PRETTY_ROW_PX = 6
LEAST_LABEL_ROW_PX = 13
LEAST_WIDTH_PX = 2
LEAST_ROUNDED_PX = 4
"""Narrower notes keep their corners, which nobody sees, and paint ten times as quickly."""
CORNER_PX = 3.0
LABEL_LEFT_PX = 7
LEAST_LABEL_WIDTH_PX = 28
SELECTED_SHADE = VELOCITY_SHADES
"""The shade after the loudest stands for selected notes, where they are too small for an outline."""

Boxes = NDArray[np.int32]
Shades = NDArray[np.uint8]


@dataclass(frozen=True)
class NoteStyle:
    """The colours of one kind of notes: a body, an onset mark and a text colour for each shade."""

    bodies: tuple[QColor, ...]
    heads: tuple[QColor, ...]
    inks: tuple[QColor, ...]
    outline: QColor | None = None


@lru_cache
def player_style(theme: Theme) -> NoteStyle:
    """The player's notes: amber, lighter (on paper: deeper) the louder."""
    shades = theme.note_shades
    light, dark = "#ffffff", theme.on_note
    inks = [dark if contrast(dark, s) >= contrast(light, s) else light for s in shades]
    return NoteStyle(
        bodies=(*map(qcolor, shades), qcolor(theme.selection)),
        heads=tuple(qcolor(mix(s, "#ffffff", 0.55)) for s in (*shades, theme.note_loud)),
        inks=tuple(qcolor(ink, 0.86) for ink in (*inks, dark)),
    )


def plain_style(colour: str, opacity: float, outline: str | None = None) -> NoteStyle:
    """Notes all of one colour: those of other tracks, those being erased or recorded."""
    body, clear = qcolor(colour, opacity), QColor(0, 0, 0, 0)
    count = VELOCITY_SHADES + 1
    edge = qcolor(outline) if outline else None
    return NoteStyle((body,) * count, (clear,) * count, (clear,) * count, edge)


class NotePainter:
    """Paints notes for one theme; keeps the laid-out pitch names."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._names: dict[tuple[int, bool], QStaticText] = {}
        self.label_font = ui_font(8, QFont.Weight.DemiBold)
        self._label_height_px = QFontMetricsF(self.label_font).height()

    def paint(
        self,
        painter: QPainter,
        viewport: Viewport,
        shapes: Shapes,
        style: NoteStyle,
        selected: NDArray[np.bool_] | None = None,
        *,
        flats: bool = False,
    ) -> None:
        """Paint notes; ``selected`` is a mask of those to point out."""
        boxes, shades = note_boxes(viewport, shapes), velocity_shades(shapes)
        if len(boxes) > MOST_PRETTY or viewport.row_px < LEAST_PRETTY_ROW_PX:
            if selected is not None:
                shades = np.where(selected, np.uint8(SELECTED_SHADE), shades)
            paint_boxes(painter, boxes, shades, style.bodies)
            return
        rounded = (boxes[:, 2] - boxes[:, 0] >= LEAST_ROUNDED_PX) | (style.outline is not None)
        paint_boxes(painter, boxes[~rounded], shades[~rounded], style.bodies)
        _paint_rounded(painter, boxes[rounded], shades[rounded], style)
        paint_boxes(painter, *head_boxes(boxes, shades), style.heads)
        if selected is not None:
            self._paint_outlines(painter, boxes[selected])
        if viewport.row_px >= LEAST_LABEL_ROW_PX and style.outline is None:
            names = [self._name(pitch, flats) for pitch in shapes.pitches.tolist()]
            self._paint_names(painter, boxes, names, [style.inks[i] for i in shades.tolist()])

    def _paint_outlines(self, painter: QPainter, boxes: Boxes) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(self._theme.selection), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for left, top, right, bottom in boxes.tolist():
            painter.drawRoundedRect(_rectangle(left, top, right, bottom), CORNER_PX, CORNER_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_names(
        self, painter: QPainter, boxes: Boxes, names: list[QStaticText], inks: list[QColor]
    ) -> None:
        painter.setFont(self.label_font)
        for (left, top, right, bottom), name, ink in zip(boxes.tolist(), names, inks, strict=True):
            if right - left >= LEAST_LABEL_WIDTH_PX:
                painter.setPen(ink)
                down = (bottom - top + 1 - self._label_height_px) / 2
                painter.drawStaticText(QPointF(left + LABEL_LEFT_PX, top + down), name)

    def _name(self, pitch: int, flats: bool) -> QStaticText:
        name = self._names.get((pitch, flats))
        if name is None:
            name = QStaticText(pitch_name(pitch, flats=flats))
            name.setTextFormat(Qt.TextFormat.PlainText)
            name.prepare(font=self.label_font)
            self._names[(pitch, flats)] = name
        return name


def note_boxes(viewport: Viewport, shapes: Shapes) -> Boxes:
    """(left, top, right, bottom) of each note, inclusive as in QRect; a pixel is left between neighbours."""
    boxes = np.empty((len(shapes), 4), dtype=np.int32)
    boxes[:, 0] = viewport.x_of(shapes.starts)
    boxes[:, 1] = viewport.y_of(shapes.pitches)
    boxes[:, 2] = np.maximum(viewport.x_of(shapes.ends) - 2, boxes[:, 0] + LEAST_WIDTH_PX - 1)
    boxes[:, 3] = boxes[:, 1] + max(0, viewport.row_px - 2)
    return boxes


def velocity_shades(shapes: Shapes) -> Shades:
    """The shade of each note, 0 (softest) to 15."""
    return (shapes.velocities * VELOCITY_SHADES // (MAX_VELOCITY + 1)).astype(np.uint8)


def head_boxes(boxes: Boxes, shades: Shades) -> tuple[Boxes, Shades]:
    """The bright mark at the onset of every note that is wide enough for one."""
    wide = boxes[:, 2] - boxes[:, 0] >= 7
    heads = boxes[wide]
    heads[:, 0] += 2
    heads[:, 2] = heads[:, 0] + 1
    heads[:, 1] += 2
    heads[:, 3] -= 2
    return heads, shades[wide]


def paint_boxes(painter: QPainter, boxes: Boxes, shades: Shades, colours: tuple[QColor, ...]) -> None:
    """Fill boxes, one call for all of a shade; later shades come to lie on top.

    QPainter reads the rectangles straight from the array's memory: four int32 are what a QRect is made of.
    """
    order = np.argsort(shades, kind="stable")
    ordered = np.ascontiguousarray(boxes[order])
    bounds = np.searchsorted(shades[order], np.arange(len(colours) + 1))
    painter.setPen(Qt.PenStyle.NoPen)
    for shade, colour in enumerate(colours):
        first, last = int(bounds[shade]), int(bounds[shade + 1])
        if first < last:
            painter.setBrush(colour)
            rectangles = cast(QRect, shiboken6.wrapInstance(ordered[first:].ctypes.data, QRect))
            painter.drawRects(rectangles, last - first)


def _paint_rounded(painter: QPainter, boxes: Boxes, shades: Shades, style: NoteStyle) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.outline, 1) if style.outline else QPen(Qt.PenStyle.NoPen))
    inset = 0.5 if style.outline else 0.0
    brushes = [QBrush(colour) for colour in style.bodies]
    for (left, top, right, bottom), shade in zip(boxes.tolist(), shades.tolist(), strict=True):
        painter.setBrush(brushes[shade])
        painter.drawRoundedRect(_rectangle(left, top, right, bottom, inset), CORNER_PX, CORNER_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _rectangle(left: int, top: int, right: int, bottom: int, inset: float = 0.0) -> QRectF:
    return QRectF(left + inset, top + inset, right - left + 1 - 2 * inset, bottom - top + 1 - 2 * inset)
