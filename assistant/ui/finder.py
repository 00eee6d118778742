"""Finds commands by what somebody types: opens the palette over the window, and does what was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from assistant.ui.actions import Actions
from assistant.ui.command_list import Entry
from assistant.ui.command_table import Command, commands
from assistant.ui.palette import Palette
from assistant.ui.reasons import reason
from assistant.ui.shortcuts import Shortcuts
from assistant.ui.synonyms import SYNONYMS

_SELF = "palette"


class Finder(QObject):
    """``holds`` tells whether a named state of the window does."""

    def __init__(
        self, window: QWidget, actions: Actions, shortcuts: Shortcuts, holds: Callable[[str], bool]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._shortcuts = shortcuts
        self._holds = holds
        self._palette: Palette | None = None

    @property
    def palette(self) -> Palette:
        """The palette; it is built when it is first wanted."""
        if self._palette is None:
            self._palette = Palette(self.entries, self._window)
            self._palette.chosen.connect(self._run)
            self._window.installEventFilter(self)
        return self._palette

    def open(self) -> None:
        """Show the palette, or close it."""
        self._actions.refresh()
        self.palette.field.closing_keys = self._shortcuts.key_map.keys_of(_SELF)
        self.palette.open()

    def entries(self) -> list[Entry]:
        """Every command as it is now."""
        return [self._entry(command) for command in commands() if command.id != _SELF]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The palette keeps its place in a window that changes its size."""
        if event.type() == QEvent.Type.Resize and self.palette.isVisible():
            self.palette.place()
        return super().eventFilter(watched, event)

    def _entry(self, command: Command) -> Entry:
        can_be_used = not command.needs or self._holds(command.needs)
        return Entry(
            command.id,
            self._actions[command.id].text().rstrip("…"),
            command.menu,
            (key,) if (key := self._shortcuts.key_map.text_of(command.id)) else (),
            "" if can_be_used else self._shortcuts.key_map.named(reason(command.needs)),
            command.tip,
            SYNONYMS.get(command.id, ()),
        )

    def _run(self, command_id: str) -> None:
        self._actions[command_id].trigger()
