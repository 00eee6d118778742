"""Says what the keyboard does to the roll: to screen readers, and to those who ask the widget."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.core.history import Step
from assistant.ui.accessible_news import announce
from assistant.ui.piano_roll.hints import rest_hint
from assistant.ui.piano_roll.note_area import NoteArea
from assistant.ui.piano_roll.note_cursor import NoteCursor
from assistant.ui.piano_roll.note_faces import install, tell_cursor, tell_focus
from assistant.ui.piano_roll.spoken import selection_words

_GO_ON = "{nudge_right} and {up} go on"
_ON_NOTE, _ON_NOTHING = f"{{accept}} selects it · {_GO_ON}", f"{{accept}} draws a note · {_GO_ON}"
_ANSWERS = ("Continue", "Fill the gap")
"""Steps that bear the name of what asked for them."""
_ROAMS = {True: "Arrows move the note cursor", False: "Arrows move the selected notes"}


class Speech(QObject):
    """``said`` carries every sentence; edits are told by their names, as the Edit menu has them.

    The note cursor is a focus that goes through the list of notes; all else is announced, but one thing a
    turn: screen readers drop what comes close behind. An edit says more than the selection that it leaves.
    """

    said = Signal(str)

    def __init__(self, area: NoteArea, cursor: NoteCursor, parent: QObject) -> None:
        super().__init__(parent)
        self._area, self._cursor, self._state = area, cursor, area.state
        self._roamed = cursor.roams
        self._last, self._undone = self._steps()
        self._track = area.state.session.active_track
        self._edit, self._selected = "", ""
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._announce)
        install()
        cursor.moved.connect(self._on_moved)
        cursor.toggled.connect(self._on_toggled)
        area.state.selection_changed.connect(self._on_selection)

    def document_changed(self) -> None:
        """An edit was made, undone or made again: say which."""
        words = ": ".join(filter(None, (self._new_edit(), self._new_track())))
        if words:
            self._tell_edit(words)
        if self._cursor.is_shown and not len(self._state.selection):
            self._hint_at_cursor()

    def _new_edit(self) -> str:
        last, undone = self._steps()
        words = ""
        if len(undone) > len(self._undone):
            words = f"Undone: {undone[0].label}"
        elif last is not None and last is not self._last:
            was_undone = any(last is step for step in self._undone)
            words = f"Again: {last.label}" if was_undone else self._with_more(last.label)
        self._last, self._undone = last, undone
        return words

    def _new_track(self) -> str:
        session, before = self._state.session, self._track
        self._track = session.active_track
        if self._track == before:
            return ""
        track = session.piece.tracks[self._track]
        return f"{track.name or f'Track {self._track + 1}'}, {len(track.clip)} notes"

    def tell_again(self) -> None:
        """The roll has the focus again: so has what is at the note cursor."""
        tell_cursor(self._area)

    def _steps(self) -> tuple[Step | None, tuple[Step, ...]]:
        history = self._state.session.document.history
        return next(iter(history.done[-1:]), None), history.undone

    def _with_more(self, label: str) -> str:
        """An edit of one note tells what has become of it, an answer that it stands now."""
        if label in _ANSWERS:
            return f"{label}: accepted"
        is_one = len(self._state.selection) == 1
        return f"{label}: {selection_words(self._state)}" if is_one else label

    def _on_moved(self) -> None:
        self.said.emit(self._cursor.words)
        tell_cursor(self._area)
        self._hint_at_cursor()

    def _hint_at_cursor(self) -> None:
        what = _ON_NOTE if self._cursor.note else _ON_NOTHING
        self._state.hint_changed.emit(f"{self._cursor.words} · {what}")

    def _on_toggled(self) -> None:
        if self._cursor.roams != self._roamed:
            self._roamed = self._cursor.roams
            self._tell_edit(_ROAMS[self._roamed])
        if not self._cursor.is_shown:
            tell_focus(self._area)
            self._state.hint_changed.emit(rest_hint(self._state))

    def _on_selection(self, _: object = None) -> None:
        self._selected = selection_words(self._state)
        self.said.emit(self._selected)
        self._turn.start()

    def _tell_edit(self, text: str) -> None:
        self._edit = text
        self.said.emit(text)
        self._turn.start()

    def _announce(self) -> None:
        announce(self._area, self._edit or self._selected)
        self._edit, self._selected = "", ""
