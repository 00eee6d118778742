"""Going to another track by a click on one of its notes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import ALT, Hand


@pytest.fixture
def clicked(roll: PianoRoll, session: Session) -> list[tuple[int, int]]:
    """A melody in hand and a bass beside it; which notes of the bass were clicked."""
    melody = Track(name="Melody", clip=Clip.from_notes([Note(1, 0, PPQ, 64)]))
    bass = Track(name="Bass", clip=Clip.from_notes([Note(5, 0, 4 * PPQ, 55)]))
    session.show(Piece((melody, bass)))
    told: list[tuple[int, int]] = []
    roll.track_clicked.connect(lambda track, note: told.append((track, note)))
    return told


def test_the_arrow_goes_to_the_track_of_the_note(
    roll: PianoRoll, hand: Hand, clicked: list[tuple[int, int]]
) -> None:
    roll.set_tool("select")
    told: list[str] = []
    roll.hint_changed.connect(told.append)
    hand.move(hand.at(PPQ, 55))
    assert "“Bass”" in told[-1]
    hand.click(hand.at(PPQ, 55))
    assert clicked == [(1, 5)]


def test_two_clicks_go_there_and_delete_nothing(
    roll: PianoRoll, hand: Hand, session: Session, clicked: list[tuple[int, int]]
) -> None:
    def take_in_hand(track: int) -> None:
        session.active_track = track
        roll.document_changed()

    roll.track_clicked.connect(take_in_hand)
    roll.set_tool("select")
    before = session.piece
    hand.double_click(hand.at(PPQ, 55))
    assert session.active_track == 1
    assert session.piece is before
    hand.double_click(hand.at(PPQ, 55))
    assert not len(session.clip), "in the track in hand it deletes as ever"


def test_a_drag_over_it_is_a_frame_as_ever(
    roll: PianoRoll, hand: Hand, clicked: list[tuple[int, int]]
) -> None:
    roll.set_tool("select")
    hand.drag(hand.at(PPQ, 55), hand.at(10, 66))
    assert clicked == []
    assert roll.selected_ids == {1}


def test_the_pencil_draws_over_it_and_goes_there_with_alt(
    roll: PianoRoll, hand: Hand, session: Session, clicked: list[tuple[int, int]]
) -> None:
    told: list[str] = []
    roll.hint_changed.connect(told.append)
    hand.move(hand.at(PPQ, 55))
    assert "Alt-click goes to the other track" in told[-1]
    hand.click(hand.at(PPQ, 55))
    assert len(session.clip) == 2
    assert clicked == []
    hand.click(hand.at(3 * PPQ, 55), keys=ALT)
    assert len(session.clip) == 2
    assert clicked == [(1, 5)]
    hand.drag(hand.at(3 * PPQ, 55), hand.at(3 * PPQ + 200, 55), keys=ALT)
    assert len(session.clip) == 3, "with Alt a drag draws beside the grid, here as elsewhere"
    assert len(clicked) == 1


def test_alt_says_what_a_click_would_do_though_the_mouse_stands_still(
    roll: PianoRoll, hand: Hand, clicked: list[tuple[int, int]]
) -> None:
    told: list[str] = []
    roll.hint_changed.connect(told.append)
    hand.move(hand.at(PPQ, 55))
    QTest.keyPress(roll, Qt.Key.Key_Alt)
    assert told[-1].startswith("Click to edit the track “Bass”")
    QTest.keyRelease(roll, Qt.Key.Key_Alt)
    assert "Click to draw a note" in told[-1]


def test_a_muted_track_is_not_seen_and_not_clicked(
    roll: PianoRoll, hand: Hand, session: Session, clicked: list[tuple[int, int]]
) -> None:
    session.set_muted(1, True)
    roll.set_tool("select")
    hand.click(hand.at(PPQ, 55))
    assert clicked == []
