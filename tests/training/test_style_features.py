"""Features mean what they say, for any score."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from assistant.engine.events import BASS, UPPER
from assistant.training.scores import PITCH, Score
from assistant.training.style_features import FEATURES, NAMES, feature_table, features
from tests.training.any_scores import scores
from tests.training.little_scores import made_score, melody_score, song


def named(score: Score) -> dict[str, float]:
    return dict(zip(NAMES, features(score).tolist(), strict=True))


def test_names_are_told_apart_and_every_feature_says_what_it_means() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(features(song(1)))
    assert all(feature.meaning for feature in FEATURES)


@given(scores)
def test_any_score_has_finite_features_and_shares_are_shares(score: Score) -> None:
    found = named(score)
    assert np.isfinite(list(found.values())).all()
    for name in ("chromatic", "rising", "turns", "dotted", "rests", "on the beat", "chords", "bars repeated"):
        assert 0 <= found[name] <= 1, name
    for group in ("pitch class ", "note value ", "onset ", "part "):
        assert sum(v for k, v in found.items() if k.startswith(group)) == pytest.approx(1), group


@given(scores)
def test_transposed_copies_have_the_same_features(score: Score) -> None:
    up = replace(score, tonic=1, notes=score.notes + np.eye(4, dtype=np.int32)[PITCH])
    assert features(up) == pytest.approx(features(replace(score, tonic=0)))


def test_a_scale_in_quarters() -> None:
    found = named(melody_score([60, 62, 64, 65, 67, 69, 71, 72]))
    assert found["interval 2"] == pytest.approx(5 / 7)
    assert (found["rising"], found["turns"], found["range"], found["chromatic"]) == (1, 0, 12, 0)
    assert (found["note value 4"], found["mean length"], found["even"], found["rests"]) == (1, 1, 1, 0)
    assert (found["on the beat"], found["syncopated"], found["onset 0"]) == (1, 0, 0.25)
    assert (found["bar length"], found["duple"], found["triple"], found["polyphony"]) == (4, 1, 0, 1)
    assert (found["bars repeated"], found["rhythms repeated"]) == (0, 0.5)


def test_what_comes_back_in_other_places_is_seen() -> None:
    found = named(melody_score([60, 64, 67, 64, 62, 66, 69, 66, 60, 64, 67, 64]))
    assert found["bars repeated"] == pytest.approx(1 / 3)
    assert found["shapes repeated"] == found["rhythms repeated"] == pytest.approx(2 / 3)


def test_dotted_and_syncopated_rhythm() -> None:
    dotted = named(made_score([(0, 18, 60, 0), (18, 6, 62, 0), (24, 18, 64, 0), (42, 6, 62, 0)]))
    assert (dotted["dotted"], dotted["syncopated"]) == (1, 0)
    held = named(made_score([(0, 12, 60, 0), (12, 24, 62, 0), (36, 12, 64, 0), (48, 48, 62, 0)]))
    assert held["syncopated"] == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    ("meter", "duple", "triple", "compound"),
    [((2, 2), 1, 0, 0), ((3, 8), 0, 1, 0), ((6, 8), 1, 0, 1), ((9, 8), 0, 1, 1), ((5, 4), 0, 0, 0)],
)
def test_kinds_of_meter(meter: tuple[int, int], duple: int, triple: int, compound: int) -> None:
    found = named(melody_score([60, 62, 64], meters=((0, *meter),)))
    assert (found["duple"], found["triple"], found["compound"]) == (duple, triple, compound)


def test_a_score_without_melody_is_heard_by_its_top_line() -> None:
    chord = [(0, 24, p, UPPER) for p in (60, 64)] + [(0, 24, 40, BASS), (24, 24, 62, BASS)]
    found = named(made_score(chord))
    assert (found["range"], found["compass"], found["polyphony"]) == (2, 24, 2)


def test_a_table_has_a_row_a_score() -> None:
    assert feature_table([song(1), song(2)]).shape == (2, len(NAMES))
