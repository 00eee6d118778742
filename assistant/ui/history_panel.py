"""The history panel: every step by its name, and the way back to any of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.core.history import History
from assistant.ui.controls import IconButton
from assistant.ui.escape import is_escape_asked_for
from assistant.ui.history_list import HistoryDelegate, HistoryModel

PLACES = {"left": "In the left column", "right": "In the right column", "afloat": "Over the notes"}


class HistoryPanel(QFrame):
    """Lists the steps; ``chosen`` carries how many of them are to be done.

    ``place_chosen`` carries one of PLACES; ``closed`` when the panel is to go, ``left`` when the keys are.
    """

    chosen = Signal(int)
    place_chosen = Signal(str)
    closed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAccessibleName("History")
        self.list = _List(self)
        self.model = HistoryModel(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self._places = QMenu(self)
        for place, text in PLACES.items():
            action = self._places.addAction(text)
            action.setCheckable(True)
            action.setData(place)
        self._places.triggered.connect(lambda action: self.place_chosen.emit(action.data()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange()
        for done in (self.list.clicked, self.list.activated):
            done.connect(self._on_chosen)
        self.list.escaped.connect(self.left)

    def show_history(self, history: History) -> None:
        """Show the steps as they stand now, the present one in sight."""
        if self.model.show_history(history):
            present = self.model.index(self.model.present, 0)
            self.list.setCurrentIndex(present)
            self.list.scrollTo(present)

    def show_place(self, place: str) -> None:
        """Mark where the panel stands."""
        self.setProperty("place", place)
        self.style().unpolish(self)
        self.style().polish(self)
        for action in self._places.actions():
            action.setChecked(action.data() == place)

    def take_focus(self) -> None:
        """Give the keys to the list."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(208, 220)

    def _arrange(self) -> None:
        title = QLabel("History")
        title.setProperty("role", "heading")
        title.setBuddy(self.list)
        where = QToolButton()
        where.setText("⋯")
        where.setAccessibleName("Where the history stands")
        where.setToolTip("Choose where the history stands")
        where.setMenu(self._places)
        where.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        where.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        where.setFixedSize(28, 28)
        close = IconButton("close", "Close the history")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(title, 1)
        head.addWidget(where)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def _on_chosen(self) -> None:
        self.chosen.emit(self.list.currentIndex().row())


class _List(QListView):
    """Arrows walk, Return jumps, Escape gives the keys back."""

    escaped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Steps")
        self.verticalScrollBar().setAccessibleName("Scroll the steps")
        tip = "Click a step to go back to it, or forth; with keys, arrows and Return"
        self.setToolTip(tip)
        self.setStatusTip(tip)

    def event(self, event: QEvent) -> bool:
        if is_escape_asked_for(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(self.currentIndex())  # on a Mac, Return would mean another thing
        else:
            super().keyPressEvent(event)
