import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.scale_steps import chord_on, fitted, moved_by_steps, steps_between
from assistant.core.theory import SCALES, Key

C = Key(0, "major")
TRIAD, SEVENTH = (4, 7), (4, 7, 11)
keys = st.builds(Key, st.integers(0, 11), st.sampled_from(sorted(SCALES)))
pitches = st.lists(st.integers(0, 127), min_size=1, max_size=8)


@given(pitches, keys)
def test_what_is_fitted_lies_in_the_key_and_near(wanted: list[int], key: Key) -> None:
    found = fitted(wanted, key)
    assert key.mask()[found].all()
    assert all(abs(a - b) <= 3 for a, b in zip(found.tolist(), wanted, strict=True) if 3 < b < 124)
    assert fitted(found, key).tolist() == found.tolist()


def test_between_two_pitches_the_lower_is_taken() -> None:
    assert fitted([61, 60, 66, 127, 0], C).tolist() == [60, 60, 65, 127, 0]


@given(pitches, st.integers(-200, 200), keys)
def test_steps_stay_in_the_key_and_on_the_keyboard(wanted: list[int], steps: int, key: Key) -> None:
    moved = moved_by_steps(wanted, steps, key)
    assert key.mask()[moved].all()
    assert [steps_between(a, b, key) for a, b in zip(wanted, moved.tolist(), strict=True)].count(
        steps_between(wanted[0], int(moved[0]), key)
    ) == len(wanted)


def test_a_chord_moves_along_the_scale() -> None:
    assert moved_by_steps([60, 64, 67], 1, C).tolist() == [62, 65, 69]
    assert moved_by_steps([], 3, C).tolist() == []


def test_chords_are_what_the_degree_has() -> None:
    assert [chord_on(root, TRIAD, C) for root in (60, 62, 71)] == [(60, 64, 67), (62, 65, 69), (71, 74, 77)]
    assert chord_on(60, (3, 7), C) == (60, 64, 67), "the key decides what kind of third it is"
    assert chord_on(67, SEVENTH, C) == (67, 71, 74, 77)
    assert chord_on(62, (4, 7, 10, 14), C) == (62, 65, 69, 72, 76)


def test_without_a_key_a_chord_is_what_was_asked_for() -> None:
    assert chord_on(61, (3, 7), None) == (61, 64, 68)
    assert chord_on(61, (), C) == (60,)


@pytest.mark.parametrize("root", [0, 60, 120, 127])
def test_chords_stop_at_the_end_of_the_keyboard(root: int) -> None:
    for key in (None, C, Key(3, "blues")):
        assert all(0 <= pitch <= 127 for pitch in chord_on(root, (4, 7, 11, 14), key))
