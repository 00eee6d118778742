import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.controls import (
    MAX_BEND,
    PITCH_BEND,
    ControlLane,
    control_name,
    is_control,
    merged_lanes,
    rest_value,
)
from tests import strategies as own

near_ticks = st.integers(0, 60)
points = st.lists(st.tuples(near_ticks, st.integers(0, 127)), max_size=8)


def by_steps(lane: ControlLane, upto_tick: int) -> list[int]:
    """The value at every tick, found by walking."""
    value, found = rest_value(lane.number), []
    stands = dict(lane.points)
    for tick in range(upto_tick):
        value = stands.get(tick, value)
        found.append(value)
    return found


@given(points)
def test_a_lane_holds_each_value_until_the_next_point(given_points: list[tuple[int, int]]) -> None:
    lane = ControlLane.of_points(1, given_points)
    assert dict(lane.points) == dict(given_points)
    assert [lane.value_at(tick) for tick in range(70)] == by_steps(lane, 70)


@given(points, near_ticks, near_ticks, points)
def test_a_stretch_of_points_is_exchanged_and_the_rest_stays(
    given_points: list[tuple[int, int]], one: int, other: int, new: list[tuple[int, int]]
) -> None:
    start, end = sorted((one, other))
    inside = [(tick, value) for tick, value in new if start <= tick < end]
    lane = ControlLane.of_points(1, given_points)
    changed = lane.with_points(start, end, inside)
    outside = {tick: value for tick, value in given_points if not start <= tick < end}
    assert dict(changed.points) == outside | dict(inside)
    assert changed.points_between(start, end) == tuple(sorted(dict(inside).items()))
    assert changed.with_points(start, end, lane.points_between(start, end)) == lane


@given(points, near_ticks, near_ticks, points)
def test_points_beyond_the_stretch_are_kept_too(
    given_points: list[tuple[int, int]], one: int, other: int, new: list[tuple[int, int]]
) -> None:
    start, end = sorted((one, other))
    outside = {tick: value for tick, value in given_points if not start <= tick < end}
    changed = ControlLane.of_points(1, given_points).with_points(start, end, new)
    assert dict(changed.points) == outside | dict(new)


@given(own.lanes())
def test_equal_lanes_are_one_value(lane: ControlLane) -> None:
    same = ControlLane.of_points(lane.number, lane.points)
    assert same == lane and hash(same) == hash(lane)
    assert pickle.loads(pickle.dumps(lane)) == lane
    assert lane != ControlLane.empty(lane.number)
    assert lane.shifted(1) != lane
    assert lane != "a lane"


@given(st.lists(own.lanes(), max_size=5))
def test_lanes_are_merged_by_number_and_the_later_word_counts(lanes: list[ControlLane]) -> None:
    merged = merged_lanes(lanes)
    assert [lane.number for lane in merged] == sorted({lane.number for lane in lanes})
    for lane in merged:
        stands: dict[int, int] = {}
        for part in lanes:
            stands |= dict(part.points) if part.number == lane.number else {}
        assert dict(lane.points) == stands


def test_columns_cannot_be_written() -> None:
    ticks = np.array([0, 480])
    lane = ControlLane(64, ticks, np.array([127, 0]))
    ticks[0] = 5
    assert lane.points == ((0, 127), (480, 0))
    with pytest.raises(ValueError, match="read-only"):
        lane.ticks[0] = 3


def test_values_are_cut_to_what_the_controller_has() -> None:
    assert ControlLane.of_points(1, [(0, -4), (1, 400)]).points == ((0, 0), (1, 127))
    assert ControlLane.of_points(PITCH_BEND, [(0, -4), (1, 99_999)]).points == ((0, 0), (1, MAX_BEND))


@pytest.mark.parametrize(
    ("number", "ticks", "values"),
    [
        (120, [0], [1]),
        (129, [0], [1]),
        (-1, [0], [1]),
        (1, [0, 0], [1, 2]),
        (1, [5, 3], [1, 2]),
        (1, [-1], [1]),
        (1, [0], [128]),
        (PITCH_BEND, [0], [MAX_BEND + 1]),
        (1, [0, 1], [1]),
    ],
)
def test_a_lane_that_cannot_be_is_refused(number: int, ticks: list[int], values: list[int]) -> None:
    with pytest.raises(ValueError):
        ControlLane(number, np.array(ticks), np.array(values))


def test_controllers_have_the_names_that_musicians_use() -> None:
    names = [control_name(number) for number in (1, 64, PITCH_BEND, 20)]
    assert names == ["Modulation", "Pedal", "Pitch bend", "Controller 20"]
    assert [is_control(number) for number in (0, 119, 120, 127, PITCH_BEND)] == [
        True,
        True,
        False,
        False,
        True,
    ]
