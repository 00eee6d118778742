"""The lanes by menu, palette and key, and what of them is remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.controls import EXPRESSION, MODULATION, PAN, PEDAL
from assistant.ui.piano_roll.lanes.kinds import VELOCITY
from tests.ui.conftest import BAR, EIGHTH, Desk


def run(desk: Desk, *names: str) -> None:
    for name in names:
        assert desk.window.commands[name].isEnabled(), name
        desk.window.commands[name].trigger()


def velocities(desk: Desk, *values: int) -> list[int]:
    """Give the first notes velocities and select them; what they have now."""
    clip = desk.session.clip
    if values:
        ids = clip.ids[: len(values)].tolist()
        desk.session.set_velocities(dict(zip(ids, values, strict=True)))
        desk.window.roll.set_selection(ids)
    return desk.session.clip.velocities[:4].tolist()


@pytest.mark.parametrize(("name", "expected"), [("wider", [35, 85, 85, 35]), ("flatter", [44, 76, 76, 44])])
def test_dynamics_are_spread_and_flattened_about_their_mean(
    desk: Desk, name: str, expected: list[int]
) -> None:
    velocities(desk, 40, 80, 80, 40)
    run(desk, name)
    assert velocities(desk) == expected
    assert desk.session.undo() == "Scale velocity of 4 notes"


def test_a_ramp_leads_from_the_first_velocity_to_the_last(desk: Desk) -> None:
    velocities(desk, 40, 127, 1, 100)
    run(desk, "ramp")
    assert velocities(desk) == [40, 60, 80, 100]


def test_the_pedal_is_held_under_the_selection(desk: Desk) -> None:
    desk.window.roll.set_selection(desk.session.clip.ids[2:4].tolist())
    run(desk, "hold_pedal")
    assert desk.session.piece.tracks[0].lane(PEDAL).points == ((2 * EIGHTH, 127), (4 * EIGHTH, 0))
    assert desk.session.undo() == "Change pedal"


@pytest.mark.parametrize("name", ["wider", "flatter", "ramp", "hold_pedal"])
def test_without_a_selection_there_is_nothing_to_do(desk: Desk, name: str) -> None:
    desk.window.roll.deselect()
    assert not desk.window.commands[name].isEnabled()


def test_the_menu_says_and_chooses_what_the_lane_shows(desk: Desk) -> None:
    assert desk.window.commands["lane_velocity"].isChecked()
    run(desk, "lane_expression")
    assert desk.window.roll.lane.kind.number == EXPRESSION
    assert desk.window.commands["lane_expression"].isChecked()
    assert not desk.window.commands["lane_velocity"].isChecked()
    run(desk, "second_lane")
    assert desk.window.roll.lanes.second.isVisible()
    assert desk.window.commands["second_lane"].isChecked()


SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def press(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier = SHIFT) -> None:
    QTest.keyClick(desk.window.roll, key, keys)


def test_a_controller_is_drawn_by_keys_at_the_playhead(desk: Desk) -> None:
    run(desk, "lane_modulation")
    desk.window.roll.set_grid(EIGHTH, "1/8")
    desk.window.playback.seek(2 * EIGHTH + 10)
    for _ in range(3):
        press(desk, Qt.Key.Key_PageUp)
    desk.window.playback.seek(4 * EIGHTH)
    press(desk, Qt.Key.Key_PageDown)
    assert desk.session.piece.tracks[0].lane(MODULATION).points == ((2 * EIGHTH, 24), (4 * EIGHTH, 16))
    assert "Modulation 16 at 1.3" in desk.window.hint_line.text
    press(desk, Qt.Key.Key_Delete, SHIFT | CTRL)
    press(desk, Qt.Key.Key_Delete, SHIFT | CTRL)
    press(desk, Qt.Key.Key_Delete, SHIFT | CTRL)
    assert desk.session.piece.tracks[0].controls == ()
    assert desk.session.undo() == "Clear modulation"


def test_the_pedal_is_pressed_and_lifted_by_keys(desk: Desk) -> None:
    run(desk, "lane_pedal")
    press(desk, Qt.Key.Key_PageUp)
    desk.window.playback.seek(BAR)
    press(desk, Qt.Key.Key_PageDown)
    assert desk.session.piece.tracks[0].lane(PEDAL).points == ((0, 127), (BAR, 0))


def test_where_velocities_are_shown_the_keys_mean_those(desk: Desk) -> None:
    velocities(desk, 40, 80, 80, 40)
    press(desk, Qt.Key.Key_PageUp)
    assert velocities(desk) == [48, 88, 88, 48]


def test_lanes_are_as_they_were_the_last_time(make_desk: Callable[..., Desk]) -> None:
    first = make_desk()
    first.window.roll.lane.choose(PAN)
    first.window.roll.lane.set_height(130)
    first.window.roll.lanes.toggle_second()
    kept = first.preferences.settings
    names = ("lane", "lane_height", "second_lane", "second_lane_kind", "second_lane_height")
    second = make_desk(**{name: getattr(kept, name) for name in names})
    lanes = second.window.roll.lanes
    assert (lanes.first.kind.number, lanes.first.height()) == (PAN, 130)
    assert lanes.second.isVisible()
    assert lanes.second.kind.number == PEDAL


def test_a_lane_that_no_controller_has_shows_velocities(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(lane=125)
    assert desk.window.roll.lane.kind.number == VELOCITY
