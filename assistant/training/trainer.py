"""The training loop: knows batches and losses, and nothing of what the network is for.

Weights are averaged along the way (exponential moving average), and the average is what is judged and kept.
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from assistant.training.networks import Batch

Losses = Callable[[Any, Batch], dict[str, torch.Tensor]]


@dataclass(frozen=True)
class TrainConfig:
    """How long and how fast to learn; ``minutes`` stops early between batches when it runs out."""

    epochs: int = 20
    minutes: float = math.inf
    learning_rate: float = 2e-3
    warmup_steps: int = 200
    weight_decay: float = 0.05
    clip_norm: float = 1.0
    average_decay: float = 0.998
    threads: int = 1


@dataclass(frozen=True)
class Epoch:
    """What one epoch cost and brought; losses are nats a note by head and in all."""

    epoch: int
    seconds: float
    train: dict[str, float]
    valid: dict[str, float]


def train(
    net: nn.Module,
    losses: Losses,
    training: Callable[[int], Iterator[Batch]],
    validation: Callable[[], Iterator[Batch]],
    config: TrainConfig,
    *,
    log: Path | None = None,
    keep: Callable[[nn.Module, Epoch], None] | None = None,
) -> Iterator[Epoch]:
    """Train ``net`` in place, yielding after each epoch; at the end it holds the best average.

    ``training`` gives the batches of an epoch, ``validation`` those to judge by. ``log`` gets a JSON line an
    epoch; ``keep`` gets the average whenever it is the best so far. Matrix products run in bfloat16.
    """
    torch.set_num_threads(config.threads)
    optimiser = torch.optim.AdamW(net.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
    average, best, best_loss = copy.deepcopy(net), copy.deepcopy(net.state_dict()), math.inf
    started, step = time.perf_counter(), 0
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("")
    for epoch in range(1, config.epochs + 1):
        sums: dict[str, float] = {}
        for batch in training(epoch):
            progress = max(
                (epoch - 1) / config.epochs, (time.perf_counter() - started) / (60 * config.minutes)
            )
            _set_rate(optimiser, _rate(config, step, progress))
            _add(sums, _step(net, losses, batch, optimiser, config.clip_norm))
            step += 1
            _average_into(average, net, min(config.average_decay, (1 + step) / (10 + step)))
        valid = evaluate(average, losses, validation())
        done = Epoch(epoch, time.perf_counter() - started, _per_note(sums), valid)
        if log:
            with log.open("a") as f:
                f.write(json.dumps(done.__dict__) + "\n")
        if valid["total"] < best_loss:
            best, best_loss = copy.deepcopy(average.state_dict()), valid["total"]
            if keep:
                keep(average, done)
        yield done
        if time.perf_counter() - started > 60 * config.minutes:
            break
    net.load_state_dict(best)
    net.eval()


@torch.no_grad()
def evaluate(net: nn.Module, losses: Losses, batches: Iterator[Batch]) -> dict[str, float]:
    """Nats a note by head and in all (the END step counts in the sum, not in the number of notes)."""
    net.eval()
    sums: dict[str, float] = {}
    for batch in batches:
        _add(sums, _sums(losses(net, batch), batch))
    return _per_note(sums)


def _step(
    net: nn.Module, losses: Losses, batch: Batch, optimiser: torch.optim.Optimizer, clip_norm: float
) -> dict[str, float]:
    net.train()
    with torch.autocast(batch.mask.device.type, dtype=torch.bfloat16):
        found = losses(net, batch)
    total = torch.stack([v.sum() for v in found.values()]).sum() / batch.note_mask.sum()
    optimiser.zero_grad()
    total.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(net.parameters(), clip_norm)
    optimiser.step()
    return _sums(found, batch)


def _sums(found: dict[str, torch.Tensor], batch: Batch) -> dict[str, float]:
    return {"notes": float(batch.note_mask.sum()), **{k: float(v.detach().sum()) for k, v in found.items()}}


def _add(sums: dict[str, float], more: dict[str, float]) -> None:
    for k, v in more.items():
        sums[k] = sums.get(k, 0.0) + v


def _per_note(sums: dict[str, float]) -> dict[str, float]:
    heads = {k: v / sums["notes"] for k, v in sums.items() if k != "notes"}
    return {**heads, "total": sum(heads.values())}


def _rate(config: TrainConfig, step: int, progress: float) -> float:
    warmup = min(1.0, (step + 1) / config.warmup_steps)
    return config.learning_rate * warmup * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def _set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate


@torch.no_grad()
def _average_into(average: nn.Module, net: nn.Module, decay: float) -> None:
    for a, b in zip(average.parameters(), net.parameters(), strict=True):
        a.lerp_(b, 1 - decay)
