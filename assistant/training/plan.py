"""What a training run is told and what it tells: plain values that go into files and lines of progress."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainConfig:
    """How long and how fast to learn.

    The rate rises for ``warmup_steps``, in short runs for fewer, then falls along a cosine to the end of
    ``epochs`` or ``minutes``, whichever is nearer. ``patience`` is how many epochs may pass without a better
    validation loss. ``judge_start`` counts the net as it comes as a candidate for the best, for fine-tuning.
    Matrix products run in bfloat16 where ``mixed_precision`` allows it and the device can.
    """

    epochs: int = 20
    minutes: float | None = None
    patience: int | None = None
    learning_rate: float = 2e-3
    warmup_steps: int = 200
    weight_decay: float = 0.05
    clip_norm: float = 1.0
    average_decay: float = 0.998
    judge_start: bool = False
    mixed_precision: bool = True
    device: str = "auto"
    threads: int = 1


@dataclass(frozen=True)
class Epoch:
    """What one epoch cost and brought; losses are nats a note by head and in all.

    ``seconds`` and ``step`` count from the beginning of the run. Epoch 0 is the judgement of the net that
    training starts from, and has no training losses.
    """

    epoch: int
    seconds: float
    train: dict[str, float]
    valid: dict[str, float]
    step: int = 0
    learning_rate: float = 0.0
    notes_per_s: float = 0.0


@dataclass(frozen=True)
class Progress:
    """Where a run stands after a step.

    ``share`` is what is done of the epoch (0 to 1), ``loss`` the last batch's nats a note; ``seconds_left``,
    of the whole run, is None as long as nobody can tell.
    """

    epoch: int
    epochs: int
    share: float
    notes_per_s: float
    seconds_left: float | None
    loss: float
