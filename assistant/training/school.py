"""From corpora to a graduate: read, split, train, export, and judge beside the baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from assistant.core.errors import AntiphonError
from assistant.training import baselines, trainer
from assistant.training.corpus import Progress, Tune, read_corpora
from assistant.training.dataset import (
    SPLITS,
    Augmentation,
    Columns,
    columns_of,
    melody,
    split_of,
    to_batch,
    training_batches,
    with_open_end,
    without_duplicates,
)
from assistant.training.export import export, restore
from assistant.training.networks import Batch, MelodyNet, NetConfig, losses
from assistant.training.trainer import Epoch, TrainConfig

STEPS_PER_BATCH = 4096
MELODIES_PER_EVALUATION = 16


@dataclass(frozen=True)
class Split:
    """One corpus, its duplicates removed and its works kept apart."""

    tunes: dict[str, list[Tune]]
    skipped: tuple[str, ...]
    duplicates: int

    def columns(self, side: str) -> list[Columns]:
        """The network's inputs for one side of the split."""
        return columns_of([melody(t) for t in self.tunes[side]])


def read_split(names: list[str], cache: Path, *, workers: int, progress: Progress | None = None) -> Split:
    """The corpora split into train, valid and test; ``AntiphonError`` where a side is left empty."""
    reading = read_corpora(names, cache, workers=workers, progress=progress)
    tunes = without_duplicates(reading.tunes)
    sides = {side: [t for t in tunes if split_of(t) == side] for side in SPLITS}
    if not all(sides.values()):
        raise AntiphonError(f"{len(tunes)} tunes are too few to train on: add more music.")
    return Split(sides, reading.skipped, len(reading.tunes) - len(tunes))


def graduate(
    split: Split,
    out: Path,
    *,
    title: str,
    command: str,
    net_config: NetConfig,
    train_config: TrainConfig,
    augmentation: Augmentation,
    seed: int,
) -> Iterator[Epoch]:
    """Train on a split; the best network so far is written to ``out`` after each epoch that betters it."""
    torch.manual_seed(seed)
    net = MelodyNet(net_config)
    data, valid = split.columns("train"), [with_open_end(c) for c in split.columns("valid")]
    facts = {
        "command": command,
        "tunes": {side: len(tunes) for side, tunes in split.tunes.items()},
        "train": {**asdict(train_config), "seed": seed, "augmentation": asdict(augmentation)},
    }

    def epoch_batches(epoch: int) -> Iterator[Batch]:
        return training_batches(data, STEPS_PER_BATCH, augmentation, np.random.default_rng([seed, epoch]))

    def keep(best: torch.nn.Module, epoch: Epoch) -> None:
        assert isinstance(best, MelodyNet)
        found = {"epoch": epoch.epoch, "seconds": round(epoch.seconds), "valid_nats_per_note": epoch.valid}
        export(best, out, title, {**facts, **found})

    yield from trainer.train(
        net, losses, epoch_batches, lambda: evaluation_batches(valid), train_config,
        log=out / "curve.jsonl", keep=keep,
    )  # fmt: skip


def evaluation_batches(data: Sequence[Columns]) -> Iterator[Batch]:
    """Whole melodies, those of like length together."""
    order = sorted(data, key=lambda c: len(c["mask"]))
    for first in range(0, len(order), MELODIES_PER_EVALUATION):
        yield to_batch(order[first : first + MELODIES_PER_EVALUATION])


FORMS = {"repeats as written": False, "repeats played out": True}
Table = dict[str, dict[str, float]]


def held_out_tables(
    models: Sequence[Path], split: Split, side: str = "test", tell: Callable[[str], None] = lambda _: None
) -> dict[str, tuple[int, Table]]:
    """For each form of the tunes, how many there are and nats a note by head: n-grams, then each model."""
    tell("Counting n-grams")
    static = baselines.NGram(split.columns("train"))
    adaptive = baselines.AdaptiveNGram(static, split.columns("valid"))
    tables = {}
    for form, expanded in FORMS.items():
        tunes = [t for t in split.tunes[side] if t.repeats_expanded == expanded]
        data = [with_open_end(c) for c in columns_of([melody(t) for t in tunes])]
        if not data:
            continue
        table = {
            "n-gram": baselines.nats_per_note(static, data),
            "adaptive n-gram": baselines.nats_per_note(adaptive, data),
        }
        for folder in models:
            tell(f"Evaluating {folder.name}, {form}")
            table[folder.name] = trainer.evaluate(restore(folder), losses, evaluation_batches(data))
        tables[form] = (len(data), table)
    return tables
