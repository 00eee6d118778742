"""The names of the chords above the ruler, found from the notes of all sounding tracks."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt
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
_SPOKEN = 16


class ChordStrip(RollPart):
    """Each name stands where its chord begins, and stays in sight while the chord lasts."""

    NAME = "Chords"
    SHOWS_NOTES = False

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.names: tuple[ChordName, ...] = ()
        self._fonts = [ui_font(points, QFont.Weight.DemiBold) for points in (9.5, 8)]
        self.setFixedHeight(HEIGHT_PX)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    def show_names(self, names: tuple[ChordName, ...]) -> None:
        """Show other names; they are in order."""
        if names != self.names:
            self.names = names
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
        painter.setPen(qcolor(theme.text))
        for place, text in self._placed():
            painter.setFont(self._font_for(text, place.width()) or self._fonts[0])
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.fillRect(0, HEIGHT_PX - 1, self.width(), 1, qcolor(theme.line))

    def _placed(self) -> list[tuple[QRect, str]]:
        """Where each name that is seen stands; half a name would be another chord: it is left out."""
        view = self.state.viewport
        first = max(0, bisect_right(self.names, view.start_tick, key=lambda name: name.start_tick) - 1)
        last = bisect_right(self.names, view.end_tick, key=lambda name: name.start_tick)
        edges = [(n, view.x_of(n.start_tick), view.x_of(n.end_tick)) for n in self.names[first:last]]
        found = []
        for (name, left, right), (_, after, _) in pairwise([*edges, (None, view.width_px + 999, 0)]):
            start = max(left, 0) + _PAD_PX
            room = min(after, right if left < 0 else after) - start
            if name is not None and self._font_for(name.text, room):
                found.append((QRect(QPoint(start, 0), QSize(room, HEIGHT_PX - 1)), name.text))
        return found

    def _font_for(self, text: str, room_px: int) -> QFont | None:
        """The largest font in which a name has room, if there is one."""
        fitting = (font for font in self._fonts if QFontMetrics(font).horizontalAdvance(text) <= room_px)
        return next(fitting, None)

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
