"""The keyboard strip: names the rows, sounds them, and shows which keys sound."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assistant.core.theory import pitch_name
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.backdrop import BLACK_KEYS
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

    def update_overlay(self) -> None:
        """Keys know nothing of it."""

    def _refresh(self) -> None:
        """Repaint the keys that look different."""
        (rows, marks), view = self._shown, self.state.viewport
        self._shown = self._look()
        if rows != self._shown[0]:
            self.update()
            return
        for pitch, _ in marks ^ self._shown[1]:
            self.update(0, view.y_of(pitch) - self._reach_px, WIDTH_PX, view.row_px + 2 * self._reach_px)

    def _look(self) -> tuple[tuple[object, ...], frozenset[tuple[int, str]]]:
        """Where which keys are, and (pitch, how it stands out) of some."""
        state, view = self.state, self.state.viewport
        rows = (view.row_px, view.scroll_y_px, view.height_px, view.fold, state.scale, state.uses_flats)
        marks = {(pitch, "lit") for pitch in self._lit_pitches()}
        if state.hovered_pitch is not None:
            marks.add((state.hovered_pitch, "hovered"))
        return rows, frozenset(marks)

    @property
    def _reach_px(self) -> int:
        """How far beyond its row something of a key may be painted."""
        return max(self.state.viewport.row_px, 2 * NAME_PX)

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, dirty, reach = QPainter(self), event.rect(), self._reach_px
        view, theme, lit = self.state.viewport, self.state.theme, self._lit_pitches()
        painter.fillRect(dirty, qcolor(theme.key_white))
        shown = range(view.pitch_at(dirty.bottom() + reach), view.pitch_at(dirty.top() - reach) + 1)
        pitches = [pitch for pitch in view.shown_pitches if pitch in shown]
        for pitch in (p for p in pitches if view.fold or p % 12 not in BLACK_KEYS):
            self._paint_white(painter, pitch, pitch in lit)
        for pitch in (p for p in pitches if p % 12 in BLACK_KEYS):
            self._paint_black(painter, pitch, pitch in lit)
        for pitch in pitches:
            self._paint_name(painter, pitch)
        bottom = view.y_of(view.lowest_pitch) + view.row_px
        painter.fillRect(0, bottom, WIDTH_PX, max(0, self.height() - bottom), qcolor(theme.ground))
        painter.fillRect(WIDTH_PX - 1, 0, 1, self.height(), qcolor(theme.line_strong))

    def _paint_white(self, painter: QPainter, pitch: int, is_lit: bool) -> None:
        """White keys reach half-way under the black ones beside them, where no row is folded away."""
        view, theme = self.state.viewport, self.state.theme
        top, bottom = view.y_of(pitch), view.y_of(pitch) + view.row_px
        if not view.fold:
            half = view.row_px // 2
            top -= half if (pitch + 1) % 12 in BLACK_KEYS else 0
            bottom += view.row_px - half if (pitch - 1) % 12 in BLACK_KEYS else 0
        if is_lit:
            painter.fillRect(0, top, WIDTH_PX, bottom - top, qcolor(theme.key_lit))
        elif self._is_hovered(pitch):
            painter.fillRect(0, top, WIDTH_PX, bottom - top, qcolor(theme.key_lit, 0.4))
        if view.row_px >= LEAST_OCTAVE_ROW_PX or pitch % 12 == 0:
            painter.fillRect(0, bottom - 1, WIDTH_PX, 1, qcolor(theme.key_edge))

    def _paint_black(self, painter: QPainter, pitch: int, is_lit: bool) -> None:
        view, theme = self.state.viewport, self.state.theme
        key = QRect(0, view.y_of(pitch), BLACK_PX, max(1, view.row_px - 1))
        painter.fillRect(key, qcolor(theme.key_lit if is_lit else theme.key_black))
        if not is_lit and view.row_px >= LEAST_OCTAVE_ROW_PX:
            painter.fillRect(BLACK_PX - 3, key.top() + 1, 2, key.height() - 2, qcolor(theme.key_white, 0.14))
        if not is_lit and self._is_hovered(pitch):
            painter.fillRect(key, qcolor(theme.key_lit, 0.3))

    def _paint_name(self, painter: QPainter, pitch: int) -> None:
        """Every octave has a name; the key under the pointer too, and others that have room."""
        theme = self.state.theme
        is_black, stands_out = pitch % 12 in BLACK_KEYS, self._is_landmark(pitch) or self._is_hovered(pitch)
        is_wanted = self._is_hovered(pitch) or (self._has_room(pitch) and not self._gives_way(pitch))
        box = self.name_box(pitch) if is_wanted else None
        if box is None:
            return
        painter.setFont(self._octave_font if stands_out else self._name_font)
        painter.setPen(qcolor(theme.key_white if is_black else theme.key_text))
        name = pitch_name(pitch, flats=self.state.uses_flats)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def name_box(self, pitch: int) -> QRect | None:
        """Where the name of a key stands, all of it in sight; None where it would lie on the next one.

        The name under the pointer always has its place, and the others give way to it.
        """
        view = self.state.viewport
        wanted = round(view.y_of(pitch) + (view.row_px - NAME_PX) / 2)
        top = min(max(wanted, 0), self.height() - NAME_PX)
        right = BLACK_PX - 6 if pitch % 12 in BLACK_KEYS else WIDTH_PX - 5
        least_row_px = LEAST_FOLDED_NAME_ROW_PX if view.fold else LEAST_NAME_ROW_PX
        room = NAME_PX // 2 if view.row_px < least_row_px else max(0, view.row_px - NAME_PX)
        fits = abs(top - wanted) <= room or self._is_hovered(pitch)
        return QRect(0, top, right, NAME_PX) if fits else None

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
        hovered, box = self.state.hovered_pitch, self.name_box(pitch)
        over = None if hovered is None or hovered % 12 in BLACK_KEYS else self.name_box(hovered)
        return over is not None and box is not None and abs(over.top() - box.top()) < NAME_PX

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
