"""Keys by command: presets, changes over them, and no key that calls two commands."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt

from assistant.ui.command_table import commands
from assistant.ui.key_map import KeyMap, spelling, spelling_of_press
from assistant.ui.key_presets import HOUSE, PRESETS

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_without_changes_the_keys_are_the_tables() -> None:
    for command in commands():
        assert KeyMap().keys_of(command.id) == command.shortcuts


@pytest.mark.parametrize("preset", PRESETS)
def test_in_every_preset_a_key_calls_one_command(preset: str) -> None:
    key_map = KeyMap(preset)
    keys = Counter(key for command in commands() for key in key_map.keys_of(command.id))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_name_commands_and_keys_that_there_are_and_only_where_they_differ(preset: str) -> None:
    own = {command.id: command.shortcuts for command in commands()}
    for command_id, keys in PRESETS[preset].items():
        assert keys != own[command_id], command_id
        assert all(spelling(key) == key for key in keys), command_id


def test_who_gets_a_key_takes_it_away() -> None:
    key_map = KeyMap().with_keys("undo", ("Ctrl+D", "Ctrl+Z"))
    assert key_map.keys_of("undo") == ("Ctrl+D", "Ctrl+Z")
    assert key_map.keys_of("duplicate") == ()
    owner = key_map.owner_of("Ctrl+D")
    assert owner is not None and owner.id == "undo"
    assert key_map.is_changed("undo") and key_map.is_changed("duplicate") and not key_map.is_changed("cut")
    back = key_map.with_default("duplicate")
    assert back.keys_of("duplicate") == ("Ctrl+D",) and back.keys_of("undo") == ("Ctrl+Z",)
    assert back == KeyMap()


def test_what_is_stored_and_unknown_is_passed_over() -> None:
    key_map = KeyMap.of_stored("Nobody’s", {"undo": ["Alt+Backspace", "Nonsense"], "gone": ["X"]})
    assert key_map == KeyMap(HOUSE, {"undo": ("Alt+Backspace",)})


def test_a_stored_key_that_another_command_has_by_now_calls_only_the_one_it_was_chosen_for() -> None:
    key_map = KeyMap.of_stored(HOUSE, {"humanise": ["Q"], "cut": [], "legato": ["Ctrl+X"]})
    assert key_map.keys_of("humanise") == ("Q",) and key_map.keys_of("quantise") == ()
    assert key_map.keys_of("legato") == ("Ctrl+X",) and key_map.keys_of("cut") == ()


def test_what_is_stored_comes_back() -> None:
    key_map = KeyMap("Cubase").with_keys("undo", ("Ctrl+D", "Ctrl+Z")).with_keys("redo", ("Q",))
    assert KeyMap.of_stored("Cubase", dict(reversed(key_map.changes.items()))) == key_map


def test_a_pressed_key_is_spelt_as_the_table_spells_it() -> None:
    assert spelling_of_press(Qt.Key.Key_Z, CTRL | SHIFT) == "Ctrl+Shift+Z"
    assert spelling_of_press(Qt.Key.Key_Delete, Qt.KeyboardModifier.KeypadModifier) == "Del"
    assert spelling_of_press(Qt.Key.Key_Shift, SHIFT) == ""
    assert spelling_of_press(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier) == ""
    for command in commands():
        assert tuple(map(spelling, command.shortcuts)) == command.shortcuts


def test_hints_name_the_keys_that_are_in_force() -> None:
    key_map = KeyMap().with_keys("undo", ("F8",)).with_keys("cut", ())
    assert key_map.named("{undo} takes it back, {cut} cuts, {nobody} stays") == (
        "F8 takes it back, “Cut” cuts, {nobody} stays"
    )
