"""The index of a corpus: what goes in, and that its suffixes are in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.events import BASS, MELODY
from assistant.training.copy_corpus import build, suffix_array
from tests.training.little_scores import made_score, melody_score, song

TUNE = [60, 62, 64, 65, 67, 65, 64, 62, 71, 69]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_suffixes_are_sorted(text: list[int]) -> None:
    expected = sorted(range(len(text)), key=lambda i: text[i:])
    assert suffix_array(np.array(text, dtype=np.uint16)).tolist() == expected


def test_melodies_stand_once_in_whatever_key_and_form() -> None:
    twice = melody_score([p + 3 for p in TUNE], title="the same, higher")
    played = melody_score(TUNE + TUNE, title="tune", repeats_expanded=True)
    index = build([melody_score(TUNE, title="tune"), twice, played])
    assert index.titles == ("tune",)
    assert len(index) == len(TUNE) - 1


def test_a_piece_is_told_by_its_composer_and_title() -> None:
    anonymous = melody_score(TUNE[::-1], title="Gigue")
    assert build([melody_score(TUNE, title="Air", composer="Bach"), anonymous]).titles == (
        "Bach: Air",
        "Gigue",
    )


def test_only_the_asked_parts_go_in() -> None:
    rows = [(12 * i, 12, p, part) for part, shift in ((MELODY, 0), (BASS, -20)) for i, p in enumerate(TUNE)]
    rows[-1] = (rows[-1][0], 12, 33, BASS)
    score = made_score(rows)
    assert len(build([score]).titles) == 1
    assert len(build([score], parts=(MELODY, BASS)).titles) == 2


def test_the_highest_notes_are_the_melody() -> None:
    chords = made_score([(12 * i, 12, p + low, MELODY) for i, p in enumerate(TUNE) for low in (0, -9)])
    found = build([chords]).longest_copy([12 * i for i in range(10)], TUNE)
    assert found.notes == 10


def test_a_corpus_without_melodies_is_empty() -> None:
    assert len(build([made_score([(0, 12, 60, BASS)])])) == 0


def test_what_held_out_music_shares_is_usual() -> None:
    train, held_out = [song(1), song(2)], [song(1, bars=12, work="another"), song(3)]
    assert build(train).usual_notes == 0
    assert build(train, held_out[1:]).usual_notes < 8
    assert build(train, held_out[:1]).usual_notes == 64
