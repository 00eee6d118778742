"""What a key means depends on what is going on: the states of the window, and the decisions upon them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QAbstractSpinBox

from assistant.core.continuation import ContinueSettings
from assistant.paths import resources_dir
from assistant.session import Session
from assistant.ui.continue_button import ContinueButton
from assistant.ui.documents import Documents
from assistant.ui.drafts import TakeKey
from assistant.ui.piano_roll.state import Tool
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.playback import Playback
from assistant.ui.proposals import Proposals

EXAMPLE_FILE = "d-major-reel.mid"


class Steering(QObject):
    """Knows roll, proposals, playback and documents, and decides between them."""

    def __init__(
        self,
        *,
        session: Session,
        roll: PianoRoll,
        proposals: Proposals,
        playback: Playback,
        documents: Documents,
        dials: Callable[[], ContinueSettings],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._roll = roll
        self._proposals = proposals
        self._playback = playback
        self._documents = documents
        self._dials = dials
        self._heard: TakeKey | None = None
        self._drags: list[Callable[[], bool]] = [roll.cancel_gesture]
        self._states = self._named_states()

    def holds(self, state: str) -> bool:
        """Whether a state of the window, by its name in the command table, holds now."""
        return self._states[state]()

    # --- commands --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Continue: from the selection, or the music up to the playhead."""
        self._free_keys()
        self._proposals.begin(self._dials(), self._phrase)

    @Slot()
    def prepare(self) -> None:
        """Have the seed read while the hand is on its way to the button."""
        self._proposals.prepare(self._dials(), self._phrase)

    def fill(self) -> None:
        """Fill the gap: write the loop region between what is before and after it."""
        self._free_keys()
        self._proposals.fill(self._dials())

    def begin_or_cancel(self) -> None:
        """The big button: Continue, or Cancel while an answer is being written."""
        if self._proposals.is_generating:
            self._proposals.cancel()
        else:
            self.begin()

    def escape(self) -> None:
        """Cancel the innermost thing: gesture, generation, focus elsewhere, shown take, selection."""
        cancelled = [cancel() for cancel in self._drags]  # every one of them, not only the first
        if any(cancelled):
            return
        if self._proposals.is_generating:
            self._proposals.cancel()
        elif self._is_focus_elsewhere():
            self._roll.setFocus()
        elif self._roll.note_cursor.roams:
            self._roll.note_cursor.toggle_roaming()
        elif self._proposals.is_shown:
            self._proposals.dismiss()
        elif self._roll.selected_ids:
            self._roll.deselect()
        else:
            self._roll.note_cursor.hide()

    def step(self, direction: int) -> None:
        """Down (1) or Up (-1): through the takes while one is shown; the selection, or the note cursor."""
        cursor = self._roll.note_cursor
        if self._proposals.is_shown and not cursor.roams:
            self._proposals.show_next(direction)
        elif cursor.has_arrows:
            cursor.climb(-direction)
        else:
            self._roll.transpose_selection(-direction)

    def octave(self, direction: int) -> None:
        """Up (1) or down (-1) an octave: the selection, or the note cursor."""
        if self._roll.note_cursor.has_arrows:
            self._roll.note_cursor.climb(12 * direction)
        else:
            self._roll.transpose_selection(12 * direction)

    def across(self, direction: int) -> None:
        """Right (1) or Left (-1) by the grid: the selection, or the note cursor."""
        if self._roll.note_cursor.has_arrows:
            self._roll.note_cursor.step(direction)
        else:
            self._roll.nudge(direction)

    def press(self) -> None:
        """Return: accept the shown take; without one, do at the note cursor what a click would."""
        if self._proposals.is_shown and not self._roll.note_cursor.roams:
            self._proposals.accept()
        else:
            self._roll.note_cursor.press()

    def playhead_to_cursor(self) -> None:
        """Put the playhead at the note cursor."""
        if self._roll.state.cursor is not None:
            self._playback.seek(self._roll.state.cursor[0])

    def play_from_cursor(self) -> None:
        """Play from the note cursor."""
        if self._roll.state.cursor is not None:
            self._playback.play_from(self._roll.state.cursor[0])

    def play_shown(self) -> None:
        """Play from one bar before the shown take, to hear how it follows; once more stops it."""
        span, key = self._proposals.shown_span, self._proposals.shown_key
        if self._playback.is_playing and key == self._heard:
            self._heard = None
            self._playback.stop()
        elif span is not None:
            self._heard = key
            meter_map = self._session.piece.meter_map
            bar = meter_map.bar_at(max(0, span[0] - 1))
            self._playback.play_from(meter_map.bar_start_tick(bar))

    def play_take(self, key: TakeKey) -> None:
        """Show a take and play it."""
        self._proposals.show(key)
        self.play_shown()

    def accept_take(self, key: TakeKey) -> None:
        """Show a take and accept it."""
        self._proposals.show(key)
        self._proposals.accept()

    def go_to_step(self, steps_done: int) -> None:
        """Undo or redo until so many steps are done; the last of them as its own command does it."""
        done = len(self._session.document.history.done)
        if steps_done < done:
            self._session.document.go_to(steps_done + 1)
            self._proposals.undo()
        elif steps_done > done:
            self._session.document.go_to(steps_done - 1)
            self._proposals.redo()

    def open_example(self) -> None:
        """Put the example phrase on the desk."""
        self._documents.open_example(resources_dir() / "seeds" / EXAMPLE_FILE)

    # --- states ----------------------------------------------------------------------------------

    def _named_states(self) -> dict[str, Callable[[], bool]]:
        session, proposals, playback = self._session, self._proposals, self._playback
        history = session.document.history
        return {
            "can_undo": lambda: bool(history.done),
            "can_redo": lambda: bool(history.undone),
            "copied": lambda: self._roll.midi_clipboard.holds_notes,
            "selected": lambda: bool(len(self._roll.state.selection)),
            "take_shown": lambda: proposals.is_shown,
            "take_or_cursor": lambda: proposals.is_shown or self._roll.note_cursor.is_shown,
            "cursor_shown": lambda: self._roll.note_cursor.is_shown,
            "cursor_roams": lambda: self._roll.note_cursor.roams,
            "generating": lambda: proposals.is_generating,
            "accept_waiting": lambda: proposals.is_accept_waiting,
            "playing": lambda: playback.is_playing and not playback.is_recording,
            "counting_in": lambda: playback.is_counting_in,
            "recording": lambda: playback.is_recording,
            "gap_marked": lambda: session.piece.loop is not None,
            "looping": lambda: session.piece.loop is not None and session.piece.loop.enabled,
            "metronome": lambda: session.metronome,
            "marked": lambda: bool(session.piece.markers),
            "several_tracks": lambda: len(session.piece.tracks) > 1,
            "track_muted": lambda: session.piece.tracks[session.active_track].muted,
            "track_soloed": lambda: session.piece.tracks[session.active_track].soloed,
            "focus_elsewhere": self._is_focus_elsewhere,
            "phrase_selected": lambda: bool(self._phrase),
            "empty": lambda: not any(len(track.clip) for track in session.piece.tracks),
            **{f"tool_{tool}": partial(self._has_tool, tool) for tool in get_args(Tool)},
        }

    def add_drag(self, cancel: Callable[[], bool]) -> None:
        """Escape drops a drag of another part of the window; ``cancel`` says whether there was one."""
        self._drags.append(cancel)

    def add_state(self, name: str, holds: Callable[[], bool]) -> None:
        """Name a state that another part of the window knows."""
        self._states[name] = holds

    def _free_keys(self) -> None:
        """A number field and the big button let the keys go: Return and arrows are about the takes now."""
        if isinstance(self._roll.window().focusWidget(), QAbstractSpinBox | ContinueButton):
            self._roll.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _is_focus_elsewhere(self) -> bool:
        return self._roll.window().focusWidget() not in (None, self._roll)

    def _has_tool(self, tool: str) -> bool:
        return self._roll.tool == tool

    @property
    def _phrase(self) -> frozenset[int]:
        """The selection as a seed; one note is no phrase."""
        selected = self._roll.selected_ids
        return selected if len(selected) > 1 else frozenset()
