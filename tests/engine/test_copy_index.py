"""What a take shares with the corpus: found whole, in any key, and told apart from what the seed brought."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import AntiphonError
from assistant.engine.copy_index import Copy, CopyIndex, steps, top_line
from assistant.training.copy_corpus import columns_of

TUNE = [60, 62, 64, 65, 67, 65, 64, 62, 71, 69, 72, 67, 60, 64, 67, 72]
OTHER = [70, 58, 70, 57, 70, 56, 70, 55, 70, 54]

Ints = list[int]


def even(pitches: Ints) -> Ints:
    return [12 * i for i in range(len(pitches))]


def index_of(*tunes: Ints) -> CopyIndex:
    melodies = [steps((np.array(even(t)), np.array(t))) for t in tunes]
    return CopyIndex(*columns_of(melodies), [f"tune {i}" for i in range(len(tunes))], usual_notes=9)


def copy_of(take: Ints, *tunes: Ints, seed: int = 0) -> Copy:
    return index_of(*tunes).longest_copy(even(take), take, 12 * seed)


def test_a_whole_tune_is_found_in_another_key() -> None:
    assert copy_of([p + 5 for p in TUNE], OTHER, TUNE) == Copy(16, 0, 0, "tune 1", 1)


def test_a_run_in_the_middle_is_found_where_it_is() -> None:
    take = [40, 41, *TUNE[4:9], 90, 10, 12]
    assert copy_of(take, OTHER, TUNE) == Copy(5, 0, 24, "tune 1", 1)


def test_other_lengths_are_no_copy() -> None:
    found = index_of(TUNE).longest_copy([18 * i for i in range(16)], TUNE)
    assert found == Copy()


def test_runs_do_not_cross_from_one_tune_into_the_next() -> None:
    joined = [*TUNE, *(p - OTHER[0] + TUNE[-1] for p in OTHER[1:])]
    assert copy_of(joined, TUNE, OTHER).notes == 16


def test_all_pieces_with_the_run_are_counted() -> None:
    found = copy_of(TUNE[:5], OTHER, TUNE, [p + 2 for p in TUNE[:8]] + OTHER, OTHER[::-1])
    assert (found.notes, found.pieces, found.title) == (5, 2, "tune 1")


def test_the_top_note_of_a_chord_counts_whatever_the_order() -> None:
    onsets, pitches = top_line([12, 0, 0, 12, 24], [60, 50, 72, 64, 55])
    assert (onsets.tolist(), pitches.tolist()) == ([0, 12, 24], [72, 64, 55])


def test_a_run_that_begins_in_the_seed_counts_the_takes_notes() -> None:
    take = [*TUNE[:10], 90, 10, 12, 11]
    assert copy_of(take, TUNE, seed=6) == Copy(4, 6, 0, "tune 0", 1)
    assert copy_of(take, TUNE, seed=10).notes < 3


def test_what_the_seed_holds_is_no_copy_of_the_corpus() -> None:
    seed = [*TUNE[:8], 90]
    assert copy_of([*seed, *TUNE[:8], 20], TUNE, seed=9) == Copy()
    assert copy_of([*seed, *TUNE[:10], 20], TUNE, seed=9).notes == 10


@pytest.mark.parametrize("pitches", [[], [60], [60, 123]])
def test_takes_of_a_note_or_none_copy_nothing(pitches: Ints) -> None:
    assert copy_of(pitches, TUNE) == Copy()


def test_an_empty_corpus_holds_nothing() -> None:
    assert copy_of(TUNE) == Copy()


tunes = st.lists(st.lists(st.integers(60, 63), min_size=2, max_size=20), min_size=1, max_size=5)


@given(tunes, st.lists(st.integers(60, 63), min_size=2, max_size=20), st.integers(0, 6))
def test_the_longest_run_is_the_one_that_a_patient_search_finds(
    corpus: list[Ints], take: Ints, seed: int
) -> None:
    codes = [np.diff(t).tolist() for t in corpus]
    line = np.diff(take).tolist()
    start = min(seed, len(take))
    own = line[: max(start - 1, 0)]

    def holds(text: Ints, run: Ints) -> bool:
        return any(text[i : i + len(run)] == run for i in range(len(text) - len(run) + 1))

    best = 0
    for first in range(len(line)):
        ends = [e for e in range(first + 1, len(line) + 1) if any(holds(c, line[first:e]) for c in codes)]
        if ends and not holds(own, line[first : ends[-1]]):
            best = max(best, ends[-1] + 1 - max(first, start))
    assert copy_of(take, *corpus, seed=start).notes == best


def test_an_index_is_the_same_from_disk(tmp_path: Path) -> None:
    there = tmp_path / "index.safetensors"
    index_of(OTHER, TUNE).save(there)
    found = CopyIndex.load(there)
    assert len(found) == len(TUNE) + len(OTHER) - 2
    assert (found.titles, found.usual_notes) == (("tune 0", "tune 1"), 9)
    assert found.longest_copy(even(TUNE), TUNE) == Copy(16, 0, 0, "tune 1", 1)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.7, 0.99])
def test_one_flipped_bit_is_noticed(tmp_path: Path, share: float) -> None:
    there = tmp_path / "index.safetensors"
    index_of(OTHER, TUNE).save(there)
    data = bytearray(there.read_bytes())
    data[int(share * len(data))] ^= 1
    there.write_bytes(data)
    with pytest.raises(
        AntiphonError, match=r"index.safetensors is missing or damaged.*install Antiphon again"
    ):
        CopyIndex.load(there)


def test_no_index_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="is missing or damaged"):
        CopyIndex.load(tmp_path / "index.safetensors")
