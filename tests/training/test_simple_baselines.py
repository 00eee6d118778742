"""The simple baselines count as the networks do, are fair distributions, and copy from the right place."""

import numpy as np
import pytest
from hypothesis import assume, given

from assistant.engine.events import BASS, END, MAX_LENGTH, MAX_SHIFT, MELODY
from assistant.training.scores import ONSET, PART, PITCH, Score
from assistant.training.simple_baselines import (
    CLASSES,
    HEADS,
    NOTHING,
    Baseline,
    CopyThePast,
    Marginal,
    fit,
    nats_per_note,
    next_pitch_accuracy,
    proposals_of,
    targets_of,
)
from tests.training.any_scores import scores
from tests.training.little_scores import made_score, melody_score, song


@pytest.fixture(scope="module")
def fitted() -> dict[str, Baseline]:
    return fit([song(i) for i in range(8)], [song(i) for i in range(8, 11)])


def test_steps_are_told_as_the_networks_have_them() -> None:
    score = made_score([(12, 300, 62, MELODY), (12, 24, 50, BASS), (400, 24, 64, MELODY)], tonic=2)
    targets = {head: steps.tolist() for head, steps in targets_of(score).items()}
    assert targets == {
        "shift": [12, 0, MAX_SHIFT, END],
        "part": [MELODY, BASS, MELODY],
        "pitch": [60, 48, 62],
        "length": [MAX_LENGTH, 24, 24],
    }


@given(scores)
def test_targets_are_classes_and_proposals_have_their_shape(score: Score) -> None:
    targets, proposals = targets_of(score), proposals_of(score)
    for head in HEADS:
        assert ((targets[head] >= 0) & (targets[head] < CLASSES[head])).all()
        assert targets[head].shape == proposals[head].shape
        assert len(targets[head]) == len(score) + (head == "shift")


@given(scores)
def test_what_is_copied_stood_at_the_same_place_of_the_bar_before(score: Score) -> None:
    assume(len(score.meters) == 1)
    proposed, later = proposals_of(score)["pitch"], score.notes.copy()
    later[:, ONSET] += 96
    there = {tuple(row) for row in later[:, [ONSET, PART]].tolist()}
    for row, pitch in zip(score.notes[:, [ONSET, PART]].tolist(), proposed.tolist(), strict=True):
        assert pitch == NOTHING or tuple(row) in there


def test_a_bar_played_again_is_foretold_from_its_second_note_on() -> None:
    bar = [(0, 24, 60, 0), (24, 48, 64, 0), (24, 48, 67, 0), (0, 96, 40, 3), (72, 24, 62, 0)]
    score = made_score(bar + [(onset + 96, *rest) for onset, *rest in bar])
    targets, proposals = targets_of(score), proposals_of(score)
    for head in ("pitch", "length"):
        assert proposals[head][5:].tolist() == targets[head][5:].tolist()
    for head in ("shift", "part"):
        assert proposals[head][6:10].tolist() == targets[head][6:10].tolist()
        assert (proposals[head][:6] == NOTHING).all()


def test_bars_are_counted_where_meters_change() -> None:
    score = made_score([(24, 24, 60, 0), (96, 24, 62, 0), (120, 24, 64, 0)], meters=((0, 4, 4), (96, 3, 4)))
    assert proposals_of(score)["pitch"].tolist() == [NOTHING, NOTHING, 60]


@pytest.mark.parametrize("name", ["marginal", "copy the past"])
@pytest.mark.parametrize("head", HEADS)
def test_probabilities_sum_to_one(fitted: dict[str, Baseline], name: str, head: str) -> None:
    baseline = fitted[name]
    proposed = np.full(CLASSES[head], 3)
    if isinstance(baseline, CopyThePast):
        assert baseline._probabilities(head, np.arange(CLASSES[head]), proposed).sum() == pytest.approx(1)
        assert 0 < baseline.weights[head] < 1
    else:
        assert isinstance(baseline, Marginal)
        assert baseline.tables[head].sum() == pytest.approx(1)


def test_copying_pays_where_music_repeats_itself() -> None:
    pieces = [melody_score([60 + (i * k) % 7 for i in range(4)] * 12) for k in range(1, 9)]
    found = fit(pieces[:4], pieces[4:6])
    loss = {name: nats_per_note(baseline, pieces[6:]) for name, baseline in found.items()}
    assert loss["copy the past"]["pitch"] < 0.5 * loss["marginal"]["pitch"]
    right = {name: next_pitch_accuracy(baseline, pieces[6:]) for name, baseline in found.items()}
    assert right["copy the past"] > 0.9 > right["marginal"]


def test_losses_are_counted_by_hand(fitted: dict[str, Baseline]) -> None:
    score, marginal = melody_score([60, 62]), fitted["marginal"]
    assert isinstance(marginal, Marginal)
    found = nats_per_note(marginal, [score, score])
    p = marginal.tables
    assert found["shift"] == pytest.approx(-np.log(p["shift"][[0, 24, END]]).sum() / 2)
    assert found["pitch"] == pytest.approx(-np.log(p["pitch"][[60, 62]]).sum() / 2)
    assert found["total"] == pytest.approx(sum(found[head] for head in HEADS))


def test_where_nothing_comes_back_nothing_is_copied() -> None:
    pieces = [melody_score(range(60, 64)), melody_score(range(60, 63))]
    copying = fit(pieces, pieces)["copy the past"]
    assert isinstance(copying, CopyThePast)
    assert nats_per_note(copying, pieces) == nats_per_note(copying.marginal, pieces)


def test_accuracy_takes_the_likeliest_pitch() -> None:
    train = [melody_score([60, 60, 60, 67])]
    marginal = Marginal.fit(train)
    assert marginal.pitch_right(train[0]).tolist() == [True, True, True, False]
    again = melody_score([67, 67, 60, 60, 67, 60, 60, 60])
    weak, strong = (CopyThePast(marginal, dict.fromkeys(HEADS, w)) for w in (0.01, 0.9))
    assert weak.pitch_right(again).tolist() == [p == 60 for p in again.notes[:, PITCH]]
    assert strong.pitch_right(again).tolist() == [False, False, True, True, True, False, True, True]
