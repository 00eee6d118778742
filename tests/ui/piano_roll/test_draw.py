from assistant.core.note import PPQ
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.fakes import FakePerformer
from tests.ui.piano_roll.conftest import SIXTEENTH
from tests.ui.piano_roll.hand import ALT, Hand


def drawn(session: Session) -> list[tuple[int, int, int]]:
    return [(n.start_tick, n.length_ticks, n.pitch) for n in session.clip]


def test_a_newcomers_click_makes_a_note(roll: PianoRoll, hand: Hand, session: Session) -> None:
    assert roll.tool == "draw"
    hand.click(hand.at(PPQ + 50, 60))
    assert drawn(session) == [(PPQ, PPQ, 60)]


def test_a_drag_sets_the_length_and_the_next_note_keeps_it(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(10, 60), hand.at(355, 60))
    hand.click(hand.at(PPQ + 10, 62))
    assert drawn(session) == [(0, 3 * SIXTEENTH, 60), (PPQ, 3 * SIXTEENTH, 62)]


def test_a_drag_to_the_left_makes_the_shortest_note(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(PPQ + 10, 60), hand.at(10, 60))
    assert drawn(session) == [(PPQ, SIXTEENTH, 60)]


def test_alt_leaves_the_grid(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(100, 60), hand.at(300, 60), keys=ALT)
    assert drawn(session) == [(100, 200, 60)]


def test_a_drag_is_one_step(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(10, 60), hand.at(900, 60), steps=30)
    assert [step.label for step in session.document.history.done] == ["Add 1 note"]
    session.undo()
    assert drawn(session) == []


def test_nothing_changes_until_the_release(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.at(10, 60))
    hand.drag_on(hand.at(10, 60), hand.at(900, 60))
    assert drawn(session) == []
    assert len(roll.state.preview.notes) == 1


def test_escape_leaves_nothing(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.at(10, 60))
    hand.drag_on(hand.at(10, 60), hand.at(900, 60))
    assert roll.cancel_gesture()
    hand.release(hand.at(900, 60))
    assert drawn(session) == []
    assert not len(roll.state.preview.notes)
    assert not roll.cancel_gesture(), "there is nothing more to cancel"


def test_a_drawn_note_sounds_while_the_button_is_down(hand: Hand, performer: FakePerformer) -> None:
    hand.press(hand.at(10, 60))
    assert [call[0] for call in performer.called("audition")] == [60]
    assert performer.called("audition_off") == []
    hand.release(hand.at(10, 60))
    assert [call[0] for call in performer.called("audition_off")] == [60]


def test_a_quick_second_click_does_not_delete_what_the_first_drew(hand: Hand, session: Session) -> None:
    hand.double_click(hand.at(10, 60))
    assert drawn(session) == [(0, PPQ, 60)]


def test_drawing_leaves_nothing_selected(roll: PianoRoll, hand: Hand, three: object) -> None:
    """Continue goes on from the selection: one note just drawn must not become the whole seed."""
    roll.select_all()
    hand.click(hand.at(4 * PPQ, 60))
    assert roll.selected_ids == frozenset()


def test_the_next_note_is_like_the_one_clicked(hand: Hand, session: Session, three: object) -> None:
    hand.drag(hand.at(3 * PPQ - 4, 67), hand.at(3 * PPQ + 240, 67))
    hand.click(hand.at(4 * PPQ, 60))
    added = session.clip.note_at_row(3)
    assert (added.length_ticks, added.velocity) == (PPQ + 240, 40)


def test_undo_in_the_middle_of_a_drag_does_no_harm(hand: Hand, session: Session, three: object) -> None:
    session.delete_notes([2])
    hand.press(hand.at(4 * PPQ, 60))
    hand.drag_on(hand.at(4 * PPQ, 60), hand.at(5 * PPQ, 60))
    session.undo()
    hand.release(hand.at(5 * PPQ, 60))
    assert len(session.clip) == 4
