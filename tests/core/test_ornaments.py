from __future__ import annotations

import numpy as np
import pytest

from assistant.core.note import PPQ
from assistant.core.ornaments import Objections, Voice, objections

QUAVER = PPQ // 2
UNDER = Voice(np.array([0]), np.array([4 * PPQ]), np.array([48]))


def voice(*pitches: int, length: int = QUAVER) -> Voice:
    starts = np.arange(len(pitches)) * length
    return Voice(starts, starts + length, np.array(pitches))


def firsts(found: Objections) -> list[float]:
    return [float(value) for value in found.first]


def test_a_note_between_two_steps_speaks_least_and_one_that_only_goes_by_step_less() -> None:
    _, leaping, leaning, passing, last = firsts(objections([UNDER, voice(60, 67, 65, 64)]))
    assert passing < leaning < leaping == last == 1


def test_a_neighbour_is_an_ornament_and_a_leap_is_none() -> None:
    found = firsts(objections([UNDER, voice(60, 62, 60, 67, 60)]))
    assert found[2] < 0.5
    assert found[4:] == [1, 1]


def test_chords_that_move_together_pass_nothing() -> None:
    chords = [voice(*(pitch + step for step in (0, 2, 4))) for pitch in (48, 52, 55)]
    assert set(firsts(objections(chords))) == {1.0}


def test_long_notes_are_no_ornaments() -> None:
    under = Voice(np.array([0]), np.array([16 * PPQ]), np.array([48]))
    found = objections([under, voice(64, 62, 60, length=5 * PPQ)])
    assert set(firsts(found)) == set(found.later.tolist()) == {1.0}


@pytest.mark.parametrize(("after", "hangs"), [(64, True), (63, True), (66, False), (60, False)])
def test_what_goes_down_by_step_hangs_when_held_over(after: int, hangs: bool) -> None:
    found = objections([UNDER, voice(65, after, length=PPQ)])
    assert bool(found.later[1] < 0.5) is hangs
