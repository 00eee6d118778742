"""Raise or lower the velocities of all selected notes, or spread and flatten them."""

from __future__ import annotations

import numpy as np

from assistant.core.clip import IntColumn
from assistant.core.note import MAX_VELOCITY
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.gestures.velocity import show_velocities
from assistant.ui.piano_roll.state import Pointer

DOUBLING = 32
"""A drag of so many steps of velocity doubles the distances from the middle, or halves them."""


class ShiftVelocitiesGesture(Gesture):
    """All selected notes become louder or softer by the same amount.

    With Ctrl they are scaled about their mean: upwards they differ more, downwards less.
    """

    hint = "Drag to move all selected velocities · Ctrl spreads or flattens them · Esc cancels"
    scrolls_x = scrolls_y = False

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        rows = self.state.selection.rows(self.state.clip)
        show_velocities(self.state, rows, self._wanted(rows, pointer))

    def reading(self, pointer: Pointer) -> str:
        if pointer.ctrl:
            return f"{'Wider' if self._steps(pointer) >= 0 else 'Flatter'} ×{self._factor(pointer):.2f} · "
        return f"Velocity {self._steps(pointer):+d} · "

    def commit(self, pointer: Pointer) -> None:
        state = self.state
        rows = state.selection.rows(state.clip)
        velocities = dict(
            zip(state.clip.ids[rows].tolist(), self._wanted(rows, pointer).tolist(), strict=True)
        )
        if velocities:
            state.session.set_velocities(velocities)
            state.edited.emit()

    def _wanted(self, rows: IntColumn, pointer: Pointer) -> IntColumn:
        velocities = self.state.clip.velocities[rows]
        if pointer.ctrl and len(rows):
            pivot = float(velocities.mean())
            velocities = np.rint(pivot + (velocities - pivot) * self._factor(pointer)).astype(np.int64)
        else:
            velocities = velocities + self._steps(pointer)
        wanted: IntColumn = np.clip(velocities, 1, MAX_VELOCITY)
        return wanted

    def _steps(self, pointer: Pointer) -> int:
        return pointer.velocity - self.start.velocity

    def _factor(self, pointer: Pointer) -> float:
        factor: float = 2.0 ** (self._steps(pointer) / DOUBLING)
        return factor
