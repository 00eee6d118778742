"""The note cursor: a place in the roll that keys move, to read, select, draw and hear notes there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from assistant.core.note import MAX_PITCH, Note
from assistant.ui.piano_roll import grid
from assistant.ui.piano_roll.gestures.draw import notes_at, put_down
from assistant.ui.piano_roll.navigation import Navigation
from assistant.ui.piano_roll.selection import note_at
from assistant.ui.piano_roll.spoken import empty_words, note_words
from assistant.ui.piano_roll.state import RollState

_HEARD_MS = 250


class NoteCursor(QObject):
    """Moves ``state.cursor``, a (tick, pitch), or None while nobody uses it; ``moved`` when it has gone
    on or is called again, ``toggled`` when it comes, goes, or takes the arrows.

    It begins where the hand was last: at the selection, or at the playhead.
    """

    moved = Signal()
    toggled = Signal()

    def __init__(self, state: RollState, navigation: Navigation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._navigation = navigation
        self._last: tuple[int, int] | None = None
        self._roams = False
        self._hush = QTimer(self, singleShot=True, interval=_HEARD_MS)
        self._hush.timeout.connect(state.silence)
        for changed in (state.selection_changed, state.notes_changed):
            changed.connect(self._follow_selection)

    # --- reading ---------------------------------------------------------------------------------

    @property
    def is_shown(self) -> bool:
        """Whether somebody uses it."""
        return self._state.cursor is not None

    @property
    def has_arrows(self) -> bool:
        """Whether arrows move it: nothing is selected that they would move instead, or it was called."""
        return self._roams or not len(self._state.selection)

    @property
    def roams(self) -> bool:
        """Whether it keeps the arrows though notes are selected."""
        return self._roams

    @property
    def note(self) -> Note | None:
        """The note at the cursor; of several the last to begin."""
        place = self._state.cursor
        return note_at(self._state.clip, *place) if place else None

    @property
    def words(self) -> str:
        """What is at the cursor, in words."""
        place, note = self._state.cursor, self.note
        if place is None:
            return ""
        return note_words(note, self._state) if note else empty_words(*place, self._state)

    # --- moving ----------------------------------------------------------------------------------

    def step(self, direction: int) -> None:
        """One grid line on (1) or back (-1); the first step only shows where it is."""
        tick, pitch = self._place()
        if not self.is_shown:
            self._go(tick, pitch)
            return
        step, meter_map = self._state.grid_ticks, self._state.snap_map
        line = grid.snap_down(tick, step, meter_map)
        if direction > 0:
            next_bar = meter_map.bar_start_tick(meter_map.bar_at(tick) + 1)
            line = min(line + step, next_bar)
        elif line == tick:
            line = grid.snap_down(max(0, tick - 1), step, meter_map)
        self._go(line, pitch)

    def step_bar(self, direction: int) -> None:
        """To the next bar line (1) or the one before (-1)."""
        tick, pitch = self._place()
        meter_map = self._state.meter_map
        bar = meter_map.bar_at(tick) + (direction > 0)
        if direction < 0 and meter_map.bar_start_tick(bar) == tick:
            bar = max(0, bar - 1)
        self._go(meter_map.bar_start_tick(bar), pitch)

    def climb(self, direction: int) -> None:
        """One row up (1) or down (-1), or more: an octave is twelve."""
        tick, pitch = self._place()
        if not self.is_shown:
            direction = 0
        fold = self._state.viewport.fold
        wanted = min(max(pitch + direction, 0), MAX_PITCH)
        if fold and wanted not in fold:
            beyond = [p for p in fold if (p - pitch) * direction > 0 or not direction]
            wanted = min(beyond, key=lambda p: abs(p - wanted), default=pitch)
        self._go(tick, wanted)

    def climb_to_note(self, direction: int) -> None:
        """To the next note above (1) or below (-1) that sounds at the same time."""
        tick, pitch = self._place()
        clip = self._state.clip
        pitches = clip.pitches[clip.rows_between(tick, tick + 1)]
        beyond = np.unique(pitches[(pitches - pitch) * direction > 0])
        if len(beyond):
            self._go(tick, int(beyond[0] if direction > 0 else beyond[-1]))

    def hide(self) -> None:
        """Nobody uses it any more; it is remembered where it was."""
        self._roams = False
        if self._state.cursor is not None:
            self._last, self._state.cursor = self._state.cursor, None
            self._state.overlay_changed.emit()
            self.toggled.emit()

    def toggle_roaming(self) -> None:
        """Give it the arrows, though notes are selected, or give them back to the notes."""
        self._roams = not self._roams
        self._go(*self._place())
        self.toggled.emit()

    # --- doing -----------------------------------------------------------------------------------

    def press(self) -> None:
        """What a click would do: select the note, or no longer; draw one where none is."""
        note = self.note
        if note:
            self._state.toggle(note.id)
        else:
            self.draw()

    def draw(self) -> None:
        """Draw at the cursor what a click there would."""
        state = self._state
        tick, pitch = self._place()
        notes = notes_at(state, tick, pitch)
        put_down(state, notes)
        state.edited.emit()
        self._go(tick, notes[0].pitch)

    def hear(self) -> None:
        """Sound the note at the cursor, or the pitch of its row."""
        self._go(*self._place())
        note = self.note
        self._sound(*((note.pitch, note.velocity) if note else (self._place()[1], self._state.last_velocity)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever takes the mouse needs it no longer."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.hide()
        return super().eventFilter(watched, event)

    # --- inside ----------------------------------------------------------------------------------

    def _place(self) -> tuple[int, int]:
        """Where it is; where it would begin, while it is not shown."""
        state = self._state
        if state.cursor is not None:
            return state.cursor
        if self._last is not None:
            return self._last
        view = state.viewport
        tick = grid.snap_down(state.playhead_tick, state.grid_ticks, state.snap_map)
        return tick, (view.lowest_pitch + view.highest_pitch) // 2

    def _go(self, tick: int, pitch: int) -> None:
        state, was_shown = self._state, self.is_shown
        state.cursor = (max(0, tick), pitch)
        self._navigation.show_span(tick, tick + state.grid_ticks)
        self._navigation.show_pitches(np.array([pitch]))
        note = self.note
        if note:
            self._sound(note.pitch, note.velocity)
        state.overlay_changed.emit()
        if not was_shown:
            self.toggled.emit()
        self.moved.emit()

    def _sound(self, pitch: int, velocity: int) -> None:
        self._state.silence()  # a pitch that still sounds would not begin anew
        self._state.sound(pitch, velocity)
        self._hush.start()

    def _follow_selection(self, _: object = None) -> None:
        """Stand where the selected notes are, for when it is called next."""
        state = self._state
        rows = state.selection.rows(state.clip)
        if self._roams or not len(rows):
            return
        place = int(state.clip.starts[rows[0]]), int(state.clip.pitches[rows[0]])
        self._last = place
        if state.cursor is not None:
            state.cursor = place
            state.overlay_changed.emit()
