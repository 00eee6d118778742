from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import ALT, CTRL, MIDDLE, SHIFT, Hand

NOTCH = QPoint(0, 120)
FINGERS = Qt.ScrollPhase.ScrollUpdate


@pytest.fixture(autouse=True)
def long_piece(session: Session, roll: PianoRoll) -> None:
    notes = [Note(0, i * PPQ, PPQ, 50 + i % 24) for i in range(400)]
    session.show(Piece((Track(clip=Clip.from_notes(notes)),)))
    roll.state.set_viewport(roll.state.viewport.scrolled_to(x_px=2000))


def test_the_wheel_scrolls_up_and_down(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.wheel(QPoint(300, 200), NOTCH)
    after = roll.state.viewport
    assert after.scroll_y_px < before.scroll_y_px
    assert after.scroll_x_px == before.scroll_x_px


def test_shift_and_wheel_scroll_in_time(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.wheel(QPoint(300, 200), -NOTCH, keys=SHIFT)
    after = roll.state.viewport
    assert after.scroll_x_px > before.scroll_x_px
    assert after.scroll_y_px == before.scroll_y_px


def test_control_and_wheel_zoom_in_time_at_the_cursor(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.wheel(QPoint(700, 200), NOTCH, keys=CTRL)
    after = roll.state.viewport
    assert after.px_per_tick == pytest.approx(before.px_per_tick * 1.2)
    assert after.tick_at(700) == pytest.approx(before.tick_at(700), abs=8)


@pytest.mark.parametrize("angle", [NOTCH, QPoint(120, 0)])
def test_alt_and_wheel_zoom_in_pitch_however_the_platform_turns_it(
    roll: PianoRoll, hand: Hand, angle: QPoint
) -> None:
    before = roll.state.viewport
    hand.wheel(QPoint(700, 200), angle, keys=ALT)
    assert roll.state.viewport.row_px > before.row_px
    assert roll.state.viewport.px_per_tick == before.px_per_tick


def test_a_trackpad_scrolls_by_its_pixels(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.wheel(QPoint(300, 200), QPoint(-24, 16), QPoint(-12, 8), phase=FINGERS)
    after = roll.state.viewport
    assert after.scroll_x_px == before.scroll_x_px + 12
    assert after.scroll_y_px == before.scroll_y_px - 8


def test_a_flick_of_the_trackpad_does_not_run_away(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport.px_per_tick
    hand.wheel(QPoint(300, 200), QPoint(0, 4000), QPoint(0, 2000), keys=CTRL, phase=FINGERS)
    assert roll.state.viewport.px_per_tick <= before * 1.26
    momentum = Qt.ScrollPhase.ScrollMomentum
    held = roll.state.viewport.px_per_tick
    hand.wheel(QPoint(300, 200), QPoint(0, 400), QPoint(0, 200), keys=CTRL, phase=momentum)
    assert roll.state.viewport.px_per_tick == held


def test_a_long_flick_zooms_no_further_than_a_hand_means(roll: PianoRoll, hand: Hand) -> None:
    """Sixty events a second for a second, as a trackpad sends them."""
    roll.zoom_time(0.1)
    before = roll.state.viewport.px_per_tick
    for _ in range(30):
        hand.wheel(QPoint(300, 200), QPoint(0, 400), QPoint(0, 200), keys=CTRL, phase=FINGERS)
    assert roll.state.viewport.px_per_tick == pytest.approx(before * 4)
    hand.wheel(QPoint(300, 200), QPoint(0, -400), QPoint(0, -200), keys=CTRL, phase=FINGERS, at_ms=900)
    assert roll.state.viewport.px_per_tick == pytest.approx(before * 4 / 1.25), "after a pause it goes on"


def test_a_wheel_of_many_small_steps_goes_as_far_as_one_of_notches(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    for _ in range(8):
        hand.wheel(QPoint(700, 200), QPoint(0, 15), keys=CTRL)
    assert roll.state.viewport.px_per_tick == pytest.approx(before.px_per_tick * 1.2)
    roll.state.set_viewport(before)
    for _ in range(8):
        hand.wheel(QPoint(700, 200), QPoint(0, -15))
    assert roll.state.viewport.scroll_y_px == pytest.approx(before.scroll_y_px + 64)


def test_the_pixels_that_x11_reports_for_a_wheel_are_none(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.wheel(QPoint(300, 200), QPoint(0, -120), QPoint(0, -15))
    assert roll.state.viewport.scroll_y_px == before.scroll_y_px + 64


def test_notches_all_count_however_quickly_they_come(roll: PianoRoll, hand: Hand) -> None:
    roll.zoom_time(0.1)
    before = roll.state.viewport.px_per_tick
    for _ in range(10):
        hand.wheel(QPoint(300, 200), NOTCH, keys=CTRL)
    assert roll.state.viewport.px_per_tick == pytest.approx(before * 1.2**10)


def pinch(roll: PianoRoll, kind: Qt.NativeGestureType, value: float, at_ms: int = 0) -> None:
    at, finger = QPointF(700, 200), QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, finger, 2, at, at, at, value, QPointF(), 1)
    event.setTimestamp(at_ms)
    QApplication.sendEvent(roll.note_area, event)


def test_a_pinch_zooms_in_time_where_the_fingers_are(roll: PianoRoll) -> None:
    before = roll.state.viewport
    pinch(roll, Qt.NativeGestureType.BeginNativeGesture, 0.0)
    pinch(roll, Qt.NativeGestureType.ZoomNativeGesture, 0.1)
    pinch(roll, Qt.NativeGestureType.ZoomNativeGesture, 5.0)
    pinch(roll, Qt.NativeGestureType.RotateNativeGesture, 30.0)
    pinch(roll, Qt.NativeGestureType.EndNativeGesture, 0.0)
    after = roll.state.viewport
    assert after.px_per_tick == pytest.approx(before.px_per_tick * 1.1 * 1.25)
    assert after.tick_at(700) == pytest.approx(before.tick_at(700), abs=8)


@pytest.mark.parametrize("value", [0.2, -0.2, -3.0])
def test_a_pinch_does_not_run_away(roll: PianoRoll, value: float) -> None:
    roll.zoom_time(0.2)
    before = roll.state.viewport.px_per_tick
    for number in range(60):
        pinch(roll, Qt.NativeGestureType.ZoomNativeGesture, value, at_ms=number)
    assert before / 5 < roll.state.viewport.px_per_tick < before * 5


def test_zoom_stops_at_both_ends(roll: PianoRoll) -> None:
    for factor in (0.1, 10.0):
        for _ in range(20):
            roll.zoom_time(factor)
            roll.zoom_pitch(factor)
        view = roll.state.viewport
        assert 3 <= view.row_px <= 40
        assert view.px_per_tick <= 2
        assert view.sheet_width_px >= view.width_px / 2 - 1


def test_the_middle_button_takes_hold_of_the_sheet(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.drag(QPoint(500, 200), QPoint(450, 260), button=MIDDLE)
    after = roll.state.viewport
    assert (after.scroll_x_px, after.scroll_y_px) == (before.scroll_x_px + 50, before.scroll_y_px - 60)


def test_escape_brings_back_where_the_hand_panned_from(roll: PianoRoll, hand: Hand) -> None:
    before = roll.state.viewport
    hand.press(QPoint(500, 200), button=MIDDLE)
    hand.drag_on(QPoint(500, 200), QPoint(400, 260))
    assert roll.state.viewport != before
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    hand.release(QPoint(400, 260), button=MIDDLE)
    assert roll.state.viewport == before


def test_scroll_bars_and_view_go_together(roll: PianoRoll) -> None:
    roll.navigation.across.setValue(1234)
    roll.navigation.down.setValue(222)
    assert (roll.state.viewport.scroll_x_px, roll.state.viewport.scroll_y_px) == (1234, 222)
    roll.state.set_viewport(roll.state.viewport.scrolled_to(x_px=555))
    assert roll.navigation.across.value() == 555


def test_the_whole_piece_is_shown(roll: PianoRoll, session: Session) -> None:
    roll.zoom_to_all()
    view = roll.state.viewport
    assert view.start_tick <= 0
    assert view.end_tick >= session.clip.end_tick
    assert view.lowest_pitch <= 50
    assert view.highest_pitch >= 73


def test_the_selection_is_shown(roll: PianoRoll) -> None:
    roll.set_selection([41, 42, 43, 44])
    roll.zoom_to_selection()
    view = roll.state.viewport
    assert view.start_tick <= 40 * PPQ
    assert 44 * PPQ <= view.end_tick < 60 * PPQ
    roll.deselect()
    roll.zoom_to_selection()
    assert roll.state.viewport.end_tick >= 400 * PPQ


def test_a_span_is_brought_into_view_and_no_further_than_needed(roll: PianoRoll) -> None:
    before = roll.state.viewport
    roll.show_span(int(before.start_tick) + 100, int(before.start_tick) + 900)
    assert roll.state.viewport == before
    roll.show_span(50 * BAR, 51 * BAR)
    assert roll.state.viewport.start_tick < 50 * BAR
    assert roll.state.viewport.end_tick >= 51 * BAR
    roll.show_span(0, BAR)
    assert 0 <= roll.state.viewport.x_of(0) < 200
    roll.show_span(0, 90 * BAR)
    assert 0 <= roll.state.viewport.x_of(0) < 200, "too long to be seen as a whole: its start"


def test_the_page_turns_with_the_playhead(roll: PianoRoll) -> None:
    view = roll.state.viewport
    roll.set_playhead(view.end_tick + 10, playing=True, follow=False)
    assert roll.state.viewport == view
    roll.set_playhead(view.end_tick + 20, playing=True)
    assert 0 < roll.state.viewport.x_of(view.end_tick + 20) < view.width_px / 4


def test_the_sheet_runs_under_a_playhead_that_stands(roll: PianoRoll) -> None:
    roll.set_follow("smooth")
    for tick in (40 * PPQ, 41 * PPQ, 42 * PPQ):
        roll.set_playhead(tick, playing=True)
        view = roll.state.viewport
        assert view.x_of(tick) == pytest.approx(view.width_px * 0.4, abs=2)


def test_or_nothing_follows(roll: PianoRoll) -> None:
    view = roll.state.viewport
    roll.set_follow("off")
    roll.set_playhead(view.end_tick + 20, playing=True)
    assert roll.state.viewport == view


def test_the_page_does_not_turn_under_a_dragging_hand(roll: PianoRoll, hand: Hand) -> None:
    view = roll.state.viewport
    hand.press(QPoint(300, 100))
    roll.set_playhead(view.end_tick + 20, playing=True)
    assert roll.state.viewport == view
    hand.release(QPoint(300, 100))


def test_view_changed_is_told(roll: PianoRoll) -> None:
    told: list[None] = []
    roll.view_changed.connect(lambda: told.append(None))
    roll.zoom_time(2)
    roll.state.set_viewport(replace(roll.state.viewport))
    assert len(told) == 1
