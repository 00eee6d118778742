"""Where an answer may begin, go on and stop."""

import numpy as np

from assistant.core.theory import Key
from assistant.engine.constraints import NEVER, Turns, above, length_mask, pitch_mask, shift_mask
from assistant.engine.events import BASS, END, MAX_SHIFT, MELODY
from assistant.engine.scoring import Scoring, Sung


def open_shifts(last: int, length: int, *, start: int = 96, last_bar: int = 192, end: int = 288) -> list[int]:
    mask = shift_mask(np.array([last]), np.array([last + length]), start, last_bar, end)
    assert not mask[0, END]
    return np.flatnonzero(mask[0]).tolist()


def test_the_first_note_waits_for_the_seam() -> None:
    assert open_shifts(84, 6)[0] == 12


def test_no_note_overlaps_the_one_before() -> None:
    assert open_shifts(120, 24)[0] == 24


def test_it_cannot_stop_before_the_last_bar() -> None:
    assert open_shifts(120, 12)[-1] == 288 - 120 - 1


def test_it_cannot_stop_before_a_short_last_bar_either() -> None:
    assert open_shifts(200, 12, last_bar=264)[-1] == 288 - 200 - 1


def test_it_may_stop_in_the_last_bar() -> None:
    assert open_shifts(200, 12)[-1] == MAX_SHIFT


def test_it_must_stop_where_nothing_fits() -> None:
    assert min(open_shifts(276, 12)) == 12


def test_a_very_long_last_note_still_has_an_answer() -> None:
    assert open_shifts(0, 192, start=400, last_bar=704, end=800) == [MAX_SHIFT]


def test_a_key_is_moved_with_the_melody() -> None:
    allowed = pitch_mask(Key.parse("D major").mask(), transposition=2)
    assert (allowed[:120] == Key.parse("C major").mask()[:120]).all()


def test_pitches_off_the_keyboard_are_closed() -> None:
    everything = np.ones(128, dtype=bool)
    assert not pitch_mask(everything, transposition=5)[123:].any()
    assert not pitch_mask(everything, transposition=-5)[:5].any()


def test_lengths_stay_inside() -> None:
    assert np.flatnonzero(length_mask(np.array([280]), 288)[0]).tolist() == list(range(1, 9))


def turns(*, chordal: bool) -> Turns:
    return Turns(Scoring((Sung(MELODY, 0, False), Sung(BASS, 1, chordal))))


def earliest(last_part: int, *, chordal: bool = False, may_grow: bool = True) -> list[int]:
    """At 48, with a melody note that sounds until 60 and a bass note that sounds until 72."""
    ends = np.array([[60, 0, 0, 72]])
    found = turns(chordal=chordal).earliest(np.array([48]), np.array([last_part]), ends, np.array([may_grow]))
    return found[0].tolist()


def test_a_melody_waits_until_its_last_note_is_over() -> None:
    assert earliest(MELODY) == [60, NEVER, NEVER, 72]


def test_chords_grow_upwards_and_may_overlap() -> None:
    assert earliest(BASS, chordal=True)[BASS] == 48
    assert earliest(MELODY, chordal=True)[BASS] == 48


def test_a_chord_that_may_not_grow_waits_a_step() -> None:
    assert earliest(BASS, chordal=True, may_grow=False)[BASS] == 49


def test_only_what_is_above() -> None:
    mask = above(np.array([-1, 126]))
    assert mask[0].all() and np.flatnonzero(mask[1]).tolist() == [127]
