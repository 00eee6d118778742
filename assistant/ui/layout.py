"""Where everything stands in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.ui.controls import rule

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow

_SMALLEST = (976, 600)
_SIDE_LEFT, _SIDE_RIGHT, _SCROLL_BAR = 20, 24, 12
"""Left and right of the side's contents; on the right there is room for the scroll bar, used or not."""


def arrange(window: MainWindow) -> QWidget:
    """Put the window's widgets in their places, and give every control a hint; what they all stand on."""
    ground = QWidget()
    ground.setObjectName("ground")
    outer = _column(ground)
    outer.addWidget(window.transport)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addLayout(_centre(window), 1)
    middle.addWidget(window.side)
    window.side.fill(window)
    outer.addLayout(middle, 1)
    outer.addWidget(window.hint_line)
    window.setCentralWidget(ground)
    window.setMinimumSize(*_SMALLEST)
    window.history.stand(ground, window.roll.note_area, window.history_slots)
    _name_groups(window, ground)
    _label_lists(window)
    _give_hints(window)
    return ground


def _centre(window: MainWindow) -> QVBoxLayout:
    column = _column()
    column.addWidget(window.roll_bar)
    row = QHBoxLayout()
    row.setSpacing(0)
    left = _column()
    left.addWidget(window.tracks, 1)
    row.addLayout(left)
    window.history_slots["left"] = left
    music = _column()
    music.addWidget(window.roll, 1)
    music.addWidget(window.surprise)
    row.addLayout(music, 1)
    column.addLayout(row, 1)
    return column


class SideScroll(QScrollArea):
    """What scrolls in the side; ``shrunk`` when it has become lower.

    The wheel scrolls, and turns a control only where that has the focus: who looks for the takes would
    change on the way what the next answer is like.
    """

    shrunk = Signal()

    def keep_wheel(self) -> None:
        """Let no control that stands here by now have the wheel without the focus."""
        for kind in (QAbstractSlider, QAbstractSpinBox, QComboBox):
            for control in self.findChildren(kind):
                control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or watched is self.verticalScrollBar():
            return super().eventFilter(watched, event)
        is_kept = isinstance(watched, QWidget) and not watched.hasFocus()
        if is_kept:
            event.ignore()  # so that it goes on to this area
        return is_kept

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height():
            self.shrunk.emit()


class Side(QFrame):
    """The right side: the button, and under it what scrolls, the history and the messages."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self.scroll_area = SideScroll()
        self._body = QWidget()

    def fit(self, width_px: int) -> None:
        """Be as wide as there is room for; the contents never scroll sideways."""
        self.setFixedWidth(width_px)
        self._body.setFixedWidth(width_px - 1 - _SCROLL_BAR)

    def fill(self, window: MainWindow) -> None:
        """Take in what stands here."""
        column = _column(self)
        button = QVBoxLayout()
        button.setContentsMargins(_SIDE_LEFT, 16, _SIDE_RIGHT, 8)
        button.addWidget(window.continue_button)
        column.addLayout(button)
        self._fill_scroll(window)
        column.addWidget(self.scroll_area, 1)
        window.history_slots["right"] = _column()
        column.addLayout(window.history_slots["right"])
        column.addWidget(window.messages)

    def _fill_scroll(self, window: MainWindow) -> None:
        column = _column(self._body)
        column.setContentsMargins(_SIDE_LEFT, 8, _SIDE_RIGHT - _SCROLL_BAR, 16)
        column.setSpacing(12)
        column.addWidget(window.panel)
        column.addWidget(rule())
        column.addWidget(window.takes, 1)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(self._body)
        self.scroll_area.keep_wheel()


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent else QVBoxLayout()
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
        "Continue and takes": window.side,
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
