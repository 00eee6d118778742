"""The place under the roll where the surprise curve comes to stand once it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout

from assistant.ui.controls import Themed
from assistant.ui.look import Look
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.proposals import Proposals
from assistant.ui.track_surprise import TrackSurprise

if TYPE_CHECKING:
    from assistant.ui.surprise_lane import SurpriseLane

HEIGHT = 80
AFTER_PAINT_MS = 50
"""The import takes a sixth of a second; by then the whole window has been painted."""
REFRESH_MS = 100
EMPTY = "How unexpected each note is appears here"
CROWDED = "Zoom in to see how unexpected each note is"


class SurpriseSlot(QFrame):
    """Keeps the lane's place free until it stands, so that nothing jumps; then in step with the roll."""

    def __init__(self, roll: PianoRoll, proposals: Proposals, track: TrackSurprise, look: Look) -> None:
        super().__init__()
        self._roll = roll
        self._proposals = proposals
        self._track = track
        self._look = look
        self.lane: SurpriseLane | None = None
        self._is_loading = False
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self.setFixedHeight(HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        roll.view_changed.connect(self._follow)
        look.changed.connect(self.start)
        track.changed.connect(self._refresh_soon)
        self.setVisible(look.has_surprise_lane)

    def start(self) -> None:
        """Import the curve once the window stands, where it is wanted."""
        self.setVisible(self._look.has_surprise_lane)
        if self._look.has_surprise_lane and not self._is_loading:
            self._is_loading = True
            QTimer.singleShot(AFTER_PAINT_MS, self, self._import_lane)
        self._track.set_on(self._look.has_surprise_lane and self.lane is not None)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Draw the surprise of the take that is shown now, and of the track in hand where that is heard."""
        if self.lane is not None and self.isVisible():
            self.lane.show_surprise(*self._proposals.shown_surprise())
            ticks, bits = self._track.points()
            stays = ~self._roll.state.ghosts.would_replace(ticks)
            self.lane.show_track(ticks[stays], bits[stays])
            self.lane.show_empty(CROWDED if self._track.is_crowded else EMPTY)

    def wake(self) -> None:
        """The music may have changed."""
        self._track.wake()

    def forget(self) -> None:
        """Another document lies on the desk."""
        self._track.forget()

    def _refresh_soon(self) -> None:
        if not self._refresh.isActive():
            self._refresh.start()

    def _import_lane(self) -> None:
        """On the Qt thread: PySide is not made to have its types looked up by another one meanwhile."""
        try:
            from assistant.ui.surprise_lane import SurpriseLane
        except ImportError:  # without pyqtgraph there is no curve, and everything else works
            return
        self.lane = SurpriseLane(self)
        self.lane.hinted.connect(self._roll.hint_changed)
        self._column.addWidget(self.lane)
        if isinstance(self.lane, Themed):
            self.lane.set_theme(self._look.theme)
        self._track.set_on(self._look.has_surprise_lane)
        self.refresh()
        self._follow()

    def _follow(self) -> None:
        if self.lane is not None:
            view, notes = self._roll.state.viewport, self._roll.note_area
            left = notes.mapTo(self.window(), QPoint(0, 0)).x() - self.mapTo(self.window(), QPoint(0, 0)).x()
            self.lane.show_view(view.start_tick, view.end_tick, left, self.width() - left - notes.width())
