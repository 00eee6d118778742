"""Columns to batches: every step once, padding that counts for nothing, windows that know what was before."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from assistant.engine import events as ev
from assistant.training.augmentation import NOTHING
from assistant.training.columns import columns_of
from assistant.training.dataset import (
    WINDOW_STEPS,
    Lesson,
    Window,
    cut,
    evaluation_batches,
    evaluation_groups,
    told_batch,
    training_batches,
)
from tests.training.made_up import random_score


def test_an_epoch_holds_every_note_once(tmp_path: Path) -> None:
    data = columns_of([random_score(i, notes=20 + 40 * i) for i in range(30)], tmp_path)
    batches = list(training_batches([Lesson([c]) for c in data], NOTHING, np.random.default_rng(0), 1024))
    assert sum(int(b.note_mask.sum()) for b in batches) == sum(20 + 40 * i for i in range(30))
    assert sum(int(b.mask.sum()) for b in batches) == sum(21 + 40 * i for i in range(30))
    assert all(b.mask.numel() <= 1024 + WINDOW_STEPS for b in batches)


def test_of_two_forms_an_epoch_shows_one(tmp_path: Path) -> None:
    short, long = columns_of([random_score(1, notes=20), random_score(1, notes=30)], tmp_path)
    seen = set()
    for seed in range(20):
        batches = training_batches([Lesson([short, long])], NOTHING, np.random.default_rng(seed))
        seen.add(sum(int(b.note_mask.sum()) for b in batches))
    assert seen == {20, 30}


def test_a_melody_is_sometimes_shown_alone(tmp_path: Path) -> None:
    whole, melody = columns_of([random_score(1, notes=40), random_score(1, notes=15)], tmp_path)
    lesson = Lesson([whole], melody)
    for alone, notes in [(0.0, {40}), (0.5, {40, 15}), (1.0, {15})]:
        shown = replace(NOTHING, alone=alone)
        epochs = (training_batches([lesson], shown, np.random.default_rng(seed)) for seed in range(20))
        assert {sum(int(b.note_mask.sum()) for b in epoch) for epoch in epochs} == notes


def test_the_same_epoch_is_the_same_again(tmp_path: Path) -> None:
    data = [Lesson([c]) for c in columns_of([random_score(i, notes=400) for i in range(4)], tmp_path)]
    first, second = (list(training_batches(data, NOTHING, np.random.default_rng(7))) for _ in range(2))
    assert all(torch.equal(a.pitch, b.pitch) for a, b in zip(first, second, strict=True))


def test_a_window_knows_the_event_before_it(tmp_path: Path) -> None:
    columns = columns_of([random_score(2, chords=True)], tmp_path)[0]
    window = cut(Window(columns, 10, 30))
    assert not window["start"].any()
    np.testing.assert_array_equal(window["past_pitch"], columns["pitch"][9:29])
    np.testing.assert_array_equal(window["past_left"], columns["left"][9:29])
    whole = cut(Window(columns, 0, 30))
    assert whole["start"].tolist() == [1] + [0] * 29
    assert whole["past_last"][0] == -1


def test_padding_counts_for_nothing(tmp_path: Path) -> None:
    data = columns_of([random_score(i, notes=20 + 10 * i) for i in range(2)], tmp_path)
    batch = told_batch(data)
    assert batch.mask.sum(dim=1).tolist() == [21, 31]
    assert batch.note_mask.sum(dim=1).tolist() == [20, 30]


def test_evaluation_takes_every_piece_once_and_tells_no_secrets(tmp_path: Path) -> None:
    data = columns_of([random_score(i, notes=20 + 10 * i) for i in range(40)], tmp_path)
    groups = list(evaluation_groups(data))
    assert sorted(i for g in groups for i in g) == list(range(40))
    assert sum(int(b.note_mask.sum()) for b in evaluation_batches(data)) == sum(
        20 + 10 * i for i in range(40)
    )
    told, untold = told_batch(data[:1], style=0), told_batch(data[:1])
    assert not torch.equal(told.shift, untold.shift)
    assert torch.equal(told.targets, untold.targets)
    assert (untold.targets[0, -1, 0] == ev.END).all()
