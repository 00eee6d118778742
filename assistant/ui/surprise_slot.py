"""The place under the roll where the surprise curve comes to stand once it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from assistant.ui.controls import Themed
from assistant.ui.look import Look
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.proposals import Proposals
from assistant.ui.track_surprise import TrackSurprise

if TYPE_CHECKING:
    from assistant.ui.surprise_lane import SurpriseLane

HEIGHT, FOLDED_PX = 80, 24
AFTER_PAINT_MS = 50
"""The import takes a sixth of a second; by then the whole window has been painted."""
REFRESH_MS = 100
EMPTY = "How unexpected each note is appears here"
CROWDED = "Zoom in to see how unexpected each note is"
DRUMS = "The models know no percussion"
FOLDED_TIP = "There is little room: click to see how unexpected each note is all the same"


class SurpriseSlot(QFrame):
    """Keeps the lane's place free until it stands, so that nothing jumps; then in step with the roll.

    Folded, it is a line with the lane's name; ``opened`` when that was pressed.
    """

    opened = Signal()

    def __init__(self, roll: PianoRoll, proposals: Proposals, track: TrackSurprise, look: Look) -> None:
        super().__init__()
        self._roll = roll
        self._proposals = proposals
        self._track = track
        self._look = look
        self.lane: SurpriseLane | None = None
        self._is_loading = self._has_begun = self._is_folded = False
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self.setFixedHeight(HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.line = _line()
        self.line.clicked.connect(self.opened)
        self._column.addWidget(self.line)
        roll.view_changed.connect(self._follow)
        look.changed.connect(self.start)
        track.changed.connect(self._refresh_soon)
        self.setVisible(self._is_wanted)

    @property
    def _is_wanted(self) -> bool:
        return self._look.wants("surprise_lane")

    @property
    def _is_open(self) -> bool:
        return self._is_wanted and not self._is_folded

    def start(self) -> None:
        """Import the curve once the window stands, where it is wanted."""
        self._has_begun = True
        self.setVisible(self._is_wanted)
        if self._is_open and not self._is_loading:
            self._is_loading = True
            QTimer.singleShot(AFTER_PAINT_MS, self, self._import_lane)
        self._track.set_on(self._is_open and self.lane is not None)
        self.refresh()

    def fold(self, *, is_folded: bool) -> None:
        """Give way, but for a line that brings the curve back; or come back."""
        if is_folded != self._is_folded:
            self._is_folded = is_folded
            self.setFixedHeight(FOLDED_PX if is_folded else HEIGHT)
            self.line.setVisible(is_folded)
            if self.lane is not None:
                self.lane.setVisible(not is_folded)
            self.update()  # a row of the curve would stay where the line does not reach
            if self._has_begun:
                self.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()  # the roll was told of its new width before this was

    @Slot()
    def refresh(self) -> None:
        """Draw the surprise of the take that is shown now, and of the track in hand where that is heard."""
        if self.lane is not None and self.isVisible() and self._is_open:
            ghosts = self._roll.state.ghosts
            proposed, bits_of_take = map(np.array, self._proposals.shown_surprise())
            is_open = proposed >= (ghosts.span or (0, 0))[0]  # bars that were accepted are the track's now
            self.lane.show_surprise(proposed[is_open].tolist(), bits_of_take[is_open].tolist())
            ticks, bits = self._track.points()
            stays = ~ghosts.would_replace(ticks)
            self.lane.show_track(ticks[stays], bits[stays])
            self.lane.show_empty(self._why_empty())

    def _why_empty(self) -> str:
        if self._track.is_percussion:
            return DRUMS
        return CROWDED if self._track.is_crowded else EMPTY

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
        self.lane.setVisible(self._is_open)
        if isinstance(self.lane, Themed):
            self.lane.set_theme(self._look.theme)
        self._track.set_on(self._is_open)
        self.refresh()
        self._follow()

    def _follow(self) -> None:
        if self.lane is not None:
            view, notes = self._roll.state.viewport, self._roll.note_area
            left = notes.mapTo(self.window(), QPoint(0, 0)).x() - self.mapTo(self.window(), QPoint(0, 0)).x()
            right = self.width() - left - notes.width()
            if min(left, right) >= 0:  # one of the two has its place already, the other not yet
                self.lane.show_view(view.start_tick, view.end_tick, left, right)


def _line() -> QPushButton:
    """What is left of the lane where there is no room for it."""
    line = QPushButton("▸  Surprise")
    line.setProperty("role", "lane-line")
    line.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    line.setAccessibleName("Show the surprise curve")
    line.setToolTip(FOLDED_TIP)
    line.hide()
    return line
