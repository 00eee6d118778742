"""The lanes under the notes: one always, a second one where it is wanted, each beside its header."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.core.controls import PEDAL
from assistant.ui.piano_roll.gestures.runner import GestureRunner
from assistant.ui.piano_roll.lanes.commands import LaneCommands
from assistant.ui.piano_roll.lanes.header import LaneHeader
from assistant.ui.piano_roll.lanes.kinds import COMMON, VELOCITY, LaneKind
from assistant.ui.piano_roll.lanes.lane import LEAST_NOTES_PX, LEAST_PX, Lane
from assistant.ui.piano_roll.state import RollState

REST_PX = LEAST_NOTES_PX + 100
"""What the lanes leave to the notes, the ruler and the scroll bar, where nobody says how much that is."""


class Lanes(LaneCommands):
    """``headers`` and ``column`` are laid out side by side; ``changed`` tells of other kinds or heights."""

    changed = Signal()

    def __init__(self, state: RollState, runner: GestureRunner, roll: QWidget, header_px: int) -> None:
        super().__init__(state, roll)
        self._roll = roll
        self._rest_px = REST_PX
        self.first, self.second = Lane(state, runner, roll), Lane(state, runner, roll, PEDAL)
        self.first_header = LaneHeader(state, self.first, header_px, roll)
        self.second_header = LaneHeader(state, self.second, header_px, roll)
        self.first_header.extra = [("Show or hide a second lane", self.toggle_second)]
        self.second_header.extra = [("Hide this lane", self.toggle_second)]
        self.headers, self.column = _column(), _column()
        for lane, header in ((self.first, self.first_header), (self.second, self.second_header)):
            self.headers.addWidget(header)
            self.column.addWidget(lane)
            lane.changed.connect(self.changed)
        self.has_second = True
        self.toggle_second()
        roll.installEventFilter(self)

    @property
    def kind(self) -> LaneKind:
        return self.first.kind

    def toggle_second(self) -> None:
        """Show or hide the second lane; it comes with something else than the first shows."""
        self.has_second = not self.has_second
        number = self.first.kind.number
        if self.has_second and self.second.kind.number == number:
            self.second.choose(PEDAL if number == VELOCITY else VELOCITY)
        self.second.setVisible(self.has_second)
        self.second_header.setVisible(self.has_second)
        self.fit()
        self.changed.emit()

    @property
    def shown(self) -> list[Lane]:
        """The lanes that are seen."""
        return [self.first, self.second] if self.has_second else [self.first]

    def leave(self, rest_px: int) -> None:
        """Leave so much of the roll's height to all that is no lane."""
        self._rest_px = rest_px
        self.fit()

    def fit(self) -> None:
        """Give the lanes the heights that were chosen, or what a small window has room for."""
        room = self._roll.height() - self._rest_px
        share = min(1.0, room / sum(lane.wanted_px for lane in self.shown))
        for lane in self.shown:
            lane.take_height(max(LEAST_PX, int(lane.wanted_px * share)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def choose_next(self, direction: int = 1) -> None:
        """Let the first lane show the next of the common kinds, or the one before."""
        number = self.first.kind.number
        at = COMMON.index(number) if number in COMMON else COMMON.index(VELOCITY)
        self.first.choose(COMMON[(at + direction) % len(COMMON)])

    def update(self) -> None:
        """Paint all anew."""
        for lane in (self.first, self.second):
            lane.make_stale()
        for header in (self.first_header, self.second_header):
            header.update()
            for child in header.findChildren(QWidget):
                child.update()


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
