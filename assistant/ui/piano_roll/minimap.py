"""The overview: the whole piece in a slim strip, with the window as a frame on it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.piano_roll import hints
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.overview import MoveViewGesture, Side, ZoomViewGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.minimap_picture import paint_piece
from assistant.ui.piano_roll.overview_keys import HINT as HINT_KEYS
from assistant.ui.piano_roll.overview_keys import is_overview_key, view_by_key
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.pointers import pointer_at
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import qcolor

HEIGHT_PX = 32
EDGE_PX = 5
"""How near to an end of the frame the hand takes hold of it."""
LEAST_FRAME_PX = 12
SPAN_OPACITY = 0.14
LATER_MS = 40
"""After an edit the note area comes first."""
HINT = "Drag the frame to move the view, its ends to zoom · click to look elsewhere"
HINT_EDGE = "Drag this end of the frame to zoom"


class Minimap(RollPart):
    """Its time axis is that of the whole sheet; notes are painted once an edit."""

    NAME = "Overview"

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self.setFixedHeight(HEIGHT_PX)
        self._shown_extent_ticks = 0
        self._shown_clip = state.clip
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self.update)
        state.playhead_moved.connect(self.update_playhead)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT_PX)

    # --- its own time axis -----------------------------------------------------------------------

    @property
    def px_per_tick(self) -> float:
        """Pixels to the tick, here."""
        return self.width() / self.state.viewport.extent_ticks

    def x_of(self, tick: float) -> int:
        """The pixel column of a tick, here."""
        return round(tick * self.px_per_tick)

    def frame(self) -> tuple[int, int]:
        """(first, last) pixel columns of what the window shows; it never gets too slim to be taken."""
        view = self.state.viewport
        left, right = self.x_of(max(0.0, view.start_tick)), self.x_of(view.end_tick)
        missing = max(0, LEAST_FRAME_PX - (right - left))
        left = min(max(0, left - missing // 2), self.width() - LEAST_FRAME_PX)
        return left, min(max(right, left + LEAST_FRAME_PX), self.width()) - 1

    def side_at(self, x_px: float) -> Side | None:
        """The end of the frame that is near a pixel column."""
        left, right = self.frame()
        inside = min(EDGE_PX, (right - left) // 4)
        if left - EDGE_PX <= x_px <= left + inside:
            return "start"
        return "end" if right - inside <= x_px <= right + EDGE_PX else None

    # --- what to paint again ---------------------------------------------------------------------

    def make_stale(self) -> None:
        """The picture of the notes is out of date."""
        self.picture.spoil()
        self._later.start()

    def update_notes(self) -> None:
        watch = self.state.watch
        if watch.changed is None or watch.scene.clip is not self._shown_clip:
            self.make_stale()

    def update_view(self) -> None:
        view = self.state.viewport
        if view.extent_ticks != self._shown_extent_ticks:
            self.picture.spoil()
        self._describe()
        self.update()

    def update_playhead(self, before_tick: float, tick: float) -> None:
        columns = {self.x_of(before_tick), self.x_of(tick)}
        if len(columns) == 2:
            for column in columns:
                self.update(column - 1, 0, 3, HEIGHT_PX)

    def _describe(self) -> None:
        view, meter_map, end_tick = (
            self.state.viewport,
            self.state.meter_map,
            self.state.session.piece.end_tick,
        )
        ticks = (view.start_tick, view.end_tick - 1, end_tick - 1)
        first, last, end = (meter_map.bar_at(max(0, round(tick))) + 1 for tick in ticks)
        of_them = f" of {end}" if last <= end else f", and the music ends in bar {end}"
        self.setAccessibleDescription(f"Bars {first} to {last}{of_them}")

    # --- painting --------------------------------------------------------------------------------

    def paint_still(self, painter: QPainter, dirty: QRect) -> None:
        paint_piece(painter, self.state, self.size(), self.px_per_tick)
        self._shown_clip = self.state.clip
        self._shown_extent_ticks = self.state.viewport.extent_ticks

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self._paint_frame(painter)
        self._paint_spans(painter)
        theme = self.state.theme
        painter.fillRect(self.x_of(self.state.playhead_tick), 0, 1, HEIGHT_PX, qcolor(theme.playhead, 0.9))
        painter.fillRect(0, HEIGHT_PX - 1, self.width(), 1, qcolor(theme.line_strong))

    def _paint_spans(self, painter: QPainter) -> None:
        """The loop along the top, and what the proposal answers for."""
        loop, span, theme = self.state.session.piece.loop, self.state.ghosts.span, self.state.theme
        if span:
            left, right = map(self.x_of, span)
            painter.fillRect(left, 0, max(2, right - left), HEIGHT_PX, qcolor(theme.ghost, SPAN_OPACITY))
        if loop:
            left, right = self.x_of(loop.start_tick), self.x_of(loop.end_tick)
            opacity = 0.9 if loop.enabled else 0.35
            painter.fillRect(left, 1, max(2, right - left), 2, qcolor(theme.loop, opacity))

    def _paint_frame(self, painter: QPainter) -> None:
        """What is not in the window is dim; the window has an edge with a grip at either end."""
        theme, (left, right) = self.state.theme, self.frame()
        shade, edge = qcolor(theme.ground, 0.55), qcolor(theme.text_dim)
        painter.fillRect(0, 0, left, HEIGHT_PX, shade)
        painter.fillRect(right + 1, 0, self.width() - right - 1, HEIGHT_PX, shade)
        for line in (QRect(left, 0, right - left + 1, 1), QRect(left, HEIGHT_PX - 2, right - left + 1, 1)):
            painter.fillRect(line, edge)
        for column in (left, right - 1):
            painter.fillRect(column, 0, 2, HEIGHT_PX - 1, edge)
        if self.hasFocus():
            painter.setPen(QPen(qcolor(theme.focus), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    # --- the keyboard ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """While it has the focus its own keys are no shortcuts of the window."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and is_overview_key(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.runner.gesture is not None or not is_overview_key(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            (self.parentWidget() or self).setFocus()
        else:
            state = self.state
            state.set_viewport(view_by_key(state.viewport, event, state.session.piece.end_tick))
            announce(self, self.accessibleDescription())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.state.hint_changed.emit(HINT_KEYS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.state.hint_changed.emit(hints.rest_hint(self.state))

    # --- the mouse -------------------------------------------------------------------------------

    def pointer_at(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> Pointer:
        view = self.state.viewport
        in_note_area = QPointF(view.x_of(position.x() / self.px_per_tick), 0.0)
        pointer = pointer_at(self.state, in_note_area, modifiers)
        return replace(pointer, x_px=position.x(), y_px=position.y(), tick=position.x() / self.px_per_tick)

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        if button == Qt.MouseButton.LeftButton and (side := self.side_at(pointer.x_px)):
            return ZoomViewGesture(self.state, pointer, side)
        is_drag = button in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}
        return MoveViewGesture(self.state, pointer) if is_drag else None

    def hovered(self, pointer: Pointer | None) -> None:
        side = self.side_at(pointer.x_px) if pointer else None
        self.setCursor(Qt.CursorShape.SizeHorCursor if side else Qt.CursorShape.OpenHandCursor)
        hint = HINT_EDGE if side else HINT
        self.state.hint_changed.emit(hint if pointer else hints.rest_hint(self.state))

    def in_note_area(self, position: QPointF) -> QPointF:
        """The wheel zooms at the middle of the window, wherever the pointer is here."""
        view = self.state.viewport
        return QPointF(view.width_px / 2, view.height_px / 2)
