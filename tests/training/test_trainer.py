"""The loop learns, judges and keeps the average, and ends when it should."""

import itertools
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assistant.core.errors import AntiphonError
from assistant.training import trainer
from assistant.training.trainer import Epoch, Progress
from tests.training import toy
from tests.training.toy import CONFIG


def test_it_learns_and_ends_with_the_best_average() -> None:
    kept: list[tuple[Epoch, dict[str, torch.Tensor]]] = []

    def keep(net: torch.nn.Module, epoch: Epoch) -> None:
        kept.append((epoch, {k: v.clone() for k, v in net.state_dict().items()}))

    net, epochs = toy.run(replace(CONFIG, epochs=8), keep=keep)
    best = min(epochs, key=lambda e: e.valid["total"])
    assert best.valid["total"] < 0.8 * epochs[0].valid["total"]
    assert kept[-1][0] == best
    for name, weights in net.state_dict().items():
        torch.testing.assert_close(weights, kept[-1][1][name], rtol=0, atol=0)
    assert trainer.evaluate(net, toy.losses, toy.batches(0)) == best.valid


def test_losses_are_nats_a_note_by_head_and_in_all() -> None:
    net = toy.toy_net().requires_grad_(False).eval()
    found = trainer.evaluate(net, toy.losses, toy.batches(0))
    notes = sum(int(b.note_mask.sum()) for b in toy.batches(0))
    low = sum(float(toy.losses(net, b)["low"].sum()) for b in toy.batches(0))
    assert found["low"] == pytest.approx(low / notes)
    assert found["total"] == pytest.approx(found["low"] + found["high"])


def test_the_rate_rises_and_falls_along_a_cosine() -> None:
    rates = [epoch.learning_rate for epoch in toy.run(replace(CONFIG, epochs=6), epoch_notes=500)[1]]
    assert rates == sorted(rates, reverse=True)
    assert 0.7 * CONFIG.learning_rate < rates[0] < CONFIG.learning_rate
    assert rates[-1] < 0.05 * CONFIG.learning_rate


def test_it_stops_early_when_nothing_betters_the_best() -> None:
    _, epochs = toy.run(replace(CONFIG, epochs=50, patience=2, learning_rate=1e-12))
    assert len(epochs) < 50
    losses = [epoch.valid["total"] for epoch in epochs]
    assert min(losses) == losses[-3]


def test_minutes_end_an_epoch_on_the_way() -> None:
    ticks = itertools.count()
    _, epochs = toy.run(replace(CONFIG, epochs=50, minutes=1.5), clock=lambda: float(next(ticks)))
    assert epochs[-1].epoch < 50
    assert epochs[-1].step % 10 != 0
    assert epochs[-1].learning_rate < 0.1 * CONFIG.learning_rate


def test_what_training_starts_from_can_be_the_best() -> None:
    start, _ = toy.run()
    before = {k: v.clone() for k, v in start.state_dict().items()}
    net, epochs = toy.run(replace(CONFIG, judge_start=True, learning_rate=30.0), net=start)
    assert [epoch.epoch for epoch in epochs] == [0, 1, 2, 3, 4]
    assert epochs[0].train == {} and epochs[0].valid["total"] == min(e.valid["total"] for e in epochs)
    torch.testing.assert_close(dict(net.state_dict()), before, rtol=0, atol=0)


def test_progress_tells_epoch_share_speed_and_time_left() -> None:
    ticks, told = itertools.count(), list[Progress]()
    toy.run(replace(CONFIG, epochs=2), progress=told.append, clock=lambda: float(next(ticks)))
    assert [p.epoch for p in told] == [1] * 10 + [2] * 10
    assert told[0].seconds_left is None
    shares = [p.share for p in told[10:]]
    assert shares == sorted(shares) and shares[-1] > 0.8
    lefts = [p.seconds_left or 0.0 for p in told[10:]]
    assert lefts == sorted(lefts, reverse=True) and lefts[-1] < 0.3 * lefts[0]
    assert all(p.notes_per_s > 0 and math.isfinite(p.loss) for p in told)


def test_how_many_notes_an_epoch_has_can_be_said_beforehand() -> None:
    told = list[Progress]()
    toy.run(replace(CONFIG, epochs=1), progress=told.append, epoch_notes=400.0)
    assert 0 < told[0].share < told[-1].share
    assert told[0].seconds_left is not None


def test_the_curve_is_a_json_line_an_epoch(tmp_path: Path) -> None:
    _, epochs = toy.run(folder=tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "curve.jsonl").read_text().splitlines()]
    assert [line["valid"] for line in lines] == [epoch.valid for epoch in epochs]
    assert lines[0].keys() >= {"epoch", "seconds", "train", "valid", "step", "learning_rate", "notes_per_s"}


def test_events_for_tensorboard_are_written_if_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    _, epochs = toy.run(folder=tmp_path / "out", tensorboard=tmp_path / "events")
    events = EventAccumulator(str(tmp_path / "events")).Reload()
    points = events.Scalars("valid/total")
    assert [p.step for p in points] == [e.step for e in epochs]
    assert [p.value for p in points] == pytest.approx([e.valid["total"] for e in epochs])
    assert [p.step for p in events.Scalars("step/loss")] == [10, 20, 30, 40]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["curve.jsonl", "last.safetensors"]


def test_a_loss_that_is_no_number_is_said() -> None:
    net = toy.toy_net()
    torch.nn.init.constant_(net.low.weight, math.nan)
    with pytest.raises(AntiphonError, match="lower --rate"):
        toy.run(net=net)


def test_a_device_that_is_not_here_is_said() -> None:
    with pytest.raises(AntiphonError, match="no device abacus here"):
        toy.run(replace(CONFIG, device="abacus"))


def test_a_short_run_does_not_spend_itself_on_warming_up() -> None:
    _, epochs = toy.run(replace(CONFIG, epochs=2, warmup_steps=1000), epoch_notes=400)
    assert epochs[0].learning_rate > 0.3 * CONFIG.learning_rate
