"""The tutorial networks see what the tutorials see, learn, and are judged by a fair yard-stick."""

from itertools import count

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.errors import AntiphonError
from assistant.engine.events import BASS
from assistant.training.lines import melody_alone, melody_pitches
from assistant.training.scores import ONSET, Score
from assistant.training.tutorial import (
    KINDS,
    NOTHING,
    UNKNOWN,
    WINDOW,
    TutorialNet,
    Windows,
    strings,
    train_tutorial,
    vocabulary_of,
)
from tests.training.any_scores import scores
from tests.training.little_scores import made_score, melody_score, song


def test_notes_and_chords_have_the_tutorials_names() -> None:
    chord = [(0, 24, p, BASS) for p in (52, 55, 71)]
    assert strings(made_score([*chord, (24, 24, 60, 0), (48, 24, 48, BASS), (48, 24, 60, 0)])) == [
        "4.7.11", "60", "0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pitches", "name"), [((60, 64, 67), "0.4.7"), ((65, 69, 72), "5.9.0"), ((55, 59, 62, 65), "11.2.5.7")]
)
def test_chords_are_named_in_normal_order(pitches: tuple[int, ...], name: str) -> None:
    assert strings(made_score([(0, 24, p, 0) for p in pitches])) == [name]


@given(st.sets(st.integers(0, 11), min_size=2), st.integers(0, 11))
def test_normal_order_moves_with_the_chord_and_keeps_its_notes(classes: set[int], up: int) -> None:
    def order(by: int) -> list[int]:
        (name,) = strings(made_score([(0, 24, 60 + p + by, 0) for p in classes]))
        return [(int(p) - by) % 12 for p in name.split(".")]

    assert set(order(up)) == classes
    spans = {(o[-1] - o[0]) % 12 for o in (order(0), order(up))}
    assert len(spans) == 1


@given(scores)
def test_there_is_one_string_an_onset(score: Score) -> None:
    assert len(strings(score)) == len(np.unique(score.notes[:, ONSET]))


@given(scores)
def test_strings_of_a_melody_are_its_pitches(score: Score) -> None:
    assert strings(melody_alone(score)) == [str(p) for p in melody_pitches(score)]


def test_transposed_copies_are_the_same_strings() -> None:
    assert strings(melody_score([60, 64, 67])) == strings(melody_score([63, 67, 70], tonic=3))


def test_rare_strings_share_one_class() -> None:
    vocabulary = vocabulary_of([melody_score([60, 62, 60, 64, 62])])
    assert vocabulary == {"60": 2, "62": 3}
    assert Windows.of([melody_score([60, 71])], vocabulary).row.tolist()[WINDOW:] == [2, UNKNOWN]


def test_every_string_is_asked_for_with_the_ones_before_it_in_its_own_score() -> None:
    pieces = [melody_score(range(40, 80)), melody_score([60, 61, 62])]
    vocabulary = {str(p): p for p in range(40, 80)}
    windows = Windows.of(pieces, vocabulary)
    ((inputs, targets),) = windows.batches(100, torch.arange(len(windows)))
    assert targets.tolist() == [*range(40, 80), 60, 61, 62]
    assert inputs[0].tolist() == [NOTHING] * WINDOW
    assert inputs[39].tolist() == list(range(79 - WINDOW, 79))
    assert inputs[42].tolist() == [NOTHING] * (WINDOW - 2) + [60, 61]


class AlwaysSays(torch.nn.Module):
    """A network that gives one class, and then another, the most weight."""

    def __init__(self, first: int, then: int) -> None:
        super().__init__()
        self.logits = torch.zeros(6)
        self.logits[first], self.logits[then] = 20.0, 10.0

    def forward(self, window: torch.Tensor) -> torch.Tensor:
        return self.logits.expand(len(window), -1)


def test_accuracy_and_nats_are_counted_over_all_strings() -> None:
    net = TutorialNet(AlwaysSays(2, 3), {"60": 2, "62": 3})
    judged = net.judge([melody_score([60, 60, 62, 60]), melody_score([62, 62])])
    assert judged.strings == 6
    assert judged.next_pitch_accuracy == pytest.approx(0.5)
    assert judged.nats_per_string == pytest.approx(10 / 2, abs=1e-3)


def test_a_rare_string_is_never_right_and_never_answered() -> None:
    judged = TutorialNet(AlwaysSays(UNKNOWN, 3), {"60": 2, "62": 3}).judge([melody_score([62, 90])])
    assert judged.next_pitch_accuracy == pytest.approx(0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_is_learnt(kind: str) -> None:
    pieces = [melody_score([60, 62, 64, 65, 67, 69, 67, 64] * 8)]
    # Fifty steps: the clock tells a second more whenever it is asked.
    net = train_tutorial(kind, pieces, 50 / 60, clock=count().__next__)
    assert net.judge(pieces).next_pitch_accuracy > 0.8


def test_training_stops_in_time_and_is_the_same_for_a_seed() -> None:
    pieces = [song(i, bars=6) for i in range(3)]
    clock = count()
    nets = [train_tutorial("conv", pieces, 3 / 60, clock=clock.__next__, seed=7) for _ in range(2)]
    assert next(clock) == 8
    assert nets[0].judge(pieces) == nets[1].judge(pieces)


def test_the_best_on_held_out_music_is_kept() -> None:
    told: list[str] = []
    pieces, held_out = [song(1)], [song(2)]
    net = train_tutorial("conv", pieces, 40 / 60, valid=held_out, clock=count().__next__, tell=told.append)
    best = min(float(line.split()[3]) for line in told)
    assert len(told) == 10
    assert net.judge(held_out).nats_per_string == pytest.approx(best, abs=1e-3)


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(AntiphonError, match="no notes"):
        train_tutorial("conv", [melody_score([])], 1)
