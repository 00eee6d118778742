"""Steps of learning: forward, backward, the optimiser, the average; and what they add up to.

Under torchrun all processes step alike, each with its rows of the batch (distributed.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from assistant.core.errors import AntiphonError
from assistant.training.distributed import Crew, moved
from assistant.training.plan import Epoch, Progress, TrainConfig
from assistant.training.training_state import TrainingState

Losses = Callable[[Any, Any], dict[str, Tensor]]
"""From a network and a batch to nats (B, T) by head, zero where a step does not exist."""

FINAL_RATE = 0.02
"""The share of the learning rate that is left at the end of the schedule."""
LONGEST_WARMUP = 0.05
"""The share of a run after which the rate is at its highest, if it has few steps."""


class Learner:
    """Steps and epochs, and the count of them: what is done, how fast, and when it is over."""

    def __init__(
        self,
        state: TrainingState,
        losses: Losses,
        config: TrainConfig,
        crew: Crew,
        *,
        stop: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        self.state, self.losses, self.config, self.crew = state, losses, config, crew
        self.stop, self.clock = stop, clock
        self.device = next(state.net.parameters()).device
        self.stopped = False
        self.loss = self.gradient_norm = 0.0
        self._began_s = clock() - state.counters.seconds
        self._measured_notes, self._measured_since_s = 0.0, clock()

    @property
    def is_over(self) -> bool:
        """Whether the run ends here, by epochs, minutes, patience or because somebody asked."""
        at, patience = self.state.counters, self.config.patience
        is_stale = patience is not None and at.stale_epochs >= patience
        return at.epoch > self.config.epochs or self._time_is_up or is_stale or self.stopped

    def steps(self, training: Callable[[int], Iterator[Any]]) -> Iterator[None]:
        """What is left of the epoch, until time is up or somebody asks to stop."""
        at = self.state.counters
        self.state.net.train()
        for batch in islice(training(at.epoch), at.batches, None) if at.epoch else ():
            self._step(batch)
            yield
            if self.stopped or self._time_is_up:
                break

    def judge(self, batches: Iterator[Any]) -> Epoch:
        """The epoch that is done, judged by the average of the weights."""
        at = self.state.counters
        valid = evaluate(self.state.average, self.losses, batches)
        self._agree()
        return Epoch(
            at.epoch, at.seconds, _per_note(at.sums), valid, at.step, at.learning_rate, self._notes_per_s
        )

    def next_epoch(self) -> None:
        """Count from the beginning of the next epoch."""
        at = self.state.counters
        if at.epoch and not self._time_is_up:
            at.epoch_notes = at.sums["notes"]
        at.epoch, at.batches, at.sums = at.epoch + 1, 0, {}
        self._measured_notes, self._measured_since_s = 0.0, self.clock()

    def progress(self) -> Progress:
        """Where the run stands."""
        at, share = self.state.counters, self._share_of_run
        left_s = at.seconds * (1 - share) / share if share else None
        return Progress(
            at.epoch, self.config.epochs, self._share_of_epoch, self._notes_per_s, left_s, self.loss
        )

    def _step(self, batch: Any) -> None:
        """One batch: every process does its rows of it, and all take the same step."""
        at, net, notes = self.state.counters, self.state.net, max(1.0, float(batch.note_mask.sum()))
        torch.manual_seed(_seed(at.seed, at.step, self.crew.rank))
        rows, weight = self.crew.share(batch)
        with _autocast(self.device, self.config):
            found = self.losses(net, moved(rows, self.device))
        nats = weight * torch.stack([v.sum(dtype=torch.float32) for v in found.values()])
        self.state.optimiser.zero_grad()
        (nats.sum() / notes).backward()  # type: ignore[no-untyped-call]
        self.crew.add_up_gradients(net)
        self.gradient_norm = float(nn.utils.clip_grad_norm_(net.parameters(), self.config.clip_norm))
        sums = dict(zip(found, self._agree(*nats.tolist()), strict=True))
        self.loss = sum(sums.values()) / notes
        if not math.isfinite(self.loss + self.gradient_norm):
            raise AntiphonError("The loss is no longer a number: go on with --resume and a lower --rate.")
        self._set_rate()
        self.state.optimiser.step()
        self._count({"notes": notes, **sums})
        self.state.average_in(min(self.config.average_decay, (1 + at.step) / (10 + at.step)))

    def _agree(self, *sums: float) -> list[float]:
        """The totals of ``sums`` over all processes, which agree on the time and on stopping as well."""
        seconds = self.clock() - self._began_s if self.crew.is_first else 0.0
        seconds, stops, *totals = self.crew.totals([seconds, self.stop(), *sums])
        self.state.counters.seconds, self.stopped = seconds, stops > 0
        return totals

    def _set_rate(self) -> None:
        at, config = self.state.counters, self.config
        warmup = min(1.0, max((at.step + 1) / config.warmup_steps, self._share_of_run / LONGEST_WARMUP))
        fall = 0.5 * (1 + math.cos(math.pi * self._share_of_run))
        at.learning_rate = config.learning_rate * warmup * (FINAL_RATE + (1 - FINAL_RATE) * fall)
        for group in self.state.optimiser.param_groups:
            group["lr"] = at.learning_rate

    def _count(self, sums: dict[str, float]) -> None:
        at = self.state.counters
        at.step, at.batches = at.step + 1, at.batches + 1
        at.sums = _added(at.sums, sums)
        self._measured_notes += sums["notes"]

    @property
    def _share_of_epoch(self) -> float:
        at = self.state.counters
        return min(1.0, at.sums.get("notes", 0.0) / at.epoch_notes) if at.epoch_notes else 0.0

    @property
    def _share_of_run(self) -> float:
        at, minutes = self.state.counters, self.config.minutes
        by_epochs = max(0.0, at.epoch - 1 + self._share_of_epoch) / self.config.epochs
        return min(1.0, max(by_epochs, at.seconds / (60 * minutes) if minutes else 0.0))

    @property
    def _time_is_up(self) -> bool:
        return self.config.minutes is not None and self.state.counters.seconds >= 60 * self.config.minutes

    @property
    def _notes_per_s(self) -> float:
        return self._measured_notes / max(1e-9, self.clock() - self._measured_since_s)


@torch.no_grad()
def evaluate(net: nn.Module, losses: Losses, batches: Iterator[Any]) -> dict[str, float]:
    """Nats a note by head and in all (the END step counts in the sum, not in the number of notes)."""
    net.eval()
    crew, device = Crew.present(), next(net.parameters()).device
    sums: dict[str, float] = {}
    for batch in batches:
        rows, weight = crew.share(batch)
        found = losses(net, moved(rows, device))
        sums = _added(sums, {k: weight * float(v.sum()) for k, v in found.items()})
        sums = _added(sums, {"notes": weight * float(rows.note_mask.sum())})
    return _per_note(dict(zip(sums, crew.totals(list(sums.values())), strict=True)))


def _added(sums: dict[str, float], more: dict[str, float]) -> dict[str, float]:
    return sums | {k: sums.get(k, 0.0) + v for k, v in more.items()}


def _per_note(sums: dict[str, float]) -> dict[str, float]:
    if not sums:
        return {}
    heads = {k: v / sums["notes"] for k, v in sums.items() if k != "notes"}
    return {**heads, "total": sum(heads.values())}


def _seed(*numbers: int) -> int:
    """One seed of several numbers, each combination another."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> 1)


def _autocast(device: torch.device, config: TrainConfig) -> torch.autocast:
    """Matrix products in bfloat16: on processors, and on GPUs that have it."""
    can = device.type == "cpu" or (device.type == "cuda" and torch.cuda.is_bf16_supported(False))
    return torch.autocast(device.type, torch.bfloat16, enabled=config.mixed_precision and can)
