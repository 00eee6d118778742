"""The names of the chords above the ruler, found from the notes of all sounding tracks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from assistant.core.harmony import ChordName
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.loop import LoopGesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import qcolor, ui_font

HEIGHT_PX = 20
_PAD_PX = 5
_DOT_PX, _DOTS_APART_PX = 2, 7
_SPOKEN = 16


class _Span(NamedTuple):
    """Where a name would stand, from left to right, and how far it could go at the most."""

    left_px: int
    right_px: int
    most_px: int
    text: str
    begins_bar: bool


class ChordStrip(RollPart):
    """Each name stands where its chord begins, and stays in sight while the chord lasts."""

    NAME = "Chords"
    SHOWS_NOTES = False

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.names: tuple[ChordName, ...] = ()
        self._begin_bars: list[bool] = []
        self._widths: dict[str, int] = {}
        self._fonts = [ui_font(points, QFont.Weight.DemiBold) for points in (9.5, 8)]
        self.setFixedHeight(HEIGHT_PX)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    def show_names(self, names: tuple[ChordName, ...]) -> None:
        """Show other names; they are in order."""
        if names != self.names:
            self.names = names
            meters = self.state.meter_map
            self._begin_bars = [meters.bar_ceil(name.start_tick) == name.start_tick for name in names]
            spoken = ", ".join(name.text for name in names[:_SPOKEN])
            self.setAccessibleDescription(spoken + (" …" if len(names) > _SPOKEN else ""))
            self.make_stale()

    def name_at(self, tick: float) -> ChordName | None:
        """The chord at a tick."""
        before = bisect_right(self.names, tick, key=lambda name: name.start_tick) - 1
        found = self.names[before] if before >= 0 else None
        return found if found and tick < found.end_tick else None

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        theme = self.state.theme
        painter.fillRect(dirty, qcolor(theme.ruler))
        placed, left_out = self._placed()
        painter.setPen(qcolor(theme.text))
        for place, text in placed:
            painter.setFont(self._font_for(text, place.width()))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        for x_px in left_out:
            painter.fillRect(x_px, HEIGHT_PX // 2, _DOT_PX, _DOT_PX, qcolor(theme.text_dim))
        painter.fillRect(0, HEIGHT_PX - 1, self.width(), 1, qcolor(theme.line))

    def _placed(self) -> tuple[list[tuple[QRect, str]], list[int]]:
        """Where each name that has room stands, those at bar lines first, and dots for those that have none.

        Half a name would be another chord: it is left out whole.
        """
        seen = sorted(self._seen(), key=lambda span: not span.begins_bar)
        placed: list[_Span] = []
        left_out: list[int] = []
        for span in seen:
            at = bisect_right(placed, span.left_px, key=lambda other: other.left_px)
            is_free = at == 0 or placed[at - 1].right_px + _PAD_PX <= span.left_px
            if is_free and (at == len(placed) or span.right_px + _PAD_PX <= placed[at].left_px):
                placed.insert(at, span)
            elif is_free and span.left_px >= 0:
                left_out.append(span.left_px)
        dots = _apart(left_out)
        marks = sorted([*dots, *(span.left_px for span in placed)])
        return [(_room(span, marks), span.text) for span in placed], dots

    def _seen(self) -> Iterator[_Span]:
        """The names in view, as narrow as they can be; one that began before stays while its chord lasts."""
        view = self.state.viewport
        first = max(0, bisect_right(self.names, view.start_tick, key=lambda name: name.start_tick) - 1)
        last = bisect_right(self.names, view.end_tick, key=lambda name: name.start_tick)
        every = max(1, (last - first) // max(1, self.width()))  # of those that stand on one pixel, one
        for at in range(first - first % every, last, every):
            name = self.names[at]
            left, right = view.x_of(name.start_tick), view.x_of(name.end_tick)
            start, most = max(left, 0) + _PAD_PX, right if left < 0 else self.width() + 999
            end = start + self._width_of(name.text)
            if end <= most:
                yield _Span(start, end, most, name.text, self._begin_bars[at])

    def _width_of(self, text: str) -> int:
        """The least room that a name needs."""
        if text not in self._widths:
            self._widths[text] = QFontMetrics(self._fonts[-1]).horizontalAdvance(text)
        return self._widths[text]

    def _font_for(self, text: str, room_px: int) -> QFont:
        """The largest font in which a name has room."""
        fitting = (font for font in self._fonts if QFontMetrics(font).horizontalAdvance(text) <= room_px)
        return next(fitting, self._fonts[-1])

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.LeftButton:
            return LoopGesture(self.state, pointer)
        return PanGesture(self.state, pointer) if button == Qt.MouseButton.MiddleButton else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the notes that begin while the chord lasts."""
        name = self.name_at(self.pointer_at(event.position(), event.modifiers()).tick)
        if name and event.button() == Qt.MouseButton.LeftButton:
            clip = self.state.clip
            self.state.select(clip.ids[clip.rows_starting_between(name.start_tick, name.end_tick)])

    def hovered(self, pointer: Pointer | None) -> None:
        name = self.name_at(pointer.tick) if pointer else None
        hint = hints.rest_hint(self.state) if pointer is None else hints.CHORDS
        self.state.hint_changed.emit(f"{name.text} · {hint}" if name else hint)


def _room(span: _Span, marks: Sequence[int]) -> QRect:
    """All the room that a name has up to the next mark."""
    after = bisect_right(marks, span.left_px)
    end = min(span.most_px, marks[after] - _PAD_PX) if after < len(marks) else span.most_px
    return QRect(span.left_px, 0, max(end, span.right_px) - span.left_px, HEIGHT_PX - 1)


def _apart(places_px: Sequence[int]) -> list[int]:
    """Those of some places that stand clear of each other."""
    clear: list[int] = []
    for place in sorted(places_px):
        if not clear or place >= clear[-1] + _DOTS_APART_PX:
            clear.append(place)
    return clear
