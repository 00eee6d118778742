from PySide6.QtCore import QPoint

from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop
from assistant.session import Session
from assistant.ui.piano_roll.ruler_painter import BAND_PX, HEIGHT_PX
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import ALT, MIDDLE, RIGHT, Hand


def in_band(roll: PianoRoll, tick: float) -> QPoint:
    return QPoint(roll.state.viewport.x_of(tick), BAND_PX // 2)


def choose(roll: PianoRoll, text: str) -> None:
    """Choose an entry of the ruler's menu, which is open."""
    assert roll.ruler.menu.isVisible()
    next(action for action in roll.ruler.menu.actions() if action.text() == text).trigger()
    roll.ruler.menu.close()


def test_a_click_seeks_on_the_grid(roll: PianoRoll, hand: Hand) -> None:
    told: list[int] = []
    roll.seek_requested.connect(told.append)
    hand.click(hand.on_ruler(PPQ + 40), roll.ruler)
    hand.click(hand.on_ruler(PPQ + 40), roll.ruler, keys=ALT)
    assert told == [PPQ, PPQ + 40]


def test_the_playhead_is_dragged_by_its_head_and_put_back_by_escape(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    told: list[int] = []
    roll.seek_requested.connect(told.append)
    roll.seek_requested.connect(lambda tick: roll.set_playhead(tick, playing=False))
    roll.set_playhead(BAR, playing=False)
    head = QPoint(roll.state.viewport.x_of(BAR) + 3, HEIGHT_PX - 5)
    way = QPoint(roll.state.viewport.x_of(2 * PPQ) - roll.state.viewport.x_of(0), 0)
    hand.drag(head, head + way, roll.ruler)
    assert told[-1] == roll.state.playhead_tick == BAR + 2 * PPQ
    assert len(told) == len(set(told)), "once for each grid line"
    assert session.piece.loop is None
    head += way
    hand.press(head, roll.ruler)
    hand.drag_on(head, head - way, roll.ruler)
    assert roll.state.playhead_tick == BAR
    assert roll.cancel_gesture()
    assert roll.state.playhead_tick == BAR + 2 * PPQ


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


def test_the_menu_of_a_right_click_loops_a_bar_and_removes_the_loop(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    roll.loop_requested.connect(session.set_loop)
    hand.click(hand.on_ruler(BAR + PPQ), roll.ruler, button=RIGHT)
    choose(roll, "Loop this bar")
    assert session.piece.loop == Loop(BAR, 2 * BAR)
    hand.click(hand.on_ruler(PPQ), roll.ruler, button=RIGHT)
    choose(roll, "Remove the loop")
    assert session.piece.loop is None


def test_the_loop_is_moved_by_its_band_and_keeps_its_length(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    session.set_loop(Loop(BAR, 2 * BAR))
    roll.loop_requested.connect(session.set_loop)
    hand.drag(in_band(roll, BAR + PPQ), in_band(roll, PPQ + 8), roll.ruler)
    assert session.piece.loop == Loop(0, BAR)
    hand.drag(in_band(roll, PPQ), in_band(roll, PPQ + 100), roll.ruler, keys=ALT)
    assert session.piece.loop == Loop(100, BAR + 100)
    assert [step.label for step in session.document.history.done] == ["Set loop"] * 3


def test_an_end_of_the_loop_is_moved_in_its_band_and_escape_leaves_it(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    session.set_loop(Loop(BAR, 2 * BAR))
    roll.loop_requested.connect(session.set_loop)
    hand.press(in_band(roll, 2 * BAR - 8), roll.ruler)
    hand.drag_on(in_band(roll, 2 * BAR - 8), in_band(roll, 3 * BAR), roll.ruler)
    assert roll.state.preview.loop == (BAR, 3 * BAR)
    roll.cancel_gesture()
    hand.release(in_band(roll, 3 * BAR), roll.ruler)
    assert session.piece.loop == Loop(BAR, 2 * BAR)


def test_a_click_in_the_loop_seeks(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.set_loop(Loop(0, 2 * BAR))
    told: list[int] = []
    roll.seek_requested.connect(told.append)
    hand.click(in_band(roll, BAR), roll.ruler)
    assert told == [BAR]


def test_a_double_click_selects_the_notes_of_the_bar(
    roll: PianoRoll, hand: Hand, three: tuple[Note, ...], session: Session
) -> None:
    session.add_notes([Note(0, BAR, PPQ, 60)])
    hand.double_click(hand.on_ruler(PPQ), roll.ruler)
    assert roll.selected_ids == {1, 2, 3}
    hand.double_click(hand.on_ruler(BAR + PPQ), roll.ruler)
    assert roll.selected_ids == {4}
    hand.click(hand.on_ruler(PPQ), roll.ruler, button=RIGHT)
    choose(roll, "Select this bar")
    assert roll.selected_ids == {1, 2, 3}


def test_a_double_click_in_the_band_selects_the_bar_but_not_on_the_loop(
    roll: PianoRoll, hand: Hand, three: tuple[Note, ...], session: Session
) -> None:
    hand.double_click(in_band(roll, PPQ), roll.ruler)
    assert roll.selected_ids == {1, 2, 3}
    roll.deselect()
    session.set_loop(Loop(0, BAR))
    hand.double_click(in_band(roll, PPQ), roll.ruler)
    assert not roll.selected_ids


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
