"""What keys and menus do to velocities and the pedal, each one undo step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from assistant.core.controls import PEDAL, ControlLane
from assistant.ui.piano_roll import grid, hints
from assistant.ui.piano_roll.lanes.kinds import VELOCITY, LaneKind, kind_of
from assistant.ui.piano_roll.pedals import with_pedal
from assistant.ui.piano_roll.state import RollState

STEPS = 16
"""A scale is walked through by key in so many steps."""
VELOCITY_STEP = 8


class LaneCommands(QObject):
    """The half of the lanes that needs no mouse; without a selection they do nothing."""

    def __init__(self, state: RollState, parent: QObject) -> None:
        super().__init__(parent)
        self.state = state

    def scale_velocities(self, factor: float) -> None:
        """Let the selected notes' velocities differ more (over 1) or less from their mean."""
        state, rows = self.state, self._rows()
        if len(rows):
            pivot = float(state.clip.velocities[rows].mean())
            state.session.scale_velocities(state.selection.array, factor, pivot)
            state.edited.emit()

    def ramp_velocities(self) -> None:
        """Draw a straight line from the first selected note's velocity to the last one's."""
        state, clip, rows = self.state, self.state.clip, self._rows()
        if not len(rows) or clip.starts[rows[0]] == clip.starts[rows[-1]]:
            return
        ends = rows[[0, -1]]
        levels = np.rint(np.interp(clip.starts[rows], clip.starts[ends], clip.velocities[ends]))
        wanted = zip(clip.ids[rows].tolist(), levels.astype(int).tolist(), strict=True)
        state.session.set_velocities(dict(wanted))
        state.edited.emit()

    def hold_pedal(self) -> None:
        """Press the pedal where the selection begins and lift it where it ends."""
        state, clip, rows = self.state, self.state.clip, self._rows()
        if len(rows):
            session = state.session
            lane = session.piece.tracks[session.active_track].lane(PEDAL)
            span = int(clip.starts[rows].min()), int(clip.ends[rows].max())
            session.set_controls(PEDAL, *with_pedal(lane, *span, is_down=True))
            state.edited.emit()

    def step_value(self, direction: int) -> None:
        """Raise (1) or lower (-1) the lane's value from the playhead on; velocities are those selected."""
        kind = self.kind
        if kind.number == VELOCITY:
            ids = self.state.selection.array
            if len(ids):
                self.state.session.change_velocities(ids, direction * VELOCITY_STEP)
                self.state.edited.emit()
            return
        before = self._written().value_at(self._tick())
        step = kind.highest + 1 if kind.number == PEDAL else (kind.highest + 1) // STEPS
        self._set_value(min(max(before + direction * step, 0), kind.highest))

    def remove_point(self) -> None:
        """Take out the lane's point at the playhead, or the last one before it."""
        lane = self._written()
        before = int(np.searchsorted(lane.ticks, self._tick(), side="right"))
        if self.kind.number != VELOCITY and before:
            tick = int(lane.ticks[before - 1])
            self.state.session.set_controls(self.kind.number, tick, tick + 1, ())
            self.state.edited.emit()
            self._tell()

    @property
    def kind(self) -> LaneKind:
        """What the first lane shows."""
        return kind_of(VELOCITY)

    def _set_value(self, value: int) -> None:
        tick = self._tick()
        self.state.session.set_controls(self.kind.number, tick, tick + 1, ((tick, value),))
        self.state.edited.emit()
        self._tell()

    def _tell(self) -> None:
        """Say what is in force at the playhead now."""
        tick, kind = self._tick(), self.kind
        value, place = self._written().value_at(tick), hints.position(tick, self.state.meter_map)
        self.state.hint_changed.emit(f"{kind.name} {kind.said(value)} at {place}")

    def _tick(self) -> int:
        state = self.state
        return grid.snap_down(state.playhead_tick, state.grid_ticks, state.snap_map)

    def _written(self) -> ControlLane:
        session = self.state.session
        return session.piece.tracks[session.active_track].lane(max(0, self.kind.number))

    def _rows(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return self.state.selection.rows(self.state.clip)
