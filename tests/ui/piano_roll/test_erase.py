from assistant.core.note import PPQ
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import RIGHT, Hand


def ids(session: Session) -> list[int]:
    return session.clip.ids.tolist()


def test_right_click_erases(hand: Hand, session: Session, three: object) -> None:
    hand.click(hand.at(PPQ + 100, 64), button=RIGHT)
    assert ids(session) == [1, 3]


def test_right_click_beside_the_notes_does_nothing(hand: Hand, session: Session, three: object) -> None:
    hand.click(hand.at(PPQ + 100, 70), button=RIGHT)
    assert session.document.history.done == ()


def test_right_drag_erases_all_it_touches_as_one_step(hand: Hand, session: Session, three: object) -> None:
    hand.drag(hand.at(100, 60), hand.at(3 * PPQ - 100, 67), button=RIGHT, steps=4)
    assert ids(session) == []
    assert [step.label for step in session.document.history.done] == ["Delete 3 notes"]
    session.undo()
    assert ids(session) == [1, 2, 3]


def test_a_quick_hand_jumps_over_nothing(hand: Hand, session: Session, three: object) -> None:
    """One single move event from the first note to behind the last."""
    hand.drag(hand.at(100, 64), hand.at(3 * PPQ, 64), button=RIGHT, steps=1)
    assert ids(session) == [1, 3]


def test_the_erase_tool_uses_the_left_button(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    roll.set_tool("erase")
    hand.click(hand.at(100, 60))
    assert ids(session) == [2, 3]


def test_touched_notes_are_shadows_until_the_release(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    hand.press(hand.at(100, 60), button=RIGHT)
    assert roll.state.preview.hidden.ids == {1}
    assert ids(session) == [1, 2, 3]


def test_escape_brings_them_back(roll: PianoRoll, hand: Hand, session: Session, three: object) -> None:
    hand.press(hand.at(100, 60), button=RIGHT)
    roll.cancel_gesture()
    hand.release(hand.at(100, 60), button=RIGHT)
    assert ids(session) == [1, 2, 3]
    assert not len(roll.state.preview.hidden)


def test_a_note_that_goes_meanwhile_is_passed_over(hand: Hand, session: Session, three: object) -> None:
    hand.press(hand.at(100, 60), button=RIGHT)
    session.delete_notes([1])
    hand.release(hand.at(100, 60), button=RIGHT)
    assert ids(session) == [2, 3]


def test_in_the_select_tool_the_right_button_erases_nothing(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    roll.set_tool("select")
    hand.click(hand.at(100, 60), button=RIGHT)
    assert ids(session) == [1, 2, 3]
