"""The command palette: searched, walked and used by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from assistant.ui.command_table import commands
from assistant.ui.palette import Palette
from tests.ui.conftest import Desk

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(desk: Desk, text: str = "") -> Palette:
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_P, CTRL_SHIFT)
    palette = desk.window.finder.palette
    desk.until(palette.field.hasFocus)
    QTest.keyClicks(palette.field, text)
    return palette


def marked(palette: Palette) -> str:
    entry = palette.model.entry(palette.list.currentIndex())
    assert entry is not None
    return entry.command_id


def test_it_lists_every_command_but_itself(desk: Desk) -> None:
    palette = opened(desk)
    assert palette.isVisible()
    assert palette.model.found == [command.id for command in commands() if command.id != "palette"]


def test_letters_search_arrows_choose_and_return_does_it(desk: Desk) -> None:
    palette = opened(desk, "select all")
    assert marked(palette) == "select_all"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert desk.window.roll.hasFocus()
    assert len(desk.window.roll.selected_ids) == 16


def test_it_says_that_nothing_was_found(desk: Desk) -> None:
    palette = opened(desk, "qqzzx")
    assert palette.nothing.isVisible() and not palette.list.isVisible()
    palette.field.clear()
    assert palette.list.isVisible() and not palette.nothing.isVisible()


def test_it_leads_to_a_control_that_has_no_key(desk: Desk) -> None:
    QTest.keyClick(opened(desk, "sound output").field, Qt.Key.Key_Return)
    assert desk.window.transport.output.hasFocus()
    QTest.keyClick(opened(desk, "temperature").field, Qt.Key.Key_Return)
    assert desk.window.panel.dial.hasFocus()


def test_arrows_walk_and_stop_at_the_ends(desk: Desk) -> None:
    palette = opened(desk)
    first = marked(palette)
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert marked(palette) == first
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert marked(palette) == palette.model.found[1]
    for _ in range(20):
        QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert marked(palette) == palette.model.found[-1]
    assert desk.session.clip.notes([1])[0].pitch == 62


def test_keys_of_the_window_are_letters_and_nothing_else_while_it_is_open(desk: Desk) -> None:
    desk.window.roll.select_all()
    palette = opened(desk, "q l")
    QTest.keyClick(palette.field, Qt.Key.Key_Backspace)
    QTest.keyClick(palette.field, Qt.Key.Key_Space)
    assert palette.field.text() == "q  "
    assert len(desk.session.clip) == 16
    assert not desk.session.is_playing


def test_escape_closes_it_and_gives_the_focus_back(desk: Desk) -> None:
    dial = desk.window.panel.dial
    dial.setFocus(Qt.FocusReason.TabFocusReason)
    palette = opened(desk, "loop")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert dial.hasFocus()


def test_what_cannot_be_used_now_says_why_and_does_nothing(desk: Desk) -> None:
    palette = opened(desk, "cut")
    assert marked(palette) == "cut"
    index = palette.list.currentIndex()
    spoken = palette.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Cut, Edit, Ctrl+X, Select notes first")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_a_click_does_it(desk: Desk) -> None:
    palette = opened(desk, "light theme")
    box = palette.list.visualRect(palette.list.currentIndex())
    desk.qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.window.look.theme.name == "light"


def test_a_click_beside_it_closes_it(desk: Desk) -> None:
    palette = opened(desk)
    area = desk.window.roll.note_area
    desk.qtbot.mouseClick(area, Qt.MouseButton.RightButton, pos=QPoint(30, area.height() - 20))
    desk.until(lambda: not palette.isVisible())


def test_its_keys_open_and_close_it(desk: Desk) -> None:
    palette = opened(desk)
    QTest.keyClick(palette.field, Qt.Key.Key_P, CTRL_SHIFT)
    assert not palette.isVisible()


def test_it_stays_inside_a_small_window(desk: Desk) -> None:
    palette = opened(desk)
    desk.window.resize(1000, 640)
    desk.until(lambda: palette.geometry().right() < desk.window.width())
    assert desk.window.rect().contains(palette.geometry())
