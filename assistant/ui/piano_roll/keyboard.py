"""The keyboard strip: names the rows, sounds them, and shows which keys sound."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from assistant.core.theory import pitch_name
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.backdrop import BLACK_KEYS
from assistant.ui.piano_roll.boxes import paint_alike, paint_boxes
from assistant.ui.piano_roll.coordinates import PITCHES
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.gestures.select_pitch import SelectPitchGesture
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import qcolor, ui_font

WIDTH_PX = 64
BLACK_PX = 40
LEAST_NAME_ROW_PX = 14
LEAST_FOLDED_NAME_ROW_PX = 11
LEAST_OCTAVE_ROW_PX = 5
NAME_PX = 12
"""How high a name is, however flat its row."""


class KeyGesture(Gesture):
    """Sound the key under the pointer, and those that it slides over; harder towards the keys' front."""

    hint = "Slide over the keys to hear them"
    scrolls_x = scrolls_y = False

    def begin(self) -> None:
        self._play(self.start)

    def drag(self, pointer: Pointer) -> None:
        self.last = pointer
        self._play(pointer)

    def _play(self, pointer: Pointer) -> None:
        share = min(max(pointer.x_px / WIDTH_PX, 0.0), 1.0)
        self.state.sound(pointer.pitch, round(50 + 70 * share))
        self.state.set_hover(None, pointer.pitch)


class Keyboard(RollPart):
    """Upright piano keys, one row each."""

    NAME = "Keyboard"

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.setFixedWidth(WIDTH_PX)
        self._octave_font = ui_font(8, QFont.Weight.DemiBold)
        self._name_font = ui_font(7.5)
        self._shown = self._look()
        state.sounding_changed.connect(self._refresh)
        state.hover_changed.connect(self._refresh)

    def update_view(self) -> None:
        self._refresh()

    def update_notes(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        """Mend the keys that look different."""
        (rows, scroll_px, marks), self._shown = self._shown, self._look()
        now_rows, now_scroll_px, now_marks = self._shown
        if rows != now_rows:
            self.make_stale()
            return
        if scroll_px != now_scroll_px:
            self.picture.shift(0, scroll_px - now_scroll_px)
            self.update()
        self.mend(self._place(pitch) for pitch, _ in marks ^ now_marks)

    def _place(self, pitch: int) -> QRect:
        """Where something of a key may be painted."""
        view, reach = self.state.viewport, self._reach_px
        return QRect(0, view.y_of(pitch) - reach, WIDTH_PX, view.row_px + 2 * reach)

    def _look(self) -> tuple[tuple[object, ...], int, frozenset[tuple[int, str]]]:
        """Which keys are there, how far they are scrolled, and (pitch, how it stands out) of some."""
        state, view = self.state, self.state.viewport
        rows = (view.row_px, view.height_px, view.fold, state.scale, state.uses_flats)
        marks = {(pitch, "lit") for pitch in self._lit_pitches()}
        if state.hovered_pitch is not None:
            marks.add((state.hovered_pitch, "hovered"))
        return rows, round(view.scroll_y_px), frozenset(marks)

    @property
    def _reach_px(self) -> int:
        """How far beyond its row something of a key may be painted."""
        return max(self.state.viewport.row_px, 2 * NAME_PX)

    # --- painting --------------------------------------------------------------------------------

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        view, theme, reach = self.state.viewport, self.state.theme, self._reach_px
        painter.fillRect(dirty, qcolor(theme.key_white))
        lowest, highest = view.pitch_at(dirty.bottom() + reach), view.pitch_at(dirty.top() - reach)
        pitches = [pitch for pitch in view.fold or range(PITCHES) if lowest <= pitch <= highest]
        self._paint_white(painter, [p for p in pitches if view.fold or p % 12 not in BLACK_KEYS])
        self._paint_black(painter, [p for p in pitches if p % 12 in BLACK_KEYS])
        for pitch in pitches:
            if self._is_hovered(pitch) or (self._has_room(pitch) and not self._gives_way(pitch)):
                self._paint_name(painter, pitch)
        bottom = view.y_of(view.lowest_pitch) + view.row_px
        painter.fillRect(0, bottom, WIDTH_PX, max(0, self.height() - bottom), qcolor(theme.ground))
        painter.fillRect(WIDTH_PX - 1, 0, 1, self.height(), qcolor(theme.line_strong))

    def _paint_white(self, painter: QPainter, pitches: list[int]) -> None:
        """White keys reach half-way under the black ones beside them, where no row is folded away."""
        view, theme, lit = self.state.viewport, self.state.theme, self._lit_pitches()
        half = 0 if view.fold else view.row_px // 2
        under = 0 if view.fold else view.row_px - half
        edges = []
        for pitch, top in self._tops(pitches):
            bottom = top + view.row_px + (under if (pitch - 1) % 12 in BLACK_KEYS else 0)
            if pitch in lit or self._is_hovered(pitch):
                start = top - (half if (pitch + 1) % 12 in BLACK_KEYS else 0)
                colour = qcolor(theme.key_lit, 1.0 if pitch in lit else 0.4)
                painter.fillRect(0, start, WIDTH_PX, bottom - start, colour)
            if view.row_px >= LEAST_OCTAVE_ROW_PX or pitch % 12 == 0:
                edges.append((0, bottom - 1, WIDTH_PX - 1, bottom - 1))
        paint_alike(painter, np.array(edges, dtype=np.int32).reshape(-1, 4), qcolor(theme.key_edge))

    def _paint_black(self, painter: QPainter, pitches: list[int]) -> None:
        view, theme, lit = self.state.viewport, self.state.theme, self._lit_pitches()
        height = max(1, view.row_px - 1)
        keys = [(0, top, BLACK_PX - 1, top + height - 1) for _, top in self._tops(pitches)]
        is_lit = np.array([pitch in lit for pitch in pitches], dtype=np.uint8)
        boxes = np.array(keys, dtype=np.int32).reshape(-1, 4)
        paint_boxes(painter, boxes, is_lit, (qcolor(theme.key_black), qcolor(theme.key_lit)))
        dark = boxes[is_lit == 0]
        if view.row_px >= LEAST_OCTAVE_ROW_PX:
            shine = dark + np.array((BLACK_PX - 3, 1, -1, -1), dtype=np.int32)
            paint_alike(painter, shine, qcolor(theme.key_white, 0.14))
        hovered = [p not in lit and self._is_hovered(p) for p in pitches]
        paint_alike(painter, boxes[hovered], qcolor(theme.key_lit, 0.3))

    def _tops(self, pitches: list[int]) -> Iterator[tuple[int, int]]:
        """Pitches with the pixel lines at which their rows begin."""
        return zip(pitches, self.state.viewport.y_of(np.array(pitches, dtype=np.int64)).tolist(), strict=True)

    def _paint_name(self, painter: QPainter, pitch: int) -> None:
        """Every octave has a name; the key under the pointer too, and others that have room."""
        view, theme = self.state.viewport, self.state.theme
        is_black, stands_out = pitch % 12 in BLACK_KEYS, self._is_landmark(pitch) or self._is_hovered(pitch)
        painter.setFont(self._octave_font if stands_out else self._name_font)
        painter.setPen(qcolor(theme.key_white if is_black else theme.key_text, 1.0 if stands_out else 0.75))
        height = max(view.row_px, NAME_PX)
        right = BLACK_PX - 6 if is_black else WIDTH_PX - 5
        box = QRect(0, view.y_of(pitch) - (height - view.row_px) // 2, right, height)
        name = pitch_name(pitch, flats=self.state.uses_flats)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def _has_room(self, pitch: int) -> bool:
        """Whether its name is always written; sooner in a fold, whose keys have no pattern."""
        view = self.state.viewport
        if self._is_landmark(pitch):
            return view.row_px >= LEAST_OCTAVE_ROW_PX
        if view.fold:
            return view.row_px >= LEAST_FOLDED_NAME_ROW_PX
        return view.row_px >= LEAST_NAME_ROW_PX and pitch % 12 not in BLACK_KEYS

    def _gives_way(self, pitch: int) -> bool:
        """Whether its name would lie under that of the white key under the pointer."""
        hovered, view = self.state.hovered_pitch, self.state.viewport
        if hovered is None or hovered % 12 in BLACK_KEYS:
            return False
        return abs(view.y_of(hovered) - view.y_of(pitch)) < NAME_PX

    def _is_landmark(self, pitch: int) -> bool:
        """C, as everywhere; in a fold the tonic, which is always there."""
        scale = self.state.scale
        return pitch % 12 == (scale.tonic if self.state.viewport.fold and scale else 0)

    def _is_hovered(self, pitch: int) -> bool:
        return self.state.hovered_pitch == pitch

    def _lit_pitches(self) -> frozenset[int]:
        """The keys that sound: by playback, or under the hand."""
        played = self.state.sounding_shapes.pitches.tolist()
        return frozenset([*played, *self.state.auditioned_pitches])

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.LeftButton:
            selects = pointer.ctrl or pointer.shift
            return SelectPitchGesture(self.state, pointer) if selects else KeyGesture(self.state, pointer)
        return PanGesture(self.state, pointer) if button == Qt.MouseButton.MiddleButton else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the notes of a key's pitch; the first click has sounded it."""
        if event.button() == Qt.MouseButton.LeftButton and self.runner.gesture is None:
            pointer = self.pointer_at(event.position(), event.modifiers())
            self.runner.begin(SelectPitchGesture(self.state, pointer), event.button(), self.pointer_at)

    def hovered(self, pointer: Pointer | None) -> None:
        self.state.set_hover(None, pointer.pitch if pointer else None)
        self.state.hint_changed.emit(hints.rest_hint(self.state) if pointer is None else hints.KEYBOARD)

    def in_note_area(self, position: QPointF) -> QPointF:
        return QPointF(0.0, position.y())
