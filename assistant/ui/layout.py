"""Where everything stands in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.ui.controls import rule

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow

SIDE_WIDTH = 320
_SMALLEST = (976, 600)


def arrange(window: MainWindow) -> None:
    """Put the window's widgets in their places, and give every control a hint."""
    ground = QWidget()
    ground.setObjectName("ground")
    outer = _column(ground)
    outer.addWidget(window.transport)
    outer.addWidget(window.messages)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addLayout(_centre(window), 1)
    middle.addWidget(_side(window))
    outer.addLayout(middle, 1)
    outer.addWidget(window.hint_line)
    window.setCentralWidget(ground)
    window.setMinimumSize(*_SMALLEST)
    _give_hints(window)


def _centre(window: MainWindow) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(window.roll_bar)
    column.addWidget(window.roll, 1)
    column.addWidget(window.surprise)
    return column


def _side(window: MainWindow) -> QFrame:
    side = QFrame()
    side.setObjectName("side")
    side.setFixedWidth(SIDE_WIDTH)
    column = _column(side)
    button = QVBoxLayout()
    button.setContentsMargins(16, 16, 16, 8)
    button.addWidget(window.continue_button)
    column.addLayout(button)
    column.addWidget(_scrolled(window), 1)
    return side


def _scrolled(window: MainWindow) -> QScrollArea:
    body = QWidget()
    column = _column(body)
    column.setContentsMargins(16, 8, 16, 16)
    column.setSpacing(12)
    column.addWidget(window.panel)
    column.addWidget(rule())
    column.addWidget(window.takes, 1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)
    return scroll


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _give_hints(window: MainWindow) -> None:
    """What a tooltip says, the hint line says as well."""
    for widget in window.findChildren(QWidget):
        if widget.toolTip() and not widget.statusTip():
            widget.setStatusTip(widget.toolTip())
