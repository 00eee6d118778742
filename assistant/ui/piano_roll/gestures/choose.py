"""Which gesture a press in the note area begins."""

from __future__ import annotations

from PySide6.QtCore import Qt

from assistant.ui.piano_roll.gestures.accept import AcceptGesture
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.draw import DrawGesture
from assistant.ui.piano_roll.gestures.erase import EraseGesture
from assistant.ui.piano_roll.gestures.lasso import FreehandGesture, LassoGesture
from assistant.ui.piano_roll.gestures.move import MoveGesture
from assistant.ui.piano_roll.gestures.mute import MuteGesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.resize import ResizeGesture
from assistant.ui.piano_roll.gestures.split import SplitGesture
from assistant.ui.piano_roll.gestures.switch import SwitchGesture, note_beside
from assistant.ui.piano_roll.selection import Hit, Zone
from assistant.ui.piano_roll.state import Pointer, RollState, Tool

_BY_TOUCH: dict[Tool, type[Gesture]] = {
    "erase": EraseGesture,
    "split": SplitGesture,
    "mute": MuteGesture,
}
"""Tools that do one thing, wherever they are used."""


def gesture_for(state: RollState, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
    """The gesture that a button begins here with the tool in hand; None where it has no meaning."""
    if button == Qt.MouseButton.MiddleButton:
        return PanGesture(state, pointer)
    if button == Qt.MouseButton.RightButton:
        return EraseGesture(state, pointer) if state.tool != "select" else None
    if button != Qt.MouseButton.LeftButton:
        return None
    if state.tool in _BY_TOUCH:
        return _BY_TOUCH[state.tool](state, pointer)
    hit = state.hit(pointer.x_px, pointer.y_px)
    return _on_note(state, pointer, hit) if hit else _beside_notes(state, pointer)


def _on_note(state: RollState, pointer: Pointer, hit: Hit) -> Gesture:
    if hit.zone is Zone.BODY or pointer.ctrl:
        return MoveGesture(state, pointer, hit.note)
    return ResizeGesture(state, pointer, hit.note, hit.zone)


def _beside_notes(state: RollState, pointer: Pointer) -> Gesture:
    """A click may accept a take, or go to another track's note; a drag does what the tool does."""
    on_paper = _on_paper(state, pointer)
    if state.ghosts.covers(pointer.tick):
        return AcceptGesture(state, pointer, on_paper)
    found = note_beside(state, pointer)
    return SwitchGesture(state, pointer, on_paper, found) if found else on_paper


def _on_paper(state: RollState, pointer: Pointer) -> Gesture:
    if state.tool == "select" and pointer.alt and not pointer.ctrl:
        return FreehandGesture(state, pointer)
    lassoes = state.tool == "select" or pointer.ctrl or pointer.shift
    return LassoGesture(state, pointer) if lassoes else DrawGesture(state, pointer)
