"""The order in which Tab goes through the window: as one reads it, whatever was built first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow


def next_by_tab(window: MainWindow, *, forward: bool) -> QWidget | None:
    """The control that Tab (or Shift+Tab) leads to from the one that has the focus."""
    order = tab_order(window)
    if not order:
        return None
    focus = window.focusWidget()
    if focus not in order:
        return order[0 if forward else -1]
    return order[(order.index(focus) + (1 if forward else -1)) % len(order)]


def next_part(window: MainWindow, *, forward: bool) -> QWidget | None:
    """The first control of the next (or previous) part of the window in that order."""
    order, regions = tab_order(window), _regions(window)
    firsts: dict[int, QWidget] = {}
    for widget in order:
        firsts.setdefault(_region_of(widget, regions), widget)
    parts, here = list(firsts), _region_of(window.focusWidget(), regions)
    if here not in parts:
        return window.roll
    return firsts[parts[(parts.index(here) + (1 if forward else -1)) % len(parts)]]


def tab_order(window: MainWindow) -> list[QWidget]:
    """All that Tab reaches now: bars, tracks, roll, the panel from above, the newest takes first."""
    regions = _regions(window)
    # Not by nextInFocusChain: PySide takes what it returns for a child of the widget that was asked, in the
    # end the window for a child of a button, and drops the window's menus when that button is deleted.
    reached = [widget for widget in window.findChildren(QWidget) if _is_reached(widget, window)]
    return sorted(reached, key=lambda widget: _region_of(widget, regions))


def _regions(window: MainWindow) -> list[QWidget]:
    history = [window.history.panel] if window.history.is_shown else []
    answers = sorted(
        (child for child in window.takes.children() if isinstance(child, QWidget)),
        key=lambda child: child.y(),
    )
    place = window.preferences.settings.history_place
    return [
        window.transport,
        window.roll_bar,
        window.tracks,
        *(history if place == "left" else []),
        window.roll,
        *(history if place == "afloat" else []),
        window.surprise,
        window.continue_button,
        window.panel,
        *answers,
        *(history if place == "right" else []),
        window.messages,
    ]


def _region_of(widget: QWidget, regions: list[QWidget]) -> int:
    inside = (n for n, region in enumerate(regions) if region is widget or region.isAncestorOf(widget))
    return next(inside, len(regions))


def _is_reached(widget: QWidget, window: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return takes_tab and widget.isEnabled() and widget.isVisible() and widget.window() is window
