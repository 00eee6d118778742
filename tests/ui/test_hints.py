"""The line at the bottom speaks of every tool, and names the keys that are in force."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.ui.command_table import commands
from assistant.ui.hints import _HINTS
from assistant.ui.key_map import KeyMap
from assistant.ui.piano_roll.hints import REST
from assistant.ui.reasons import REASONS
from tests.ui.conftest import Desk, Gate
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


def test_keys_that_a_control_keeps_are_not_told_as_the_windows(desk: Desk) -> None:
    window, tab = desk.window, Key.Key_Tab
    assert "Space plays" in window.hint_line.text
    while window.focusWidget() is not window.panel.dial:
        QTest.keyClick(window.focusWidget(), tab)
    assert "Esc to the notes" in window.hint_line.text
    assert "Space plays" in window.hint_line.text
    while window.focusWidget() is not window.continue_button:
        QTest.keyClick(window.focusWidget(), tab, Qt.KeyboardModifier.ShiftModifier)
    assert "Space" not in window.hint_line.text
    QTest.keyClick(window.focusWidget(), Key.Key_Escape)
    assert window.roll.hasFocus()
    assert "Space plays" in window.hint_line.text
    assert "to the notes" not in window.hint_line.text


def test_what_stands_in_a_field_of_text_is_no_shortcut(desk: Desk) -> None:
    window = desk.window
    QTest.keyClick(window.roll, Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is window.roll.ruler.editor.field
    assert "Space" not in window.hint_line.text


def test_escape_cancels_an_answer_wherever_the_focus_is(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(gate=Gate())
    desk.window.steering.begin()
    desk.window.panel.dial.setFocus(Qt.FocusReason.TabFocusReason)
    assert "Esc cancels" in desk.window.hint_line.text


def test_one_note_is_no_phrase_to_continue(desk: Desk) -> None:
    desk.window.roll.set_selection([1])
    assert "continues your music" in desk.window.hint_line.text
    desk.window.roll.set_selection([1, 2])
    assert "continues the selection" in desk.window.hint_line.text


def test_escape_leads_from_the_lanes_name_back_to_the_notes(desk: Desk) -> None:
    window = desk.window
    while window.focusWidget() in {window.roll, window.roll.minimap}:
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
    assert window.roll.isAncestorOf(window.focusWidget())
    QTest.keyClick(window.focusWidget(), Key.Key_Escape)
    assert window.roll.hasFocus()


def test_the_note_cursor_says_what_is_there_after_an_undo(desk: Desk) -> None:
    roll = desk.window.roll
    for key in (Key.Key_Right, Key.Key_Up, Key.Key_Return):
        QTest.keyClick(roll, key)
    assert "selects it" in desk.window.hint_line.text
    desk.window.proposals.undo()
    assert ", empty · Return draws a note" in desk.window.hint_line.text


def test_a_closed_editor_asks_for_nothing_any_more(desk: Desk) -> None:
    QTest.keyClick(desk.window.roll, Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert "Write the marker" in desk.window.hint_line.text
    QTest.keyClick(desk.window.focusWidget(), Key.Key_Escape)
    assert "Write the marker" not in desk.window.hint_line.text


def test_a_row_of_the_tracks_says_its_keys(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(keys={"rename_track": ("F8",)})
    desk.window.tracks.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert "M mutes" in desk.window.hint_line.text
    assert "F8 renames" in desk.window.hint_line.text


def test_a_name_that_is_typed_says_how_it_is_kept(desk: Desk) -> None:
    desk.window.roll.select_all()
    QTest.keyClick(desk.window.roll, Key.Key_F2)
    assert desk.window.hint_line.text.startswith("Return keeps what is written")
    QTest.keyClick(desk.window.focusWidget(), Key.Key_Escape)
    assert desk.window.hint_line.text.startswith("16 notes selected")
    QTest.keyClick(desk.window.roll, Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.hint_line.text.startswith("Write the meter")


def test_what_the_letter_keys_play_is_seen(desk: Desk) -> None:
    roll, line = desk.window.roll, desk.window.hint_line
    QTest.keyClick(roll, Key.Key_X)
    assert line.text.startswith("The letter keys play from C5")
    QTest.keyClick(roll, Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert line.text.startswith("The letter keys play no notes")
    roll.select_all()
    assert line.text.startswith("16 notes selected")


def test_a_preset_that_gives_the_arrows_to_other_commands_is_told_as_it_is(desk: Desk) -> None:
    desk.window.shortcuts.use(KeyMap("Cubase"))
    desk.window.roll.select_all()
    assert "Ctrl+Right and Up move" in desk.window.hint_line.text
    desk.window.roll.deselect()
    QTest.keyClick(desk.window.roll, Key.Key_Up)
    assert "Ctrl+Right and Up go on" in desk.window.hint_line.text
