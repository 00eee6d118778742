"""The page of keys: seen, searched and changed by pressing them; everything else follows at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.settings import load
from assistant.ui.command_table import commands
from assistant.ui.dialogs.keys_page import KeysPage
from tests.ui.conftest import Desk

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def opened(desk: Desk) -> KeysPage:
    QTest.keyClick(desk.window.roll, Key.Key_F1)
    page = desk.window.look._pages[KeysPage]
    assert isinstance(page, KeysPage)
    page.activateWindow()  # as a window manager would
    desk.until(page.field.hasFocus)
    return page


def choose(page: KeysPage, text: str) -> None:
    page.field.clear()
    QTest.keyClicks(page.field, text)


def press_new(page: KeysPage, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(page.focusWidget(), Key.Key_Return)
    assert page.changer.capture.isVisible()
    QTest.keyClick(page.changer.capture, key, modifier)


def keys_of(desk: Desk, command_id: str) -> list[str]:
    return [key.toString() for key in desk.window.commands[command_id].shortcuts()]


def test_it_lists_every_command_and_gesture_and_finds_them_by_key(desk: Desk) -> None:
    page = opened(desk)
    assert {command.id for command in commands()} <= set(page.model.found)
    choose(page, "ctrl+d")
    assert page.model.found[0] == "duplicate"
    choose(page, "middle-drag")
    assert page.model.rowCount() == 1
    assert not page.changer.change.isEnabled()


def test_a_key_that_is_pressed_calls_the_command_from_then_on(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    press_new(page, Key.Key_F9)
    assert keys_of(desk, "quantise") == ["F9"]
    assert desk.window.commands["quantise"].toolTip().endswith("(F9)")
    assert load(desk.preferences._path).settings.keys["quantise"] == ("F9",)
    page.close()
    desk.show()
    desk.session.move_notes([2], 30, 0)
    desk.window.roll.set_grid(240, "1/8")
    desk.window.roll.set_selection([2])
    QTest.keyClick(desk.window.roll, Key.Key_F9)
    assert desk.session.clip.notes([2])[0].start_tick == 240


def test_a_key_of_another_command_is_asked_for_and_not_taken(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    press_new(page, Key.Key_D, CTRL)
    assert page.changer.said.text() == "Ctrl+D calls “Duplicate”. Take it for “Quantise”?"
    assert page.changer.take.hasFocus()
    desk.qtbot.mouseClick(page.changer.leave, Qt.MouseButton.LeftButton)
    assert keys_of(desk, "duplicate") == ["Ctrl+D"]
    press_new(page, Key.Key_D, CTRL)
    QTest.keyClick(page.changer.take, Key.Key_Space)
    assert keys_of(desk, "quantise") == ["Ctrl+D"]
    assert keys_of(desk, "duplicate") == []
    assert page.changer.said.text() == "Duplicate has no key now."


def test_return_presses_the_button_that_is_offered(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    press_new(page, Key.Key_D, CTRL)
    QTest.keyClick(page.focusWidget(), Key.Key_Return)
    assert keys_of(desk, "quantise") == ["Ctrl+D"]
    assert not page.changer.capture.isVisible()


def test_tab_goes_as_one_reads(desk: Desk) -> None:
    page = opened(desk)
    reached = []
    for _ in range(3):
        QTest.keyClick(page.focusWidget(), Key.Key_Tab)
        reached.append(page.focusWidget())
    assert reached == [page.preset, page.list, page.changer.change]


def test_changes_can_be_taken_back_one_and_all(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    press_new(page, Key.Key_F9)
    desk.qtbot.mouseClick(page.changer.back, Qt.MouseButton.LeftButton)
    assert keys_of(desk, "quantise") == ["Q"]
    press_new(page, Key.Key_F9)
    desk.qtbot.mouseClick(page.changer.default, Qt.MouseButton.LeftButton)
    assert keys_of(desk, "quantise") == ["Q"]
    assert not page.changer.default.isEnabled()


def test_keys_of_ones_own_come_back_after_a_walk_through_the_presets(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    press_new(page, Key.Key_F9)
    page.preset.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(page.preset, Key.Key_Down)
    assert keys_of(desk, "quantise") != ["F9"]
    page.changer.back.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(page.changer.back, Key.Key_Return)
    assert keys_of(desk, "quantise") == ["F9"]


def test_a_command_may_have_several_keys_and_a_letter_tells_what_it_no_longer_plays(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    desk.qtbot.mouseClick(page.changer.add, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.changer.capture, Key.Key_F9)
    assert keys_of(desk, "quantise") == ["Q", "F9"]
    page.list.setFocus()
    press_new(page, Key.Key_G)
    assert keys_of(desk, "quantise") == ["G"]
    assert page.changer.said.text() == "G plays no note of the letter keys any more."


def test_a_command_may_have_no_key(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "panic")
    desk.qtbot.mouseClick(page.changer.none, Qt.MouseButton.LeftButton)
    assert keys_of(desk, "panic") == []
    assert desk.window.commands["panic"].toolTip() == "Stop playing, and every note that hangs"


def test_escape_leaves_the_key_as_it_is(desk: Desk) -> None:
    page = opened(desk)
    choose(page, "quantise")
    press_new(page, Key.Key_Escape)
    assert page.isVisible()
    assert not page.changer.capture.isVisible()
    assert keys_of(desk, "quantise") == ["Q"]


def test_what_was_changed_is_there_at_the_next_start(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(keys={"continue": ("F2",)})
    assert keys_of(desk, "continue") == ["F2"]
    assert desk.window.continue_button.toolTip().endswith("(F2)")
    assert "F2 continues your music" in desk.window.hint_line.text


@pytest.mark.parametrize("preset", ["Ableton Live", "FL Studio", "Logic Pro", "Cubase"])
def test_a_preset_is_chosen_by_keyboard_and_taken_back(desk: Desk, preset: str) -> None:
    page = opened(desk)
    page.preset.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(10):
        if page.preset.currentText() != preset:
            QTest.keyClick(page.preset, Key.Key_Down)
    assert desk.window.shortcuts.key_map.preset == preset
    assert desk.preferences.settings.key_preset == preset
    desk.qtbot.mouseClick(page.changer.back, Qt.MouseButton.LeftButton)
    assert desk.window.shortcuts.key_map.preset != preset
