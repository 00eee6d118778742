"""What keys do in the overview: they move and zoom the view, as the hand does with its frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from assistant.ui.piano_roll.coordinates import LEAD_PX, Viewport

HINT = "Arrows and Page keys move the view · + and − zoom · Home and End go to the ends"
STEP_SHARE, AIR_SHARE = 1 / 4, 1 / 16
"""How much of the window an arrow moves, and stays empty behind the end of the piece."""
ZOOM = 1.25
OCTAVE = 12


def _across(pages: float) -> Callable[[Viewport, int], Viewport]:
    return lambda view, _: view.scrolled_by(pages * view.width_px, 0)


def _down(rows: int) -> Callable[[Viewport, int], Viewport]:
    return lambda view, _: view.scrolled_by(0, rows * view.row_px)


def _closer(factor: float) -> Callable[[Viewport, int], Viewport]:
    return lambda view, _: view.zoomed_time(factor, view.width_px / 2)


def _at_end(view: Viewport, end_tick: int) -> Viewport:
    return view.scrolled_to(x_px=end_tick * view.px_per_tick - view.width_px * (1 - AIR_SHARE))


_KEYS: dict[int, Callable[[Viewport, int], Viewport]] = {
    Qt.Key.Key_Left: _across(-STEP_SHARE),
    Qt.Key.Key_Right: _across(STEP_SHARE),
    Qt.Key.Key_PageUp: _across(-1),
    Qt.Key.Key_PageDown: _across(1),
    Qt.Key.Key_Up: _down(-OCTAVE),
    Qt.Key.Key_Down: _down(OCTAVE),
    Qt.Key.Key_Plus: _closer(ZOOM),
    Qt.Key.Key_Equal: _closer(ZOOM),
    Qt.Key.Key_Minus: _closer(1 / ZOOM),
    Qt.Key.Key_Home: lambda view, _: view.scrolled_to(x_px=-LEAD_PX),
    Qt.Key.Key_End: _at_end,
}
_WITHOUT_MEANING = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
"""Shift is where some keyboards have their plus."""


def is_overview_key(event: QKeyEvent) -> bool:
    """Whether a key means something to the overview that has the focus; Escape leaves it."""
    return event.key() in {*_KEYS, Qt.Key.Key_Escape} and not event.modifiers() & ~_WITHOUT_MEANING


def view_by_key(view: Viewport, event: QKeyEvent, end_tick: int) -> Viewport:
    """What is looked at after a key, in a piece that ends at a tick."""
    return _KEYS[event.key()](view, end_tick)
