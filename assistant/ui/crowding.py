"""What gives way while the window is low or narrow, so that the notes keep the most of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant.ui.piano_roll.lanes.lane import HEIGHT_PX as LANE_PX
from assistant.ui.piano_roll.lanes.lane import LEAST_PX as LEAST_LANE_PX
from assistant.ui.piano_roll.minimap import HEIGHT_PX as OVERVIEW_PX
from assistant.ui.surprise_slot import FOLDED_PX
from assistant.ui.surprise_slot import HEIGHT as SURPRISE_PX

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow

GOAL_SHARE, ENOUGH_PX = 0.45, 300
"""The notes get this share of the window's height before anything else, but no more than so many pixels."""
ROOMY_PX = 1100
SIDE_PX, SLIM_SIDE_PX = 320, 288
SURPRISE, OVERVIEW = "surprise_lane", "overview"
"""What can be hidden, as the settings call it."""
_LANES = "lanes"


def giving_way(notes_px: int, goal_px: int, gains: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Which things give way, one after the other, until the notes have their height; each gains some."""
    gone = set()
    for name, gain_px in gains:
        if notes_px >= goal_px:
            break
        gone.add(name)
        notes_px += gain_px
    return frozenset(gone)


class Crowding(QObject):
    """Fits what stands round the notes to the window; what the player asks for in a low one stays.

    What the player chose is in the settings and not touched by what gives way, so that it all comes back in
    a larger window. ``changed`` tells that something else is seen.
    """

    changed = Signal()

    def __init__(self, window: MainWindow, ground: QWidget) -> None:
        super().__init__(window)
        self._window, self._ground = window, ground
        self._insisted: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()
        self._had_second = window.roll.lanes.has_second
        for name in (SURPRISE, OVERVIEW):
            window.steering.add_state(name, partial(self.shows, name))
        ground.installEventFilter(self)
        window.look.changed.connect(self.fit)
        window.surprise.opened.connect(lambda: self.toggle(SURPRISE))
        window.roll.lanes.changed.connect(self._on_lanes)

    def shows(self, name: str) -> bool:
        """Whether a thing is wanted and has room."""
        return self._window.look.wants(name) and name not in self._gone

    def toggle(self, name: str) -> None:
        """Show or hide a thing; in a low window what is asked for comes at the cost of the notes."""
        is_shown = self.shows(name)
        self._insisted = self._insisted - {name} if is_shown else self._insisted | {name}
        self._window.look.want(name, wanted=not is_shown)

    @Slot()
    def fit(self) -> None:
        """Let as much give way as the notes need."""
        gains = self._gains()
        self._insisted &= giving_way(self._notes_px(), self._goal_px, gains)
        gains = [(name, px) for name, px in gains if name not in self._insisted]
        before, self._gone = self._gone, giving_way(self._notes_px(), self._goal_px, gains)
        self._apply()
        if self._gone != before:
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            width_px = self._ground.width()
            self._window.tracks.fit(width_px)
            self._window.side.fit(SIDE_PX if width_px >= ROOMY_PX else SLIM_SIDE_PX)
            self.fit()
            self._lay_out()
        return super().eventFilter(watched, event)

    # --- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """At once, or a frame would be painted in which the old places and the new widths overlap."""
        layout = self._ground.layout()
        if layout:
            layout.activate()

    @property
    def _goal_px(self) -> int:
        return min(ENOUGH_PX, round(GOAL_SHARE * self._window.height()))

    def _gains(self) -> list[tuple[str, int]]:
        """What could give way, the first first, and how much higher the notes would be."""
        look, lanes = self._window.look, self._lane_heights()
        surprise = [(SURPRISE, SURPRISE_PX - FOLDED_PX)] if look.wants(SURPRISE) else []
        overview = [(OVERVIEW, OVERVIEW_PX)] if look.wants(OVERVIEW) else []
        return [*surprise, (_LANES, sum(lanes) - len(lanes) * LEAST_LANE_PX), *overview]

    def _notes_px(self) -> int:
        """How high the notes were if nothing gave way."""
        window, look = self._window, self._window.look
        bars = (window.transport, window.roll_bar, window.hint_line)
        around = sum(bar.height() for bar in bars) + window.roll.frame_px + sum(self._lane_heights())
        around += SURPRISE_PX if look.wants(SURPRISE) else 0
        around += OVERVIEW_PX if look.wants(OVERVIEW) else 0
        return self._ground.height() - around

    def _lane_heights(self) -> list[int]:
        """What the lanes ask for; one that was drawn higher than at first asks for no more than that."""
        return [min(lane.wanted_px, LANE_PX) for lane in self._window.roll.lanes.shown]

    def _apply(self) -> None:
        window, roll = self._window, self._window.roll
        window.surprise.fold(is_folded=SURPRISE in self._gone)
        roll.minimap.setVisible(self.shows(OVERVIEW))
        overview_px = OVERVIEW_PX if self.shows(OVERVIEW) else 0
        roll.lanes.leave(self._goal_px + roll.frame_px + overview_px)

    @Slot()
    def _on_lanes(self) -> None:
        has_second = self._window.roll.lanes.has_second
        if has_second != self._had_second:
            self._had_second = has_second
            self.fit()
