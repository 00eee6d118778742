"""Set velocities in the lane: drag one bar, or paint across many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assistant.core.clip import IntColumn
from assistant.core.note import MAX_VELOCITY
from assistant.ui.piano_roll.gestures.base import DRAG_PX, Gesture
from assistant.ui.piano_roll.selection import Selection
from assistant.ui.piano_roll.shapes import Preview, Shapes
from assistant.ui.piano_roll.state import Pointer, RollState

REACH_PX = 6.0
"""How far beside a bar the pointer still catches it."""


class VelocityGesture(Gesture):
    """Notes that begin where the hand passes take the velocity of its height; Shift draws one straight ramp.

    It changes selected notes alone, so that one voice of a chord can be shaped, where some are in sight; but
    a press on a bar that is not selected means whatever is there.
    """

    hint = "Drag to set velocity · across paints · Shift draws a straight ramp · Esc cancels"
    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._velocities: dict[int, int] = {}
        self._across = False
        self._only = self._chosen_alone()

    def begin(self) -> None:
        self._paint(self.start, self.start)

    def drag(self, pointer: Pointer) -> None:
        self._across = self._across or abs(pointer.x_px - self.start.x_px) >= DRAG_PX
        if not self._across:  # a hand that goes straight up trembles, and means this bar alone
            pointer = replace(pointer, tick=self.start.tick)
        before, self.last = self.last, pointer
        if pointer.shift:
            self._velocities.clear()
            before = self.start
        self._paint(before, pointer)
        self.state.hint_changed.emit(f"Velocity {pointer.velocity} · {self.hint}")

    def refresh(self) -> None:
        self._show()

    def clicked(self, pointer: Pointer) -> None:
        alive = self.state.clip.ids[self.state.clip.rows_of(list(self._velocities))].tolist()
        if alive:
            self.state.session.set_velocities({id_: self._velocities[id_] for id_ in alive})
            self.state.last_velocity = self._velocities[alive[-1]]
            self.state.edited.emit()

    def _chosen_alone(self) -> frozenset[int] | None:
        """The notes that may change; None for all."""
        state, chosen = self.state, self.state.selection.ids
        pressed = near_ids(state, self.start.tick).tolist()
        if pressed:
            return chosen if not chosen.isdisjoint(pressed) else None
        view, starts = state.viewport, state.clip.starts[state.selection.rows(state.clip)]
        is_in_sight = (starts >= view.start_tick) & (starts <= view.end_tick)
        return chosen if is_in_sight.any() else None

    def _paint(self, before: Pointer, pointer: Pointer) -> None:
        clip = self.state.clip
        rows = clip.rows_of(self._ids_from_to(before.tick, pointer.tick))
        levels = _levels(clip.starts[rows], before, pointer)
        for id_, velocity in zip(clip.ids[rows].tolist(), levels, strict=True):
            if self._only is None or id_ in self._only:
                self._velocities[id_] = velocity
        self._show()

    def _ids_from_to(self, first_tick: float, second_tick: float) -> IntColumn:
        """The notes that begin between two ticks; while the hand stays in place, the nearest in reach."""
        if not self._across:
            return near_ids(self.state, first_tick)
        clip = self.state.clip
        low, high = sorted((first_tick, second_tick))
        return clip.ids[clip.rows_starting_between(int(np.ceil(low)), int(high) + 1)]

    def _show(self) -> None:
        clip = self.state.clip
        rows = clip.rows_of(list(self._velocities))
        velocities = [self._velocities[i] for i in clip.ids[rows].tolist()]
        show_velocities(self.state, rows, np.array(velocities, dtype=np.int64))


def near_ids(state: RollState, tick: float) -> IntColumn:
    """The notes whose bar is nearest to a tick, of those in reach of a hand: several where they are struck
    together.
    """
    clip, reach = state.clip, REACH_PX / state.viewport.px_per_tick
    near = clip.rows_starting_between(max(0, int(np.ceil(tick - reach))), max(0, int(tick + reach)) + 1)
    starts, ids = clip.starts[near], clip.ids[near]
    if not len(ids):
        return ids
    distance = np.abs(starts - tick)
    nearest: IntColumn = ids[distance == distance.min()]
    return nearest


def show_velocities(state: RollState, rows: IntColumn, velocities: IntColumn) -> None:
    """Show rows of the clip with other velocities."""
    shown = replace(Shapes.of_rows(state.clip, rows), velocities=velocities)
    are_selected = bool(state.selection.mask(state.clip, rows).all())
    hidden = Selection.of(state.clip.ids[rows])
    state.set_preview(Preview(hidden=hidden, notes=shown, are_selected=are_selected))


def _levels(starts: IntColumn, before: Pointer, pointer: Pointer) -> list[int]:
    """The velocity for each start on the line from one pointer to the next; beside the line, the latter's."""
    (low, low_velocity), (high, high_velocity) = sorted(
        ((before.tick, before.velocity), (pointer.tick, pointer.velocity))
    )
    levels = np.full(len(starts), float(pointer.velocity))
    if low < high:
        on_line = (starts >= low) & (starts <= high)
        levels[on_line] = np.interp(starts[on_line], (low, high), (low_velocity, high_velocity))
    wanted: list[int] = np.clip(np.rint(levels), 1, MAX_VELOCITY).astype(int).tolist()
    return wanted
