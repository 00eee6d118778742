"""What gives way in a low window, what brings it back, and that a larger one has all of it again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest

from assistant.ui.crowding import GOAL_SHARE, giving_way
from assistant.ui.piano_roll.lanes.lane import HEIGHT_PX, LEAST_PX
from tests.ui.conftest import Desk

LOW, LARGE = (976, 600), (1440, 920)
LEFT = Qt.MouseButton.LeftButton


def resize(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.until(lambda: desk.window.transport.width() == size[0])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def share(desk: Desk) -> float:
    return desk.window.roll.note_area.height() / desk.window.height()


def seen(desk: Desk) -> dict[str, bool]:
    """Whether the surprise curve and the overview are open; their commands say the same."""
    window = desk.window
    open_ = {
        "surprise": window.surprise.isVisible() and not window.surprise.line.isVisible(),
        "overview": window.roll.minimap.isVisible(),
    }
    assert {name: window.commands[name].isChecked() for name in open_} == open_
    return open_


def lane_px(desk: Desk) -> int:
    return desk.window.roll.lane.height()


@pytest.fixture
def full(make_desk: Callable[..., Desk]) -> Desk:
    """A large window with everything in it."""
    desk = make_desk(surprise_lane=True)
    resize(desk, LARGE)
    return desk


def test_things_give_way_in_their_order_and_no_more_than_needed() -> None:
    gains = [("surprise", 50), ("lanes", 40), ("overview", 30)]
    wanted = [frozenset(), {"surprise"}, {"surprise", "lanes"}, {"surprise", "lanes", "overview"}]
    assert [giving_way(100, goal, gains) for goal in (100, 150, 190, 400)] == wanted


def test_no_frame_is_painted_between_the_old_places_and_the_new_widths(full: Desk) -> None:
    window = full.window
    resize(full, (1216, 760))
    for size in ((1280, 800), (1216, 760), LOW, LARGE):
        window.resize(*size)
        window.grab()  # a frame before any event that is posted for later
        assert window.tracks.geometry().right() + 1 == window.roll.x() == window.surprise.x()


@pytest.mark.parametrize("tracks", [1, 4])
def test_the_notes_keep_their_share_of_a_low_window(full: Desk, tracks: int) -> None:
    for part in ("harmony", "bass", "other")[: tracks - 1]:
        full.session.add_track(part)  # type: ignore[arg-type]
    resize(full, LOW)
    assert share(full) >= GOAL_SHARE
    full.continue_()
    assert share(full) >= GOAL_SHARE


def test_a_larger_window_brings_back_what_was_chosen(full: Desk) -> None:
    full.window.roll.lane.set_height(130)
    before = (seen(full), lane_px(full), full.window.roll.geometry())
    resize(full, LOW)
    assert seen(full) == {"surprise": False, "overview": False}
    assert LEAST_PX <= lane_px(full) < HEIGHT_PX
    resize(full, LARGE)
    assert (seen(full), lane_px(full), full.window.roll.geometry()) == before
    full.window.crowding.toggle("overview")
    resize(full, LOW)
    resize(full, LARGE)
    assert seen(full) == {"surprise": True, "overview": False}, "what was put away stays away"


def test_nothing_of_the_curve_stays_on_the_screen_where_it_gave_way(full: Desk) -> None:
    window = full.window
    resize(full, (1280, 800))
    window.surprise.start()
    full.until(lambda: window.surprise.lane and window.surprise.lane.track_points)
    full.qtbot.wait(100)

    window.roll.lanes.toggle_second()
    assert window.surprise.line.isVisible()
    full.qtbot.wait(100)
    top_row = QRect(window.surprise.mapTo(window, QPoint(0, 0)), QSize(window.surprise.width(), 1))
    on_screen = window.screen().grabWindow(window.winId()).toImage().copy(top_row)
    assert on_screen == window.grab(top_row).toImage().convertToFormat(on_screen.format())


def test_the_surprise_curve_goes_first_and_leaves_a_line_that_opens_it(full: Desk) -> None:
    resize(full, (1280, 700))
    assert seen(full) == {"surprise": False, "overview": True}
    assert full.window.surprise.line.isVisible()
    full.qtbot.mouseClick(full.window.surprise.line, LEFT)
    assert seen(full)["surprise"]
    assert full.preferences.settings.surprise_lane
    resize(full, (1280, 690))
    assert seen(full)["surprise"], "what was asked for stays"
    resize(full, LARGE)
    resize(full, LOW)
    assert not seen(full)["surprise"], "until there was room for all"


def test_the_line_is_reached_and_pressed_by_key(full: Desk) -> None:
    resize(full, LOW)
    while full.window.focusWidget() is not full.window.surprise.line:
        QTest.keyClick(full.window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(full.window.surprise.line, Qt.Key.Key_Space)
    assert seen(full)["surprise"]


def test_the_commands_do_what_they_say_in_a_low_window(full: Desk) -> None:
    resize(full, LOW)
    for name in ("overview", "surprise"):
        full.window.commands[name].trigger()
        assert seen(full)[name]
    full.window.commands["surprise"].trigger()
    assert not full.window.surprise.isVisible(), "put away is put away, and no line stays"
    full.window.commands["overview"].trigger()
    resize(full, LARGE)
    assert seen(full) == {"surprise": False, "overview": False}


def test_the_curve_is_loaded_when_there_is_room_for_it(full: Desk) -> None:
    resize(full, LOW)
    full.window.surprise.start()
    full.qtbot.wait(80)
    assert full.window.surprise.lane is None
    resize(full, LARGE)
    full.until(lambda: full.window.surprise.lane is not None)
    resize(full, LOW)
    assert not full.window.surprise.lane.isVisible()  # type: ignore[union-attr]


def test_a_lane_that_is_dragged_in_a_low_window_stays_as_high(full: Desk) -> None:
    resize(full, LOW)
    lane, before = full.window.roll.lane, lane_px(full)
    QTest.mousePress(lane, LEFT, pos=QPoint(100, 2))
    QTest.mouseMove(lane, QPoint(100, -20))
    QTest.mouseMove(lane, QPoint(100, 2 - 20))
    QTest.mouseRelease(lane, LEFT, pos=QPoint(100, 2))
    assert lane_px(full) > before
    assert lane.wanted_px == lane_px(full)


def test_the_side_is_slim_in_a_narrow_window(full: Desk) -> None:
    side = full.window.side_scroll
    wide = side.width()
    resize(full, LOW)
    assert side.width() < wide
    assert side.widget().width() <= side.viewport().width()
    for child in (full.window.panel.bars, full.window.panel.takes, full.window.panel.dial):
        left = child.mapTo(side.widget(), QPoint(0, 0)).x()
        assert 0 <= left <= side.widget().width() - child.width()
    resize(full, LARGE)
    assert side.width() == wide
