"""The table of commands: whole, without clashes, and every shortcut does what it says."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from assistant.core.protocols import Ports
from assistant.ui.command_table import COMMANDS, MENUS, commands, key_text
from assistant.ui.key_map import KeyMap
from tests.ui.conftest import BAR, Desk

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.window.roll, key, modifier)


def test_paste_waits_for_something_to_paste(desk: Desk) -> None:
    paste = desk.window.commands["paste"]
    assert not paste.isEnabled()
    desk.window.roll.set_selection([1])
    desk.window.commands["copy"].trigger()
    assert paste.isEnabled()


def test_every_command_has_an_id_and_shortcuts_of_its_own() -> None:
    ids = Counter(command.id for command in commands())
    keys = Counter(key for command in commands() for key in command.shortcuts)
    assert max(ids.values()) == 1
    assert max(keys.values()) == 1
    assert all(entry.partition("/")[0] in MENUS for entry in COMMANDS if isinstance(entry, str))


def test_every_command_finds_its_method_its_states_and_its_menu(desk: Desk) -> None:
    in_menus = {action for menu in desk.window.menuBar().findChildren(QMenu) for action in menu.actions()}
    for command in commands():
        assert callable(attrgetter(command.method)(desk.window)), command.id
        for state in (command.needs, command.checked):
            assert not state or desk.window.steering.holds(state) in (True, False), command.id
        action = desk.window.commands[command.id]
        assert action in in_menus, command.id
        for key in command.shortcuts[:1]:
            assert key_text(key) in action.toolTip()


def test_space_plays_and_stops(desk: Desk) -> None:
    press(desk, Key.Key_Space)
    assert desk.session.is_playing
    press(desk, Key.Key_Space)
    assert not desk.session.is_playing


def test_undo_and_redo(desk: Desk) -> None:
    desk.session.delete_notes([1, 2])
    assert desk.window.commands["undo"].text() == "Undo “Delete 2 notes”"
    press(desk, Key.Key_Z, CTRL)
    assert len(desk.session.clip) == 16
    press(desk, Key.Key_Z, CTRL | SHIFT)
    assert len(desk.session.clip) == 14
    press(desk, Key.Key_Z, CTRL)
    press(desk, Key.Key_Y, CTRL)
    assert len(desk.session.clip) == 14


def test_cut_copy_paste_and_duplicate(desk: Desk) -> None:
    press(desk, Key.Key_A, CTRL)
    assert len(desk.window.roll.selected_ids) == 16
    press(desk, Key.Key_C, CTRL)
    press(desk, Key.Key_X, CTRL)
    assert not len(desk.session.clip)
    press(desk, Key.Key_V, CTRL)
    assert len(desk.session.clip) == 16
    press(desk, Key.Key_A, CTRL)
    press(desk, Key.Key_D, CTRL)
    assert len(desk.session.clip) == 32


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete(desk: Desk, key: Qt.Key) -> None:
    desk.window.roll.set_selection([1, 2, 3])
    press(desk, key)
    assert len(desk.session.clip) == 13


@pytest.mark.parametrize(
    ("key", "modifier", "semitones"),
    [(Key.Key_Up, NONE, 1), (Key.Key_Down, NONE, -1), (Key.Key_Up, SHIFT, 12), (Key.Key_Down, SHIFT, -12)],
)
def test_arrows_transpose_the_selection(
    desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier, semitones: int
) -> None:
    desk.window.roll.set_selection([1])
    press(desk, key, modifier)
    assert desk.session.clip.notes([1])[0].pitch == 62 + semitones


def test_left_and_right_nudge_by_the_grid(desk: Desk) -> None:
    desk.window.roll.set_grid(240, "1/8")
    desk.window.roll.set_selection([1])
    press(desk, Key.Key_Right)
    assert desk.session.clip.notes([1])[0].start_tick == 240
    press(desk, Key.Key_Left)
    assert desk.session.clip.notes([1])[0].start_tick == 0


def test_q_quantises(desk: Desk) -> None:
    desk.window.roll.set_grid(240, "1/8")
    desk.session.move_notes([2], 30, 0)
    desk.window.roll.set_selection([2])
    press(desk, Key.Key_Q)
    assert desk.session.clip.notes([2])[0].start_tick == 240


def test_velocity_by_keys(desk: Desk) -> None:
    desk.window.roll.set_selection([1])
    before = desk.session.clip.notes([1])[0].velocity
    press(desk, Key.Key_Up, CTRL)
    assert desk.session.clip.notes([1])[0].velocity > before
    press(desk, Key.Key_Down, CTRL)
    assert desk.session.clip.notes([1])[0].velocity == before


@pytest.mark.parametrize(("key", "tool"), [(Key.Key_1, "select"), (Key.Key_2, "draw"), (Key.Key_3, "erase")])
def test_the_number_keys_choose_a_tool(desk: Desk, key: Qt.Key, tool: str) -> None:
    press(desk, key)
    assert desk.window.roll.tool == tool
    assert desk.window.commands[f"tool_{tool}"].isChecked()


def test_home_and_end_move_the_playhead(desk: Desk) -> None:
    press(desk, Key.Key_End)
    assert desk.session.playhead_tick == 2 * BAR
    assert desk.window.transport.position.text() == "3.1.1"
    press(desk, Key.Key_Home)
    assert desk.session.playhead_tick == 0


def test_loop_and_metronome_are_switched_by_their_letters(desk: Desk) -> None:
    press(desk, Key.Key_L)
    assert desk.session.piece.loop is not None
    assert desk.window.commands["loop"].isChecked()
    press(desk, Key.Key_L)
    assert not desk.window.commands["loop"].isChecked()
    press(desk, Key.Key_M)
    assert desk.session.metronome
    assert desk.window.commands["metronome"].isChecked()


def test_r_records_from_the_first_keyboard(desk: Desk) -> None:
    desk.say(Ports(inputs=("Keys",)))
    press(desk, Key.Key_R)
    assert desk.performer.called("set_input") == [("Keys",)]
    assert desk.performer.called("record")
    press(desk, Key.Key_R)
    assert desk.performer.calls[-1] == ("stop",)


def test_zoom_by_keys(desk: Desk) -> None:
    state = desk.window.roll.state
    before = state.viewport.px_per_tick
    press(desk, Key.Key_Plus, CTRL)
    assert state.viewport.px_per_tick > before
    press(desk, Key.Key_Minus, CTRL)
    assert state.viewport.px_per_tick == pytest.approx(before)
    press(desk, Key.Key_0, CTRL)
    assert state.viewport.end_tick == pytest.approx(4 * BAR)


def test_continue_accept_and_one_more_bar_by_keys(desk: Desk) -> None:
    press(desk, Key.Key_Return, CTRL)
    desk.until(lambda: len(desk.session.document.takes) == 4)
    press(desk, Key.Key_Right, SHIFT)
    assert len(desk.session.clip) == 16 + 8
    press(desk, Key.Key_Return)
    assert len(desk.session.clip) == 16 + 64


def test_files_by_keys(desk: Desk) -> None:
    for key in (Key.Key_O, Key.Key_S, Key.Key_E):
        press(desk, key, CTRL)
    assert desk.questions.asked == ["open", "Save as", "Export a MIDI file"]
    press(desk, Key.Key_N, CTRL)
    assert not len(desk.session.clip)


def test_the_theme_is_switched_by_keys(desk: Desk) -> None:
    press(desk, Key.Key_L, CTRL | SHIFT)
    assert desk.preferences.settings.theme == "light"
    assert desk.window.commands["light"].isChecked()
    assert desk.window.panel.dial.theme.name == "light"


def test_panic_by_keys(desk: Desk) -> None:
    press(desk, Key.Key_Period, CTRL)
    assert desk.performer.called("panic")


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_pages_of_the_help_menu_stop_nobody(desk: Desk) -> None:
    press(desk, Key.Key_F1)
    desk.window.look.show_about()
    pages = list(desk.window.look._pages.values())
    assert [page.isVisible() for page in pages] == [True, True]
    assert not any(page.isModal() for page in pages)  # type: ignore[attr-defined]


def test_commands_that_need_something_wait_for_it(desk: Desk) -> None:
    assert not desk.window.commands["accept"].isEnabled()
    assert not desk.window.commands["delete"].isEnabled()
    desk.window.roll.select_all()
    assert desk.window.commands["delete"].isEnabled()
    desk.continue_()
    assert desk.window.commands["accept"].isEnabled()


def test_letters_sound_like_piano_keys(desk: Desk) -> None:
    for key in (Key.Key_A, Key.Key_W, Key.Key_X, Key.Key_A):
        press(desk, key)
    assert [call[0] for call in desk.performer.called("audition")] == [60, 61, 72]
    assert [call[0] for call in desk.performer.called("audition_off")] == [60, 61, 72]
    press(desk, Key.Key_K, CTRL | SHIFT)
    press(desk, Key.Key_A)
    assert len(desk.performer.called("audition")) == 3


def test_notes_are_added_and_found_without_a_mouse(desk: Desk) -> None:
    press(desk, Key.Key_N)
    assert len(desk.session.clip) == 17
    press(desk, Key.Key_Escape)
    press(desk, Key.Key_Right, ALT)
    first = desk.window.roll.selected_ids
    press(desk, Key.Key_Right, ALT)
    assert len(desk.window.roll.selected_ids) == 1
    press(desk, Key.Key_Left, ALT)
    assert desk.window.roll.selected_ids == first


def test_a_letter_that_opens_a_menu_calls_no_command(desk: Desk) -> None:
    """Cubase's presets have Alt+S, and what stood on its keys Alt+F: Qt would open a menu instead."""
    window = desk.window
    titles = {action.text() for action in window.menuBar().actions()}
    assert {"&File", "&Song", "&Continue"} <= titles
    window.shortcuts.use(KeyMap("Cubase"))
    QTest.keyClick(window.roll, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert window.roll.state.fold
    titles = {action.text() for action in window.menuBar().actions()}
    assert {"F&ile", "&Edit", "S&ong", "Co&ntinue"} <= titles
