"""Gives a command another key: by pressing it, with a word on who had it before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.command_table import Command, commands, key_text
from assistant.ui.key_map import KeyMap, spelling_of_press
from assistant.ui.shortcuts import Shortcuts
from assistant.ui.typing_piano import PIANO_LETTERS

_COMMANDS = {command.id: command for command in commands()}


class KeyChanger(QFrame):
    """The foot of the page of keys: what is marked, and what can be done with its keys.

    A key that belongs to another command is asked for, not taken; every change can be taken back.
    """

    def __init__(self, shortcuts: Shortcuts, parent: QWidget) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._before: list[KeyMap] = []
        self._wanted = ""
        self._adds = False
        self.command_id = ""
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.capture = _Capture(self)
        self.change = self._button("Change…", "Press another key for this command", self.begin)
        self.add = self._button("Add…", "Press one key more for this command", self.begin_adding)
        self.none = self._button("No key", "Let no key call this command", self._clear)
        self.default = self._button("Default", "Give the command the preset’s keys again", self._reset)
        self.back = self._button("Take back", "Take the last change of keys back", self._take_back)
        self.take = self._button("Take it", "Give the key to this command", self._take)
        self.leave = self._button("Leave it", "Leave the key where it is", self._end)
        self._arrange()
        self.capture.pressed.connect(self._on_pressed)
        self.capture.left.connect(self._end)
        self._show("")

    def show_command(self, command_id: str) -> None:
        """Offer to change this command's keys; none is a gesture, which cannot be changed."""
        if command_id != self.command_id:
            self.command_id = command_id
            self._show("")

    def begin(self, *_: object) -> None:
        """Wait for a key, in place of those that the command has."""
        self._begin(adds=False)

    def begin_adding(self) -> None:
        """Wait for one key more."""
        self._begin(adds=True)

    def use(self, key_map: KeyMap) -> None:
        """Put a key map in force, and offer to take that back."""
        before = self._shortcuts.key_map
        if key_map == before:
            self._end()
            return
        self._before.append(before)
        self._shortcuts.use(key_map)
        self._end()
        bereft = [c.text for c in commands() if before.keys_of(c.id) and not key_map.keys_of(c.id)]
        if len(bereft) == 1:
            self._say(f"{bereft[0]} has no key now.")

    # --- inside ----------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        return f"“{_COMMANDS[self.command_id].text.rstrip('…')}”" if self.command_id else ""

    def _begin(self, *, adds: bool) -> None:
        if self.command_id:
            self._wanted, self._adds = "", adds
            self.capture.begin()
            another = "one more key" if adds else "a key"
            self._show(f"Press {another} for {self._name}. Esc leaves it as it is.")

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.change, self.add, self.none, self.default, self.take, self.leave):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addWidget(self.capture)
        column.addLayout(row)

    def _button(self, text: str, tip: str, method: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(method)
        return button

    def _show(self, text: str) -> None:
        """Show what can be done now, under a sentence on it."""
        key_map, is_asked = self._shortcuts.key_map, bool(self._wanted)
        for button in (self.take, self.leave):
            button.setVisible(is_asked)
        for button in (self.change, self.add, self.none, self.default):
            button.setVisible(not is_asked)
        has_command = bool(self.command_id)
        self.change.setEnabled(has_command)
        self.add.setEnabled(has_command and bool(key_map.keys_of(self.command_id)))
        self.none.setEnabled(has_command and bool(key_map.keys_of(self.command_id)))
        self.default.setEnabled(has_command and key_map.is_changed(self.command_id))
        self.back.setEnabled(bool(self._before))
        if text:
            self._say(text)
        else:
            self.said.setText(
                _COMMANDS[self.command_id].tip + "." if has_command else "What the mouse does stays."
            )

    def _say(self, text: str) -> None:
        self.said.setText(text)
        announce(self.said, text)

    def _on_pressed(self, key: str) -> None:
        owner = self._shortcuts.key_map.owner_of(key)
        if owner is None or owner.id == self.command_id:
            self._give(key)
        else:
            self._ask(key, owner)

    def _ask(self, key: str, owner: Command) -> None:
        self._wanted = key
        self.capture.finish()
        self._show(f"{key_text(key)} calls “{owner.text.rstrip('…')}”. Take it for {self._name}?")
        self.take.setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self) -> None:
        self._give(self._wanted)

    def _give(self, key: str) -> None:
        key_map = self._shortcuts.key_map
        kept = key_map.keys_of(self.command_id) if self._adds else ()
        self.use(key_map.with_keys(self.command_id, (*kept, key)))
        if key in PIANO_LETTERS:
            self._say(f"{key} plays no note of the letter keys any more.")

    def _clear(self) -> None:
        self.use(self._shortcuts.key_map.with_keys(self.command_id, ()))

    def _reset(self) -> None:
        self.use(self._shortcuts.key_map.with_default(self.command_id))

    def _take_back(self) -> None:
        if self._before:
            self._shortcuts.use(self._before.pop())
            self._end()

    def _end(self) -> None:
        self._wanted = ""
        self.capture.finish()
        self._show("")


class _Capture(QLineEdit):
    """Waits for one key, whatever else it would do; ``left`` on Escape or when the focus goes."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName("The new key")
        self.setToolTip("Press the new key; Esc leaves it as it is")
        self.setPlaceholderText("Press the new key")
        self._before: QWidget | None = None
        self.hide()

    def begin(self) -> None:
        """Wait."""
        self._before = self.window().focusWidget()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Wait no longer, and give the focus back."""
        before, self._before = self._before, None
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = spelling_of_press(event.key(), event.modifiers())
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.left.emit()
        elif key:
            self.pressed.emit(key)
