"""Paints notes from columns: many as plain rectangles in one call a shade, a screenful as they deserve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from assistant.core.clip import IntColumn
from assistant.core.note import MAX_VELOCITY
from assistant.core.theory import pitch_name
from assistant.ui.piano_roll.boxes import (
    Boxes,
    Shades,
    corner_radii,
    levels_of,
    paint_boxes,
    paint_crowd,
    paint_rounded,
)
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.theme import VELOCITY_SHADES, Theme, contrast, mix, qcolor, ui_font

MOST_PRETTY = 2_000
"""More notes than this in one picture are plain rectangles: nobody sees their corners."""
LEAST_CROWD = 4_000
"""From so many notes on a map of pixels is quicker than rectangles."""
LEAST_PRETTY_ROW_PX = 6
LEAST_LABEL_ROW_PX = 13
LEAST_WIDTH_PX = 2
CORNER_PX = 3.0
LABEL_LEFT_PX = 7
LEAST_LABEL_WIDTH_PX = 28
SELECTED_SHADE = VELOCITY_SHADES
"""The shade after the loudest stands for selected notes, where they are too small for an outline."""


@dataclass(frozen=True)
class NoteStyle:
    """The colours of one kind of notes: a body, an onset mark and a text colour for each shade.

    Where ``outline`` is given, notes are hollow, or nearly so.
    """

    bodies: tuple[QColor, ...]
    heads: tuple[QColor, ...]
    inks: tuple[QColor, ...]
    outline: QColor | None = None

    @cached_property
    def levels(self) -> tuple[QColor, ...]:
        """The bodies, and as faint as their corners are."""
        return levels_of(self.bodies)

    @property
    def is_solid(self) -> bool:
        """Whether nothing shines through."""
        return self.outline is None and self.bodies[0].alpha() == 255


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
    """Notes all of one colour: those being erased or recorded."""
    edge = qcolor(outline) if outline else None
    return _uniform(qcolor(colour, opacity), QColor(0, 0, 0, 0), edge)


@lru_cache
def faint_style(theme: Theme, colour: str, strength: float) -> NoteStyle:
    """Notes of one colour that stay in the background: those of other tracks, or about to be replaced."""
    return _uniform(qcolor(mix(theme.row_white, colour, strength)), QColor(0, 0, 0, 0), None)


@lru_cache
def muted_style(theme: Theme, colour: str) -> NoteStyle:
    """Muted notes: outlines, with hardly anything in them."""
    return _uniform(qcolor(mix(theme.row_white, colour, 0.1)), qcolor(colour, 0.9), qcolor(colour))


def _uniform(body: QColor, ink: QColor, outline: QColor | None) -> NoteStyle:
    clear, count = QColor(0, 0, 0, 0), VELOCITY_SHADES + 1
    return NoteStyle((body,) * count, (clear,) * count, (ink,) * count, outline)


class NotePainter:
    """Paints notes for one theme; keeps the laid-out pitch names.

    ``is_crowded`` says that the picture holds too many notes for corners and names, though few of them may be
    painted at a time.
    """

    def __init__(self, theme: Theme) -> None:
        self.is_crowded = False
        self._theme = theme
        self._edges = _uniform(qcolor(theme.selection), QColor(), None)
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
        """Paint notes, muted ones below the others; ``selected`` is a mask of those to point out."""
        if shapes.muted is not None:
            muted, hollow = shapes.muted, self._hollow(style)
            for mask, look in ((muted, hollow), (~muted, style)):
                chosen = replace(shapes.chosen(mask), muted=None)
                pointed_out = None if selected is None else selected[mask]
                self.paint(painter, viewport, chosen, look, pointed_out, flats=flats)
        elif self.is_crowded or len(shapes) > MOST_PRETTY or viewport.row_px < LEAST_PRETTY_ROW_PX:
            self._paint_plain(painter, viewport, shapes, style, selected)
        elif len(shapes):
            boxes, shades = note_boxes(viewport, shapes), velocity_shades(shapes)
            self._paint_pretty(painter, boxes, shades, style, selected)
            if viewport.row_px >= LEAST_LABEL_ROW_PX and style.inks[0].alpha():
                inks = [style.inks[i] for i in shades.tolist()]
                self._paint_names(painter, boxes, shapes.pitches, inks, flats)

    def _hollow(self, style: NoteStyle) -> NoteStyle:
        """The same notes muted; those without names stay without."""
        colour = style.outline or style.bodies[VELOCITY_SHADES // 2]
        hollow = muted_style(self._theme, colour.name())
        return hollow if style.inks[0].alpha() else replace(hollow, inks=style.inks)

    def _paint_plain(
        self,
        painter: QPainter,
        viewport: Viewport,
        shapes: Shapes,
        style: NoteStyle,
        selected: NDArray[np.bool_] | None,
    ) -> None:
        boxes, shades = note_boxes(viewport, shapes), velocity_shades(shapes)
        if selected is not None:
            shades[selected] = SELECTED_SHADE
        if style.outline is not None:
            paint_boxes(painter, _thin(boxes), shades, (style.outline,) * len(style.bodies))
        elif len(boxes) < LEAST_CROWD:
            paint_boxes(painter, boxes, shades, style.bodies)
        else:
            paint_crowd(painter, boxes, shades, style.bodies, viewport)

    def _paint_pretty(
        self,
        painter: QPainter,
        boxes: Boxes,
        shades: Shades,
        style: NoteStyle,
        selected: NDArray[np.bool_] | None,
    ) -> None:
        if selected is None or not selected.any():
            _paint_bodies(painter, boxes, shades, style)
        else:
            _paint_bodies(painter, boxes[~selected], shades[~selected], style)
            self._paint_selected(painter, boxes[selected], shades[selected], style)
        paint_boxes(painter, *head_boxes(boxes, shades), style.heads)

    def _paint_selected(self, painter: QPainter, boxes: Boxes, shades: Shades, style: NoteStyle) -> None:
        """A box a pixel larger in the selection's colour, and the note in it a pixel smaller."""
        grown = boxes + np.array((-1, -1, 1, 1), dtype=np.int32)
        shrunk = boxes + np.array((1, 1, -1, -1), dtype=np.int32)
        has_room = shrunk[:, 2] >= shrunk[:, 0]
        _paint_bodies(painter, grown, shades, self._edges, CORNER_PX + 1)
        inside = replace(style, outline=None) if style.outline else style
        _paint_bodies(painter, shrunk[has_room], shades[has_room], inside, CORNER_PX - 1)

    def _paint_names(
        self, painter: QPainter, boxes: Boxes, pitches: IntColumn, inks: list[QColor], flats: bool
    ) -> None:
        painter.setFont(self.label_font)
        for (left, top, right, bottom), pitch, ink in zip(
            boxes.tolist(), pitches.tolist(), inks, strict=True
        ):
            if right - left >= LEAST_LABEL_WIDTH_PX:
                painter.setPen(ink)
                down = (bottom - top + 1 - self._label_height_px) / 2
                painter.drawStaticText(QPointF(left + LABEL_LEFT_PX, top + down), self._name(pitch, flats))

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
    columns = np.empty((4, len(shapes)), dtype=np.int32)  # the other way round it takes five times as long
    columns[0] = viewport.x_of(shapes.starts)
    columns[1] = viewport.y_of(shapes.pitches)
    np.maximum(viewport.x_of(shapes.ends) - 2, columns[0] + (LEAST_WIDTH_PX - 1), out=columns[2])
    np.add(columns[1], max(0, viewport.row_px - 2), out=columns[3])
    return columns.T


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


def _thin(boxes: Boxes) -> Boxes:
    """A line through the middle of each box, where there is no room to be hollow."""
    thin = boxes.copy()
    thin[:, 1] += (boxes[:, 3] - boxes[:, 1]) // 2
    thin[:, 3] = thin[:, 1]
    return thin


def _paint_bodies(
    painter: QPainter, boxes: Boxes, shades: Shades, style: NoteStyle, corner_px: float = CORNER_PX
) -> None:
    """All in a few calls if they are solid and pixels are whole; the loudest lie on top."""
    if style.is_solid and painter.device().devicePixelRatioF().is_integer():
        paint_rounded(painter, boxes, shades, style.levels, corner_px)
    else:
        _paint_smooth(painter, boxes, shades, style, corner_px)


def _paint_smooth(
    painter: QPainter, boxes: Boxes, shades: Shades, style: NoteStyle, corner_px: float
) -> None:
    """One by one, as only outlines, translucent notes and odd devices need it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(style.outline, 1) if style.outline else QPen(Qt.PenStyle.NoPen))
    inset = 0.5 if style.outline else 0.0
    brushes = [QBrush(colour) for colour in style.bodies]
    radii = corner_radii(boxes, corner_px).tolist()
    for (left, top, right, bottom), shade, radius in zip(boxes.tolist(), shades.tolist(), radii, strict=True):
        painter.setBrush(brushes[shade])
        painter.drawRoundedRect(_rectangle(left, top, right, bottom, inset), radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _rectangle(left: int, top: int, right: int, bottom: int, inset: float = 0.0) -> QRectF:
    return QRectF(left + inset, top + inset, right - left + 1 - 2 * inset, bottom - top + 1 - 2 * inset)
