"""The note area: rows, grid and notes from a cached picture, and over it all that moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.choose import gesture_for
from assistant.ui.piano_roll.gestures.draw import drawn_notes, put_down
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

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self._sounding = QRect()
        self._fade = QTimer(self)
        self._fade.timeout.connect(self._fade_step)
        self.set_theme(state.theme)
        state.view_changed.connect(self.make_stale)
        state.playhead_moved.connect(self.update_playhead)
        state.sounding_changed.connect(self._update_sounding)
        state.hover_changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.notes = NotePainter(theme)
        self.picture = NotePicture(self.state, self.notes)
        self._overlay = Overlay(self.state, self.notes)
        self.make_stale()

    def make_stale(self) -> None:
        """The cached picture is out of date."""
        self.picture.spoil()
        self.update()

    def update_notes(self) -> None:
        """Mend the picture where notes look different."""
        changed = self.state.watch.changed
        if changed is None:
            self.make_stale()
            return
        for dirty in self.picture.spoil_notes(changed):
            self.update(dirty)

    def update_where(self, changed: Shapes | None) -> None:
        if changed is None:
            self.update()
            return
        for dirty in rectangles(self.state.viewport, changed):
            self.update(dirty)

    def show_ghosts(self, beside: Sequence[Note]) -> None:
        """Ghosts came, these of other tracks: paint them, and who fades in, with those that come next.

        Where none come for a while, the fading goes on by itself.
        """
        self.update_where(Shapes.of_notes([*beside, *self.state.ghosts.fading()]))
        self._fade.start(STALLED_MS)

    def fade_ghosts(self) -> None:
        """Ghosts came: repaint until they have faded in."""
        self._fade.start(FRAME_MS)

    # --- painting --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.state.set_viewport(self.state.viewport.resized(self.width(), self.height()))
        self.make_stale()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if event.rect() == self.rect() and self.picture.is_first_sight():
            self.picture.paint(painter, self.rect())
        else:
            self.picture.bring_up_to_date(self.size(), self.devicePixelRatioF())
            painter.drawPixmap(0, 0, self.picture.pixmap)
        self._overlay.paint(painter, event.rect())

    def draw_picture(self) -> None:
        """Draw all that stands still."""
        self.picture.spoil()
        self.picture.bring_up_to_date(self.size(), self.devicePixelRatioF())

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
        self.update_where(Shapes.of_notes(ghosts.fading()))
        self._fade.setInterval(FRAME_MS)
        if ghosts.settled == len(ghosts.notes):
            self._fade.stop()

    # --- the mouse -------------------------------------------------------------------------------

    def gesture_for(self, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
        return gesture_for(self.state, button, pointer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select tool: add or delete a note, as elsewhere. A quick pencil's second click is a click."""
        pointer = self.pointer_at(event.position(), event.modifiers())
        if self.state.tool != "select" or event.button() != Qt.MouseButton.LeftButton:
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
