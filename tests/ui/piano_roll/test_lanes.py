"""Controllers and the pedal in the lanes under the notes, by mouse and key."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.controls import EXPRESSION, MODULATION, PAN, PEDAL, PITCH_BEND, VOLUME
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.coordinates import LEAD_PX
from assistant.ui.piano_roll.lanes.control_steps import HANDLE_PX
from assistant.ui.piano_roll.lanes.kinds import COMMON, VELOCITY, kind_of
from assistant.ui.piano_roll.lanes.lane import HEIGHT_PX, LEAST_NOTES_PX, LEAST_PX, Lane
from assistant.ui.piano_roll.pedals import pedals
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK, LIGHT
from tests.ui.piano_roll.hand import ALT, LEFT, NONE, RIGHT, SHIFT, Hand

SIXTEENTH = PPQ // 4

Points = list[tuple[int, int]]


@pytest.fixture(autouse=True)
def _three(three: object) -> None:
    """Every test here begins with three notes."""


@pytest.fixture
def lane(roll: PianoRoll) -> Lane:
    """The lane, made so high that a pixel is a step, which shows modulation."""
    roll.lane.set_height(127 + 12)
    roll.lane.choose(MODULATION)
    return roll.lane


@pytest.fixture
def pedal(lane: Lane) -> Lane:
    lane.choose(PEDAL)
    return lane


def points(session: Session, number: int = MODULATION) -> Points:
    return list(session.piece.tracks[session.active_track].lane(number).points)


def at(lane: Lane, tick: float, value: int) -> QPoint:
    return QPoint(lane.state.viewport.x_of(tick), lane.level_y(value))


def steps(session: Session) -> list[str]:
    return [step.label for step in session.document.history.done]


def double_click(hand: Hand, place: QPoint, lane: Lane) -> None:
    """As a system does it, which lets the second release arrive."""
    hand.double_click(place, lane)
    QTest.mouseRelease(lane, LEFT, NONE, place)


# --- the scale -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [MODULATION, VOLUME, 23])
def test_heights_lead_back_to_values(lane: Lane, number: int) -> None:
    lane.choose(number)
    assert [lane.value_at(lane.level_y(value)) for value in range(128)] == list(range(128))
    assert (lane.value_at(-50), lane.value_at(500)) == (127, 0)


@pytest.mark.parametrize(("number", "centre"), [(PAN, 64), (PITCH_BEND, 8192)])
def test_a_centre_is_hit_exactly(lane: Lane, number: int, centre: int) -> None:
    lane.choose(number)
    for height in (60, 96, 139, 240):
        lane.set_height(height)
        assert [lane.value_at(lane.level_y(centre) + y) for y in (-2, -1, 0, 1, 2)] == [centre] * 5
        assert lane.value_at(lane.level_y(centre) - 4) > centre > lane.value_at(lane.level_y(centre) + 4)


def test_values_are_said_as_musicians_say_them() -> None:
    assert [kind_of(PITCH_BEND).said(v) for v in (0, 8192, 16383)] == ["\u22128192", "centre", "+8191"]
    assert [kind_of(PAN).said(v) for v in (0, 64, 127)] == ["64 left", "centre", "63 right"]
    assert kind_of(EXPRESSION).said(90) == "90"


# --- drawing ---------------------------------------------------------------------------------------


def test_a_click_sets_the_value_of_a_grid_cell(lane: Lane, hand: Hand, session: Session) -> None:
    hand.click(at(lane, PPQ + 70, 100), lane)
    assert points(session) == [(PPQ, 100)]
    assert steps(session) == ["Change modulation"]
    session.undo()
    assert points(session) == []


def test_a_drag_draws_freehand_a_point_a_cell(lane: Lane, hand: Hand, session: Session) -> None:
    hand.press(at(lane, 10, 20), lane)
    for cell, value in enumerate((20, 90, 40, 40, 110)):
        hand.move(at(lane, cell * SIXTEENTH + 60, value), lane)
    hand.release(at(lane, 4 * SIXTEENTH + 60, 110), lane)
    assert points(session) == [(0, 20), (120, 90), (240, 40), (480, 110)]
    assert len(steps(session)) == 1


def test_a_quick_hand_leaves_no_gaps(lane: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(lane, 0, 0), at(lane, 4 * SIXTEENTH, 100), lane, steps=1)
    assert points(session) == [(0, 0), (120, 25), (240, 50), (360, 75), (480, 100)]


def test_shift_draws_one_straight_ramp(lane: Lane, hand: Hand, session: Session) -> None:
    hand.press(at(lane, 0, 100), lane, keys=SHIFT)
    hand.move(at(lane, 2 * SIXTEENTH, 127), lane, keys=SHIFT)
    hand.move(at(lane, 4 * SIXTEENTH, 0), lane, keys=SHIFT)
    hand.release(at(lane, 4 * SIXTEENTH, 0), lane, keys=SHIFT)
    assert points(session) == [(0, 100), (120, 75), (240, 50), (360, 25), (480, 0)]


def test_alt_draws_finer_than_the_grid(lane: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(lane, 0, 0), at(lane, 4 * SIXTEENTH, 64), lane, keys=ALT, steps=4)
    assert [tick for tick, _ in points(session)] == list(range(0, 481, 30))


def test_what_is_drawn_takes_the_place_of_what_was(lane: Lane, hand: Hand, session: Session) -> None:
    session.set_controls(MODULATION, 0, 1, [(0, 10), (130, 20), (400, 30), (960, 40)])
    hand.drag(at(lane, 120, 80), at(lane, 300, 80), lane)
    assert points(session) == [(0, 10), (120, 80), (400, 30), (960, 40)]


def test_escape_leaves_nothing_behind(lane: Lane, roll: PianoRoll, hand: Hand, session: Session) -> None:
    hand.press(at(lane, 0, 20), lane)
    hand.move(at(lane, PPQ, 90), lane)
    assert lane.content.preview is not None
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    hand.release(at(lane, PPQ, 90), lane)
    assert lane.content.preview is None
    assert (points(session), steps(session)) == ([], [])


def test_the_pitch_wheel_has_its_own_scale(lane: Lane, hand: Hand, session: Session) -> None:
    lane.choose(PITCH_BEND)
    hand.click(at(lane, 0, 16383), lane)
    assert points(session, PITCH_BEND) == [(0, 16383)]
    assert steps(session) == ["Change pitch bend"]


def test_the_lane_is_that_of_the_track_in_hand(lane: Lane, hand: Hand, session: Session) -> None:
    session.show(Piece((Track(), Track("Bass", part="bass"))))
    session.active_track = 1
    hand.click(at(lane, 0, 64), lane)
    assert [len(track.controls) for track in session.piece.tracks] == [0, 1]


# --- handles ---------------------------------------------------------------------------------------

THREE_POINTS = [(0, 30), (PPQ, 60), (2 * PPQ, 90)]


@pytest.fixture
def drawn(lane: Lane, session: Session) -> Lane:
    session.set_controls(MODULATION, 0, 1, THREE_POINTS)
    return lane


def test_a_handle_moves_in_value(drawn: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(drawn, PPQ, 60), at(drawn, PPQ, 100) + QPoint(2, 0), drawn)
    assert points(session) == [(0, 30), (PPQ, 100), (2 * PPQ, 90)]
    assert len(steps(session)) == 2


def test_a_handle_moves_in_time_along_the_grid(drawn: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(drawn, PPQ, 60), at(drawn, PPQ + 250, 60), drawn)
    assert points(session) == [(0, 30), (PPQ + 240, 60), (2 * PPQ, 90)]


def test_a_handle_stays_between_its_neighbours(drawn: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(drawn, PPQ, 60), at(drawn, 4 * PPQ, 60), drawn)
    assert points(session) == [(0, 30), (2 * PPQ - 1, 60), (2 * PPQ, 90)]


def test_a_click_on_a_handle_changes_nothing(drawn: Lane, hand: Hand, session: Session) -> None:
    hand.click(at(drawn, PPQ, 60) + QPoint(2, 2), drawn)
    assert points(session) == THREE_POINTS


def test_a_double_click_deletes_a_point(drawn: Lane, hand: Hand, session: Session) -> None:
    double_click(hand, at(drawn, PPQ, 60), drawn)
    assert points(session) == [(0, 30), (2 * PPQ, 90)]
    session.undo()
    assert points(session) == THREE_POINTS


def test_two_quick_clicks_on_paper_do_not_delete_what_the_first_one_drew(
    lane: Lane, hand: Hand, session: Session
) -> None:
    double_click(hand, at(lane, PPQ, 60), lane)
    assert points(session) == [(PPQ, 60)]


def test_a_right_click_erases_a_point_and_a_right_drag_all_it_passes(
    drawn: Lane, hand: Hand, session: Session
) -> None:
    hand.click(at(drawn, 2 * PPQ + 8, 10), drawn, button=RIGHT)
    assert points(session) == THREE_POINTS[:2]
    hand.drag(at(drawn, PPQ + 100, 120), at(drawn, 0, 5), drawn, button=RIGHT)
    assert points(session) == []
    assert steps(session)[1:] == ["Clear modulation"] * 2


def test_a_right_click_beside_the_points_is_no_step(drawn: Lane, hand: Hand, session: Session) -> None:
    hand.click(at(drawn, PPQ // 2, 30), drawn, button=RIGHT)
    assert len(steps(session)) == 1


# --- the pedal -------------------------------------------------------------------------------------


def press_pedal(session: Session, *spans: tuple[int, int]) -> None:
    session.set_controls(PEDAL, 0, 1, [p for a, b in spans for p in ((a, 127), (b, 0))])


def test_a_drag_holds_the_pedal_down(pedal: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(pedal, 10, 50), at(pedal, PPQ + 50, 90), pedal)
    assert points(session, PEDAL) == [(0, 127), (PPQ + SIXTEENTH, 0)]
    assert steps(session) == ["Change pedal"]


def test_a_drag_to_the_left_does_the_same(pedal: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(pedal, PPQ + 50, 50), at(pedal, 10, 90), pedal)
    assert points(session, PEDAL) == [(0, 127), (PPQ + SIXTEENTH, 0)]


def test_alt_presses_it_off_the_grid(pedal: Lane, hand: Hand, session: Session) -> None:
    hand.drag(at(pedal, 40, 50), at(pedal, 100, 90), pedal, keys=ALT)
    assert points(session, PEDAL) == [(40, 127), (100, 0)]


def test_within_a_press_a_drag_lifts_it(pedal: Lane, hand: Hand, session: Session) -> None:
    press_pedal(session, (0, 4 * PPQ))
    hand.drag(at(pedal, PPQ, 50), at(pedal, PPQ + 60, 50), pedal)
    assert points(session, PEDAL) == [(0, 127), (PPQ, 0), (PPQ + SIXTEENTH, 127), (4 * PPQ, 0)]


def test_a_press_beside_another_changes_the_pedal(pedal: Lane, hand: Hand, session: Session) -> None:
    """The dampers fall between them: two presses without a moment between would be one."""
    press_pedal(session, (0, 2 * PPQ), (6 * PPQ, 8 * PPQ))
    hand.drag(at(pedal, 3 * PPQ - 10, 50), at(pedal, 2 * PPQ + 10, 50), pedal)
    hand.drag(at(pedal, 5 * PPQ + 10, 50), at(pedal, 6 * PPQ - 10, 50), pedal)
    down = [(p.start_tick, p.end_tick) for p in pedals(session.piece.tracks[0].lane(PEDAL))]
    first, before, after, last = down
    assert (first, last) == ((0, 2 * PPQ), (6 * PPQ, 8 * PPQ))
    assert before == (2 * PPQ + 30, 3 * PPQ)
    assert after == (5 * PPQ, 6 * PPQ - 30)


def test_presses_that_meet_become_one(pedal: Lane, hand: Hand, session: Session) -> None:
    press_pedal(session, (2 * PPQ, 4 * PPQ))
    hand.drag(at(pedal, PPQ, 50), at(pedal, 3 * PPQ, 50), pedal)
    assert len(steps(session)) == 2
    assert pedal.content.written.value_at(PPQ) == pedal.content.written.value_at(3 * PPQ + 200) == 127  # type: ignore[attr-defined]
    hand.click(at(pedal, 3 * PPQ, 50), pedal, button=RIGHT)
    assert points(session, PEDAL) == []


@pytest.mark.parametrize(
    ("drag", "expected"),
    [
        ((PPQ, 0), (0, 2 * PPQ)),
        ((2 * PPQ, 3 * PPQ), (PPQ, 3 * PPQ)),
        ((2 * PPQ, 0), (PPQ, PPQ + 1)),
    ],
)
def test_the_ends_of_a_press_can_be_moved(
    pedal: Lane, hand: Hand, session: Session, drag: tuple[int, int], expected: tuple[int, int]
) -> None:
    press_pedal(session, (PPQ, 2 * PPQ))
    hand.drag(at(pedal, drag[0], 80), at(pedal, drag[1], 20), pedal)
    assert points(session, PEDAL) == [(expected[0], 127), (expected[1], 0)]


def test_a_double_click_on_an_end_removes_the_press(pedal: Lane, hand: Hand, session: Session) -> None:
    press_pedal(session, (0, PPQ), (2 * PPQ, 3 * PPQ))
    double_click(hand, at(pedal, 3 * PPQ, 50), pedal)
    assert points(session, PEDAL) == [(0, 127), (PPQ, 0)]


def test_a_right_drag_removes_every_press_it_touches(pedal: Lane, hand: Hand, session: Session) -> None:
    press_pedal(session, (0, PPQ), (2 * PPQ, 3 * PPQ), (4 * PPQ, 5 * PPQ))
    hand.drag(at(pedal, PPQ // 2, 50), at(pedal, 2 * PPQ + 60, 50), pedal, button=RIGHT)
    assert points(session, PEDAL) == [(4 * PPQ, 127), (5 * PPQ, 0)]


def test_a_pedal_that_is_never_lifted_can_be_removed(pedal: Lane, hand: Hand, session: Session) -> None:
    session.set_controls(PEDAL, 0, 1, [(PPQ, 127)])
    double_click(hand, at(pedal, PPQ, 50), pedal)
    assert points(session, PEDAL) == []


# --- the chooser and the lanes -----------------------------------------------------------------------


def chosen_by_keys(menu: QMenu, name: str) -> None:
    """Walk down the menu to an entry, and take it."""
    while menu.activeAction() is None or not menu.activeAction().text().startswith(name):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_the_header_offers_what_can_be_shown(roll: PianoRoll, qtbot: QtBot, session: Session) -> None:
    session.set_controls(74, 0, 1, [(0, 9), (PPQ, 10)])
    header = roll.lanes.first_header
    qtbot.mouseClick(header.button, Qt.MouseButton.LeftButton)
    texts = [action.text() for action in header.menu.actions() if action.text()]
    assert texts == [
        "Velocity", "Sustain pedal", "Modulation", "Expression", "Volume", "Pan", "Pitch bend",
        "Brightness   (2)", "Other controller", "Show or hide a second lane",
    ]  # fmt: skip
    chosen_by_keys(header.menu, "Expression")
    assert roll.lane.kind.number == EXPRESSION
    assert header.button.text() == "Expression"
    assert roll.lane.accessibleName() == "Expression lane"


def test_every_controller_can_be_chosen_by_its_number(roll: PianoRoll, qtbot: QtBot) -> None:
    header = roll.lanes.first_header
    header.open_menu()
    (by_number,) = (a.menu() for a in header.menu.actions() if a.text() == "Other controller")
    assert isinstance(by_number, QMenu)
    menus = [tens.menu() for tens in by_number.actions()]
    entries = [entry for menu in menus if isinstance(menu, QMenu) for entry in menu.actions()]
    assert [int(entry.text().split()[0]) for entry in entries] == list(range(120))
    entries[23].trigger()
    assert roll.lane.kind.number == 23
    assert header.button.text() == "CC 23"
    header.menu.close()
    roll.lane.choose(MODULATION)
    header.open_menu()
    assert [action.text() for action in header.menu.actions() if action.isChecked()] == ["Modulation"]
    header.menu.close()


def test_the_chooser_is_reached_by_tab_and_opened_by_space(roll: PianoRoll, qtbot: QtBot) -> None:
    button = roll.lanes.first_header.button
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert roll.lanes.first_header.menu.isVisible()
    roll.lanes.first_header.menu.close()


def test_the_second_lane_does_not_come_with_what_the_first_shows(roll: PianoRoll) -> None:
    roll.lane.choose(PEDAL)
    roll.lanes.toggle_second()
    assert roll.lanes.second.kind.number == VELOCITY
    roll.lanes.toggle_second()
    roll.lane.choose(VELOCITY)
    roll.lanes.toggle_second()
    assert roll.lanes.second.kind.number == PEDAL


def test_the_chooser_is_not_lit_after_the_mouse_left_it_for_its_menu(roll: PianoRoll) -> None:
    header = roll.lanes.first_header
    header.button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    header.open_menu()
    QCursor.setPos(roll.mapToGlobal(QPoint(roll.width() - 5, 5)))
    header.menu.close()
    assert not header.button.underMouse()


def test_a_second_lane_comes_and_goes(roll: PianoRoll, hand: Hand, session: Session) -> None:
    assert not roll.lanes.second.isVisible()
    roll.lanes.toggle_second()
    second = roll.lanes.second
    assert second.isVisible() and roll.lanes.second_header.isVisible()
    QApplication.processEvents()
    hand.drag(at(second, 0, 50), at(second, PPQ, 50), second)
    assert points(session, PEDAL)
    hand.drag(hand.in_lane(PPQ, 100), hand.in_lane(PPQ, 20), roll.lane)
    assert session.clip.velocities.tolist()[1] < 30
    roll.lanes.toggle_second()
    assert not second.isVisible()


def test_the_kinds_can_be_walked_through(roll: PianoRoll) -> None:
    seen = []
    for _ in COMMON:
        seen.append(roll.lane.kind.number)
        roll.lanes.choose_next()
    assert seen == list(COMMON)
    roll.lanes.choose_next(-1)
    assert roll.lane.kind.number == PITCH_BEND


# --- the height ------------------------------------------------------------------------------------


def test_the_upper_edge_is_dragged(roll: PianoRoll, hand: Hand, session: Session) -> None:
    bottom = roll.lane.geometry().bottom()
    hand.press(QPoint(300, 2), roll.lane)
    hand.move(QPoint(300, -58), roll.lane)
    hand.release(QPoint(300, 2), roll.lane)  # the hand is where it was: on the edge
    assert roll.lane.height() == HEIGHT_PX + 60
    assert roll.lane.geometry().bottom() == bottom
    assert roll.lanes.first_header.height() == HEIGHT_PX + 60
    assert steps(session) == []


def test_a_lane_gets_neither_too_small_nor_too_large(roll: PianoRoll, hand: Hand) -> None:
    hand.drag(QPoint(300, 2), QPoint(300, 90), roll.lane, steps=1)
    assert roll.lane.height() == LEAST_PX
    hand.drag(QPoint(300, 2), QPoint(300, -900), roll.lane, steps=1)
    QApplication.processEvents()
    assert roll.note_area.height() == LEAST_NOTES_PX
    hand.double_click(QPoint(300, 2), roll.lane)
    assert roll.lane.height() == HEIGHT_PX


def test_a_small_window_takes_from_the_lanes_and_gives_it_back(roll: PianoRoll) -> None:
    roll.lanes.toggle_second()
    roll.lane.set_height(250)
    for height, sizes in ((420, (144, 55)), (320, (72, 48)), (900, (250, 96))):
        roll.resize(1200, height)
        QApplication.processEvents()
        assert (roll.lane.height(), roll.lanes.second.height()) == sizes
        assert roll.note_area.height() >= 60


def test_escape_gives_the_height_back(roll: PianoRoll, hand: Hand) -> None:
    hand.press(QPoint(300, 2), roll.lane)
    hand.move(QPoint(300, -48), roll.lane)
    assert roll.lane.height() == HEIGHT_PX + 50
    roll.cancel_gesture()
    hand.release(QPoint(300, -48), roll.lane)
    assert roll.lane.height() == HEIGHT_PX


# --- what is said and seen ---------------------------------------------------------------------------


def test_the_bottom_line_says_what_a_press_would_do(
    drawn: Lane, roll: PianoRoll, hand: Hand, session: Session
) -> None:
    told: list[str] = []
    roll.hint_changed.connect(told.append)
    press_pedal(session, (PPQ, 2 * PPQ))
    for number, place, words in (
        (MODULATION, (PPQ + 200, 100), "Modulation 100 at 1.2.200 · Drag to draw"),
        (MODULATION, (PPQ, 60), "Modulation 60 at 1.2 · Drag to move this point"),
        (PEDAL, (3 * PPQ, 60), "Pedal up at 1.4 · Drag to press"),
        (PEDAL, (PPQ + 200, 60), "Pedal down at 1.2.200 · Drag to lift"),
        (PEDAL, (PPQ, 60), "Pedal down at 1.2 · Drag to move where the pedal goes down"),
        (PEDAL, (2 * PPQ, 60), "Pedal up at 1.3 · Drag to move where the pedal comes up"),
        (VELOCITY, (PPQ, 60), "Velocity 60 · Drag a bar"),
    ):
        drawn.choose(number)
        hand.move(at(drawn, *place), drawn)
        assert told[-1].startswith(words)
    hand.move(QPoint(100, 2), drawn)
    assert told[-1].startswith("Drag to make the lane higher")


def colour_at(roll: PianoRoll, place: QPoint) -> str:
    return roll.lane.grab().toImage().pixelColor(place).name()


def test_a_point_at_the_beginning_is_seen_where_it_is_taken(
    roll: PianoRoll, lane: Lane, session: Session
) -> None:
    session.set_controls(MODULATION, 0, 1, [(0, 60)])
    roll.state.set_viewport(roll.state.viewport.scrolled_to(x_px=-LEAD_PX))
    assert roll.state.viewport.x_of(0) == LEAD_PX
    middle = lane.level_y(60) + 1
    assert colour_at(roll, QPoint(int(LEAD_PX) + HANDLE_PX // 2, middle)) == DARK.note_loud
    assert colour_at(roll, QPoint(HANDLE_PX // 2, middle)) == DARK.lane


def test_no_line_goes_through_what_an_empty_lane_says(roll: PianoRoll, lane: Lane) -> None:
    lane.choose(PITCH_BEND)
    words = range(roll.state.viewport.width_px // 2 - 20, roll.state.viewport.width_px // 2 + 20)
    picture = lane.grab().toImage()
    row = [picture.pixelColor(x, lane.level_y(kind_of(PITCH_BEND).base)).name() for x in words]
    assert DARK.lane in row


def test_notes_that_a_take_would_replace_stand_back(roll: PianoRoll) -> None:
    cap = QPoint(roll.state.viewport.x_of(PPQ) + 1, roll.lane.level_y(100) + 1)
    strong = colour_at(roll, cap)
    roll.set_ghosts(Clip.from_notes([Note(1, 2 * PPQ, PPQ, 70)]), (PPQ, 4 * PPQ))
    faint = colour_at(roll, cap)
    assert faint != strong
    first = QPoint(roll.state.viewport.x_of(0) + 1, roll.lane.level_y(80) + 1)
    before = colour_at(roll, first)
    roll.set_ghosts(None, None)
    assert colour_at(roll, cap) == strong
    assert colour_at(roll, first) == before


def test_selected_notes_keep_their_colour_in_the_hand(roll: PianoRoll, hand: Hand) -> None:
    roll.state.select([2])
    cap = QPoint(roll.state.viewport.x_of(PPQ) + 1, roll.lane.level_y(100) + 1)
    selected = colour_at(roll, cap)
    hand.press(hand.at(PPQ + 200, 64))
    hand.move(hand.at(PPQ + 200, 66))
    assert colour_at(roll, cap) == selected
    hand.release(hand.at(PPQ + 200, 64))
    hand.press(cap, roll.lane)
    hand.move(cap - QPoint(0, 10), roll.lane)
    assert colour_at(roll, cap - QPoint(0, 10)) == selected


def test_muted_notes_are_hollow(roll: PianoRoll, session: Session) -> None:
    within = QPoint(roll.state.viewport.x_of(PPQ) + 2, roll.lane.level_y(50))
    filled = colour_at(roll, within)
    session.mute_notes([2], True)
    assert colour_at(roll, within) != filled
    assert colour_at(roll, within) == DARK.lane
    assert colour_at(roll, within - QPoint(2, 0)) != DARK.lane


@pytest.mark.parametrize("number", [*COMMON, 23])
@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_kind_is_painted_empty_and_full(
    roll: PianoRoll, session: Session, number: int, theme: object
) -> None:
    roll.set_theme(theme)  # type: ignore[arg-type]
    roll.lane.choose(number)
    pictures = [roll.grab().toImage()]
    if number != VELOCITY:
        session.set_controls(number, 0, 1, [(i * 100, i * 50 % 128) for i in range(2_000)])
    pictures.append(roll.grab().toImage())
    assert (pictures[0] == pictures[1]) == (number == VELOCITY)


def test_a_restless_hand_leads_back_by_undo(lane: Lane, hand: Hand, session: Session) -> None:
    first, draw = session.piece, random.Random(7)
    for _ in range(150):
        if draw.random() < 0.2:
            lane.choose(draw.choice((MODULATION, PEDAL, PITCH_BEND)))
        start, end = (QPoint(draw.randint(-20, 900), draw.randint(6, 150)) for _ in range(2))
        keys = draw.choice((NONE, NONE, SHIFT, ALT))
        if draw.random() < 0.1:
            double_click(hand, start, lane)
        else:
            hand.drag(start, end, lane, button=draw.choice((LEFT, LEFT, RIGHT)), keys=keys, steps=3)
        assert lane.content.preview is None
    assert len(steps(session)) > 50
    last = session.piece
    while session.undo():
        pass
    assert session.piece == first
    while session.redo():
        pass
    assert session.piece == last
