from assistant.core.note import PPQ
from assistant.core.piece import Loop
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import ALT, MIDDLE, RIGHT, Hand


def test_a_click_seeks_on_the_grid(roll: PianoRoll, hand: Hand) -> None:
    told: list[int] = []
    roll.seek_requested.connect(told.append)
    hand.click(hand.on_ruler(PPQ + 40), roll.ruler)
    hand.click(hand.on_ruler(PPQ + 40), roll.ruler, keys=ALT)
    assert told == [PPQ, PPQ + 40]


def test_a_drag_sets_the_loop_in_either_direction(roll: PianoRoll, hand: Hand) -> None:
    loops: list[Loop] = []
    roll.loop_requested.connect(loops.append)
    hand.drag(hand.on_ruler(10), hand.on_ruler(BAR + 20), roll.ruler)
    hand.drag(hand.on_ruler(BAR + 20), hand.on_ruler(10), roll.ruler)
    assert loops == [Loop(0, BAR), Loop(0, BAR)]


def test_an_end_of_the_loop_can_be_moved(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.set_loop(Loop(PPQ, BAR))
    roll.loop_requested.connect(session.set_loop)
    hand.drag(hand.on_ruler(BAR + 8), hand.on_ruler(2 * PPQ), roll.ruler)
    assert session.piece.loop == Loop(PPQ, 2 * PPQ)
    hand.drag(hand.on_ruler(PPQ - 8), hand.on_ruler(0), roll.ruler)
    assert session.piece.loop == Loop(0, 2 * PPQ)


def test_a_right_click_removes_the_loop(roll: PianoRoll, hand: Hand) -> None:
    loops: list[Loop | None] = []
    roll.loop_requested.connect(loops.append)
    hand.click(hand.on_ruler(PPQ), roll.ruler, button=RIGHT)
    assert loops == [None]


def test_escape_sets_no_loop_and_seeks_nowhere(roll: PianoRoll, hand: Hand) -> None:
    told: list[object] = []
    roll.loop_requested.connect(told.append)
    roll.seek_requested.connect(told.append)
    hand.press(hand.on_ruler(10), roll.ruler)
    hand.drag_on(hand.on_ruler(10), hand.on_ruler(BAR), roll.ruler)
    assert roll.state.preview.loop == (0, BAR)
    roll.cancel_gesture()
    hand.release(hand.on_ruler(BAR), roll.ruler)
    assert told == []


def test_the_middle_button_pans(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport.scroll_x_px
    hand.drag(hand.on_ruler(3 * PPQ), hand.on_ruler(2 * PPQ), roll.ruler, button=MIDDLE)
    assert roll.state.viewport.scroll_x_px == before + 120
