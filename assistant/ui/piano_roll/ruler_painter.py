"""How the ruler looks: the loop in its band, flags under it, then bars and beats, and the playhead's head."""

from __future__ import annotations

from functools import lru_cache
from operator import is_

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QStaticText

from assistant.ui.piano_roll.backdrop import lines_between
from assistant.ui.piano_roll.boxes import paint_alike
from assistant.ui.piano_roll.coordinates import Viewport
from assistant.ui.piano_roll.flags import PAD_PX, Flag, PlacedFlag, flags_of, placed
from assistant.ui.piano_roll.grid import LineKind, labelled_bars
from assistant.ui.piano_roll.overlay import playhead_flag
from assistant.ui.piano_roll.part import PLAYHEAD_REACH_PX
from assistant.ui.piano_roll.state import RollState
from assistant.ui.theme import mix, qcolor, ui_font

BAND_PX = 11
"""The height of the strip at the top in which the loop lies."""
FLAGS_TOP_PX, FLAGS_PX = 13, 16
BARS_TOP_PX = FLAGS_TOP_PX + FLAGS_PX + 1
HEIGHT_PX = BARS_TOP_PX + 26
GRIP_PX = 4
"""The width of a handle at an end of the loop."""
LEAST_LABEL_PX = 44.0
WIDEST_LABEL_PX = 80
"""No label of a bar or beat reaches further than this from its line."""
LEAST_BEAT_LABEL_PX = 52.0
LINE_PX = {LineKind.SUBDIVISION: 4, LineKind.BEAT: 7, LineKind.BAR: HEIGHT_PX - BARS_TOP_PX}
_BASELINE_PX = HEIGHT_PX - 11


class RulerPainter:
    """Paints one ruler; knows where its flags lie."""

    def __init__(self, state: RollState) -> None:
        self._state = state
        self._bar_font = ui_font(9, QFont.Weight.DemiBold)
        self._beat_font = ui_font(8)
        self._flag_font = ui_font(8, QFont.Weight.DemiBold)
        self._flag_metrics = QFontMetrics(self._flag_font)
        self._text_px = self._flag_metrics.horizontalAdvance
        self.hovered: Flag | None = None
        self._sources: tuple[object, object, object] = (None, None, None)
        self._flags: tuple[Flag, ...] = ()
        self._placed: tuple[PlacedFlag, ...] = ()
        self._placed_for: Viewport | None = None

    def flags(self) -> tuple[PlacedFlag, ...]:
        """The flags that are seen, where they lie; one that is dragged lies where it would land."""
        state, dragged = self._state, self._state.preview.flag
        flags = self.all_flags()
        if dragged:
            return placed(_moved(flags, *dragged), state.viewport, self._text_px)
        if self._placed_for != state.viewport:  # the playhead asks at every step
            self._placed_for = state.viewport
            self._placed = placed(flags, state.viewport, self._text_px)
        return self._placed

    def all_flags(self) -> tuple[Flag, ...]:
        """Every flag of the piece; they change seldom, and are asked for whenever the playhead moves."""
        piece = self._state.session.piece
        sources = (piece.tempo_map, piece.meter_map, piece.markers)
        if not all(map(is_, sources, self._sources)):
            self._sources, self._flags = sources, flags_of(piece)
            self._placed_for = None
        return self._flags

    def goes_with_the_sheet(self) -> bool:
        """Whether there were no flags in sight nor are any: which of them give way depends on who else is."""
        return not self._placed and not self.flags()

    def paint(self, painter: QPainter, dirty: QRect) -> None:
        """Paint all that is seen in a stretch of the ruler, but for the playhead."""
        theme, left, width = self._state.theme, dirty.left(), dirty.width()
        painter.fillRect(left, 0, width, HEIGHT_PX, qcolor(theme.ruler))
        painter.fillRect(left, 0, width, BAND_PX, qcolor(theme.ground))
        self._paint_span(painter)
        self._paint_loop(painter)
        self._paint_lines(painter, dirty)
        self._paint_labels(painter, dirty)
        for paint in (self._paint_pole, self._paint_flag):  # no pole through a flag that was pushed aside
            for flag in self.flags():
                paint(painter, flag)
        painter.fillRect(left, HEIGHT_PX - 1, width, 1, qcolor(theme.line_strong))

    def paint_playhead(self, painter: QPainter, dirty: QRect) -> None:
        """Paint the playhead's head, where something of it is in a rectangle."""
        column = self._state.viewport.x_of(self._state.playhead_tick)
        if not dirty.left() - PLAYHEAD_REACH_PX <= column <= dirty.right() + PLAYHEAD_REACH_PX:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(self._state.theme.playhead))
        painter.drawPolygon(playhead_flag(column, HEIGHT_PX))

    # --- bars and beats --------------------------------------------------------------------------

    def _paint_lines(self, painter: QPainter, dirty: QRect) -> None:
        state, theme = self._state, self._state.theme
        colour = mix(theme.bar_line, theme.text_dim, 0.25)
        stretch = dirty.left(), dirty.right() + 1
        for kind, opacity, columns in lines_between(
            state.meter_map, state.viewport, state.grid_ticks, *stretch
        ):
            boxes = np.empty((len(columns), 4), dtype=np.int32)
            boxes[:, 0] = boxes[:, 2] = columns
            boxes[:, 1], boxes[:, 3] = HEIGHT_PX - LINE_PX[kind], HEIGHT_PX - 1
            paint_alike(painter, boxes, qcolor(colour, opacity))

    def _paint_labels(self, painter: QPainter, dirty: QRect) -> None:
        """Bars, then beats: a change of font or ink costs as much as a word."""
        meter_map, view, theme = self._state.meter_map, self._state.viewport, self._state.theme
        window = view.tick_at(dirty.left() - WIDEST_LABEL_PX), view.tick_at(dirty.right() + 1)
        bars = list(labelled_bars(meter_map, *window, view.px_per_tick, LEAST_LABEL_PX))
        beats: list[tuple[int, str]] = []
        for bar, tick in bars:
            meter = meter_map.change_at(tick)
            if meter.beat_ticks * view.px_per_tick >= LEAST_BEAT_LABEL_PX:
                count = range(1, meter.numerator)
                beats += [(tick + beat * meter.beat_ticks, f"{bar + 1}.{beat + 1}") for beat in count]
        self._write(painter, [(tick, str(bar + 1)) for bar, tick in bars], self._bar_font, theme.text, 6)
        self._write(painter, beats, self._beat_font, theme.text_dim, 5)

    def _write(
        self, painter: QPainter, texts: list[tuple[int, str]], font: QFont, ink: str, right_px: int
    ) -> None:
        """Texts by their ticks, each so far right of its line."""
        if texts:
            painter.setFont(font)
            painter.setPen(qcolor(ink))
            top_px = _BASELINE_PX - QFontMetricsF(font).ascent()
            columns = self._state.viewport.x_of(np.array([tick for tick, _ in texts])) + right_px
            for column, (_, text) in zip(columns.tolist(), texts, strict=True):
                painter.drawStaticText(QPointF(column, top_px), _laid_out(text))

    # --- what lies in it -------------------------------------------------------------------------

    def _paint_pole(self, painter: QPainter, at: PlacedFlag) -> None:
        pole = self._state.viewport.x_of(at.flag.tick)
        painter.fillRect(pole, FLAGS_TOP_PX, 1, HEIGHT_PX - FLAGS_TOP_PX, qcolor(self._edge(at.flag)))

    def _edge(self, flag: Flag) -> str:
        return self._state.theme.text if flag == self.hovered else self._state.theme.text_dim

    def _paint_flag(self, painter: QPainter, at: PlacedFlag) -> None:
        """A marker is a full flag, a change of tempo or meter an outlined one; both on a pole."""
        theme, flag = self._state.theme, at.flag
        is_marker, is_lit = flag.kind == "marker", flag == self.hovered
        cloth = theme.text if is_lit and is_marker else theme.text_dim if is_marker else theme.panel_raised
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(qcolor(self._edge(flag)), 1))
        painter.setBrush(qcolor(cloth))
        box = QRectF(at.left_px + 0.5, FLAGS_TOP_PX + 0.5, at.right_px - at.left_px - 1, FLAGS_PX - 1)
        painter.drawRoundedRect(box, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_flag_text(painter, at, theme.ruler if is_marker else theme.text)

    def _paint_flag_text(self, painter: QPainter, at: PlacedFlag, ink: str) -> None:
        painter.setFont(self._flag_font)
        painter.setPen(qcolor(ink))
        room = at.right_px - at.left_px - 2 * PAD_PX
        text = self._flag_metrics.elidedText(at.flag.text, Qt.TextElideMode.ElideRight, room + 1)
        place = QRect(at.left_px + PAD_PX, FLAGS_TOP_PX, room + PAD_PX, FLAGS_PX)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_loop(self, painter: QPainter) -> None:
        """The region, with a grip at both ends; pale where the loop is off."""
        state, view, theme = self._state, self._state.viewport, self._state.theme
        loop, preview = state.session.piece.loop, state.preview.loop
        shown = preview or ((loop.start_tick, loop.end_tick) if loop else None)
        if shown is None:
            return
        is_on = preview is not None or (loop is not None and loop.enabled)
        left, right = (max(-9, min(view.x_of(tick), view.width_px + 9)) for tick in shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(theme.loop, 0.55 if is_on else 0.25))
        painter.drawRoundedRect(QRectF(left, 1, right - left, BAND_PX - 2), 3, 3)
        painter.setBrush(qcolor(theme.loop, 1.0 if is_on else 0.6))
        for edge in (left, right - GRIP_PX):
            painter.drawRoundedRect(QRectF(edge, 0, GRIP_PX, BAND_PX), 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_span(self, painter: QPainter) -> None:
        span, view, theme = self._state.ghosts.span, self._state.viewport, self._state.theme
        if span:
            left, right = (max(-4, min(view.x_of(tick), view.width_px + 4)) for tick in span)
            painter.fillRect(left, BAND_PX, right - left, HEIGHT_PX - BAND_PX, qcolor(theme.ghost, 0.10))
            painter.fillRect(left, HEIGHT_PX - 3, right - left, 2, qcolor(theme.ghost, 0.85))


@lru_cache(maxsize=1024)
def _laid_out(text: str) -> QStaticText:
    """A label, kept from frame to frame; it is laid out when it is first written."""
    label = QStaticText(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _moved(flags: tuple[Flag, ...], kind: str, tick: int, to_tick: int) -> list[Flag]:
    """The flags with one of them at another tick, in order."""
    moved = (Flag(f.kind, to_tick, f.text) if (f.kind, f.tick) == (kind, tick) else f for f in flags)
    return sorted(moved, key=lambda flag: flag.tick)
