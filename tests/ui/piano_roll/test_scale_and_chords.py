"""Drawing chords, and keeping to the scale."""

import pytest

from assistant.core.note import PPQ, Note
from assistant.core.theory import Key
from assistant.session import Session
from assistant.ui.piano_roll.stamps import Stamp
from assistant.ui.piano_roll.view import PianoRoll
from tests.fakes import FakePerformer
from tests.ui.piano_roll.hand import CTRL, SHIFT, Hand

C = Key(0, "major")
TRIAD, IN_KEY = Stamp("major", (4, 7)), Stamp("triad in key", (4, 7), in_key=True)


def pitches(session: Session) -> list[int]:
    return sorted(n.pitch for n in session.clip)


def test_one_click_draws_the_chord(
    roll: PianoRoll, hand: Hand, session: Session, performer: FakePerformer
) -> None:
    roll.set_stamp(TRIAD)
    hand.click(hand.at(50, 61))
    assert pitches(session) == [61, 65, 68]
    assert len(session.document.history.done) == 1
    assert [call[0] for call in performer.called("audition")] == [61, 65, 68], "the whole chord is heard"
    session.undo()
    assert pitches(session) == []


def test_a_drag_sets_the_length_of_the_whole_chord(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_stamp(TRIAD)
    hand.drag(hand.at(10, 60), hand.at(2 * PPQ, 60))
    assert {n.length_ticks for n in session.clip} == {2 * PPQ}
    assert len(session.clip) == 3


@pytest.mark.parametrize(("root", "chord"), [(60, [60, 64, 67]), (62, [62, 65, 69]), (71, [71, 74, 77])])
def test_a_chord_of_the_key_fits_the_scale_that_is_shown(
    roll: PianoRoll, hand: Hand, session: Session, root: int, chord: list[int]
) -> None:
    roll.set_scale(C)
    roll.set_stamp(IN_KEY)
    hand.click(hand.at(50, root))
    assert pitches(session) == chord


def test_a_named_chord_is_drawn_as_it_is_called_whatever_scale_is_shown(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.set_scale(C)
    roll.set_stamp(TRIAD)
    hand.click(hand.at(50, 62))
    assert pitches(session) == [62, 66, 69]
    roll.toggle_keeps_scale()
    hand.click(hand.at(2 * PPQ, 71))
    assert pitches(session)[3:] == [71, 74, 77], "the player asked for the scale"


def test_what_is_drawn_keeps_to_the_scale_when_asked_to(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.set_scale(C)
    hand.click(hand.at(50, 61))
    roll.toggle_keeps_scale()
    hand.click(hand.at(2 * PPQ, 66))
    assert pitches(session) == [61, 65]


def test_a_chord_that_is_moved_stays_in_the_scale(
    roll: PianoRoll, hand: Hand, session: Session, three: object
) -> None:
    roll.set_scale(C)
    roll.toggle_keeps_scale()
    roll.select_all()
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(200, 62))
    assert sorted(roll.state.preview.notes.pitches.tolist()) == [62, 65, 69]
    hand.release(hand.at(200, 62))
    assert pitches(session) == [62, 65, 69]
    assert session.document.history.done[-1].label == "Move 3 notes in C major"
    hand.drag(hand.at(200, 62), hand.at(200, 64), keys=CTRL)
    assert pitches(session) == [62, 64, 65, 67, 69, 71]


def test_a_drag_sideways_leaves_pitches_as_they_are(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.add_notes([Note(1, 0, PPQ, 61)])
    roll.set_scale(C)
    roll.toggle_keeps_scale()
    hand.drag(hand.at(200, 61), hand.at(200 + PPQ, 61))
    hand.drag(hand.at(200 + PPQ, 61), hand.at(200 + 2 * PPQ, 63), keys=SHIFT)
    assert pitches(session) == [61]


def test_arrows_go_by_steps_of_the_scale_that_is_kept(
    roll: PianoRoll, session: Session, three: object
) -> None:
    roll.set_scale(C)
    roll.toggle_keeps_scale()
    roll.select_all()
    roll.transpose_selection(1)
    assert pitches(session) == [62, 65, 69]
    roll.transpose_selection(12)
    assert pitches(session) == [74, 77, 81]


def test_arrows_go_by_steps_of_the_scale_that_alone_is_shown(
    roll: PianoRoll, session: Session, three: object
) -> None:
    roll.set_scale(C)
    roll.toggle_fold()
    roll.select_all()
    roll.transpose_selection(-1)
    assert pitches(session) == [59, 62, 65]


def test_keys_draw_what_a_click_would(roll: PianoRoll, session: Session) -> None:
    roll.set_scale(C)
    roll.toggle_keeps_scale()
    roll.state.cursor = (0, 61)
    roll.note_cursor.press()
    assert pitches(session) == [60]
    assert roll.state.cursor == (0, 60), "it goes where the note is"
    roll.set_stamp(TRIAD)
    roll.state.cursor = (PPQ, 62)
    roll.insert_note()
    assert pitches(session) == [60, 62, 65, 69]
    assert len(roll.selected_ids) == 3
    assert len(session.document.history.done) == 2


def test_notes_are_brought_into_the_scale(roll: PianoRoll, session: Session) -> None:
    session.add_notes([Note(1, 0, PPQ, 61), Note(2, 0, PPQ, 66)])
    roll.select_all()
    roll.snap_selection_to_scale()
    assert pitches(session) == [61, 66], "no scale is known"
    roll.set_scale(C)
    roll.snap_selection_to_scale()
    assert set(pitches(session)) <= {60, 62, 65, 67}
