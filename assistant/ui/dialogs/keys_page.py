"""The page of keys: what every key and gesture does, and other keys for those who want them."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.command_list import CommandDelegate, CommandModel, Entry
from assistant.ui.command_table import commands, key_text
from assistant.ui.controls import FieldCombo, dim_label
from assistant.ui.dialogs.key_changer import KeyChanger
from assistant.ui.focus_keys import press_by_return
from assistant.ui.key_map import KeyMap
from assistant.ui.key_presets import PRESETS
from assistant.ui.shortcuts import Shortcuts
from assistant.ui.synonyms import SYNONYMS

_GESTURES = (
    ("Scroll up and down, or in time", ("Wheel", "Shift+wheel")),
    ("Zoom in time at the pointer, or in pitch", ("Ctrl+wheel", "Alt+wheel")),
    ("Zoom in time with two fingers", ("Pinch",)),
    ("Pan", ("Middle-drag",)),
    ("Add to the selection, or take away from it, with a frame", ("Shift+drag", "Ctrl+Alt+drag")),
    ("Draw a line round notes with the select tool", ("Alt+drag",)),
    ("Select all notes of a pitch", ("Ctrl+click on its key", "Double-click on its key")),
    ("Go to another track by one of its notes", ("Click it (select tool)", "Alt+click it (draw tool)")),
    ("Cut through several notes with the split tool", ("Drag up or down",)),
    ("Make a note longer or shorter, at either end", ("Drag its edge",)),
    ("Drag a copy", ("Ctrl+drag",)),
    ("Leave the grid", ("Alt while dragging",)),
    ("Erase in the draw tool", ("Right-click", "Right-drag")),
    ("Put the playhead; set the loop", ("Click in the ruler", "Drag")),
    ("Move the loop, or one end of it", ("Drag its bar in the ruler", "Drag its end")),
    ("Select the notes of a bar, or of a chord", ("Double-click in the ruler", "Double-click its name")),
    ("Write a tempo, a meter or a marker", ("Right-click in the ruler",)),
    ("Change a tempo, a meter or a marker; move it", ("Double-click its flag", "Drag its flag")),
    ("Set velocities or a controller; in a straight ramp", ("Drag in the lane", "Shift+drag")),
    ("Move all selected velocities; spread or flatten them", ("Drag a selected bar", "Ctrl+drag")),
    ("Erase in a controller’s lane; one point", ("Right-drag", "Double-click it")),
    ("Make a lane higher or lower", ("Drag its upper edge",)),
    ("Look elsewhere in the overview; zoom there", ("Drag its frame, or arrows", "Drag its end, or + and −")),
    ("Put a track at another place", ("Drag it in the list", "Alt+Up, Alt+Down on it")),
    ("Rename a track", ("Double-click it",)),
    ("Play the letter keys as a piano", ("A W S E D F …",)),
    ("An octave down or up on the letter keys", ("Z", "X")),
)


class KeysPage(QDialog):
    """Every command with its keys: searched by name or by key, changed by pressing others."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self.setWindowTitle("Keys and gestures")
        self.setModal(False)
        self.resize(680, 720)
        self.preset = FieldCombo("Preset", "The keys of a program that you know", 176)
        self.field = _SearchField(self)
        self.list = QListView(self)
        self.model = CommandModel(self)
        self.changer = KeyChanger(shortcuts, self)
        self._assemble()
        self.preset.activated.connect(self._on_preset)
        self.field.textChanged.connect(self._search)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self.changer.begin)
        shortcuts.changed.connect(self._refresh)
        self._refresh()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses a button that has the focus; else it changes the key that is marked."""
        if press_by_return(self.focusWidget(), event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.changer.begin()
        else:
            super().keyPressEvent(event)

    def _assemble(self) -> None:
        self.setAccessibleDescription("Every command and its keys")
        self.preset.addItems(list(PRESETS))
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.verticalScrollBar().setAccessibleName("Scroll the commands")
        self.list.setAccessibleName("Commands and their keys")
        self.list.setToolTip("Return or a double-click changes the key")
        self.field.list = self.list
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.field, 1)
        top.addSpacing(8)
        label = dim_label("Preset")
        label.setBuddy(self.preset)
        top.addWidget(label)
        top.addWidget(self.preset)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.changer)
        for before, after in pairwise((self.field, self.preset, self.list)):
            self.setTabOrder(before, after)

    def _refresh(self) -> None:
        """Show the keys as they are now; the marked command stays marked."""
        self.preset.setCurrentText(self._shortcuts.key_map.preset)
        marked = self.changer.command_id
        self.model.set_entries(_entries(self._shortcuts.key_map))
        self._search(self.field.text(), marked)

    def _search(self, text: str, marked: str = "") -> None:
        self.model.search(text)
        index = self.model.index(self.model.row_of(marked) if marked else 0, 0)
        self.list.setCurrentIndex(index)
        self._on_current()

    def _on_current(self, *_: object) -> None:
        index = self.list.currentIndex()
        if self.field.hasFocus() and index.isValid():
            announce(self.field, index.data(Qt.ItemDataRole.AccessibleTextRole))
        entry = self.model.entry(index)
        self.changer.show_command(entry.command_id if entry else "")

    def _on_preset(self, _: int) -> None:
        self.changer.use(self._shortcuts.key_map.with_preset(self.preset.currentText()))


class _SearchField(QLineEdit):
    """Where one types; arrows walk through the list without leaving it."""

    list: QListView

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Search a command, or a key such as Ctrl+D")
        self.setAccessibleName("Search commands and keys")
        self.setToolTip("Type a name, or a key such as Ctrl+D; arrows choose, Return changes the key")
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        row = self.list.currentIndex().row() + step
        if 0 <= row < self.list.model().rowCount():
            self.list.setCurrentIndex(self.list.model().index(row, 0))


def _entries(key_map: KeyMap) -> list[Entry]:
    """Every command, then what the mouse does."""
    entries = [
        Entry(
            command.id,
            command.text.rstrip("…"),
            command.menu + (" · changed" if key_map.is_changed(command.id) else ""),
            tuple(map(key_text, key_map.keys_of(command.id))),
            tip=command.tip,
            synonyms=(*SYNONYMS.get(command.id, ()), *key_map.keys_of(command.id)),
        )
        for command in commands()
    ]
    return entries + [Entry("", what, "Mouse and letters", keys, synonyms=keys) for what, keys in _GESTURES]
