"""The notes as a screen reader finds them: each an item of a list, with its words, its place and its state.

Qt asks for interfaces only where an assistive program listens; until then nothing of this is built. It takes
None for an interface that there is not, whatever its stubs say.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from assistant.core.note import Note
from assistant.ui.piano_roll.note_area import NoteArea
from assistant.ui.piano_roll.selection import note_at
from assistant.ui.piano_roll.spoken import empty_words, note_words
from assistant.ui.piano_roll.state import RollState

_KEEP, _KEEP_PLACES = 512, 16
"""So many notes and places that were asked for are remembered; a screen reader asks for few at a time."""


_Face = TypeVar("_Face", bound=QAccessibleInterface)


class NotesFace(QAccessibleWidget):
    """The note area: a list of the track's notes in their order, and last the empty place at the cursor."""

    def __init__(self, area: NoteArea) -> None:
        super().__init__(area, QAccessible.Role.List, area.accessibleName())
        self.area = area
        self.roll = area.state
        self._faces: dict[int, NoteFace] = {}
        self._places: dict[tuple[int, int], PlaceFace] = {}

    # --- what Qt asks ----------------------------------------------------------------------------

    def childCount(self) -> int:
        return len(self.roll.clip) + (self._empty_place() is not None)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        clip = self.roll.clip
        if 0 <= index < len(clip):
            return self._face(int(clip.ids[index]))
        return self._place_face() if index == len(clip) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, NoteFace):
            rows = self.roll.clip.rows_of([child.note_id])
            return int(rows[0]) if len(rows) else -1
        return len(self.roll.clip) if isinstance(child, PlaceFace) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        at = self.area.mapFromGlobal(QPoint(x, y))
        hit = self.roll.hit(at.x(), at.y())
        return self._face(hit.note.id) if hit else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.child(cursor_index(self.roll))

    def forget(self) -> None:
        """Give all children back to Qt, before this goes."""
        for face in (*self._faces.values(), *self._places.values()):
            _drop(face)
        self._faces, self._places = {}, {}

    # --- inside ----------------------------------------------------------------------------------

    def _empty_place(self) -> tuple[int, int] | None:
        cursor = self.roll.cursor
        is_empty = cursor is not None and note_at(self.roll.clip, *cursor) is None
        return cursor if is_empty else None

    def _face(self, note_id: int) -> NoteFace:
        if note_id not in self._faces:
            self._faces[note_id] = _known(NoteFace(self, note_id), self._faces, _KEEP)
        return self._faces[note_id]

    def _place_face(self) -> PlaceFace | None:
        """The empty place; another one is another object, since a screen reader says an object but once."""
        place = self._empty_place()
        if place is not None and place not in self._places:
            self._places[place] = _known(PlaceFace(self, place), self._places, _KEEP_PLACES)
        return self._places[place] if place else None


class RollFace(QAccessibleWidget):
    """The roll itself, which has the keys: it tells how much is in it when asked, and not at every change."""

    def __init__(self, widget: QWidget, state: RollState) -> None:
        super().__init__(widget, QAccessible.Role.Client, widget.accessibleName())
        self.roll = state

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Description:
            return f"{len(self.roll.clip)} notes, {len(self.roll.selection)} selected"
        return super().text(kind)

    def forget(self) -> None:
        """It has no children to give back."""


class _Item(QAccessibleInterface):
    """What all items of the list have."""

    def __init__(self, notes: NotesFace) -> None:
        super().__init__()
        self.notes = notes

    def words(self) -> str:
        """What is said of it."""
        return ""

    def box(self) -> QRect:
        """Where it is in the note area."""
        return QRect()

    def is_at_cursor(self) -> bool:
        """Whether the keyboard is there."""
        return False

    def isValid(self) -> bool:
        return True

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self.notes.window()

    def parent(self) -> QAccessibleInterface:
        return self.notes

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        return self.words() if kind == QAccessible.Text.Name else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing of it can be set."""

    def backgroundColor(self) -> QColor:
        return QColor()

    def foregroundColor(self) -> QColor:
        return QColor()

    def rect(self) -> QRect:
        area = self.notes.area
        return QRect(area.mapToGlobal(self.box().topLeft()), self.box().size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self.is_at_cursor()
        return state


class NoteFace(_Item):
    """One note."""

    def __init__(self, notes: NotesFace, note_id: int) -> None:
        super().__init__(notes)
        self.note_id = note_id

    @property
    def note(self) -> Note | None:
        """The note, while it is there."""
        found = self.notes.roll.clip.notes([self.note_id])
        return found[0] if found else None

    def isValid(self) -> bool:
        return self.note is not None

    def words(self) -> str:
        note = self.note
        return note_words(note, self.notes.roll) if note else ""

    def box(self) -> QRect:
        note, view = self.note, self.notes.roll.viewport
        if note is None:
            return QRect()
        left = view.x_of(note.start_tick)
        return QRect(left, view.y_of(note.pitch), view.x_of(note.end_tick) - left, view.row_px)

    def is_at_cursor(self) -> bool:
        cursor = self.notes.roll.cursor
        at = note_at(self.notes.roll.clip, *cursor) if cursor else None
        return at is not None and at.id == self.note_id

    def state(self) -> QAccessible.State:
        """Selectable only while it is selected: of all that could be, screen readers say "not selected"."""
        state = super().state()
        is_selected = self.note_id in self.notes.roll.selection.ids
        state.selected = state.selectable = state.multiSelectable = is_selected
        return state


class PlaceFace(_Item):
    """A place without a note, where the note cursor stands."""

    def __init__(self, notes: NotesFace, place: tuple[int, int]) -> None:
        super().__init__(notes)
        self.place = place

    def words(self) -> str:
        return empty_words(*self.place, self.notes.roll)

    def box(self) -> QRect:
        (tick, pitch), state = self.place, self.notes.roll
        left = state.viewport.x_of(tick)
        width = state.viewport.x_of(tick + state.grid_ticks) - left
        return QRect(left, state.viewport.y_of(pitch), width, state.viewport.row_px)

    def is_at_cursor(self) -> bool:
        return self.notes.roll.cursor == self.place


def cursor_index(state: RollState) -> int:
    """The child of the note area that the note cursor is on: a note's row, or the place after the last."""
    if state.cursor is None:
        return -1
    note = note_at(state.clip, *state.cursor)
    return int(state.clip.rows_of([note.id])[0]) if note else len(state.clip)


def tell_cursor(area: NoteArea) -> None:
    """Let a screen reader, where there is one, follow the note cursor."""
    if area.state.cursor is not None and QAccessible.isActive():
        event = QAccessibleEvent(area, QAccessible.Event.Focus)
        event.setChild(cursor_index(area.state))
        QAccessible.updateAccessibility(event)


def tell_focus(area: NoteArea) -> None:
    """Let a screen reader go back to what has the keys, when the note cursor has gone."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(
            QAccessibleEvent(area.window().focusWidget(), QAccessible.Event.Focus)
        )


@cache
def install() -> None:
    """Have Qt ask here for the interfaces of note areas."""
    QAccessible.installFactory(_face_of)


_FACES: dict[QWidget, NotesFace | RollFace] = {}
"""Qt owns the interfaces and deletes them with their widgets; Python must hold them until then."""


def _face_of(_: str, widget: QObject) -> QAccessibleInterface | None:
    area = getattr(widget, "note_area", None)
    face: NotesFace | RollFace
    if isinstance(widget, NoteArea):
        face = NotesFace(widget)
    elif isinstance(widget, QWidget) and isinstance(area, NoteArea):
        face = RollFace(widget, area.state)
    else:
        return None
    _FACES[widget] = face
    widget.destroyed.connect(lambda: _FACES.pop(widget, face).forget())
    return face


def _known(face: _Face, others: dict[Any, _Face], most: int) -> _Face:
    """An interface that Qt knows from now on; where there are too many, the oldest goes."""
    if len(others) >= most:
        _drop(others.pop(next(iter(others))))
    QAccessible.registerAccessibleInterface(face)
    return face


def _drop(face: QAccessibleInterface) -> None:
    QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(face))
