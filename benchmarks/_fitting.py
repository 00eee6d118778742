"""Fitting a network to pieces within minutes, judged and kept by the validation pieces."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from benchmarks._nets import FrameNet, Shape
from benchmarks._rolls import Batch, Piece, batch, batches

BATCH = 16


@dataclass(frozen=True)
class Fit:
    """How long and how to learn; minutes are of processor time, so that a busy machine learns as much."""

    minutes: float = 2.0
    epochs: int = 10_000
    seed: int = 1
    transpose: int = 0  # semitones up and down that training pieces are moved by at random
    learning_rate: float = 2e-3
    warmup_steps: int = 100
    weight_decay: float = 0.1
    average_decay: float = 0.995


@dataclass(frozen=True)
class Epoch:
    """How far the fitting is: nats a frame."""

    epoch: int
    progress: float  # 1 at the end
    train: float
    valid: float
    best: float


def fit(
    shape: Shape,
    training: Sequence[Piece],
    validation: Sequence[Piece],
    how: Fit,
    clock: Callable[[], float] = time.process_time,
) -> tuple[FrameNet, Iterator[Epoch]]:
    """A network, and the epochs that train it: run through them, and it holds its best average of weights.

    The average is exponential, over the steps; the best is the one with the lowest loss on ``validation``.
    """
    torch.manual_seed(how.seed)
    net = FrameNet(shape)
    return net, _epochs(net, training, validation, how, clock)


def _epochs(
    net: FrameNet,
    training: Sequence[Piece],
    validation: Sequence[Piece],
    how: Fit,
    clock: Callable[[], float],
) -> Iterator[Epoch]:
    rng = np.random.default_rng(how.seed)
    average, live = net, copy.deepcopy(net)
    optimiser = torch.optim.AdamW(live.parameters(), how.learning_rate, weight_decay=how.weight_decay)
    best, best_loss = copy.deepcopy(average.state_dict()), math.inf
    started, step, epoch, progress = clock(), 0, 0, 0.0
    while progress < 1:
        epoch, losses = epoch + 1, []
        for part in batches(training, BATCH, rng, how.transpose):
            optimiser.param_groups[0]["lr"] = _rate(how, step, progress)
            losses.append(_step(live, part, optimiser))
            step += 1
            _average_into(average, live, min(how.average_decay, (1 + step) / (10 + step)))
            progress = max(epoch / how.epochs, (clock() - started) / (60 * how.minutes))
        valid = float(np.concatenate(nats(average, validation)).mean())
        if valid < best_loss:
            best, best_loss = copy.deepcopy(average.state_dict()), valid
        yield Epoch(epoch, min(progress, 1.0), float(np.mean(losses)), valid, best_loss)
    net.load_state_dict(best)


def _step(net: FrameNet, part: Batch, optimiser: torch.optim.Optimizer) -> float:
    net.train()
    with torch.autocast("cpu", torch.bfloat16):
        loss = net(part).mean()
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _rate(how: Fit, step: int, progress: float) -> float:
    warmup = min(1.0, (step + 1) / how.warmup_steps)
    return how.learning_rate * warmup * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


@torch.no_grad()
def _average_into(average: nn.Module, net: nn.Module, decay: float) -> None:
    for a, b in zip(average.parameters(), net.parameters(), strict=True):
        a.lerp_(b, 1 - decay)


@torch.no_grad()
def nats(net: FrameNet, pieces: Sequence[Piece]) -> list[NDArray[np.float64]]:
    """What every frame cost, piece by piece, in single precision."""
    net.eval()
    found: list[NDArray[np.float64]] = []
    for start in range(0, len(pieces), BATCH):
        part = batch(pieces[start : start + BATCH])
        found += [piece.numpy() for piece in net(part).double().split(part.lengths)]
    return found
