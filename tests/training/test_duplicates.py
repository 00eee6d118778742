"""The same music is found in other keys, note values and editions; what only shares a strain is not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.events import BASS, MELODY
from assistant.training.duplicates import compare, find_duplicates, leaked, runs, top_line
from assistant.training.scores import Score
from tests.training.little_scores import made_score

SCALE = np.array([60, 62, 64, 65, 67, 69, 71, 72, 74, 76])


def strain(seed: int, notes: int = 48) -> list[tuple[int, int]]:
    """Lengths and pitches nobody else has."""
    rng = np.random.default_rng(seed)
    return list(zip(rng.choice([6, 12, 24], notes).tolist(), rng.choice(SCALE, notes).tolist(), strict=True))


def tune(*strains: list[tuple[int, int]], up: int = 0, slower: int = 1, **facts: object) -> Score:
    rows, onset = [], 0
    for length, pitch in (note for part in strains for note in part):
        rows.append((onset, length * slower, pitch + up, MELODY))
        onset += length * slower
    return made_score(rows, **{"work": str(len(rows) + up), **facts})


def others(count: int = 40) -> list[Score]:
    return [tune(strain(1000 + n), work=f"other {n}") for n in range(count)]


def family_of(*scores: Score) -> list[int]:
    named = [replace(s, work=f"own {n}") for n, s in enumerate(scores)]
    return find_duplicates([*named, *others()]).families[: len(scores)].tolist()


@pytest.mark.parametrize(("up", "slower"), [(0, 1), (5, 1), (-7, 2), (0, 2)])
def test_a_copy_in_another_key_or_other_note_values_is_dropped(up: int, slower: int) -> None:
    first, copy = tune(strain(1), work="a"), tune(strain(1), up=up, slower=slower, work="b")
    found = find_duplicates([first, *others(), copy])
    assert found.families[0] == found.families[-1]
    assert found.dropped == (41,)


def test_another_form_of_a_piece_is_no_copy() -> None:
    twice = tune(strain(1), strain(1), work="a", repeats_expanded=True)
    found = find_duplicates([tune(strain(1), work="a"), twice, *others()])
    assert found.families[0] == found.families[1]
    assert found.dropped == ()


def test_an_edition_with_other_readings_is_of_the_family() -> None:
    edited = strain(1, 96)
    for place in range(10, 96, 24):
        edited[place] = (edited[place][0], edited[place][1] + 1)
    assert len(set(family_of(tune(strain(1, 96)), tune(edited)))) == 1


def test_tunes_that_share_a_strain_are_different_music() -> None:
    shared = strain(1)
    assert len(set(family_of(tune(shared, strain(2)), tune(shared, strain(3)), tune(strain(4), shared)))) == 3


def test_a_quotation_joins_what_it_quotes() -> None:
    assert len(set(family_of(tune(strain(1)), tune(strain(2), strain(1), strain(3))))) == 1


def test_one_work_is_one_family_and_no_copy() -> None:
    found = find_duplicates([tune(strain(1), work="a"), tune(strain(2), work="a"), *others(1)])
    assert found.families.tolist() == [0, 0, 1]
    assert found.dropped == ()


def test_the_same_tune_over_another_bass_is_kept() -> None:
    def over(seed: int) -> Score:
        bass = [(24 * i, 24, int(p) - 24, BASS) for i, (_, p) in enumerate(strain(seed, 30))]
        return made_score([*map(tuple, tune(strain(1)).notes.tolist()), *bass], work=str(seed))

    found = find_duplicates([over(2), over(3), *others()])
    assert found.families[0] == found.families[1]
    assert found.dropped == ()


def test_nothing_and_next_to_nothing_can_be_compared() -> None:
    assert find_duplicates([]).families.tolist() == []
    short = [made_score([(0, 6, 60, 0)], work="a"), made_score([(0, 6, 60, 0)], work="b")]
    assert find_duplicates(short).families.tolist() == [0, 1]


def test_held_out_music_leaks_by_a_long_run() -> None:
    training = [tune(strain(1)), *others(5)]
    borrowed = strain(2)[:20] + strain(1)[10:30] + strain(3)[:20]
    brief = strain(2)[:20] + strain(1)[10:20] + strain(3)[:20]
    scale = [(12, int(p)) for p in range(50, 80)]
    held_out = [tune(borrowed, up=3), tune(brief), tune(strain(5)), tune(scale)]
    assert leaked(held_out, [*training, tune(scale)]) == [True, False, False, False]
    assert leaked(held_out, []) == [False] * 4
    assert leaked([], training) == []


@given(st.integers(0, 50), st.integers(-12, 12), st.sampled_from([1, 2, 4]))
def test_runs_know_neither_key_nor_note_values(seed: int, up: int, slower: int) -> None:
    moved = tune(strain(seed), up=up, slower=slower)
    assert runs(*top_line(moved)).tolist() == runs(*top_line(tune(strain(seed)))).tolist()


def test_likeness_is_the_rare_share_of_the_lesser_and_of_the_greater() -> None:
    small, large = np.arange(20, dtype=np.uint64), np.arange(10, 50, dtype=np.uint64)
    found = compare([small, large, np.arange(100, 130, dtype=np.uint64)])
    assert (found.first.tolist(), found.second.tolist()) == ([0], [1])
    assert 0 < found.of_greater[0] < found.of_lesser[0] < 0.5
