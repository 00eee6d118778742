"""Selecting freely, by pitch, by bar, by key; and taking away from what is selected."""

from itertools import pairwise

import pytest

from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import ALT, CTRL, SHIFT, Hand


@pytest.fixture(autouse=True)
def _arrow(three: object, session: Session, roll: PianoRoll) -> None:
    """C, E and G, another C, and the arrow in hand."""
    session.add_notes([Note(4, 5 * PPQ, PPQ, 60)])
    roll.set_tool("select")


def test_control_and_alt_take_away(roll: PianoRoll, hand: Hand) -> None:
    roll.select_all()
    hand.drag(hand.at(PPQ + 50, 62), hand.at(3 * PPQ, 68), keys=CTRL | ALT)
    assert roll.selected_ids == {1, 4}


def test_what_is_taken_away_comes_back_when_the_frame_leaves_it(roll: PianoRoll, hand: Hand) -> None:
    roll.select_all()
    hand.press(hand.at(PPQ + 50, 62), keys=CTRL | ALT)
    hand.move(hand.at(3 * PPQ, 68), keys=CTRL | ALT)
    assert roll.selected_ids == {1, 4}
    hand.move(hand.at(PPQ + 90, 65), keys=CTRL | ALT)
    assert roll.selected_ids == {1, 3, 4}
    roll.cancel_gesture()
    hand.release(hand.at(PPQ + 90, 65), keys=CTRL | ALT)
    assert roll.selected_ids == {1, 2, 3, 4}


def test_a_line_round_notes_selects_what_is_in_it(roll: PianoRoll, hand: Hand) -> None:
    """A triangle whose frame would hold the G as well."""
    corners = [hand.at(20, 58), hand.at(20, 66), hand.at(PPQ + 300, 66), hand.at(3 * PPQ, 58)]
    hand.press(corners[0], keys=ALT)
    for before, corner in pairwise(corners):
        hand.drag_on(before, corner, keys=ALT)
    assert len(roll.state.preview.outline) > 10
    hand.release(corners[-1], keys=ALT)
    assert roll.selected_ids == {1, 2}


def test_a_line_through_a_note_touches_it(roll: PianoRoll, hand: Hand) -> None:
    corners = [hand.at(PPQ + 200, 62), hand.at(PPQ + 220, 66), hand.at(PPQ + 240, 62)]
    hand.press(corners[0], keys=ALT)
    for corner in corners[1:]:
        hand.move(corner, keys=ALT)
    hand.release(corners[-1], keys=ALT)
    assert roll.selected_ids == {2}


@pytest.mark.parametrize("keys", [CTRL, SHIFT])
def test_a_key_of_the_keyboard_selects_its_pitch(roll: PianoRoll, hand: Hand, keys: object) -> None:
    roll.set_selection([2])
    hand.click(hand.at(0, 60), roll.keyboard, keys=keys)  # type: ignore[arg-type]
    assert roll.selected_ids == ({1, 4} if keys == CTRL else {1, 2, 4})


def test_a_double_click_on_a_key_does_as_well(roll: PianoRoll, hand: Hand) -> None:
    hand.double_click(hand.at(0, 60), roll.keyboard)
    assert roll.selected_ids == {1, 4}


def test_sliding_over_keys_selects_all_these_pitches(roll: PianoRoll, hand: Hand) -> None:
    hand.press(hand.at(0, 60), roll.keyboard, keys=CTRL)
    hand.drag_on(hand.at(0, 60), hand.at(0, 65), roll.keyboard, keys=CTRL)
    assert roll.selected_ids == {1, 2, 4}
    roll.cancel_gesture()
    hand.release(hand.at(0, 65), roll.keyboard, keys=CTRL)
    assert roll.selected_ids == frozenset()


def test_a_stretch_of_time_is_selected(roll: PianoRoll) -> None:
    roll.select_span(0, 4 * PPQ)
    assert roll.selected_ids == {1, 2, 3}


def test_the_selection_grows_note_by_note(roll: PianoRoll) -> None:
    roll.set_selection([2])
    roll.extend_selection(1)
    assert roll.selected_ids == {2, 3}
    roll.extend_selection(-1)
    assert roll.selected_ids == {1, 2, 3}
    roll.extend_selection(-1)
    assert roll.selected_ids == {1, 2, 3}, "there is none before"


def test_the_same_pitches_and_all_others(roll: PianoRoll) -> None:
    roll.set_selection([1])
    roll.select_same_pitches()
    assert roll.selected_ids == {1, 4}
    roll.invert_selection()
    assert roll.selected_ids == {2, 3}
