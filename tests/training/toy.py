"""A network, batches and a run so small that a test trains in a second; also a process of its own.

python -m tests.training.toy FOLDER '{"epochs": 2, ...}' [--resume] [--kill-at-step N]
"""

import argparse
import dataclasses
import itertools
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.training import trainer
from assistant.training.distributed import joined
from assistant.training.trainer import Epoch, Progress, TrainConfig

CLASSES = 8
CONFIG = TrainConfig(epochs=4, learning_rate=0.02, warmup_steps=5, average_decay=0.8, device="cpu")


@dataclass
class ToyBatch:
    """The classes that were (B, T), those that come (B, T), and which steps are notes (B, T)."""

    past: Tensor
    target: Tensor
    mask: Tensor
    note_mask: Tensor


class ToyNet(nn.Module):
    """An LSTM, so that the state has layers of one storage, with dropout."""

    def __init__(self, dropout: float = 0.2, width: int = 16) -> None:
        super().__init__()
        self.events = nn.Embedding(CLASSES, width)
        self.cells = nn.LSTM(width, width, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.low, self.high = nn.Linear(width, 2), nn.Linear(width, CLASSES // 2)

    def forward(self, past: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.dropout(self.cells(self.events(past))[0])
        return self.low(hidden), self.high(hidden)


def losses(net: ToyNet, batch: ToyBatch) -> dict[str, Tensor]:
    low, high = net(batch.past)
    return {
        "low": _nats(low, batch.target % 2) * batch.mask,
        "high": _nats(high, batch.target // 2) * batch.note_mask,
    }


def _nats(logits: Tensor, target: Tensor) -> Tensor:
    flat = functional.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none")
    return flat.view(target.shape)


def batches(epoch: int, pieces: int = 5) -> Iterator[ToyBatch]:
    """Ten batches of counting pieces of unequal length; the last batch of an epoch has one piece only."""
    rng = np.random.default_rng([7, epoch])
    for b in range(10):
        rows = 1 if b == 9 else pieces
        starts, stops = rng.integers(CLASSES, size=(rows, 1)), rng.integers(6, 12, size=(rows, 1))
        walk = torch.from_numpy((starts + rng.integers(1, 3, size=(rows, 12)).cumsum(axis=1)) % CLASSES)
        steps = torch.arange(11).expand(rows, -1)
        yield ToyBatch(
            walk[:, :-1],
            walk[:, 1:],
            (steps <= torch.tensor(stops)).long(),
            (steps < torch.tensor(stops)).long(),
        )


def toy_net(**sizes: Any) -> ToyNet:
    torch.manual_seed(3)
    return ToyNet(**sizes)


def run(
    config: TrainConfig = CONFIG, *, net: ToyNet | None = None, **options: Any
) -> tuple[ToyNet, list[Epoch]]:
    """Train to the end."""
    learnt = net or toy_net()
    epochs = list(trainer.train(learnt, losses, batches, lambda: batches(0), config, **options))
    return learnt, epochs


def curve(folder: Path) -> list[dict[str, Any]]:
    """The lines of the curve, less those figures that no two runs share."""
    lines = (json.loads(line) for line in (folder / "curve.jsonl").read_text().splitlines())
    return [{k: v for k, v in line.items() if k not in {"seconds", "notes_per_s"}} for line in lines]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("config", type=json.loads)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--kill-at-step", type=int, default=0)
    given = parser.parse_args()
    steps = itertools.count(1)

    def die(_: Progress) -> None:
        if next(steps) == given.kill_at_step:
            os.kill(os.getpid(), signal.SIGKILL)

    ticks = itertools.count()
    with joined("cpu"):
        run(
            dataclasses.replace(CONFIG, **given.config), net=toy_net(dropout=given.dropout),
            folder=given.folder, resume=given.resume, progress=die, save_every_s=30,
            clock=lambda: float(next(ticks)),
        )  # fmt: skip


if __name__ == "__main__":
    main()
