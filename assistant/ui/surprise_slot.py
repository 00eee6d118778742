"""The place under the roll where the surprise curve comes to stand once it is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from assistant.ui.controls import Themed
from assistant.ui.jobs import Jobs
from assistant.ui.look import Look
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.proposals import Proposals

if TYPE_CHECKING:
    from types import ModuleType

    from assistant.ui.surprise_lane import SurpriseLane

HEIGHT = 80


class SurpriseSlot(QFrame):
    """Keeps the lane's place free until it stands, so that nothing jumps; then in step with the roll."""

    def __init__(self, roll: PianoRoll, proposals: Proposals, look: Look, jobs: Jobs) -> None:
        super().__init__()
        self._roll = roll
        self._proposals = proposals
        self._look = look
        self._jobs = jobs
        self.lane: SurpriseLane | None = None
        self._is_loading = False
        self.setFixedHeight(HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        roll.view_changed.connect(self._follow)
        look.changed.connect(self.start)
        self.setVisible(look.has_surprise_lane)

    def start(self) -> None:
        """Import the curve beside the window, where it is wanted."""
        self.setVisible(self._look.has_surprise_lane)
        if self._look.has_surprise_lane and not self._is_loading:
            self._is_loading = True
            self._jobs.start(_import_lane, self._on_imported, _ignored)
        self.refresh()

    def refresh(self) -> None:
        """Draw the surprise of the take that is shown now."""
        if self.lane is not None and self.isVisible():
            self.lane.show_surprise(*self._proposals.shown_surprise())

    def _on_imported(self, module: ModuleType) -> None:
        self.lane = module.SurpriseLane(self)
        self._column.addWidget(self.lane)
        if isinstance(self.lane, Themed):
            self.lane.set_theme(self._look.theme)
        self.refresh()
        self._follow()

    def _follow(self) -> None:
        if self.lane is not None:
            view, notes = self._roll.state.viewport, self._roll.note_area
            left = notes.mapTo(self._roll, notes.rect().topLeft()).x()
            right = self._roll.width() - left - notes.width()
            self.lane.show_view(view.start_tick, view.end_tick, left, right)


def _import_lane() -> ModuleType:
    return import_module("assistant.ui.surprise_lane")


def _ignored(_: str) -> None:
    """Without pyqtgraph there is no curve, and everything else works."""
