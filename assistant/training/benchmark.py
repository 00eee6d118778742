"""What a training step costs: notes a second, and its arithmetic beside the best that the machine shows."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from assistant.engine import events as ev
from assistant.engine import layout
from assistant.engine.layout import Layout
from assistant.engine.proposals import NOTE_SLOTS, SLOTS
from assistant.training import trainer
from assistant.training.distributed import Crew, device_of
from assistant.training.learner import Learner
from assistant.training.networks import NETS, Batch, MusicNet, NetConfig, losses
from assistant.training.trainer import TrainConfig

__all__ = ["NETS", "TrainingStep", "matrix_product"]

PIECES, STEPS = 16, 256
"""4,096 notes, as many as a batch of the school."""
PRODUCT_SIZE = 2048


class TrainingStep:
    """A network that learns the same batch again and again as the trainer has it learn, a step a call."""

    def __init__(self, kind: str, *, threads: int, device: str) -> None:
        config = TrainConfig(epochs=1, threads=threads, device=device)
        torch.set_num_threads(threads)
        torch.manual_seed(0)
        net, batch = MusicNet(NetConfig(net=kind)), synthetic_batch()
        self.notes = PIECES * STEPS
        self.flops = flops_of(net, batch)
        state = trainer.beginning(net.to(device_of(device)), config)
        self._learner = Learner(state, losses, config, Crew(), stop=lambda: False, clock=time.perf_counter)
        self._steps = self._learner.steps(lambda _: itertools.repeat(batch))

    @property
    def loss(self) -> float:
        """The last step's nats a note."""
        return self._learner.loss

    def __call__(self) -> None:
        """Forward, backward, the optimiser's step, the average of the weights."""
        next(self._steps)


def matrix_product(dtype: str, *, threads: int, device: str) -> tuple[Callable[[], float], int]:
    """A product of two large matrices, and how many operations it is."""
    torch.set_num_threads(threads)
    shape = (PRODUCT_SIZE, PRODUCT_SIZE)
    a, b = (torch.randn(shape, dtype=getattr(torch, dtype), device=device_of(device)) for _ in range(2))
    # Asking for a number waits for a GPU to be done.
    return lambda: float((a @ b)[0, 0]), 2 * PRODUCT_SIZE**3


def flops_of(net: MusicNet, batch: Batch) -> int:
    """Additions and multiplications of all matrix products in a forward and a backward pass."""
    layers = torch.ops.aten.mkldnn_rnn_layer, torch.ops.aten.mkldnn_rnn_layer_backward
    counted = dict(zip(layers, (_lstm_forward_flops, _lstm_backward_flops), strict=True))
    with FlopCounterMode(display=False, custom_mapping=counted) as counter:
        total = torch.stack([v.sum() for v in losses(net, batch).values()]).sum()
        total.backward()  # type: ignore[no-untyped-call]
    net.zero_grad()
    return int(counter.get_total_flops())


def _lstm_forward_flops(x: torch.Size, inputs: torch.Size, recurrent: torch.Size, *_: Any, **__: Any) -> int:
    """Every step (the first two axes of x) meets two matrices: for inputs, and for the layer's own past."""
    return 2 * x[0] * x[1] * (inputs.numel() + recurrent.numel())


def _lstm_backward_flops(*shapes: Any, **options: Any) -> int:
    return 2 * _lstm_forward_flops(*shapes, **options)


def synthetic_batch() -> Batch:
    """Random notes in the shapes of the school's batches."""
    ones = torch.ones(PIECES, STEPS, dtype=torch.int64)
    heads = (ev.SHIFTS, len(ev.PARTS), ev.PITCHES, ev.LENGTHS)
    return Batch(
        event=_rows(layout.EVENT), shift=_rows(layout.SHIFT), part=_rows(layout.PART),
        pitch=_rows(layout.PITCH), length=_rows(layout.LENGTH),
        shift_proposed=_numbers(ev.SHIFTS, SLOTS), part_proposed=_numbers(len(ev.PARTS), SLOTS),
        pitch_proposed=_numbers(ev.PITCHES, NOTE_SLOTS), length_proposed=_numbers(ev.LENGTHS, NOTE_SLOTS),
        sounding=_numbers(2, ev.PITCHES), mask=ones, note_mask=ones,
        targets=torch.cat([_numbers(classes, 1) for classes in heads], dim=-1),
    )  # fmt: skip


def _rows(table: Layout) -> Tensor:
    return _numbers(table.rows, len(table.fields))


def _numbers(below: int, fields: int) -> Tensor:
    return torch.randint(below, (PIECES, STEPS, fields))
