"""Mouse positions and modifier keys as the gestures see them."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPointF, Qt

from assistant.ui.piano_roll.state import Pointer, RollState

_KEY = Qt.KeyboardModifier
# A Mac's hand expects Option to drag a copy, and Command (which Qt calls Control) to leave the grid.
_COPY, _FREE = (
    (_KEY.AltModifier, _KEY.ControlModifier)
    if sys.platform == "darwin"
    else (_KEY.ControlModifier, _KEY.AltModifier)
)


def pointer_at(
    state: RollState, position: QPointF, modifiers: Qt.KeyboardModifier, velocity: int = 0
) -> Pointer:
    """A position in the note area (or on its time axis) as ticks and pitch."""
    view = state.viewport
    return Pointer(
        x_px=position.x(),
        y_px=position.y(),
        tick=max(0.0, view.tick_at(position.x())),
        pitch=view.pitch_at(position.y()),
        velocity=velocity,
        alt=bool(modifiers & _FREE),
        shift=bool(modifiers & _KEY.ShiftModifier),
        ctrl=bool(modifiers & _COPY),
    )
