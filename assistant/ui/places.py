"""The places of the piece by key: a tempo, a meter or a marker at the playhead, and from marker to marker."""

from __future__ import annotations

from collections.abc import Callable

from assistant.session import Session
from assistant.ui.piano_roll.flags import FlagKind, marker_beside
from assistant.ui.piano_roll.view import PianoRoll


class Places:
    """What the ruler does under the mouse, done at the playhead."""

    def __init__(self, session: Session, roll: PianoRoll, seek: Callable[[int], None]) -> None:
        self._session = session
        self._roll = roll
        self._seek = seek

    def write(self, kind: FlagKind) -> None:
        """Open the editor of a tempo, a meter or a marker at the playhead; what stands there is changed."""
        tick = round(self._roll.state.playhead_tick)
        self._roll.show_span(tick, tick + self._session.piece.meter_map.change_at(tick).bar_ticks)
        self._roll.ruler.edit(kind, tick)

    def jump(self, direction: int) -> None:
        """Put the playhead at the next marker (1) or the one before (-1), and the view with it."""
        tick = marker_beside(self._session.piece, self._roll.state.playhead_tick, direction)
        if tick is not None:
            self._seek(tick)
            self._roll.show_span(tick, tick + self._session.piece.meter_map.change_at(tick).bar_ticks)

    def select_bar(self) -> None:
        """Select the notes of the bar that the playhead stands in."""
        self._roll.ruler.select_bar(round(self._roll.state.playhead_tick))
