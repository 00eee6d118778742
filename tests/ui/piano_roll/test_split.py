import pytest
from PySide6.QtCore import QPoint

from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.gestures.split import cuts_at
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import ALT, Hand


@pytest.fixture(autouse=True)
def _knife(three: object, roll: PianoRoll) -> None:
    """C, E and G, a quarter note each, and the split tool in hand."""
    roll.set_tool("split")


def spans(session: Session) -> list[tuple[int, int, int]]:
    return [(n.pitch, n.start_tick, n.end_tick) for n in session.clip]


def test_a_click_splits_on_the_nearest_line(hand: Hand, session: Session) -> None:
    hand.click(hand.at(PPQ + 130, 64))
    assert spans(session) == [(60, 0, 480), (64, 480, 600), (64, 600, 960), (67, 960, 1440)]
    assert [step.label for step in session.document.history.done] == ["Split 1 note"]


def test_alt_splits_right_under_the_hand(hand: Hand, session: Session) -> None:
    hand.click(hand.at(PPQ + 200, 64), keys=ALT)
    assert (64, 480, 680) in spans(session)


def test_a_note_between_two_lines_is_split_where_the_hand_is(hand: Hand, session: Session) -> None:
    session.add_notes([Note(9, 4 * PPQ + 10, 100, 62)])
    hand.click(hand.at(4 * PPQ + 60, 62))
    assert (62, 1930, 1980) in spans(session)


def test_the_line_is_seen_before_the_click(roll: PianoRoll, hand: Hand) -> None:
    hand.move(hand.at(PPQ + 130, 64))
    assert roll.state.hover is not None
    assert cuts_at(roll.state, roll.state.hover) == {2: 600}
    with_line = roll.note_area.grab().toImage()
    column, row = roll.state.viewport.x_of(600), roll.state.viewport.y_of(64) - 3
    hand.move(hand.at(PPQ + 130, 70))
    without = roll.note_area.grab().toImage()
    assert with_line.pixelColor(column, row) != without.pixelColor(column, row)


def test_the_selection_is_split_with_the_note(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.add_notes([Note(7, PPQ, PPQ, 72), Note(8, PPQ, 2 * PPQ, 76)])
    roll.set_selection([2, 7])
    hand.click(hand.at(PPQ + 240, 64))
    assert {72, 64} == {pitch for pitch, _, end in spans(session) if end == PPQ + 240}


def test_a_line_drawn_through_notes_splits_them_where_it_passes(hand: Hand, session: Session) -> None:
    session.add_notes([Note(7, 0, 4 * PPQ, 50), Note(8, 0, 4 * PPQ, 54), Note(9, 0, 4 * PPQ, 58)])
    hand.drag(hand.at(2 * PPQ, 59), hand.at(3 * PPQ, 49), keys=ALT)
    cut = {pitch: end for pitch, start, end in spans(session) if start == 0 and pitch < 60}
    assert cut[58] == pytest.approx(2 * PPQ + 48, abs=12)
    assert cut[54] == pytest.approx(2 * PPQ + 240, abs=12)
    assert cut[50] == pytest.approx(3 * PPQ - 48, abs=12)
    assert session.document.history.done[-1].label == "Split 3 notes"


def test_before_the_hand_lets_go_the_halves_are_only_shown(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    hand.press(hand.at(PPQ + 130, 64))
    hand.drag_on(hand.at(PPQ + 130, 64), hand.at(PPQ + 240, 64))
    assert roll.state.preview.hidden.ids == {2}
    assert roll.state.preview.notes.ends.tolist() == [720, 960]
    roll.cancel_gesture()
    hand.release(hand.at(PPQ + 240, 64))
    assert session.document.history.done == ()


def test_beside_the_notes_nothing_is_split(hand: Hand, session: Session) -> None:
    hand.click(hand.at(PPQ + 130, 70))
    hand.drag(QPoint(20, 20), QPoint(40, 30))
    assert session.document.history.done == ()
