"""The note area: rows, grid and notes from a cached picture, and over it all that moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.choose import gesture_for
from assistant.ui.piano_roll.gestures.draw import drawn_notes, put_down
from assistant.ui.piano_roll.gestures.either import EitherGesture
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.gestures.switch import note_beside
from assistant.ui.piano_roll.hints import note_area_hint, rest_hint
from assistant.ui.piano_roll.note_picture import NotePicture
from assistant.ui.piano_roll.overlay import Overlay
from assistant.ui.piano_roll.painter import NotePainter, note_boxes
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.selection import Hit, Zone
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.piano_roll.watch import rectangles
from assistant.ui.theme import Theme

FRAME_MS = 16
STALLED_MS = 50
"""So long after notes of the model others would have come."""


class NoteArea(RollPart):
    """Where notes are seen and made."""

    NAME = "Notes"
    picture: NotePicture

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self._sounding = QRect()
        self._press_led_elsewhere = False
        self._fade = QTimer(self)
        self._fade.timeout.connect(self._fade_step)
        self.set_theme(state.theme)
        state.playhead_moved.connect(self.update_playhead)
        state.sounding_changed.connect(self._update_sounding)
        state.hover_changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.notes = NotePainter(theme)
        self.picture = NotePicture(self.state, self.notes)
        self._overlay = Overlay(self.state, self.notes)
        self.make_stale()

    def places_of(self, notes: Shapes) -> list[QRect]:
        """Here it is no more than their boxes."""
        return rectangles(self.state.viewport, notes)

    def way_of_picture(self, way: QPoint) -> QPoint | None:
        """It goes with the sheet; but the dashes at the end of a proposal's span begin at the top."""
        return None if way.y() and self.state.ghosts.span else way

    def update_overlay(self) -> None:
        previewed = self.state.watch.previewed
        if previewed is None:
            self.update()
        else:
            self._update_at(previewed)

    def _update_at(self, notes: Shapes) -> None:
        """Repaint what lies over the picture at some notes."""
        for rect in self.places_of(notes):
            self.update(rect)

    def show_ghosts(self, beside: Sequence[Note]) -> None:
        """Ghosts came, these of other tracks: paint them, and who fades in, with those that come next.

        Where none come for a while, the fading goes on by itself.
        """
        self._update_at(Shapes.of_notes([*beside, *self.state.ghosts.fading()]))
        self._fade.start(STALLED_MS)

    def fade_ghosts(self) -> None:
        """Ghosts came: repaint until they have faded in."""
        self._fade.start(FRAME_MS)

    # --- painting --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.state.set_viewport(self.state.viewport.resized(self.width(), self.height()))
        self.make_stale()

    def paint_over(self, painter: QPainter, dirty: QRect) -> None:
        self._overlay.paint(painter, dirty)

    def _update_sounding(self) -> None:
        """Repaint the notes that began or ceased to sound."""
        self.update(self._sounding)
        boxes = note_boxes(self.state.viewport, self.state.sounding_shapes).tolist()
        self._sounding = QRect()
        for left, top, right, bottom in boxes:
            box = QRect(left - 2, top - 2, right - left + 5, bottom - top + 5)
            self._sounding = self._sounding.united(box & self.rect())
        self.update(self._sounding)

    def _fade_step(self) -> None:
        ghosts = self.state.ghosts
        self._update_at(Shapes.of_notes(ghosts.fading()))
        self._fade.setInterval(FRAME_MS)
        if ghosts.settled == len(ghosts.notes):
            self._fade.stop()

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        return gesture_for(self.state, button, pointer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._press_led_elsewhere = isinstance(self.runner.gesture, EitherGesture)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select tool: add or delete a note, as elsewhere. A quick pencil's second click is a click.

        Where the first click went to another track or accepted a bar, the second one meant no more than that.
        """
        pointer = self.pointer_at(event.position(), event.modifiers())
        if self._press_led_elsewhere:
            self._press_led_elsewhere = False
        elif self.state.tool != "select" or event.button() != Qt.MouseButton.LeftButton:
            self.mousePressEvent(event)
        elif self.runner.gesture is None:
            self._add_or_delete(pointer)

    def hovered(self, pointer: Pointer | None) -> None:
        self.state.set_hover(pointer)
        if pointer is None:
            self.state.hint_changed.emit(rest_hint(self.state))
            return
        hit = self.state.hit(pointer.x_px, pointer.y_px)
        self.setCursor(_cursor(self.state, hit, pointer))
        self.state.hint_changed.emit(note_area_hint(self.state, pointer, hit))

    def _add_or_delete(self, pointer: Pointer) -> None:
        hit = self.state.hit(pointer.x_px, pointer.y_px)
        session = self.state.session
        if hit:
            session.delete_notes([hit.note.id])
        else:
            self.state.select(put_down(self.state, drawn_notes(self.state, pointer)))
        self.state.edited.emit()


def _cursor(state: RollState, hit: Hit | None, pointer: Pointer) -> Qt.CursorShape:
    if state.tool == "split":
        return Qt.CursorShape.SplitHCursor if hit else Qt.CursorShape.ArrowCursor
    if state.tool in ("erase", "mute"):
        return Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor
    if hit and hit.zone is not Zone.BODY:
        return Qt.CursorShape.SizeHorCursor
    if hit:
        return Qt.CursorShape.SizeAllCursor
    if state.ghosts.covers(pointer.tick) or note_beside(state, pointer):
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.CrossCursor if state.tool == "draw" else Qt.CursorShape.ArrowCursor
