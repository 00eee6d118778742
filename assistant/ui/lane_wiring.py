"""The lanes under the notes: which commands show what, and what of it is remembered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from assistant.core.controls import is_control
from assistant.ui.piano_roll.lanes.kinds import COMMON, VELOCITY

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow


class LaneWiring(QObject):
    """Connects the lanes with commands and settings; ``changed`` when commands may be others."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._preferences = window.preferences
        self._lanes = window.roll.lanes
        self._restore()
        for number in COMMON:
            window.steering.add_state(f"lane_{number}", partial(self._is_chosen, number))
        window.steering.add_state("second_lane", lambda: self._lanes.has_second)
        self._lanes.changed.connect(self._on_changed)

    def _is_chosen(self, number: int) -> bool:
        return self._lanes.first.kind.number == number

    def _restore(self) -> None:
        """What was chosen the last time."""
        kept, lanes = self._preferences.settings, self._lanes
        for lane, number, height_px in (
            (lanes.first, kept.lane, kept.lane_height),
            (lanes.second, kept.second_lane_kind, kept.second_lane_height),
        ):
            lane.choose(number if is_control(number) else VELOCITY)
            lane.wanted_px = height_px
        lanes.fit()
        if kept.second_lane != lanes.has_second:
            lanes.toggle_second()

    def _on_changed(self) -> None:
        first, second = self._lanes.first, self._lanes.second
        self._preferences.update(
            lane=first.kind.number,
            lane_height=first.wanted_px,
            second_lane=self._lanes.has_second,
            second_lane_kind=second.kind.number,
            second_lane_height=second.wanted_px,
        )
        self.changed.emit()
