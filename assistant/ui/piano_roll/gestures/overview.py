"""Gestures in the overview of the whole piece: take the window along, or pull at one of its ends."""

from __future__ import annotations

from typing import Literal

from assistant.ui.piano_roll.gestures.base import Gesture
from assistant.ui.piano_roll.state import Pointer, RollState

LEAST_SPAN_TICKS = 10
Side = Literal["start", "end"]


class ViewGesture(Gesture):
    """Looks elsewhere at once; cancelled, where it looked before."""

    scrolls_x = scrolls_y = False

    def __init__(self, state: RollState, start: Pointer) -> None:
        super().__init__(state, start)
        self._before = state.viewport

    def cancel(self) -> None:
        self.state.set_viewport(self._before)
        super().cancel()

    def drag(self, pointer: Pointer) -> None:
        self.last = pointer
        self.look(pointer)

    def look(self, pointer: Pointer) -> None:
        """Show what the hand asks for here."""

    def refresh(self) -> None:
        """The notes have nothing to do with it."""


class MoveViewGesture(ViewGesture):
    """The window goes along with the hand; a press beside it brings its middle there first."""

    hint = "Drag to move the view · Esc goes back"

    def begin(self) -> None:
        view, tick = self.state.viewport, self.start.tick
        if not view.start_tick <= tick < view.end_tick:
            half_px = view.width_px / 2
            self.state.set_viewport(view.scrolled_to(x_px=tick * view.px_per_tick - half_px))
        self._held_tick = tick - self.state.viewport.start_tick

    def look(self, pointer: Pointer) -> None:
        view = self.state.viewport
        left = (pointer.tick - self._held_tick) * view.px_per_tick
        self.state.set_viewport(view.scrolled_to(x_px=left))


class ZoomViewGesture(ViewGesture):
    """One end of the window follows the hand, the other stays."""

    hint = "Drag to zoom · Esc goes back"

    def __init__(self, state: RollState, start: Pointer, side: Side) -> None:
        super().__init__(state, start)
        self._side = side

    def look(self, pointer: Pointer) -> None:
        before, shift = self._before, pointer.tick - self.start.tick
        start, end = before.start_tick, before.end_tick
        if self._side == "start":
            start = min(start + shift, end - LEAST_SPAN_TICKS)
        else:
            end = max(end + shift, start + LEAST_SPAN_TICKS)
        self.state.set_viewport(before.spanning(start, end))
