"""The table of commands as Qt actions, in menus and on keys."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from assistant.core.history import History
from assistant.ui.accessible_news import announce
from assistant.ui.command_table import COMMANDS, MENUS, Command, commands
from assistant.ui.icons import icon
from assistant.ui.key_map import KeyMap
from assistant.ui.theme import Theme

_HEARD = ("play", "record")
"""What nobody needs to be told of; where the focus goes tells of itself too."""


class Actions:
    """The table as Qt actions of a window; ``holds`` tells whether a named state of it does."""

    def __init__(self, window: QWidget, holds: Callable[[str], bool], key_map: KeyMap | None = None) -> None:
        self._window = window
        self._holds = holds
        self._actions = {command.id: self._make(command) for command in commands()}
        self._key_map = KeyMap()
        self._menus: dict[str, QMenu] = {}
        self.set_key_map(key_map or KeyMap())

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def build_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Fill the menu bar; the menus by name."""
        menus = {name: bar.addMenu(name) for name in MENUS}
        self._menus = dict(menus)
        self._give_letters()
        for entry in COMMANDS:
            if isinstance(entry, Command):
                _menu(menus, entry.menu).addAction(self._actions[entry.id])
            else:
                _menu(menus, entry).addSeparator()
        return menus

    def refresh(self) -> None:
        """Enable and check every command as the window's state has it."""
        holds = self._holds
        for command in commands():
            action = self._actions[command.id]
            action.setEnabled(not command.needs or holds(command.needs))
            if command.checked:
                action.setChecked(holds(command.checked))

    def name_history(self, history: History) -> None:
        """Say in the Edit menu what would be undone and redone."""
        for command_id, verb, steps in (
            ("undo", "Undo", history.done[-1:]),
            ("redo", "Redo", history.undone[:1]),
        ):
            label = f" “{steps[0].label}”" if steps else ""
            self._actions[command_id].setText(verb + label)

    def set_theme(self, theme: Theme) -> None:
        """Tint the icons."""
        for command in commands():
            if command.icon:
                self._actions[command.id].setIcon(icon(command.icon, theme))
        self._actions["play"].setIcon(icon("play", theme, name_on="stop"))
        self._actions["record"].setIcon(icon("record", theme, off=theme.record, on=theme.on_record))

    def set_key_map(self, key_map: KeyMap) -> None:
        """Call the commands by these keys, and name them so in menus and tips."""
        for command in commands():
            keys, action = key_map.keys_of(command.id), self._actions[command.id]
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setToolTip(f"{command.tip} ({key_map.text_of(command.id)})" if keys else command.tip)
        self._key_map = key_map
        self._give_letters()

    def _give_letters(self) -> None:
        """Let Alt and a letter open each menu, but not one that calls a command: Qt would do neither then."""
        keys = (key for command in commands() for key in self._key_map.keys_of(command.id))
        taken = {key.removeprefix("Alt+") for key in keys if key.startswith("Alt+")}
        for name, menu in self._menus.items():
            at = next((i for i, letter in enumerate(name) if letter.upper() not in taken), None)
            menu.setTitle(name if at is None else f"{name[:at]}&{name[at:]}")
            taken |= set() if at is None else {name[at].upper()}

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self._window)
        action.setObjectName(command.id)
        action.setStatusTip(command.tip)
        action.setCheckable(bool(command.checked))
        action.setIconVisibleInMenu(False)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda *_: self._run(command))
        self._window.addAction(action)
        return action

    def _run(self, command: Command) -> None:
        held, focus = self._is_checked(command), self._window.focusWidget()
        attrgetter(command.method)(self._window)(*command.arguments)
        self.refresh()  # Qt has turned a check mark, whatever the command did, and another may be of use now
        holds = self._is_checked(command)
        is_silent = focus is self._window.focusWidget() and command.id not in _HEARD
        if holds != held and is_silent:
            announce(self._window, f"{command.text.rstrip('…')} {'on' if holds else 'off'}")

    def _is_checked(self, command: Command) -> bool:
        return bool(command.checked) and self._holds(command.checked)


def _menu(menus: dict[str, QMenu], name: str) -> QMenu:
    """A menu by its name, or a menu within it ("Edit/Note cursor"), made where it is first wanted."""
    if name not in menus:
        outer, _, inner = name.partition("/")
        menus[name] = menus[outer].addMenu(inner)
    return menus[name]
