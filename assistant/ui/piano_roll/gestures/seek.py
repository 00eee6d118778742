"""Put the playhead somewhere, or take it along by its head."""

from __future__ import annotations

from assistant.ui.piano_roll import snapping
from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState


class SeekGesture(Gesture):
    """The playhead goes with the hand, from one grid line to the next."""

    hint = "Drag the playhead · Alt leaves the grid · Esc puts it back"
    scrolls_y = False

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._before_tick = self._shown_tick = round(state.playhead_tick)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        self._seek(snapping.tick_near(self.state, pointer))

    def cancel(self) -> None:
        super().cancel()
        self._seek(self._before_tick)

    def _seek(self, tick: int) -> None:
        """Only where it is another place: each one interrupts what plays."""
        if tick != self._shown_tick:
            self._shown_tick = tick
            self.state.seek_requested.emit(tick)


def seek_to(state: RollState, pointer: Pointer) -> None:
    """Ask for the playhead on the nearest grid line, or right here where the hand is free of the grid."""
    state.seek_requested.emit(snapping.tick_near(state, pointer))
