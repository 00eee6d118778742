"""Step input: what is played stands at the playhead, which then goes on by the grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from assistant.core.history import Step
from assistant.core.note import DEFAULT_VELOCITY, Note
from assistant.core.protocols import NoteHeard
from assistant.editing import count
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.playback import Playback


class StepInput(QObject):
    """Keys that are held together are one chord and one undo step, written when the last is let go.

    While they are held the notes are seen, as recorded ones are. Undoing a step brings the playhead back.
    ``toggled`` when it is switched on or off.
    """

    toggled = Signal()

    def __init__(
        self, session: Session, roll: PianoRoll, playback: Playback, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._roll = roll
        self._playback = playback
        self._held: set[int] = set()
        self._chord: dict[int, int] = {}
        self._steps: list[tuple[Step, int]] = []
        self.is_on = False
        session.document.subscribe(self._on_document)

    def toggle(self) -> None:
        """Switch it on or off."""
        self.is_on = not self.is_on
        self._forget()
        self._steps.clear()
        self.toggled.emit()

    def rest(self) -> None:
        """Leave a step empty."""
        if self.is_on:
            self._advance()

    @Slot(object)
    def hear(self, heard: NoteHeard) -> None:
        """A key of the MIDI keyboard went down or up."""
        self.press(heard.pitch, heard.velocity) if heard.velocity else self.release(heard.pitch)

    @Slot(int)
    def press(self, pitch: int, velocity: int = DEFAULT_VELOCITY) -> None:
        """A key went down."""
        if self.is_on and not self._playback.is_playing:
            self._held.add(pitch)
            self._chord[pitch] = velocity
            self._roll.set_recording_notes(self._notes())

    @Slot(int)
    def release(self, pitch: int) -> None:
        """A key went up; with the last one the chord is written."""
        if pitch not in self._held:
            return
        self._held.discard(pitch)
        if not self._held:
            notes = self._notes()
            self._forget()
            self._write(notes)

    def _write(self, notes: list[Note]) -> None:
        self._session.add_notes(notes, f"Step input of {count(len(notes))}")
        self._steps.append((self._session.document.history.done[-1], notes[0].start_tick))
        self._roll.state.edited.emit()
        self._advance()

    def _notes(self) -> list[Note]:
        start = self._session.playhead_tick
        length = self._roll.state.step_ticks_at(start)
        return [Note(0, start, length, pitch, velocity) for pitch, velocity in sorted(self._chord.items())]

    def _advance(self) -> None:
        state, tick = self._roll.state, self._session.playhead_tick
        tick += state.step_ticks_at(tick)
        self._playback.seek(tick)
        self._roll.show_span(tick, tick + state.step_ticks_at(tick))

    def _on_document(self) -> None:
        """After an undo of what was stepped in, the next note goes to its place."""
        undone = self._session.document.history.undone
        if self._steps and any(step is self._steps[-1][0] for step in undone):
            self._playback.seek(self._steps.pop()[1])

    def _forget(self) -> None:
        self._held.clear()
        self._chord.clear()
        self._roll.set_recording_notes(())
