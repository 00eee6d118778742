"""A piece is written, heard, continued and changed without a mouse."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from assistant.core.theory import Key as MusicalKey
from tests.ui.conftest import Desk

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def test_without_a_mouse(desk: Desk) -> None:
    window, session = desk.window, desk.session

    def press(key: Qt.Key, held: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(window.focusWidget(), key, held)

    session.new()
    window.documents.replaced.emit()
    said: list[str] = []
    window.roll.speech.said.connect(said.append)
    # a tool of the bar, reached by Tab
    while window.focusWidget() is not window.transport.tempo:
        press(Key.Key_Tab)
    QTest.keyClicks(window.focusWidget(), "96")
    press(Key.Key_Return)
    assert window.roll.hasFocus()
    # four notes, drawn and heard
    press(Key.Key_Right)
    for _ in range(4):
        press(Key.Key_Return)
        press(Key.Key_Right)
        press(Key.Key_Up, times=2)
    assert len(session.clip) == 4
    assert said.count("Add 1 note") == 4
    # the last one is found, made louder and longer, and moved
    press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    last = session.clip.notes(list(window.roll.selected_ids))[0]
    press(Key.Key_Up, CTRL)
    press(Key.Key_Right, CTRL | SHIFT)
    press(Key.Key_Down)
    after = session.clip.notes([last.id])[0]
    assert after.velocity > last.velocity
    assert after.length_ticks > last.length_ticks
    assert after.pitch == last.pitch - 1
    # what somebody has no key for is found by its name
    press(Key.Key_P, CTRL | SHIFT)
    QTest.keyClicks(window.focusWidget(), "duplicate")
    press(Key.Key_Return)
    assert len(session.clip) == 5
    # heard, continued, accepted
    press(Key.Key_Space)
    assert session.is_playing
    press(Key.Key_Space)
    press(Key.Key_Escape)
    press(Key.Key_Return, CTRL)
    desk.until(lambda: window.proposals.is_shown and not window.proposals.is_generating)
    press(Key.Key_Down)
    press(Key.Key_Return)
    assert len(session.clip) > 5
    # and all of it taken back, step by step, in the history
    press(Key.Key_H, CTRL)
    desk.until(window.history.panel.list.hasFocus)
    press(Key.Key_Home)
    press(Key.Key_Return)
    assert len(session.clip) == 0
    press(Key.Key_Escape)
    assert window.roll.hasFocus()


def test_a_message_that_closes_under_the_focus_takes_nothing_along(desk: Desk) -> None:
    window = desk.window
    strip = window.messages.show_message("The disk is full.", "problem")
    close = strip.findChild(QToolButton)
    while window.focusWidget() is not close:
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
    QTest.keyClick(close, Key.Key_Tab)
    strip.close_strip()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.transport.key.show_key(None, MusicalKey(2, "major"))
    assert window.transport.key.text() == "D major?"


def test_the_overview_keeps_its_keys_and_gives_them_back(desk: Desk) -> None:
    """They move the view there, though elsewhere they move notes and the playhead."""
    window, roll = desk.window, desk.window.roll
    roll.select_all()
    while window.focusWidget() is not roll.minimap:
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
    notes, view = desk.session.clip, roll.state.viewport
    for key in (Key.Key_Plus, Key.Key_Plus, Key.Key_Plus, Key.Key_Right, Key.Key_Up):
        QTest.keyClick(roll.minimap, key)
    assert desk.session.clip is notes
    assert roll.state.viewport != view
    QTest.keyClick(roll.minimap, Key.Key_Escape)
    assert roll.hasFocus()
    QTest.keyClick(roll, Key.Key_Up)
    assert desk.session.clip is not notes


def test_the_menu_bar_keeps_the_keys_that_go_through_it(desk: Desk) -> None:
    """Alt alone calls it; arrows and letters are commands of the roll everywhere else."""
    window = desk.window
    bar = window.menuBar()
    bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
    for key in (Key.Key_Right, Key.Key_C):
        QTest.keyClick(bar, key)
    assert not window.roll.note_cursor.is_shown
    window.roll.setFocus()


def test_return_opens_a_list_as_space_does(desk: Desk) -> None:
    grid = desk.window.roll_bar.grid
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(grid, Key.Key_Return)
    assert grid.view().isVisible()
    grid.hidePopup()


def test_a_key_goes_from_part_to_part_and_back(desk: Desk) -> None:
    window = desk.window
    window.messages.show_message("The disk is full.", "problem")
    parts = (window.transport, window.roll_bar, window.tracks, window.roll, window.continue_button)

    def part() -> QWidget | None:
        focus = window.focusWidget()
        return next((p for p in (*parts, window.messages) if p is focus or p.isAncestorOf(focus)), None)

    assert part() is window.roll
    for reached in (window.tracks, window.roll_bar, window.transport, window.messages):
        QTest.keyClick(window.focusWidget(), Key.Key_F6, SHIFT)
        assert part() is reached
    for reached in parts:
        QTest.keyClick(window.focusWidget(), Key.Key_F6)
        assert part() is reached
