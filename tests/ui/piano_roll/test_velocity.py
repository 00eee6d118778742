import pytest
from PySide6.QtCore import QPoint

from assistant.core.note import PPQ
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import SHIFT, Hand


@pytest.fixture(autouse=True)
def _three(three: object) -> None:
    """Every test here begins with three notes of velocities 80, 100 and 40."""


def velocities(session: Session) -> list[int]:
    return session.clip.velocities.tolist()


def close(found: list[int], wanted: list[int]) -> bool:
    """The lane is 84 pixels high, so a pixel is a velocity and a half."""
    return all(abs(a - b) <= 2 for a, b in zip(found, wanted, strict=True))


def test_heights_lead_back_to_velocities(roll: PianoRoll) -> None:
    for velocity in range(1, 128):
        assert abs(roll.lane.velocity_at(roll.lane.level_y(velocity)) - velocity) <= 1
    assert roll.lane.velocity_at(-50) == 127
    assert roll.lane.velocity_at(500) == 1


def test_a_drag_sets_one_bar(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.drag(hand.in_lane(PPQ, 100), hand.in_lane(PPQ, 20), roll.lane)
    assert close(velocities(session), [80, 20, 40])
    session.undo()
    assert velocities(session) == [80, 100, 40]


def test_a_trembling_hand_sets_one_bar_all_the_same(roll: PianoRoll, hand: Hand, session: Session) -> None:
    start = hand.in_lane(PPQ, 100)
    hand.press(start, roll.lane)
    for x, velocity in ((1, 90), (-2, 70), (3, 50), (-1, 30)):
        hand.move(QPoint(start.x() + x, roll.lane.level_y(velocity)), roll.lane)
    hand.release(QPoint(start.x() - 1, roll.lane.level_y(30)), roll.lane)
    assert close(velocities(session), [80, 30, 40])


def test_a_drag_across_paints_a_ramp(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.drag(hand.in_lane(0, 20), hand.in_lane(2 * PPQ, 120), roll.lane, steps=40)
    assert close(velocities(session), [20, 70, 120])
    assert [step.label for step in session.document.history.done] == ["Set velocity of 3 notes"]


def test_a_quick_hand_paints_the_same_ramp(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.drag(hand.in_lane(0, 20), hand.in_lane(2 * PPQ, 120), roll.lane, steps=1)
    assert close(velocities(session), [20, 70, 120])


def test_shift_draws_one_straight_ramp(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.in_lane(0, 20), roll.lane, keys=SHIFT)
    hand.move(hand.in_lane(PPQ, 127), roll.lane, keys=SHIFT)
    hand.move(hand.in_lane(2 * PPQ, 120), roll.lane, keys=SHIFT)
    hand.release(hand.in_lane(2 * PPQ, 120), roll.lane, keys=SHIFT)
    assert close(velocities(session), [20, 70, 120])


def test_a_press_on_a_selected_note_spares_the_others(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_selection([1, 3])
    hand.drag(hand.in_lane(0, 10), hand.in_lane(2 * PPQ, 10), roll.lane)
    assert close(velocities(session), [10, 100, 10])


def test_far_from_all_bars_nothing_happens(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.drag(hand.in_lane(6 * PPQ, 10), hand.in_lane(7 * PPQ, 90), roll.lane)
    assert session.document.history.done == ()


def test_escape_leaves_the_velocities(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.in_lane(0, 20), roll.lane)
    hand.drag_on(hand.in_lane(0, 20), hand.in_lane(2 * PPQ, 120), roll.lane)
    assert close(roll.state.preview.notes.velocities.tolist(), [20, 70, 120])
    roll.cancel_gesture()
    hand.release(hand.in_lane(2 * PPQ, 120), roll.lane)
    assert session.document.history.done == ()


def test_notes_that_go_meanwhile_are_passed_over(roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(hand.in_lane(0, 20), roll.lane)
    hand.drag_on(hand.in_lane(0, 20), hand.in_lane(2 * PPQ, 120), roll.lane)
    session.delete_notes([2])
    hand.release(hand.in_lane(2 * PPQ, 120), roll.lane)
    assert close(velocities(session), [20, 120])
