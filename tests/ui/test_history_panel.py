"""The history: every step by its name, the present one marked, the undone ones after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from assistant.ui.history_panel import PLACES, HistoryPanel
from tests.ui.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def edited(desk: Desk) -> None:
    desk.session.move_notes([1], 0, 2)
    desk.session.delete_notes([2, 3])
    desk.session.set_tempo(90)


def opened(desk: Desk) -> HistoryPanel:
    QTest.keyClick(desk.window.roll, Key.Key_H, CTRL)
    panel = desk.window.history.panel
    desk.until(panel.list.hasFocus)
    return panel


def labels(panel: HistoryPanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()) for row in range(panel.model.rowCount())]


def spoken(panel: HistoryPanel, row: int) -> str:
    return str(panel.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_it_lists_the_steps_and_marks_the_present(desk: Desk) -> None:
    edited(desk)
    panel = opened(desk)
    assert labels(panel) == ["The beginning", "Transpose 1 note", "Delete 2 notes", "Set tempo to 90"]
    assert panel.model.present == panel.list.currentIndex().row() == 3
    assert spoken(panel, 3) == "Set tempo to 90, the present"


def test_a_click_jumps_back_and_forth(desk: Desk) -> None:
    first = desk.session.piece
    edited(desk)
    last = desk.session.piece
    panel = opened(desk)
    for row, piece in ((0, first), (3, last)):
        box = panel.list.visualRect(panel.model.index(row, 0))
        desk.qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        assert desk.session.piece == piece
        assert panel.model.present == row


def test_arrows_walk_return_jumps_and_escape_goes_back_to_the_roll(desk: Desk) -> None:
    edited(desk)
    desk.window.roll.select_all()
    panel = opened(desk)
    QTest.keyClick(panel.list, Key.Key_Up)
    QTest.keyClick(panel.list, Key.Key_Up)
    assert len(desk.session.document.history.done) == 3
    QTest.keyClick(panel.list, Key.Key_Return)
    assert len(desk.session.document.history.done) == 1
    assert spoken(panel, 2) == "Delete 2 notes, undone"
    assert desk.window.commands["undo"].text() == "Undo “Transpose 1 note”"
    QTest.keyClick(panel.list, Key.Key_Escape)
    assert desk.window.roll.hasFocus()
    assert panel.isVisible()


def test_it_follows_edits_undo_and_redo(desk: Desk) -> None:
    panel = opened(desk)
    desk.window.roll.setFocus()
    edited(desk)
    assert panel.model.present == 3
    QTest.keyClick(desk.window.roll, Key.Key_Z, CTRL)
    assert (panel.model.present, panel.model.rowCount()) == (2, 4)
    desk.session.delete_notes([5])
    assert labels(panel)[-1] == "Delete 1 note"
    desk.session.show(desk.session.piece)
    assert labels(panel) == ["The beginning"]


@pytest.mark.parametrize("place", PLACES)
def test_it_stands_where_one_likes_and_is_there_at_the_next_start(
    desk: Desk, make_desk: Callable[..., Desk], place: str
) -> None:
    panel = opened(desk)
    menu = panel.findChild(QMenu)
    assert menu is not None
    next(action for action in menu.actions() if action.data() == place).trigger()
    assert panel.isVisible()
    assert desk.preferences.settings.history_place == place
    desk.until(
        lambda: desk.window.rect().contains(
            panel.rect().translated(panel.mapTo(desk.window, panel.rect().topLeft()))
        )
    )
    roll = desk.window.roll.note_area
    left = panel.mapTo(desk.window, panel.rect().center()).x()
    middle = roll.mapTo(desk.window, roll.rect().center()).x()
    assert left < middle if place == "left" else left > middle
    again = make_desk(history_place=place)
    assert again.window.history.panel.isVisible()


def test_the_accepted_take_is_a_proposal_again(desk: Desk) -> None:
    desk.continue_()
    desk.window.proposals.accept()
    assert not desk.window.proposals.is_shown
    desk.window.steering.go_to_step(0)
    assert desk.window.proposals.is_shown


def test_its_command_closes_it(desk: Desk) -> None:
    panel = opened(desk)
    assert desk.window.commands["history"].isChecked()
    QTest.keyClick(panel.list, Key.Key_H, CTRL)
    assert not panel.isVisible()
    assert desk.window.roll.hasFocus()
