"""Which keys call which command: the table's own, or a preset's, with the user's changes over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from assistant.ui.command_table import Command, commands, key_text
from assistant.ui.key_presets import HOUSE, PRESETS

Keys = tuple[str, ...]

_COMMANDS = {command.id: command for command in commands()}
_NAMED = re.compile(r"\{(\w+)\}")
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
_KEPT_BY_QT = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@dataclass(frozen=True)
class KeyMap:
    """A preset and what the user changed of it, by command id; keys are in Qt's portable spelling.

    No key calls two commands: who gets one takes it from whoever had it.
    """

    preset: str = HOUSE
    changes: Mapping[str, Keys] = field(default_factory=dict)

    @classmethod
    def of_stored(cls, preset: str, changes: Mapping[str, Iterable[str]]) -> Self:
        """The key map that settings tell of, without the commands and keys that are none.

        What the user chose takes its keys from a command that has them since the program was renewed.
        """
        key_map = cls(preset if preset in PRESETS else HOUSE)
        for command_id, keys in changes.items():
            if command_id in _COMMANDS:
                key_map = key_map.with_keys(command_id, filter(None, map(spelling, keys)))
        return key_map

    def keys_of(self, command_id: str) -> Keys:
        """The keys that call a command now, the first of them named in menus and tips."""
        changed = self.changes.get(command_id)
        return self.default_keys(command_id) if changed is None else changed

    def default_keys(self, command_id: str) -> Keys:
        """The keys that the preset gives a command."""
        return PRESETS[self.preset].get(command_id, _COMMANDS[command_id].shortcuts)

    def text_of(self, command_id: str) -> str:
        """The command's first key as this system writes it; empty where it has none."""
        keys = self.keys_of(command_id)
        return key_text(keys[0]) if keys else ""

    def is_changed(self, command_id: str) -> bool:
        """Whether the user gave the command other keys than the preset does."""
        return self.keys_of(command_id) != self.default_keys(command_id)

    def owner_of(self, key: str) -> Command | None:
        """The command that a key calls."""
        return next((c for id_, c in _COMMANDS.items() if key in self.keys_of(id_)), None)

    def with_keys(self, command_id: str, keys: Iterable[str]) -> Self:
        """Another map in which these keys, and no others, call the command."""
        wanted = tuple(dict.fromkeys(keys))
        changes = {command_id: wanted}
        for other in _COMMANDS:
            held = self.keys_of(other)
            if other != command_id:
                changes[other] = tuple(key for key in held if key not in wanted)
        return self._with(changes)

    def with_default(self, command_id: str) -> Self:
        """Another map in which the command has the preset's keys again."""
        return self.with_keys(command_id, self.default_keys(command_id))

    def with_preset(self, preset: str) -> Self:
        """A preset as it is, with no changes."""
        return type(self)(preset)

    def named(self, text: str) -> str:
        """A hint with the keys of commands in place of their ids in braces, as in "{undo} takes it back"."""
        return _NAMED.sub(lambda found: self._name(found[1], found[0]), text)

    def _name(self, command_id: str, otherwise: str) -> str:
        if command_id not in _COMMANDS:
            return otherwise
        return self.text_of(command_id) or f"“{_COMMANDS[command_id].text}”"

    def _with(self, keys: Mapping[str, Keys]) -> Self:
        """The same preset with these keys; what is as the preset has it needs no remembering."""
        return replace(self, changes={i: k for i, k in keys.items() if k != self.default_keys(i)})


def spelling(key: str) -> str:
    """A key in Qt's portable spelling, empty where it is none."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText) if sequence.count() == 1 else ""


def spelling_of_press(key: int, modifiers: Qt.KeyboardModifier) -> str:
    """A key that was pressed, in Qt's portable spelling; empty for one that can be no shortcut."""
    if key in _MODIFIERS or key in _KEPT_BY_QT or key in (0, Qt.Key.Key_unknown):
        return ""
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.GroupSwitchModifier
    pressed = QKeySequence(int(held.value) | int(key))
    return pressed.toString(QKeySequence.SequenceFormat.PortableText)
