"""Go to another track by a click on one of its notes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.core.note import Note
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.either import EitherGesture
from assistant.ui.piano_roll.selection import hit_at
from assistant.ui.piano_roll.state import Pointer, RollState


@dataclass(frozen=True, slots=True)
class NoteBeside:
    """A note of a track beside the one in hand, and that track's number and name."""

    note: Note
    track: int
    name: str


class SwitchGesture(EitherGesture):
    """A click takes the track in hand whose note was clicked, and sounds that note."""

    def __init__(self, state: RollState, start: Pointer, instead: Gesture, found: NoteBeside) -> None:
        super().__init__(state, start, instead)
        self._found = found

    def begin(self) -> None:
        self.state.sound(self._found.note.pitch, self._found.note.velocity)

    def click(self) -> None:
        self.leave()
        if self._found.track < len(self.state.session.piece.tracks):
            self.state.track_clicked.emit(self._found.track, self._found.note.id)

    def cancel(self) -> None:
        self.leave()
        super().cancel()


def note_beside(state: RollState, pointer: Pointer) -> NoteBeside | None:
    """The faint note that a click here would go to: with the arrow any, with the pencil with Alt alone.

    So the pencil can draw over notes of other tracks, and a drag does what it always does.
    """
    if state.tool != "select" and not (state.tool == "draw" and pointer.alt):
        return None
    if pointer.shift or pointer.ctrl or (state.tool == "select" and pointer.alt):
        return None
    for number, track in state.numbered_tracks_beside:
        hit = hit_at(track.clip, state.viewport, pointer.x_px, pointer.y_px)
        if hit:
            return NoteBeside(hit.note, number, track.name or f"Track {number + 1}")
    return None
