"""From corpora to a graduate: read, split, train, export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import nn

from assistant.core.errors import AntiphonError
from assistant.engine.events import MELODY
from assistant.training import columns, corpora, trainer
from assistant.training.augmentation import Augmentation
from assistant.training.columns import Columns
from assistant.training.dataset import Lesson, evaluation_batches, training_batches
from assistant.training.export import export, restore
from assistant.training.lines import MIN_PHRASE_NOTES, melody_alone
from assistant.training.networks import Batch, MusicNet, NetConfig, losses
from assistant.training.plan import Epoch, Progress, TrainConfig
from assistant.training.scores import PART, Score
from assistant.training.split import SIDES, Split, split

T = TypeVar("T")

VALIDATION_NOTES = 150_000
"""About how many notes the best epoch is chosen by; judging more would take time from learning."""
MOST_SHOWINGS = 3
"""How many times an epoch shows a piece of a style that has little music."""


@dataclass(frozen=True)
class School:
    """Corpora that are read and split, and where what was computed of them is kept."""

    split: Split
    skipped: tuple[str, ...]
    cache: Path
    workers: int = 1

    progress: corpora.Progress | None = None

    def columns(self, scores: Sequence[Score]) -> list[Columns]:
        """What the network is shown of scores; the first time that takes minutes."""
        tell = self.progress
        return columns.columns_of(
            scores, self.cache / "columns", workers=self.workers,
            progress=(lambda done, of: tell(done, of, "what memories propose")) if tell else None,
        )  # fmt: skip

    def lessons(self) -> list[Lesson]:
        """What an epoch shows: every piece of the training side, those of small styles more than once."""
        scores = self.split.sides["train"]
        forms = _by_piece(scores, self.columns(scores))
        written = [versions[0] for versions in _by_piece(scores, scores).values()]
        with_others = [score for score in written if (score.notes[:, PART] != MELODY).any()]
        with_melody = [s for s in map(melody_alone, with_others) if len(s) >= MIN_PHRASE_NOTES]
        melodies = _by_piece(with_melody, self.columns(with_melody))
        lessons = [Lesson(found, *melodies.get(piece, ())) for piece, found in forms.items()]
        times = _showings([lesson.forms for lesson in lessons])
        return [lesson for lesson, n in zip(lessons, times, strict=True) for _ in range(n)]

    def prepare(self) -> None:
        """Compute what will be asked for, so that it need not be computed several times at once."""
        self.lessons()
        self.columns(self.split.sides["valid"])


def read_split(
    names: list[str], cache: Path, *, workers: int = 1, progress: corpora.Progress | None = None
) -> School:
    """The corpora split into train, valid and test; ``AntiphonError`` where a side is left empty."""
    reading = corpora.read(names, cache / "corpus", workers=workers, progress=progress)
    found = split(reading.scores)
    if not all(found.sides[side] for side in SIDES):
        raise AntiphonError(f"{len(reading.scores)} pieces are too few to train on: add more music.")
    return School(found, reading.skipped, cache, workers, progress)


def graduate(
    school: School,
    out: Path,
    *,
    title: str,
    command: str,
    net_config: NetConfig,
    train_config: TrainConfig,
    augmentation: Augmentation,
    seed: int,
    start_from: Path | None = None,
    resume: bool = False,
    tensorboard: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Epoch]:
    """Train on a split; the best network so far is written to ``out`` after each epoch that betters it.

    ``start_from`` is a model's folder to go on from, of whatever size that has.
    """
    torch.manual_seed(seed)
    net = restore(start_from) if start_from else MusicNet(net_config)
    sides = school.split.sides
    data = school.lessons()
    valid = _sample(school.columns(sides["valid"]))
    facts = {
        "command": command,
        "pieces": {side: len(scores) for side, scores in sides.items()},
        "train": {**asdict(train_config), "seed": seed, "augmentation": asdict(augmentation)},
        **({"from": start_from.name} if start_from else {}),
    }

    def batches(epoch: int) -> Iterator[Batch]:
        return training_batches(data, augmentation, np.random.default_rng([seed, epoch]))

    def keep(best: nn.Module, epoch: Epoch) -> None:
        assert isinstance(best, MusicNet)
        found = {"epoch": epoch.epoch, "seconds": round(epoch.seconds), "valid_nats_per_note": epoch.valid}
        export(best, out, title, {**facts, **found})

    yield from trainer.train(
        net, losses, batches, lambda: evaluation_batches(valid), train_config,
        folder=out, resume=resume, tensorboard=tensorboard, keep=keep, progress=progress, stop=stop,
        epoch_notes=float(sum(len(lesson.forms[0]["shift"]) for lesson in data)),
    )  # fmt: skip


def _by_piece(scores: Sequence[Score], of_each: Sequence[T]) -> dict[tuple[str, str, str], list[T]]:
    """What belongs to each piece: of its form with repeats as signs, and of that which plays them out."""
    pieces: dict[tuple[str, str, str], list[T]] = {}
    for score, thing in zip(scores, of_each, strict=True):
        pieces.setdefault(score.piece, []).append(thing)
    return pieces


def _showings(forms: Sequence[Sequence[Columns]]) -> list[int]:
    """How many times an epoch shows each piece: those of small styles more than once."""
    styles = np.array([piece[0]["style"][0] for piece in forms])
    sizes = np.bincount(styles, weights=[len(piece[0]["shift"]) for piece in forms])
    times = np.clip(np.round(np.sqrt(sizes.max() / np.maximum(sizes, 1))), 1, MOST_SHOWINGS)
    return [int(times[style]) for style in styles]


def _sample(data: Sequence[Columns]) -> list[Columns]:
    """Every so many pieces, about ``VALIDATION_NOTES`` notes in all."""
    notes = sum(len(c["shift"]) for c in data)
    return list(data[:: max(1, round(notes / VALIDATION_NOTES))])
