"""What all gestures have in common."""

from __future__ import annotations

from assistant.ui.piano_roll.shapes import NO_PREVIEW
from assistant.ui.piano_roll.state import Pointer, RollState

DRAG_PX = 4.0
"""A press that moves less than this is a click."""


class Gesture:
    """One press, drag and release.

    While it lasts it changes only the preview; at release it makes at most one edit; cancelled, none.
    The document may change meanwhile (a generation ends, a key undoes): ids that are gone are passed over.
    """

    hint = ""
    scrolls_x = True
    scrolls_y = True

    def __init__(self, state: RollState, start: Pointer) -> None:
        self.state = state
        self.start = start
        self.last = start
        self.moved = False
        self.track = state.session.active_track

    def begin(self) -> None:
        """The button went down."""

    def drag(self, pointer: Pointer) -> None:
        """The mouse moved, the view scrolled under it, or a modifier key changed."""
        self.moved = self.moved or self._is_far(pointer)
        before, self.last = self.last, pointer
        if self.moved:
            self.dragged(before, pointer)
            self.state.hint_changed.emit(f"{self.reading(pointer)}{self.hint}")

    def release(self, pointer: Pointer) -> None:
        """The button came up: make the edit."""
        self.drag(pointer)
        self.leave()
        if self.moved:
            self.commit(pointer)
        else:
            self.clicked(pointer)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self.leave()

    def refresh(self) -> None:
        """The document changed: show the preview upon the new notes."""
        if self.moved:
            self.dragged(self.last, self.last)

    def leave(self) -> None:
        """Take away what is shown and heard."""
        self.state.silence()
        self.state.set_preview(NO_PREVIEW)

    def dragged(self, before: Pointer, pointer: Pointer) -> None:
        """Show what a release here would do."""

    def reading(self, pointer: Pointer) -> str:
        """What the hand has in it now, in words, to stand before the hint."""
        return ""

    def commit(self, pointer: Pointer) -> None:
        """Do what a drag to here means."""

    def clicked(self, pointer: Pointer) -> None:
        """Do what a click without a drag means."""

    def _is_far(self, pointer: Pointer) -> bool:
        across = pointer.x_px - self.start.x_px
        down = pointer.y_px - self.start.y_px
        # Scrolling under a still hand is a drag too.
        scrolled = abs(pointer.tick - self.start.tick) * self.state.viewport.px_per_tick
        return max(abs(across), abs(down), scrolled) >= DRAG_PX
