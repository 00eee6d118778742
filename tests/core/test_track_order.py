from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.core.track import Track
from assistant.core.track_order import are_renumbered, arrived, followed

A, B, C, D = (Track(name) for name in "ABCD")


def test_a_track_is_followed_to_its_new_place() -> None:
    assert followed((A, B, C), (C, A, B), 0) == 1
    assert followed((A, B, C), (B, C), 2) == 1


def test_in_place_of_one_that_went_or_was_changed_its_neighbour_is_in_hand() -> None:
    assert followed((A, B, C), (A, B), 2) == 1
    assert followed((A, B), (A, replace(B, volume=3)), 1) == 1


def test_the_one_track_that_came_is_known() -> None:
    assert arrived((A, B), (A, C, B)) == 1
    assert arrived((A, B), (A, C, replace(B, volume=3))) == 1
    assert arrived((A, B), (A, B)) is None
    assert arrived((A, B), (A, B, C, D)) is None


def test_tracks_that_history_made_anew_are_known_by_what_they_are() -> None:
    anew = [replace(track) for track in (A, B, C)]
    assert arrived((B, C), anew) == 0
    assert followed((C, A), anew, 0) == 2
    louder = replace(A, volume=3)
    assert followed((A, B), (B, louder), 0) == 1  # moved and changed at once


def test_of_two_alike_the_one_that_was_changed_stays_in_its_place() -> None:
    one, other = Track("Same"), Track("Same")
    assert followed((one, other), (replace(one, volume=3), other), 0) == 0
    assert not are_renumbered((one, other), (replace(one, volume=3), other))


def test_numbers_are_worth_nothing_once_tracks_went_or_changed_places() -> None:
    assert are_renumbered((A, B), (B, A))
    assert are_renumbered((A, B), (A,))
    assert not are_renumbered((A, B), (A, B, C))
    assert not are_renumbered((A, B), (replace(A, volume=3), B))


def test_a_track_that_stands_twice_keeps_its_place() -> None:
    assert followed((A, A, B), (A, A), 1) == 1
    assert not are_renumbered((A, A), (A, A, B))


@given(st.permutations([A, B, C, D]), st.permutations([A, B, C, D]), st.integers(0, 3))
def test_whatever_the_order_the_same_track_is_found(one: list[Track], other: list[Track], at: int) -> None:
    assert other[followed(one, other, at)] is one[at]
    assert are_renumbered(one, other) == (one != other)
