"""The place under the roll where the surprise curve comes to stand once it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout

from assistant.ui.controls import Themed
from assistant.ui.look import Look
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.proposals import Proposals

if TYPE_CHECKING:
    from assistant.ui.surprise_lane import SurpriseLane

HEIGHT = 80
AFTER_PAINT_MS = 50
"""The import takes a sixth of a second; by then the whole window has been painted."""


class SurpriseSlot(QFrame):
    """Keeps the lane's place free until it stands, so that nothing jumps; then in step with the roll."""

    def __init__(self, roll: PianoRoll, proposals: Proposals, look: Look) -> None:
        super().__init__()
        self._roll = roll
        self._proposals = proposals
        self._look = look
        self.lane: SurpriseLane | None = None
        self._is_loading = False
        self.setFixedHeight(HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        roll.view_changed.connect(self._follow)
        look.changed.connect(self.start)
        self.setVisible(look.has_surprise_lane)

    def start(self) -> None:
        """Import the curve once the window stands, where it is wanted."""
        self.setVisible(self._look.has_surprise_lane)
        if self._look.has_surprise_lane and not self._is_loading:
            self._is_loading = True
            QTimer.singleShot(AFTER_PAINT_MS, self, self._import_lane)
        self.refresh()

    def refresh(self) -> None:
        """Draw the surprise of the take that is shown now."""
        if self.lane is not None and self.isVisible():
            self.lane.show_surprise(*self._proposals.shown_surprise())

    def _import_lane(self) -> None:
        """On the Qt thread: PySide is not made to have its types looked up by another one meanwhile."""
        try:
            from assistant.ui.surprise_lane import SurpriseLane
        except ImportError:  # without pyqtgraph there is no curve, and everything else works
            return
        self.lane = SurpriseLane(self)
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
