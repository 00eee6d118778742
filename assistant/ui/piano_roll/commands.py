"""What the keyboard and the menus do to the selection, each one undo step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assistant.core.clip import IntColumn
from assistant.core.errors import AntiphonError
from assistant.core.note_edits import beats_after
from assistant.session import Session
from assistant.ui.midi_clipboard import MidiClipboard
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.gestures.draw import notes_at, put_down
from assistant.ui.piano_roll.selecting import SelectingRoll
from assistant.ui.theme import Theme


class CommandedRoll(SelectingRoll):
    """The piano roll's edits that need no mouse; without a selection they do nothing.

    ``failed`` carries a sentence.
    """

    failed = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        self.midi_clipboard = MidiClipboard(session, self)
        self._pasted_at_tick = -1
        self._after_paste: dict[tuple[int, int], int] = {}  # by the history's place and the track
        self.midi_clipboard.pasted.connect(self._on_pasted)
        self.midi_clipboard.failed.connect(self.failed)

    def delete_selection(self) -> None:
        """Delete the selected notes."""
        self._edit(self.state.session.delete_notes)

    def nudge(self, direction: int) -> None:
        """Move the selection by one grid step, right (1) or left (-1)."""
        state, rows = self.state, self.state.selection.rows(self.state.clip)
        first = int(state.clip.starts[rows].min(initial=state.clip.end_tick))
        ticks = direction * state.step_ticks_at(first - (direction < 0))
        self._edit(lambda ids: self.state.session.move_notes(ids, ticks, 0))
        self._show_selection()

    def transpose_selection(self, semitones: int) -> None:
        """Move the selection up or down, and sound the first of its notes where it is now.

        Where the scale is kept, or alone is shown, a semitone stands for a step of it.
        """
        session, key = self.state.session, self.state.stepped_key
        if key and abs(semitones) == 1:
            self._edit(lambda ids: session.move_in_scale(ids, 0, semitones, key))
        else:
            self._edit(lambda ids: session.move_notes(ids, 0, semitones))
        self._sound_first()
        self._show_selection()

    def resize_selection(self, direction: int) -> None:
        """Make the selected notes longer (1) or shorter (-1) by one grid step."""
        state = self.state
        ticks = direction * state.grid_ticks
        self._edit(
            lambda ids: state.session.resize_notes(
                ids, ticks, at_start=False, shortest_ticks=state.shortest_ticks
            )
        )
        self._show_selection()

    def duplicate_selection(self) -> None:
        """Repeat the selection right after itself; the copies are selected."""
        self._edit(lambda ids: self.state.select(self.state.session.duplicate(ids)))
        self._show_selection()

    def copy_selection(self) -> None:
        """Put the selection on the clipboard."""
        if len(self.state.selection):
            self.state.session.copy(self.state.selection.array)
            self.midi_clipboard.offer()

    def cut_selection(self) -> None:
        """Put the selection on the clipboard and take it out."""
        self._edit(self.state.session.cut)
        self.midi_clipboard.offer()

    def paste_at_playhead(self) -> None:
        """Put the clipboard's notes at the playhead, other programs' too; they are selected.

        Where one has just been pasted there, the next goes on after it.
        """
        try:
            self._on_pasted(self.midi_clipboard.paste(self._paste_tick()))
        except AntiphonError as error:
            self.failed.emit(str(error))

    def _paste_tick(self) -> int:
        tick = round(self.state.playhead_tick)
        if tick != self._pasted_at_tick:
            self._pasted_at_tick = tick
            self._after_paste = {}
        return self._after_paste.get(self._place(), tick)

    def _place(self) -> tuple[int, int]:
        session = self.state.session
        return session.document.history.place, session.active_track

    def _on_pasted(self, added: IntColumn) -> None:
        if len(added):
            session = self.state.session
            self._after_paste[self._place()] = beats_after(session.piece, session.active_track, added)
            self.state.select(added)
            self.state.edited.emit()
            self._show_selection()

    def change_velocity(self, amount: int) -> None:
        """Play the selection louder or softer."""
        self._edit(lambda ids: self.state.session.change_velocities(ids, amount))

    def insert_note(self) -> None:
        """Draw without a mouse: a note at the note cursor; where nobody uses it at the playhead, at the
        selected pitch or the middle of the view.
        """
        state = self.state
        selected = state.clip.notes(state.selection.array)
        middle = (state.viewport.lowest_pitch + state.viewport.highest_pitch) // 2
        pitch = selected[0].pitch if selected else middle
        start = grid.snap_down(state.playhead_tick, state.grid_ticks, state.snap_map)
        if state.cursor is not None:
            start, pitch = state.cursor
        state.select(put_down(state, notes_at(state, start, pitch)))
        state.edited.emit()
        self._sound_first()
        self._show_selection()

    def _edit(self, edit: Callable[[IntColumn], object]) -> None:
        selection = self.state.selection
        if len(selection):
            edit(selection.array)
            self.state.edited.emit()
