"""The note area: rows, grid and notes from a cached picture, and over it all that moves."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from assistant.ui.piano_roll import backdrop
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.choose import gesture_for
from assistant.ui.piano_roll.gestures.draw import drawn_notes, put_down
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.gestures.switch import note_beside
from assistant.ui.piano_roll.hints import note_area_hint, rest_hint
from assistant.ui.piano_roll.overlay import Overlay
from assistant.ui.piano_roll.painter import NotePainter, note_boxes, plain_style, player_style
from assistant.ui.piano_roll.part import RollPart
from assistant.ui.piano_roll.selection import Hit, Zone
from assistant.ui.piano_roll.shapes import Shapes
from assistant.ui.piano_roll.state import Pointer, RollState
from assistant.ui.theme import Theme

FRAME_MS = 16
LEAVING = 0.28
"""How strong the notes are that the take on show would replace."""


class NoteArea(RollPart):
    """Where notes are seen and made."""

    NAME = "Notes"

    def __init__(self, state: RollState, runner: GestureRunner, parent: QWidget | None = None) -> None:
        super().__init__(state, runner, parent)
        self._picture = QPixmap()
        self._is_stale = True
        self._sounding = QRect()
        self._fade = QTimer(self, interval=FRAME_MS)
        self._fade.timeout.connect(self._fade_step)
        self.set_theme(state.theme)
        for changed in (state.view_changed, state.notes_changed):
            changed.connect(self.make_stale)
        state.playhead_moved.connect(self.update_playhead)
        state.sounding_changed.connect(self._update_sounding)
        state.hover_changed.connect(self.update)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.notes = NotePainter(theme)
        self._style = player_style(theme)
        self._others = plain_style(theme.text_dim, 0.22)
        self._leaving = plain_style(theme.note_loud, LEAVING)
        self._overlay = Overlay(self.state, self.notes)
        self.make_stale()

    def make_stale(self) -> None:
        """The cached picture is out of date."""
        self._is_stale = True
        self.update()

    def show_ghost(self, left_px: int, right_px: int) -> None:
        """A ghost came in this stretch: paint there, and go on until it has faded in."""
        self.update(left_px - 2, 0, right_px - left_px + 4, self.height())
        self.fade_ghosts()

    def fade_ghosts(self) -> None:
        """Ghosts came: repaint until they have faded in."""
        self._fade.start()

    # --- painting --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.state.set_viewport(self.state.viewport.resized(self.width(), self.height()))
        self.make_stale()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_stale or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self.draw_picture()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        self._overlay.paint(painter, event.rect())

    def draw_picture(self) -> None:
        """Draw all that stands still: rows, grid and notes."""
        ratio = self.devicePixelRatioF()
        if self._picture.size() != self.size() * ratio:
            self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        painter = QPainter(self._picture)
        backdrop.paint_rows(painter, self.state)
        backdrop.paint_loop(painter, self.state, self.height())
        backdrop.paint_span(painter, self.state, self.height())
        self._draw_other_tracks(painter)
        self._draw_notes(painter)
        self._is_stale = False

    def _draw_other_tracks(self, painter: QPainter) -> None:
        view = self.state.viewport
        for track in self.state.tracks_beside:
            rows = track.clip.rows_between(*view.window(0, view.width_px))
            self.notes.paint(painter, view, Shapes.of_rows(track.clip, rows), self._others)

    def _draw_notes(self, painter: QPainter) -> None:
        state, view, clip = self.state, self.state.viewport, self.state.clip
        rows = clip.rows_between(*view.window(0, view.width_px))
        pitches = clip.pitches[rows]
        rows = rows[(pitches >= view.lowest_pitch) & (pitches <= view.highest_pitch)]
        if len(state.preview.hidden):
            rows = rows[~state.preview.hidden.mask(clip, rows)]
        leave = state.ghosts.would_replace(clip.starts[rows])
        self.notes.paint(painter, view, Shapes.of_rows(clip, rows[leave]), self._leaving)
        rows = rows[~leave]
        selected = state.selection.mask(clip, rows) if len(state.selection) else None
        shapes = Shapes.of_rows(clip, rows)
        self.notes.paint(painter, view, shapes, self._style, selected, flats=state.uses_flats)

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
        self.update()
        if not self.state.ghosts.are_fading():
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
