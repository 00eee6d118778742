import pytest

from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.fakes import FakePerformer
from tests.ui.piano_roll.conftest import SIXTEENTH
from tests.ui.piano_roll.hand import ALT, CTRL, NONE, SHIFT, Hand


@pytest.fixture(autouse=True)
def _three(three: object) -> None:
    """Every test here begins with three notes."""


def place(session: Session, note_id: int) -> tuple[int, int]:
    (note,) = session.clip.notes([note_id])
    return note.start_tick, note.pitch


def test_a_note_is_moved_on_the_grid(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(200, 60), hand.at(200 + 130, 62))
    assert place(session, 1) == (SIXTEENTH, 62)
    assert place(session, 2) == (PPQ, 64)


def test_a_move_is_one_step_and_can_be_undone(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(200, 60), hand.at(700, 72), steps=25)
    assert [step.label for step in session.document.history.done] == ["Move 1 note"]
    session.undo()
    assert place(session, 1) == (0, 60)


def test_the_selection_comes_along(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_selection([1, 3])
    hand.drag(hand.at(200, 60), hand.at(200 + PPQ, 65))
    assert [place(session, i) for i in (1, 2, 3)] == [(PPQ, 65), (PPQ, 64), (3 * PPQ, 72)]
    assert roll.selected_ids == {1, 3}


def test_the_first_note_stops_at_the_beginning_and_the_last_at_the_keyboards_end(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.select_all()
    hand.drag(hand.at(PPQ + 200, 64), hand.at(10, 64 + 63))
    assert [place(session, i) for i in (1, 2, 3)] == [(0, 120), (PPQ, 124), (2 * PPQ, 127)]


def test_shift_keeps_the_axis(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(200, 60), hand.at(200 + PPQ, 62), keys=SHIFT)
    assert place(session, 1) == (PPQ, 60)
    hand.drag(hand.at(PPQ + 200, 60), hand.at(PPQ + 230, 67), keys=SHIFT)
    assert place(session, 1) == (PPQ, 67)


def test_alt_leaves_the_grid(hand: Hand, session: Session) -> None:
    hand.drag(hand.at(200, 60), hand.at(252, 60), keys=ALT)
    assert place(session, 1) == (52, 60)


def test_control_drags_a_copy(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.drag(hand.at(200, 60), hand.at(200 + 4 * PPQ, 60), keys=CTRL)
    assert place(session, 1) == (0, 60)
    assert place(session, 4) == (4 * PPQ, 60)
    assert roll.selected_ids == {4}
    assert [step.label for step in session.document.history.done] == ["Copy 1 note"]


def test_a_modifier_pressed_during_the_drag_counts(
    roll: PianoRoll, hand: Hand, session: Session, qtbot: object
) -> None:
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(200 + PPQ, 60))
    assert roll.state.preview.hidden.ids == {1}
    hand.move(hand.at(200 + PPQ, 60), keys=CTRL)
    assert roll.state.preview.hidden.ids == frozenset(), "a copy leaves the note where it is"
    hand.release(hand.at(200 + PPQ, 60), keys=NONE)
    assert place(session, 1) == (PPQ, 60)


def test_a_drag_back_home_is_no_edit(hand: Hand, session: Session) -> None:
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(900, 70))
    hand.drag_on(hand.at(900, 70), hand.at(200, 60))
    hand.release(hand.at(200, 60))
    assert session.document.history.done == ()


def test_escape_leaves_the_note_where_it_was(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(900, 70))
    roll.cancel_gesture()
    hand.release(hand.at(900, 70))
    assert place(session, 1) == (0, 60)
    assert not len(roll.state.preview.notes)


def test_a_moving_note_sounds_its_new_pitch(hand: Hand, performer: FakePerformer) -> None:
    hand.drag(hand.at(200, 60), hand.at(200, 62), steps=2)
    assert [call[0] for call in performer.called("audition")] == [60, 61, 62]
    assert [call[0] for call in performer.called("audition_off")] == [60, 61, 62]


def test_an_edit_under_the_hand_does_no_harm(roll: PianoRoll, hand: Hand, session: Session) -> None:
    """A generation ends, or another key undoes: what is left of the notes goes where the hand goes."""
    roll.select_all()
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(200 + PPQ, 60))
    session.delete_notes([2])
    session.add_notes([Note(0, 8 * PPQ, PPQ, 50)])
    assert len(roll.state.preview.notes) == 2
    hand.release(hand.at(200 + PPQ, 60))
    assert place(session, 1) == (PPQ, 60)
    assert place(session, 3) == (3 * PPQ, 67)


def test_all_notes_may_go_under_the_hand(hand: Hand, session: Session) -> None:
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(900, 60))
    session.delete_notes([1, 2, 3])
    hand.drag_on(hand.at(900, 60), hand.at(950, 62))
    hand.release(hand.at(950, 62))
    assert len(session.clip) == 0


def test_another_document_ends_the_gesture_quietly(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(900, 60))
    session.new()
    hand.release(hand.at(900, 60))
    assert len(session.clip) == 0


def test_the_pencil_does_not_select_what_it_pushes_aside(roll: PianoRoll, hand: Hand) -> None:
    hand.drag(hand.at(200, 60), hand.at(200 + PPQ, 60))
    assert roll.selected_ids == frozenset()
    roll.set_tool("select")
    hand.drag(hand.at(PPQ + 200, 60), hand.at(200, 60))
    assert roll.selected_ids == {1}
