import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import CTRL, SHIFT, Hand


@pytest.fixture(autouse=True)
def _three(three: object) -> None:
    """Every test here begins with three notes."""


def test_the_lasso_selects_what_it_touches(roll: PianoRoll, hand: Hand) -> None:
    roll.set_tool("select")
    hand.drag(hand.at(100, 62), hand.at(3 * PPQ - 100, 70))
    assert roll.selected_ids == {2, 3}


def test_the_lasso_works_from_every_corner(roll: PianoRoll, hand: Hand) -> None:
    roll.set_tool("select")
    hand.drag(hand.at(3 * PPQ - 100, 66), hand.at(PPQ + 100, 58))
    assert roll.selected_ids == {2}


def test_control_lassoes_with_the_pencil(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.drag(hand.at(100, 62), hand.at(3 * PPQ - 100, 70), keys=CTRL)
    assert roll.selected_ids == {2, 3}
    assert len(session.clip) == 3


def test_shift_adds(roll: PianoRoll, hand: Hand) -> None:
    roll.set_tool("select")
    roll.set_selection([1])
    hand.drag(hand.at(2 * PPQ + 50, 66), hand.at(3 * PPQ, 68), keys=SHIFT)
    assert roll.selected_ids == {1, 3}


def test_escape_gives_the_old_selection_back(roll: PianoRoll, hand: Hand) -> None:
    roll.set_tool("select")
    roll.set_selection([1])
    hand.press(hand.at(100, 62))
    hand.drag_on(hand.at(100, 62), hand.at(3 * PPQ, 70))
    assert roll.selected_ids == {2, 3}
    roll.cancel_gesture()
    assert roll.selected_ids == {1}


def test_a_note_deleted_under_the_lasso_is_not_selected_again(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.set_tool("select")
    roll.set_selection([1])
    hand.press(hand.at(100, 62))
    hand.drag_on(hand.at(100, 62), hand.at(3 * PPQ, 70))
    session.delete_notes([1])
    roll.cancel_gesture()
    assert roll.selected_ids == frozenset()


def test_a_click_on_paper_deselects(roll: PianoRoll, hand: Hand) -> None:
    roll.set_tool("select")
    roll.select_all()
    hand.click(hand.at(3 * PPQ, 50))
    assert roll.selected_ids == frozenset()


def test_a_click_on_a_note_selects_it(roll: PianoRoll, hand: Hand) -> None:
    roll.set_tool("select")
    hand.click(hand.at(PPQ + 200, 64))
    assert roll.selected_ids == {2}


@pytest.mark.parametrize("keys", [CTRL, SHIFT])
def test_a_click_with_a_modifier_toggles(roll: PianoRoll, hand: Hand, keys: Qt.KeyboardModifier) -> None:
    roll.set_selection([1, 2])
    hand.click(hand.at(PPQ + 200, 64), keys=keys)
    hand.click(hand.at(2 * PPQ + 200, 67), keys=keys)
    assert roll.selected_ids == {1, 3}


def test_a_double_click_adds_or_deletes_a_note(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_tool("select")
    hand.double_click(hand.at(4 * PPQ + 10, 60))
    assert session.clip.note_at_row(3).start_tick == 4 * PPQ
    assert roll.selected_ids == {4}
    hand.double_click(hand.at(PPQ + 200, 64))
    assert session.clip.ids.tolist() == [1, 3, 4]


def test_selecting_is_no_edit(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_tool("select")
    hand.drag(hand.at(100, 55), hand.at(3 * PPQ, 70))
    assert session.document.history.done == ()


def test_each_change_of_the_selection_is_told_once(roll: PianoRoll) -> None:
    told: list[object] = []
    roll.selection_changed.connect(lambda selection: told.append(selection.ids))
    roll.select_all()
    roll.select_all()
    roll.set_selection([2, 99])
    roll.deselect()
    assert told == [{1, 2, 3}, {2}, frozenset()]


def test_deleted_notes_leave_the_selection_until_undo(roll: PianoRoll, session: Session) -> None:
    roll.select_all()
    session.delete_notes([2])
    assert roll.selected_ids == {1, 3}
    session.undo()
    assert roll.selected_ids == {1, 2, 3}


def test_another_document_has_nothing_selected(roll: PianoRoll, session: Session) -> None:
    """Its notes bear the same ids, and are other notes."""
    roll.select_all()
    session.show(session.piece.with_clip(0, Clip.from_notes([Note(1, 0, PPQ, 50)])))
    assert roll.selected_ids == frozenset()


def test_the_lasso_goes_on_beyond_the_edge(
    roll: PianoRoll, hand: Hand, session: Session, qtbot: QtBot
) -> None:
    """The sheet scrolls under a hand that waits outside of the window."""
    session.add_notes([Note(0, 14 * PPQ, PPQ, 60)])
    roll.set_tool("select")
    outside = hand.at(0, 58)
    outside.setX(roll.note_area.width() + 100)
    hand.press(hand.at(100, 62))
    hand.move(outside)
    qtbot.waitUntil(lambda: 4 in roll.selected_ids)
    hand.release(outside)
    assert roll.state.viewport.scroll_x_px > 0
