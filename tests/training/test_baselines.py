"""The n-grams give probabilities, and the adaptive one learns a piece as it goes."""

import numpy as np
import pytest

from assistant.training import baselines
from assistant.training.baselines import AdaptiveNGram, NGram, nats_per_note
from assistant.training.dataset import columns_of, melody
from tests.training.tunes import random_tune


@pytest.fixture(scope="module")
def sides() -> list[list[dict[str, np.ndarray]]]:
    columns = columns_of([melody(random_tune(i, notes=120)) for i in range(30)])
    return [columns[:20], columns[20:25], columns[25:]]


def test_probabilities_of_all_that_might_come_sum_to_one(sides: list[list[dict[str, np.ndarray]]]) -> None:
    model, piece = NGram(sides[0]), sides[2][0]
    at, total = 40, 0.0
    for pitch in range(baselines.CLASSES["pitch"]):
        changed = {**piece, "pitch_target": piece["pitch_target"].copy()}
        changed["pitch_target"][at] = pitch
        total += model.probabilities(changed, "pitch")[at]
    assert total == pytest.approx(1.0)


def test_adaptive_probabilities_sum_to_one_too(sides: list[list[dict[str, np.ndarray]]]) -> None:
    model, piece = AdaptiveNGram(NGram(sides[0]), sides[1]), sides[2][0]
    at, total = 60, 0.0
    for pitch in range(baselines.CLASSES["pitch"]):
        changed = {**piece, "pitch_target": piece["pitch_target"].copy()}
        changed["pitch_target"][at] = pitch
        total += model.probabilities(changed, "pitch")[at]
    assert total == pytest.approx(1.0)


def test_what_repeats_is_learnt_on_the_way(sides: list[list[dict[str, np.ndarray]]]) -> None:
    static = NGram(sides[0])
    adaptive = AdaptiveNGram(static, sides[1])
    assert nats_per_note(adaptive, sides[2])["pitch"] < 0.6 * nats_per_note(static, sides[2])["pitch"]


def test_training_tunes_are_less_surprising_than_new_ones(sides: list[list[dict[str, np.ndarray]]]) -> None:
    static = NGram(sides[0])
    assert nats_per_note(static, sides[0])["total"] < nats_per_note(static, sides[2])["total"]


def test_losses_are_counted_by_hand(sides: list[list[dict[str, np.ndarray]]]) -> None:
    static, piece = NGram(sides[0]), sides[2][0]
    found = nats_per_note(static, [piece])
    for head in baselines.HEADS:
        assert found[head] == pytest.approx(-np.log(static.probabilities(piece, head)).sum() / 120)
