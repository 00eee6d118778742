"""Which gesture a press in the note area begins."""

from __future__ import annotations

from PySide6.QtCore import Qt

from assistant.ui.piano_roll.gestures.accept import AcceptGesture
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.draw import DrawGesture
from assistant.ui.piano_roll.gestures.erase import EraseGesture
from assistant.ui.piano_roll.gestures.lasso import LassoGesture
from assistant.ui.piano_roll.gestures.move import MoveGesture
from assistant.ui.piano_roll.gestures.pan import PanGesture
from assistant.ui.piano_roll.gestures.resize import ResizeGesture
from assistant.ui.piano_roll.selection import Hit, Zone
from assistant.ui.piano_roll.state import Pointer, RollState


def gesture_for(state: RollState, button: Qt.MouseButton, pointer: Pointer) -> Gesture | None:
    """The gesture that a button begins here with the tool in hand; None where it has no meaning."""
    hit = state.hit(pointer.x_px, pointer.y_px)
    if button == Qt.MouseButton.MiddleButton:
        return PanGesture(state, pointer)
    if button == Qt.MouseButton.RightButton:
        return EraseGesture(state, pointer) if state.tool != "select" else None
    if button != Qt.MouseButton.LeftButton:
        return None
    if state.tool == "erase":
        return EraseGesture(state, pointer)
    if hit:
        return _on_note(state, pointer, hit)
    on_paper = _on_paper(state, pointer)
    return AcceptGesture(state, pointer, on_paper) if state.ghosts.covers(pointer.tick) else on_paper


def _on_note(state: RollState, pointer: Pointer, hit: Hit) -> Gesture:
    if hit.zone is Zone.BODY or pointer.ctrl:
        return MoveGesture(state, pointer, hit.note)
    return ResizeGesture(state, pointer, hit.note, hit.zone)


def _on_paper(state: RollState, pointer: Pointer) -> Gesture:
    lassoes = state.tool == "select" or pointer.ctrl or pointer.shift
    return LassoGesture(state, pointer) if lassoes else DrawGesture(state, pointer)
