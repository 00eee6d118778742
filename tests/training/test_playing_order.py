"""Measures are played as a player reads the signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.training.playing_order import Signs, playing_order

PLAIN = Signs()
OPEN, CLOSE = Signs(opens=True), Signs(times=2)
FIRST, SECOND = Signs(times=2, endings=frozenset({1})), Signs(endings=frozenset({2}))


@pytest.mark.parametrize(
    ("signs", "order"),
    [
        ([PLAIN, PLAIN], [0, 1]),
        ([PLAIN, CLOSE], [0, 1, 0, 1]),
        ([PLAIN, OPEN, CLOSE, PLAIN], [0, 1, 2, 1, 2, 3]),
        ([PLAIN, CLOSE, PLAIN, CLOSE], [0, 1, 0, 1, 2, 3, 2, 3]),
        ([Signs(times=3)], [0, 0, 0]),
        ([PLAIN, FIRST, SECOND, PLAIN], [0, 1, 0, 2, 3]),
        ([PLAIN, FIRST, PLAIN], [0, 1, 0, 2]),
        ([PLAIN, FIRST, SECOND, PLAIN, CLOSE], [0, 1, 0, 2, 3, 4, 3, 4]),
        ([OPEN, FIRST, SECOND, OPEN, CLOSE], [0, 1, 0, 2, 3, 4, 3, 4]),
        (
            [PLAIN, Signs(times=2, endings=frozenset({1, 2})), Signs(endings=frozenset({3}))],
            [0, 1, 0, 1, 0, 2],
        ),
        ([PLAIN, Signs(fine=True), Signs(jump="capo", until="fine")], [0, 1, 2, 0, 1]),
        ([PLAIN, Signs(segno=True), Signs(jump="segno")], [0, 1, 2, 1, 2]),
        ([CLOSE, Signs(jump="capo")], [0, 0, 1, 0, 1]),
        (
            [PLAIN, Signs(segno=True), Signs(coda=True), Signs(jump="segno", until="coda"), Signs(coda=True)],
            [0, 1, 2, 3, 1, 4],
        ),
    ],
)
def test_signs_are_followed(signs: list[Signs], order: list[int]) -> None:
    assert playing_order(signs) == order


def test_a_jump_to_nowhere_cannot_be_played() -> None:
    with pytest.raises(ValueError, match="not there"):
        playing_order([PLAIN, Signs(jump="segno")])


any_signs = st.builds(
    Signs,
    opens=st.booleans(),
    times=st.sampled_from([1, 1, 1, 2, 3]),
    endings=st.sampled_from([frozenset(), frozenset(), frozenset({1}), frozenset({2}), frozenset({1, 2})]),
    segno=st.booleans(),
    coda=st.booleans(),
    fine=st.booleans(),
    jump=st.sampled_from(["", "", "", "capo", "segno"]),
    until=st.sampled_from(["", "fine", "coda"]),
)


@given(st.lists(any_signs, min_size=1, max_size=30))
def test_any_signs_come_to_an_end(signs: list[Signs]) -> None:
    try:
        order = playing_order(signs)
    except ValueError:
        return
    assert all(0 <= i < len(signs) for i in order)
