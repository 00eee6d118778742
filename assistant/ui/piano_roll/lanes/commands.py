"""What keys and menus do to velocities and the pedal, each one undo step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from assistant.core.controls import PEDAL
from assistant.ui.piano_roll.pedals import with_pedal
from assistant.ui.piano_roll.state import RollState


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
            state.session.scale_velocities(state.selection.ids, factor, pivot)
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

    def _rows(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return self.state.selection.rows(self.state.clip)
