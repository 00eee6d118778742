"""Selecting and looking, by keys and menus."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from assistant.core.clip import IntColumn
from assistant.core.note import Note
from assistant.session import Session
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.navigation import Navigation
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.state import RollState
from assistant.ui.theme import Theme

AUDITION_MS = 250


class SelectingRoll(QWidget):
    """What of the piano roll needs no mouse and changes no note."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = RollState(session, theme, self)
        self.navigation = Navigation(self.state, self)
        self.runner = GestureRunner(self.state, self)
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
        self._select_beside(direction, keep=False)

    def extend_selection(self, direction: int) -> None:
        """Select the next note (1) or the one before (-1) as well."""
        self._select_beside(direction, keep=True)

    def _select_beside(self, direction: int, *, keep: bool) -> None:
        state, clip = self.state, self.state.clip
        if not len(clip):
            return
        rows = state.selection.rows(clip)
        if len(rows):
            wanted = int(rows[-1] if direction > 0 else rows[0]) + direction
        else:
            wanted = clip.rows_starting_between(0, round(state.playhead_tick)).stop - (direction < 0)
        added = clip.ids[[min(max(wanted, 0), len(clip) - 1)]]
        state.select(np.concatenate([state.selection.array, added]) if keep else added)
        self._sound(clip.notes(added))
        self._show_notes(added)

    def select_span(self, start_tick: int, end_tick: int) -> None:
        """Select the notes that begin in [start_tick, end_tick): those of a bar, say."""
        clip = self.state.clip
        self.state.select(clip.ids[clip.rows_starting_between(start_tick, end_tick)])

    def select_same_pitches(self) -> None:
        """Select every note that has a pitch of a selected one."""
        clip = self.state.clip
        pitches = clip.pitches[self.state.selection.rows(clip)]
        self.state.select(clip.ids[np.isin(clip.pitches, pitches)])

    def invert_selection(self) -> None:
        """Select what is not selected, and nothing else."""
        clip = self.state.clip
        everything = np.ones(len(clip), dtype=bool)
        everything[self.state.selection.rows(clip)] = False
        self.state.select(clip.ids[everything])

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

    # --- for what follows from a command ---------------------------------------------------------

    def _sound(self, notes: tuple[Note, ...]) -> None:
        """Let the first of some notes be heard for a moment."""
        if notes:
            self.state.sound(notes[0].pitch, notes[0].velocity)
            self._hush.start()

    def _sound_first(self) -> None:
        self._sound(self.state.clip.notes(self.state.selection.array[:1]))

    def _show_selection(self) -> None:
        self._show_notes(self.state.selection.array)

    def _show_notes(self, ids: IntColumn) -> None:
        """Scroll so that notes are seen."""
        clip = self.state.clip
        rows = clip.rows_of(ids)
        if len(rows):
            self.navigation.show_span(int(clip.starts[rows].min()), int(clip.ends[rows].max()))
            self.navigation.show_pitches(clip.pitches[rows])
