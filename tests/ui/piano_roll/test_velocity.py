import pytest
from PySide6.QtCore import QPoint

from assistant.core.note import PPQ, Note
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.hand import CTRL, NONE, SHIFT, Hand


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
        assert abs(roll.lane.value_at(roll.lane.level_y(velocity)) - velocity) <= 1
    assert roll.lane.value_at(-50) == 127
    assert roll.lane.value_at(500) == 1


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


def test_a_selected_bar_takes_all_selected_ones_with_it(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.set_selection([1, 3])
    hand.drag(hand.in_lane(0, 60), hand.in_lane(0, 90), roll.lane)
    assert close(velocities(session), [110, 100, 70])
    assert [step.label for step in session.document.history.done] == ["Set velocity of 2 notes"]


def test_a_click_on_a_selected_bar_changes_nothing(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_selection([1, 3])
    hand.click(hand.in_lane(0, 60), roll.lane)
    assert session.document.history.done == ()


def test_what_is_moved_together_stays_within_the_scale(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.select_all()
    hand.drag(hand.in_lane(0, 20), hand.in_lane(0, 120), roll.lane)
    assert velocities(session) == [127, 127, 127]


def test_ctrl_spreads_velocities_about_their_mean(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_selection([1, 3])  # 80 and 40: their mean is 60
    hand.drag(hand.in_lane(0, 40), hand.in_lane(0, 40 + 32), roll.lane, keys=CTRL)
    assert close(velocities(session), [100, 100, 20])


def test_ctrl_flattens_them_downwards(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.set_selection([1, 3])
    hand.drag(hand.in_lane(0, 90), hand.in_lane(0, 90 - 32), roll.lane, keys=CTRL)
    assert close(velocities(session), [70, 100, 50])


def test_shift_on_a_selected_bar_draws_a_ramp_through_selected_ones_alone(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.set_selection([1, 3])
    hand.drag(hand.in_lane(0, 10), hand.in_lane(2 * PPQ, 50), roll.lane, keys=SHIFT)
    assert close(velocities(session), [10, 100, 50])


def test_painting_beside_the_bars_spares_what_is_not_selected(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.set_selection([3])
    hand.drag(hand.in_lane(PPQ // 2, 10), hand.in_lane(2 * PPQ, 10), roll.lane)
    assert close(velocities(session), [80, 100, 10])
    hand.drag(hand.in_lane(PPQ, 90), hand.in_lane(PPQ, 20), roll.lane)
    assert close(velocities(session), [80, 20, 10])


def test_a_selection_out_of_sight_holds_nobody_up(roll: PianoRoll, hand: Hand, session: Session) -> None:
    (far,) = session.add_notes([Note(0, 200 * PPQ, PPQ, 60, 64)])
    roll.set_selection([far])
    hand.drag(hand.in_lane(PPQ // 2, 10), hand.in_lane(2 * PPQ, 10), roll.lane)
    assert close(velocities(session), [80, 10, 10, 64])


def test_the_hand_hears_what_it_does(roll: PianoRoll, hand: Hand) -> None:
    told: list[str] = []
    roll.hint_changed.connect(told.append)
    roll.set_selection([1, 3])
    for keys, words in ((NONE, "Velocity +"), (CTRL, "Wider ×")):
        hand.press(hand.in_lane(0, 40), roll.lane, keys=keys)
        hand.move(hand.in_lane(0, 80), roll.lane, keys=keys)
        assert told[-1].startswith(words)
        roll.cancel_gesture()
        hand.release(hand.in_lane(0, 80), roll.lane, keys=keys)


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
