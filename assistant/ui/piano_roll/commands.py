"""What the keyboard and the menus do to the selection, each one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from assistant.core.note import Note
from assistant.session import Session
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.navigation import Navigation
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.state import RollState
from assistant.ui.theme import Theme

AUDITION_MS = 250


class CommandedRoll(QWidget):
    """The half of the piano roll that needs no mouse; edits without a selection do nothing."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = RollState(session, theme, self)
        self.navigation = Navigation(self.state, self)
        self._hush = QTimer(self, singleShot=True, interval=AUDITION_MS)
        self._hush.timeout.connect(self.state.silence)

    # --- selecting -------------------------------------------------------------------------------

    @property
    def selected_ids(self) -> frozenset[int]:
        """The ids of the selected notes."""
        return self.state.selection.ids

    def set_selection(self, ids: Iterable[int]) -> None:
        """Select these notes (those of them that exist), and no others."""
        self.state.select(Selection.of(ids).within(self.state.clip).array)

    def select_all(self) -> None:
        """Select every note of the track."""
        self.state.select(self.state.clip.ids)

    def deselect(self) -> None:
        """Select nothing."""
        self.state.select(())

    def select_neighbour(self, direction: int) -> None:
        """Select and sound the next note (1) or the one before (-1); at first, those beside the playhead."""
        state, clip = self.state, self.state.clip
        if not len(clip):
            return
        rows = state.selection.rows(clip)
        if len(rows):
            wanted = int(rows[-1] if direction > 0 else rows[0]) + direction
        else:
            wanted = clip.rows_starting_between(0, round(state.playhead_tick)).stop - (direction < 0)
        row = min(max(wanted, 0), len(clip) - 1)
        state.select([int(clip.ids[row])])
        self._sound_first()
        self._show_selection()

    # --- editing ---------------------------------------------------------------------------------

    def delete_selection(self) -> None:
        """Delete the selected notes."""
        self._edit(self.state.session.delete_notes)

    def nudge(self, direction: int) -> None:
        """Move the selection by one grid step, right (1) or left (-1)."""
        ticks = direction * self.state.grid_ticks
        self._edit(lambda ids: self.state.session.move_notes(ids, ticks, 0))
        self._show_selection()

    def transpose_selection(self, semitones: int) -> None:
        """Move the selection up or down, and sound the first of its notes where it is now."""
        self._edit(lambda ids: self.state.session.move_notes(ids, 0, semitones))
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

    def quantise_selection(self) -> None:
        """Draw the selected notes' starts to the grid."""
        step = self.state.grid_ticks
        self._edit(lambda ids: self.state.session.quantise(ids, step))

    def duplicate_selection(self) -> None:
        """Repeat the selection right after itself; the copies are selected."""
        self._edit(lambda ids: self.state.select(self.state.session.duplicate(ids)))
        self._show_selection()

    def copy_selection(self) -> None:
        """Put the selection on the clipboard."""
        if self.selected_ids:
            self.state.session.copy(self.selected_ids)

    def cut_selection(self) -> None:
        """Put the selection on the clipboard and take it out."""
        self._edit(self.state.session.cut)

    def paste_at_playhead(self) -> None:
        """Put the clipboard's notes at the playhead; they are selected."""
        added = self.state.session.paste(round(self.state.playhead_tick))
        if added:
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
        start = grid.snap_down(state.playhead_tick, state.grid_ticks, state.meter_map)
        if state.cursor is not None:
            start, pitch = state.cursor
        note = Note(0, start, state.last_length_ticks, pitch, state.last_velocity)
        state.select(state.session.add_notes([note]))
        state.edited.emit()
        self._sound_first()
        self._show_selection()

    def _edit(self, edit: Callable[[frozenset[int]], None]) -> None:
        if self.selected_ids:
            edit(self.selected_ids)
            self.state.edited.emit()

    def _sound_first(self) -> None:
        notes = self.state.clip.notes(self.state.selection.array[:1])
        if notes:
            self.state.sound(notes[0].pitch, notes[0].velocity)
            self._hush.start()

    # --- looking ---------------------------------------------------------------------------------

    def zoom_time(self, factor: float, at_tick: float | None = None) -> None:
        """Closer by a factor in time, around a tick, the playhead if it is seen, or the middle."""
        view = self.state.viewport
        at = view.x_of(self.state.playhead_tick if at_tick is None else at_tick)
        if not 0 <= at <= view.width_px:
            at = view.width_px // 2
        self.state.set_viewport(view.zoomed_time(factor, at))

    def zoom_pitch(self, factor: float) -> None:
        """Closer by a factor in pitch, around the middle."""
        view = self.state.viewport
        self.state.set_viewport(view.zoomed_pitch(factor, view.height_px / 2))

    def zoom_to_all(self) -> None:
        """Show the whole piece."""
        self.navigation.fit_all()

    def zoom_to_selection(self) -> None:
        """Show the selected notes, or all where none is."""
        self.navigation.fit_selection()

    def show_span(self, start_tick: int, end_tick: int) -> None:
        """Scroll so that a span is seen."""
        self.navigation.show_span(start_tick, end_tick)

    def _show_selection(self) -> None:
        clip, rows = self.state.clip, self.state.selection.rows(self.state.clip)
        if len(rows):
            self.navigation.show_span(int(clip.starts[rows].min()), int(clip.ends[rows].max()))
            self.navigation.show_pitches(clip.pitches[rows])
