"""Where everything stands in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.ui.controls import rule
from assistant.ui.message_bar import MessageBar
from assistant.ui.tracks_panel import TracksPanel

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow

SIDE_WIDTH = 320
_SMALLEST = (976, 600)
_SIDE_LEFT, _SIDE_RIGHT, _SCROLL_BAR = 20, 24, 12
"""Left and right of the side's contents; on the right there is room for the scroll bar, used or not."""


class _Ground(QWidget):
    """What everything stands on; the messages float above it."""

    def __init__(self, messages: MessageBar, tracks: TracksPanel) -> None:
        super().__init__()
        self.setObjectName("ground")
        self._messages = messages
        self._tracks = tracks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tracks.fit(event.size().width())
        self._messages.place()  # the layout has moved the others already


def arrange(window: MainWindow) -> None:
    """Put the window's widgets in their places, and give every control a hint."""
    ground = _Ground(window.messages, window.tracks)
    outer = _column(ground)
    outer.addWidget(window.transport)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addLayout(_centre(window), 1)
    middle.addWidget(_side(window))
    outer.addLayout(middle, 1)
    outer.addWidget(window.hint_line)
    window.messages.float_over(window.roll, window.hint_line)
    window.setCentralWidget(ground)
    window.setMinimumSize(*_SMALLEST)
    window.history.stand(ground, window.roll.note_area, window.history_slots)
    _name_groups(window, ground)
    _label_lists(window)
    _give_hints(window)


def _centre(window: MainWindow) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(window.roll_bar)
    row = QHBoxLayout()
    row.setSpacing(0)
    left = QVBoxLayout()
    left.setSpacing(0)
    left.addWidget(window.tracks, 1)
    row.addLayout(left)
    window.history_slots["left"] = left
    music = QVBoxLayout()
    music.setSpacing(0)
    music.addWidget(window.roll, 1)
    music.addWidget(window.surprise)
    row.addLayout(music, 1)
    column.addLayout(row, 1)
    return column


def _side(window: MainWindow) -> QFrame:
    side = QFrame()
    side.setObjectName("side")
    side.setFixedWidth(SIDE_WIDTH)
    column = _column(side)
    button = QVBoxLayout()
    button.setContentsMargins(_SIDE_LEFT, 16, _SIDE_RIGHT, 8)
    button.addWidget(window.continue_button)
    column.addLayout(button)
    _fill_scroll(window)
    column.addWidget(window.side_scroll, 1)
    window.history_slots["right"] = column
    return side


def _fill_scroll(window: MainWindow) -> None:
    body = QWidget()
    column = _column(body)
    body.setFixedWidth(SIDE_WIDTH - 1 - _SCROLL_BAR)
    column.setContentsMargins(_SIDE_LEFT, 8, _SIDE_RIGHT - _SCROLL_BAR, 16)
    column.setSpacing(12)
    column.addWidget(window.panel)
    column.addWidget(rule())
    column.addWidget(window.takes, 1)
    scroll = window.side_scroll
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _name_groups(window: MainWindow, ground: QWidget) -> None:
    """What groups and bars are called by those who hear the window."""
    names: dict[str, QWidget] = {
        "Antiphon": ground,
        "Menus": window.menuBar(),
        "Transport": window.transport,
        "Tools": window.roll_bar,
        "Surprise": window.surprise,
        "How to continue": window.panel,
        "More options": window.panel.more,
        "Takes": window.takes,
        "Continue": window.side_scroll,
        "Scroll the panel": window.side_scroll.verticalScrollBar(),
    }
    for name, widget in names.items():
        widget.setAccessibleName(name)


def _label_lists(window: MainWindow) -> None:
    """On Linux Qt tells the name of a list by its label only; screen readers want it shown, however small."""
    labelled = {label.buddy() for label in window.findChildren(QLabel)}
    for box in window.findChildren(QComboBox):
        if box not in labelled:
            label = QLabel(box.accessibleName(), box.parentWidget())
            label.setBuddy(box)
            label.setFixedSize(0, 0)


def _give_hints(window: MainWindow) -> None:
    """What a tooltip says, the hint line says as well."""
    for widget in window.findChildren(QWidget):
        if widget.toolTip() and not widget.statusTip():
            widget.setStatusTip(widget.toolTip())
