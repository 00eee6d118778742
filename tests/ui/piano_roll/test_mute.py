from assistant.core.note import PPQ
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import Hand


def muted(session: Session) -> list[int]:
    return [n.id for n in session.clip if n.muted]


def test_a_click_mutes_and_another_lets_sound(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    roll.set_tool("mute")
    hand.click(hand.at(100, 60))
    assert muted(session) == [1]
    hand.click(hand.at(100, 60))
    assert muted(session) == []
    assert [step.label for step in session.document.history.done] == ["Mute 1 note", "Unmute 1 note"]


def test_the_first_note_decides_for_the_whole_drag(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    session.mute_notes([2], True)
    roll.set_tool("mute")
    hand.drag(hand.at(100, 60), hand.at(3 * PPQ - 100, 67), steps=12)
    assert muted(session) == [1, 2, 3]
    hand.drag(hand.at(100, 60), hand.at(3 * PPQ - 100, 67), steps=12)
    assert muted(session) == []


def test_a_drag_is_shown_before_it_is_done(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    roll.set_tool("mute")
    hand.press(hand.at(100, 60))
    assert roll.state.preview.hidden.ids == {1}
    assert roll.state.preview.notes.mask_of_muted.all()
    roll.cancel_gesture()
    hand.release(hand.at(100, 60))
    assert muted(session) == []


def test_the_key_mutes_what_is_selected(roll: PianoRoll, session: Session, three: object) -> None:
    roll.set_selection([1, 3])
    roll.toggle_mute()
    assert muted(session) == [1, 3]
    roll.toggle_mute()
    assert muted(session) == []
