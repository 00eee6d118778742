"""The command palette: every command by its name, or by what it is called elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.command_list import CommandDelegate, CommandModel, Entry
from assistant.ui.controls import dim_label
from assistant.ui.key_map import spelling_of_press

_WIDEST_PX, _TOP_PX, _MARGIN_PX = 640, 64, 12
_MOST_ROWS = 11
_NOTHING = "No command found: try another word"
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _MOST_ROWS,
}


class Palette(QFrame):
    """Floats over the window while somebody searches; ``chosen`` carries the id of a command."""

    chosen = Signal(str)

    def __init__(self, entries: Callable[[], list[Entry]], parent: QWidget) -> None:
        super().__init__(parent)
        self._entries = entries
        self._before: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName("Commands")
        self.field = _Field(self)
        self.list = QListView(self)
        self.model = CommandModel(self)
        self.nothing = dim_label(_NOTHING)
        self._assemble()
        self.field.textChanged.connect(self._search)
        self.field.key_wanted.connect(self._on_key)
        self.field.left.connect(self.hide)
        self.list.clicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Show every command, and wait for letters; once more closes it."""
        if self.isVisible():
            self.dismiss()
            return
        self._before = self.window().focusWidget()
        self.model.set_entries(self._entries())
        self.field.clear()
        self._search("")
        self.show()
        self.place()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Go away and give the focus back."""
        before, self._before = self._before, None
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def place(self) -> None:
        """Hang from the top in the middle of the window, as high as the list needs."""
        window = self.window()
        width = min(_WIDEST_PX, window.width() - 2 * _MARGIN_PX)
        rows = min(self.model.rowCount(), _MOST_ROWS)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) if rows else 0)
        height = min(self.sizeHint().height(), window.height() - _TOP_PX - _MARGIN_PX)
        self.setGeometry((window.width() - width) // 2, _TOP_PX, width, height)

    def _assemble(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.verticalScrollBar().setAccessibleName("Scroll the commands")
        self.list.setAccessibleName("Commands found")
        self.nothing.setContentsMargins(_MARGIN_PX, 0, 0, _MARGIN_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self.nothing)

    def _search(self, query: str) -> None:
        self.model.search(query)
        self.list.setVisible(self.model.rowCount() > 0)
        self.nothing.setVisible(not self.model.rowCount())
        self._select(0)
        if self.isVisible():
            self.place()

    def _select(self, row: int) -> None:
        rows = self.model.rowCount()
        index = self.model.index(min(max(row, 0), rows - 1), 0)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        if self.isVisible():
            text = index.data(Qt.ItemDataRole.AccessibleTextRole) if rows else _NOTHING
            announce(self.field, text)

    def _on_key(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        else:
            self._select(self.list.currentIndex().row() + _MOVES[Qt.Key(key)])

    def _run(self, *_: object) -> None:
        """Do the command that is marked, where it can be done now."""
        entry = self.model.entry(self.list.currentIndex())
        if entry is None or entry.reason:
            return
        self.dismiss()
        self.chosen.emit(entry.command_id)


class _Field(QLineEdit):
    """The search field: every key is its own while it has the focus; arrows and Return it passes on."""

    key_wanted = Signal(int)
    left = Signal()
    closing_keys: tuple[str, ...] = ()
    """What opens the palette closes it too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText("What would you like to do?")
        self.setAccessibleName("Search the commands")
        self.setToolTip("Type a few letters; arrows choose, Return does it, Esc closes")
        self.setMinimumSize(QSize(0, 36))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = spelling_of_press(event.key(), event.modifiers())
            event.setAccepted(key not in self.closing_keys)  # no other key of the window while somebody types
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_passed_on = event.key() in {*_MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
        if is_passed_on:
            self.key_wanted.emit(event.key())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.left.emit()
