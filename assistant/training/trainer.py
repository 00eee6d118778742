"""The training loop: knows batches and losses, and nothing of what the network is for.

Weights are averaged along the way (exponential moving average), and the average is what is judged and kept.
A batch is any dataclass of tensors whose first axis is the piece; its ``note_mask`` (B, T) marks the steps
that are notes, by whose number losses are divided.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import torch
from torch import nn

from assistant.training.distributed import Crew, device_of
from assistant.training.learner import Learner, Losses, evaluate
from assistant.training.metrics import Metrics
from assistant.training.plan import Epoch, Progress, TrainConfig
from assistant.training.training_state import Counters, TrainingState

__all__ = ["Epoch", "Losses", "Progress", "TrainConfig", "beginning", "evaluate", "train"]


def train(
    net: nn.Module,
    losses: Losses,
    training: Callable[[int], Iterator[Any]],
    validation: Callable[[], Iterator[Any]],
    config: TrainConfig,
    *,
    folder: Path | None = None,
    resume: bool = False,
    epoch_notes: float = 0.0,
    tensorboard: Path | None = None,
    keep: Callable[[nn.Module, Epoch], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
    save_every_s: float = 180.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Epoch]:
    """Train ``net`` in place, yielding after each epoch; at the end it holds the best average.

    ``training`` gives the batches of an epoch, the same ones whenever it is asked for that epoch;
    ``validation`` those to judge by; ``epoch_notes`` is about how many notes an epoch has, if known.
    ``folder`` gets ``curve.jsonl`` and, every few minutes, ``last.safetensors``, from which ``resume`` goes
    on as if nothing had happened. ``keep`` gets the average whenever it is the best so far. ``progress`` is
    told of every step. Once ``stop`` says so, the state is written and the run ends. Under torchrun every
    process calls this alike; the first one writes, keeps and tells.

    The seed of torch (``torch.manual_seed``) seeds dropout. Raises ``AntiphonError`` where there is nothing
    to resume, or the loss is no longer a number.
    """
    torch.set_num_threads(config.threads)
    crew = Crew.present()
    net.to(device_of(config.device))
    crew.align(net)
    state = beginning(net, config, epoch_notes)
    if resume and folder:
        state.load(folder)
    if not crew.is_first:
        folder = tensorboard = keep = progress = None
    learner = Learner(state, losses, config, crew, stop=stop, clock=clock)
    at = state.counters
    with closing(Metrics(folder, tensorboard, epoch=at.epoch if resume else 0, step=at.step)) as metrics:
        while not learner.is_over:
            saved_s = clock()
            for _ in learner.steps(training):
                metrics.point(at.step, learner.loss, at.learning_rate, learner.gradient_norm)
                if progress:
                    progress(learner.progress())
                if folder and clock() - saved_s > save_every_s:
                    state.save(folder)
                    saved_s = clock()
            done = None if learner.stopped else _closed(learner, validation, metrics, keep)
            if folder:
                state.save(folder)
            if not done:
                break
            yield done
    net.load_state_dict(state.best)
    net.eval()


def beginning(net: nn.Module, config: TrainConfig, epoch_notes: float = 0.0) -> TrainingState:
    """A net that has learnt nothing yet, with its optimiser; the net is on its device already."""
    optimiser = torch.optim.AdamW(
        net.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay, fused=True
    )
    first_epoch = 0 if config.judge_start else 1
    return TrainingState(net, optimiser, Counters(torch.initial_seed(), first_epoch, epoch_notes))


def _closed(
    learner: Learner,
    validation: Callable[[], Iterator[Any]],
    metrics: Metrics,
    keep: Callable[[nn.Module, Epoch], None] | None,
) -> Epoch:
    """The epoch judged and written down, and its average kept if it is the best so far."""
    done = learner.judge(validation())
    metrics.epoch(done)
    if learner.state.keep_best(done.valid["total"]) and keep:
        keep(learner.state.average, done)
    learner.next_epoch()
    return done
