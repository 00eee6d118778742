"""Accept the model's proposal up to the bar that is clicked."""

from __future__ import annotations

from assistant.ui.piano_roll.gestures.either import EitherGesture


class AcceptGesture(EitherGesture):
    """A click says yes to the proposal up to the end of this bar."""

    def click(self) -> None:
        if self.state.ghosts.covers(self.start.tick):
            end = self.state.ghosts.bar_end_tick(self.start.tick, self.state.meter_map)
            self.state.ghost_bar_clicked.emit(end)
