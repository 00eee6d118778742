"""The keyboard strip: names the rows, sounds them, and shows which keys sound."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from assistant.core.clip import IntColumn
from assistant.core.theory import pitch_name
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.backdrop import BLACK_KEYS
from assistant.ui.piano_roll.boxes import Boxes, paint_alike
from assistant.ui.piano_roll.coordinates import PITCHES
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.gestures.select_pitch import SelectPitchGesture
from assistant.ui.piano_roll.kept_picture import KeptPicture
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import qcolor, ui_font

WIDTH_PX = 64
BLACK_PX = 40
LEAST_NAME_ROW_PX = 14
LEAST_FOLDED_NAME_ROW_PX = 11
LEAST_OCTAVE_ROW_PX = 5
Mask = NDArray[np.bool_]
_IS_BLACK = np.array([pitch in BLACK_KEYS for pitch in range(12)])
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


class _Look(NamedTuple):
    """Which keys are there, how far they are scrolled, which sound, and which is under the pointer."""

    rows: tuple[object, ...]
    scroll_px: int
    lit: frozenset[int]
    hovered: int | None


class Keyboard(RollPart):
    """Upright piano keys, one row each.

    Two pictures of them are kept: in one all keys are lit, and those that sound are copied from it.
    """

    NAME = "Keyboard"

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.setFixedWidth(WIDTH_PX)
        self._octave_font = ui_font(8, QFont.Weight.DemiBold)
        self._name_font = ui_font(7.5)
        self._lit_picture = KeptPicture(partial(self._paint_keys, are_lit=True))
        self._shown = self._look()
        state.sounding_changed.connect(self._refresh)
        state.hover_changed.connect(self._refresh)

    def update_view(self) -> None:
        self._refresh()

    def update_notes(self) -> None:
        self._refresh()

    def make_stale(self) -> None:
        self._lit_picture.spoil()
        super().make_stale()

    def _refresh(self) -> None:
        """Repaint the keys that look different."""
        before, self._shown = self._shown, self._look()
        if before.rows != self._shown.rows:
            self.make_stale()
            return
        if before.scroll_px != self._shown.scroll_px:
            self._shift(before.scroll_px - self._shown.scroll_px)
        if before.hovered != self._shown.hovered:
            hovered = [self._place(p) for p in (before.hovered, self._shown.hovered) if p is not None]
            self._lit_picture.spoil_rects(hovered)
            self.mend(hovered)
        for pitch in before.lit ^ self._shown.lit:
            self.update(self._place(pitch))

    def _shift(self, down_px: int) -> None:
        """Names at the edges stand where they are whole, and not where their keys went."""
        edge_px = abs(down_px) + self._reach_px
        edges = [QRect(0, top, WIDTH_PX, edge_px) for top in (0, self.height() - edge_px)]
        for picture in (self.picture, self._lit_picture):
            picture.shift(0, down_px)
            picture.spoil_rects(edges)
        self.update()

    def _place(self, pitch: int) -> QRect:
        """Where something of a key may be painted."""
        view, reach = self.state.viewport, self._reach_px
        return QRect(0, view.y_of(pitch) - reach, WIDTH_PX, view.row_px + 2 * reach)

    def _look(self) -> _Look:
        state, view = self.state, self.state.viewport
        rows = (view.row_px, view.height_px, view.fold, state.scale, state.uses_flats)
        return _Look(rows, round(view.scroll_y_px), self._lit_pitches(), state.hovered_pitch)

    @property
    def _reach_px(self) -> int:
        """How far beyond its row something of a key may be painted."""
        return max(self.state.viewport.row_px, 2 * NAME_PX)

    # --- painting --------------------------------------------------------------------------------

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        self._paint_keys(painter, dirty, are_lit=False)

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        """The white keys that sound, the black ones that lie on them, then the black ones that sound."""
        pitches = np.array(sorted(self._lit_pitches()), dtype=np.int64)
        if not len(pitches):
            return
        self._lit_picture.bring_up_to_date(self.size(), self.devicePixelRatioF())
        is_black, is_folded = _IS_BLACK[pitches % 12], self.state.viewport.fold is not None
        white = pitches[~is_black | is_folded]
        beside = np.concatenate([white - 1, white + 1])
        self._copy(painter, self._lit_picture, self._white_keys(white))
        self._copy(painter, self.picture, self._black_keys(beside[_IS_BLACK[beside % 12] & (not is_folded)]))
        self._copy(painter, self._lit_picture, self._black_keys(pitches[is_black]))

    def _copy(self, painter: QPainter, picture: KeptPicture, keys: Boxes) -> None:
        ratio = picture.pixmap.devicePixelRatio()
        for left, top, right, bottom in keys.tolist():
            place = QRectF(left, top, right - left + 1, bottom - top + 1)
            source = QRectF(place.topLeft() * ratio, place.size() * ratio)
            painter.drawPixmap(place, picture.pixmap, source)

    def _paint_keys(self, painter: QPainter, dirty: QRect, *, are_lit: bool) -> None:
        """All keys that are seen in a rectangle, as if none of them sounded, or all."""
        view, theme, reach = self.state.viewport, self.state.theme, self._reach_px
        painter.fillRect(dirty, qcolor(theme.key_lit if are_lit else theme.key_white))
        lowest, highest = view.pitch_at(dirty.bottom() + reach), view.pitch_at(dirty.top() - reach)
        pitches = [pitch for pitch in view.fold or range(PITCHES) if lowest <= pitch <= highest]
        rows = np.array(pitches, dtype=np.int64)
        is_black = _IS_BLACK[rows % 12]
        self._paint_white(painter, rows if view.fold else rows[~is_black], are_lit=are_lit)
        self._paint_black(painter, rows[is_black], are_lit=are_lit)
        self._paint_names(painter, pitches)
        bottom = view.y_of(view.lowest_pitch) + view.row_px
        painter.fillRect(0, bottom, WIDTH_PX, max(0, self.height() - bottom), qcolor(theme.ground))
        painter.fillRect(WIDTH_PX - 1, 0, 1, self.height(), qcolor(theme.line_strong))

    def _paint_white(self, painter: QPainter, pitches: IntColumn, *, are_lit: bool) -> None:
        theme, keys = self.state.theme, self._white_keys(pitches)
        if not are_lit:
            paint_alike(painter, keys[self._hovered(pitches)], qcolor(theme.key_lit, 0.4))
        keys[:, 1] = keys[:, 3]
        has_edge = (pitches % 12 == 0) | (self.state.viewport.row_px >= LEAST_OCTAVE_ROW_PX)
        paint_alike(painter, keys[has_edge], qcolor(theme.key_edge))

    def _paint_black(self, painter: QPainter, pitches: IntColumn, *, are_lit: bool) -> None:
        theme, keys = self.state.theme, self._black_keys(pitches)
        paint_alike(painter, keys, qcolor(theme.key_lit if are_lit else theme.key_black))
        if are_lit:
            return
        if self.state.viewport.row_px >= LEAST_OCTAVE_ROW_PX:
            shine = keys + np.array((BLACK_PX - 3, 1, -1, -1), dtype=np.int32)
            paint_alike(painter, shine, qcolor(theme.key_white, 0.14))
        paint_alike(painter, keys[self._hovered(pitches)], qcolor(theme.key_lit, 0.3))

    def _white_keys(self, pitches: IntColumn) -> Boxes:
        """White keys reach half-way under the black ones beside them, where no row is folded away."""
        view = self.state.viewport
        half = 0 if view.fold else view.row_px // 2
        under = 0 if view.fold else view.row_px - half
        keys = np.zeros((len(pitches), 4), dtype=np.int32)
        keys[:, 1] = view.y_of(pitches) - half * _IS_BLACK[(pitches + 1) % 12]
        keys[:, 2] = WIDTH_PX - 1
        keys[:, 3] = view.y_of(pitches) + view.row_px - 1 + under * _IS_BLACK[(pitches - 1) % 12]
        return keys

    def _black_keys(self, pitches: IntColumn) -> Boxes:
        keys = np.zeros((len(pitches), 4), dtype=np.int32)
        keys[:, 1] = self.state.viewport.y_of(pitches)
        keys[:, 2] = BLACK_PX - 1
        keys[:, 3] = keys[:, 1] + max(1, self.state.viewport.row_px - 1) - 1
        return keys

    def _hovered(self, pitches: IntColumn) -> Mask:
        return np.equal(pitches, -1 if self.state.hovered_pitch is None else self.state.hovered_pitch)

    def _paint_names(self, painter: QPainter, pitches: list[int]) -> None:
        """Every octave has a name; the key under the pointer too, and others that have room."""
        theme, named = self.state.theme, self._named(pitches)
        for stands_out, font in ((False, self._name_font), (True, self._octave_font)):
            painter.setFont(font)
            for pitch, box in named:
                if stands_out == (self._is_landmark(pitch) or pitch == self.state.hovered_pitch):
                    painter.setPen(qcolor(theme.key_white if pitch % 12 in BLACK_KEYS else theme.key_text))
                    name = pitch_name(pitch, flats=self.state.uses_flats)
                    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def _named(self, pitches: list[int]) -> list[tuple[int, QRect]]:
        """(pitch, place) of the names to write; those that would lie under a white key's in hand give way."""
        boxes = [(pitch, self.name_box(pitch)) for pitch in pitches if self._is_wanted(pitch)]
        named = [(pitch, box) for pitch, box in boxes if box is not None]
        hovered = self.state.hovered_pitch
        over = None if hovered is None or hovered % 12 in BLACK_KEYS else self.name_box(hovered)
        if over is None:
            return named
        return [(p, box) for p, box in named if p == hovered or abs(over.top() - box.top()) >= NAME_PX]

    def _is_wanted(self, pitch: int) -> bool:
        """Whether its name is written if it has room; in a fold sooner, where keys have no pattern."""
        view = self.state.viewport
        if pitch == self.state.hovered_pitch:
            return True
        if view.row_px < self._least_name_row_px:
            return view.row_px >= LEAST_OCTAVE_ROW_PX and self._is_landmark(pitch)
        return bool(view.fold) or pitch % 12 not in BLACK_KEYS

    @property
    def _least_name_row_px(self) -> int:
        return LEAST_FOLDED_NAME_ROW_PX if self.state.viewport.fold else LEAST_NAME_ROW_PX

    def name_box(self, pitch: int) -> QRect | None:
        """Where the name of a key stands, all of it in sight; None where it would lie on the next one.

        The name under the pointer always has its place, and the others give way to it.
        """
        view = self.state.viewport
        wanted = view.y_of(pitch) + (view.row_px - NAME_PX) // 2
        top = min(max(wanted, 0), self.height() - NAME_PX)
        right = BLACK_PX - 6 if pitch % 12 in BLACK_KEYS else WIDTH_PX - 5
        room = NAME_PX // 2 if view.row_px < self._least_name_row_px else abs(view.row_px - NAME_PX)
        fits = abs(top - wanted) <= room or pitch == self.state.hovered_pitch
        return QRect(0, top, right, NAME_PX) if fits else None

    def _is_landmark(self, pitch: int) -> bool:
        """C, as everywhere; in a fold the tonic, which is always there."""
        scale = self.state.scale
        return pitch % 12 == (scale.tonic if self.state.viewport.fold and scale else 0)

    def _lit_pitches(self) -> frozenset[int]:
        """The keys that sound: by playback, or under the hand."""
        state = self.state
        played = state.clip.pitches[state.sounding_rows].tolist()
        ghosts = (note.pitch for note in state.sounding_ghosts)
        return frozenset((*played, *ghosts, *state.auditioned_pitches))

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
