"""The n-grams give probabilities, and the adaptive one learns a piece as it goes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.engine.events import ANY_STYLE, STYLES
from assistant.training import baselines
from assistant.training.baselines import AdaptiveNGram, NGram, nats_per_note
from assistant.training.columns import Columns, columns_of
from tests.training.made_up import random_score

Sides = list[list[Columns]]


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    scores = [random_score(i, notes=80, chords=i % 2 == 0) for i in range(30)]
    columns = columns_of(scores, tmp_path_factory.mktemp("columns"))
    return [columns[:20], columns[20:25], columns[25:]]


@pytest.mark.parametrize("head", ["pitch", "part"])
@pytest.mark.parametrize("adaptive", [False, True])
def test_probabilities_of_all_that_might_come_sum_to_one(sides: Sides, head: str, adaptive: bool) -> None:
    static = NGram(sides[0])
    model = AdaptiveNGram(static, sides[1]) if adaptive else static
    piece, at, total = sides[2][0], 60, 0.0
    for value in range(baselines.CLASSES[head]):
        changed = {**piece, head: piece[head].copy()}
        changed[head][at] = value
        total += model.probabilities(changed, head)[at]
    assert total == pytest.approx(1.0)


def test_what_repeats_is_learnt_on_the_way(sides: Sides) -> None:
    static = NGram(sides[0])
    adaptive = AdaptiveNGram(static, sides[1])
    assert nats_per_note(adaptive, sides[2])["pitch"] < 0.6 * nats_per_note(static, sides[2])["pitch"]


def test_training_pieces_are_less_surprising_than_new_ones(sides: Sides) -> None:
    static = NGram(sides[0])
    assert nats_per_note(static, sides[0])["total"] < nats_per_note(static, sides[2])["total"]


def test_losses_are_counted_by_hand(sides: Sides) -> None:
    static, piece = NGram(sides[0]), sides[2][0]
    found, notes = nats_per_note(static, [piece]), len(piece["shift"]) - 1
    for head in baselines.HEADS:
        assert found[head] == pytest.approx(-np.log(static.probabilities(piece, head)).sum() / notes)


def test_the_local_counts_are_those_of_a_plain_search(sides: Sides) -> None:
    """Against counting by hand, one step after another."""
    piece = sides[2][1]
    steps = baselines._steps(piece, "pitch")
    fixed = np.full(steps.contexts.shape[1], 0.01)
    found, matched = baselines._local(steps, fixed)
    for t in range(0, len(fixed), 7):
        p, longest = 0.01, 0
        for order in range(baselines.ORDER + 1):
            earlier = [i for i in range(t) if steps.contexts[order][i] == steps.contexts[order][t]]
            if earlier:
                joints = [steps.joints[order][i] for i in earlier]
                came, kinds = joints.count(steps.joints[order][t]), len(set(joints))
                p, longest = (came + kinds * p) / (len(earlier) + kinds), order + 1
        assert found[t] == pytest.approx(p)
        assert matched[t] == longest


def test_each_style_is_mixed_by_its_own_weights(tmp_path: Path) -> None:
    """Tunes that repeat their own phrase foretell themselves, chorales that all share one foretell others."""
    tunes = [random_score(i, notes=80) for i in range(20)]
    shared = [replace(random_score(99, notes=80), style="chorale", title=f"copy {i}") for i in range(20)]
    columns = columns_of([*tunes, *shared], tmp_path)
    train, valid = columns[:15] + columns[20:35], columns[15:20] + columns[35:]
    weights = AdaptiveNGram(NGram(train), valid).weights["pitch"]
    folk, chorale, unknown = (weights[i][-1] for i in (0, STYLES.index("chorale"), ANY_STYLE))
    assert folk > 0.5 > chorale
    assert chorale < unknown < folk
