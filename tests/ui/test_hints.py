"""The line at the bottom speaks of every tool, and names the keys that are in force."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.ui.command_table import commands
from assistant.ui.hints import _HINTS
from assistant.ui.piano_roll.hints import REST
from assistant.ui.reasons import REASONS
from tests.ui.conftest import Desk
from tests.ui.piano_roll.hand import Hand

Key = Qt.Key


def test_every_command_that_a_hint_names_is_there() -> None:
    ids = {command.id for command in commands()}
    named = {id_ for _, keys in _HINTS for id_, _ in keys}
    for text in (*REST.values(), *REASONS.values()):
        named |= set(re.findall(r"\{(\w+)\}", text))
    assert named <= ids


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (Key.Key_1, "Drag around notes to select them"),
        (Key.Key_2, "Click to draw a note"),
        (Key.Key_3, "Click or drag over notes to erase them"),
        (Key.Key_4, "Click a note to split it"),
        (Key.Key_5, "Click or drag over notes to mute them"),
    ],
)
def test_each_tool_says_what_it_does(desk: Desk, key: Qt.Key, words: str) -> None:
    QTest.keyClick(desk.window.roll, key)
    assert desk.window.hint_line.text.startswith(words)
    assert "{" not in desk.window.hint_line.text


def test_hints_follow_the_key_map(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(keys={"tool_draw": ("F5",), "quantise": ("F6",), "play": ("F7",)})
    desk.window.roll.set_tool("erase")
    assert "F5 to draw" in desk.window.hint_line.text
    assert "F7 plays" in desk.window.hint_line.text
    desk.window.roll.select_all()
    hand = Hand(desk.window.roll)
    desk.window.roll.set_tool("select")
    hand.move(hand.at(3 * 1920, 60))
    assert "F6 quantises" in desk.window.hint_line.text


def test_the_note_cursor_and_step_input_have_their_keys(desk: Desk) -> None:
    QTest.keyClick(desk.window.roll, Key.Key_Right)
    assert "Return selects or draws" in desk.window.hint_line.text
    QTest.keyClick(desk.window.roll, Key.Key_C)
    assert "Esc gives the arrows back" in desk.window.hint_line.text
    QTest.keyClick(desk.window.roll, Key.Key_Escape)
    QTest.keyClick(desk.window.roll, Key.Key_I)
    assert "Shift+I a rest" in desk.window.hint_line.text
