import pytest
from PySide6.QtCore import QPoint

from assistant.core.note import PPQ
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.conftest import SIXTEENTH
from tests.ui.piano_roll.hand import ALT, Hand


@pytest.fixture(autouse=True)
def _three(three: object) -> None:
    """Every test here begins with three notes."""


def span(session: Session, note_id: int) -> tuple[int, int]:
    (note,) = session.clip.notes([note_id])
    return note.start_tick, note.end_tick


def test_the_right_edge(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(2 * PPQ - 8, 64), hand.at(2 * PPQ + 240, 64))
    assert span(session, 2) == (PPQ, 2 * PPQ + 240)
    session.undo()
    assert span(session, 2) == (PPQ, 2 * PPQ)


def test_the_left_edge(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(PPQ + 8, 64), hand.at(PPQ - 240, 64))
    assert span(session, 2) == (PPQ - 240, 2 * PPQ)


@pytest.mark.parametrize(("at", "wanted"), [(PPQ + 4, (PPQ + 360, 2 * PPQ)), (2 * PPQ - 8, (PPQ, PPQ + 120))])
def test_no_edge_passes_the_other(hand: Hand, session: Session, at: int, wanted: tuple[int, int]) -> None:
    far = 4 * PPQ if at < PPQ + 100 else 0
    hand.drag(hand.at(at, 64), hand.at(far, 64))
    assert span(session, 2) == wanted


def test_all_selected_notes_change_by_as_much(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.select_all()
    hand.drag(hand.at(2 * PPQ - 8, 64), hand.at(2 * PPQ - 240, 64))
    assert [span(session, i) for i in (1, 2, 3)] == [(0, 240), (PPQ, PPQ + 240), (2 * PPQ, 2 * PPQ + 240)]
    assert [step.label for step in session.document.history.done] == ["Resize 3 notes"]


def test_alt_leaves_the_grid(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(2 * PPQ - 8, 64), hand.at(2 * PPQ + 52, 64), keys=ALT)
    assert span(session, 2) == (PPQ, 2 * PPQ + 60)


def test_escape_leaves_the_length(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.at(2 * PPQ - 8, 64))
    hand.drag_on(hand.at(2 * PPQ - 8, 64), hand.at(4 * PPQ, 64))
    roll.cancel_gesture()
    hand.release(hand.at(4 * PPQ, 64))
    assert session.document.history.done == ()


@pytest.mark.parametrize("length_px", [120, 24, 9, 3])
def test_the_zones_leave_a_middle_to_move_by(
    roll: PianoRoll, hand: Hand, session: Session, length_px: int
) -> None:
    """At either edge min(width / 3, 8 px): the middle third of even a tiny note moves it."""
    length = length_px * 4
    session.resize_notes([1], length - PPQ, at_start=False)
    middle = hand.at(0, 60) + QPoint(length_px // 2, 0)
    hand.drag(middle, middle + (hand.at(4 * SIXTEENTH, 60) - hand.at(0, 60)))
    assert span(session, 1) == (4 * SIXTEENTH, 4 * SIXTEENTH + length)


def test_the_next_note_has_the_new_length(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(2 * PPQ - 8, 64), hand.at(2 * PPQ - 240, 64))
    hand.click(hand.at(5 * PPQ, 60))
    assert session.clip.note_at_row(3).length_ticks == 240
