"""Several processes that learn as one: each takes its rows of every batch, and gradients are added up.

Started by ``torchrun --nproc-per-node N -m assistant train ...``; started otherwise, a crew is one process,
and everything here costs nothing.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import Tensor, nn
from torch import distributed as dist

from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Tensors = TypeVar("Tensors", bound=DataclassInstance)

LONGEST_WAIT = timedelta(hours=2)  # the others wait while the first reads the corpora


@dataclass(frozen=True, slots=True)
class Crew:
    """This process's place among those that learn together."""

    rank: int = 0
    size: int = 1

    @classmethod
    def present(cls) -> Crew:
        """The crew that :func:`joined` made, or this process alone."""
        return cls(dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else cls()

    @property
    def is_first(self) -> bool:
        """Whether it is this process that writes and tells."""
        return self.rank == 0

    def share(self, batch: Tensors) -> tuple[Tensors, float]:
        """This process's rows of a batch and how much they count.

        That is 1, or 0 where there are fewer rows than processes: all must take part in every sum.
        """
        if self.size == 1:
            return batch, 1.0
        mine = map_tensors(batch, lambda t: t[self.rank :: self.size])
        if len(_first_tensor(mine)):
            return mine, 1.0
        return map_tensors(batch, lambda t: t[:1]), 0.0

    def add_up_gradients(self, net: nn.Module) -> None:
        """Replace every gradient by its sum over all processes, in one message."""
        if self.size == 1:
            return
        parameters = [p for p in net.parameters() if p.requires_grad]
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(flat)
        parts = torch.split(flat, [g.numel() for g in gradients])
        for parameter, total in zip(parameters, parts, strict=True):
            parameter.grad = total.view_as(parameter)

    def totals(self, values: Sequence[float]) -> list[float]:
        """The sum of each value over all processes."""
        if self.size == 1:
            return list(values)
        device = "cuda" if dist.get_backend() == "nccl" else "cpu"
        summed = torch.tensor(values, dtype=torch.float64, device=device)
        dist.all_reduce(summed)
        return summed.tolist()

    def align(self, net: nn.Module) -> None:
        """Give every process the first one's weights."""
        if self.size > 1:
            for tensor in net.state_dict().values():
                dist.broadcast(tensor, 0)

    @contextmanager
    def first_alone(self) -> Iterator[None]:
        """The first process goes through the block before the others do, so that they find its cache."""
        if not self.is_first:
            dist.barrier()
        yield
        if self.is_first and self.size > 1:
            dist.barrier()


@contextmanager
def joined(device: str) -> Iterator[Crew]:
    """The crew that torchrun started for this command, or this process alone.

    Its gradients travel by NCCL between GPUs, and by Gloo between processors.
    """
    if "RANK" not in os.environ:
        yield Crew()
        return
    backend = "nccl" if device_of(device).type == "cuda" else "gloo"
    dist.init_process_group(backend, timeout=LONGEST_WAIT)
    try:
        yield Crew.present()
        dist.barrier()  # who leaves while others still talk may tear down a thread of Gloo's that runs
    finally:
        dist.destroy_process_group()


def device_of(name: str) -> torch.device:
    """``auto`` is this process's GPU, or the processor; ``AntiphonError`` for what is not here."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda":
        name = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise AntiphonError(f"There is no device {name} here: give --device cpu, or leave it out.") from error
    if device.type == "cuda":
        torch.cuda.set_device(device)
    return device


def moved(batch: Tensors, device: torch.device) -> Tensors:
    """The batch with its tensors on a device."""
    return map_tensors(batch, lambda t: t.to(device))


def map_tensors(batch: Tensors, change: Any) -> Tensors:
    """The batch with each of its tensors changed, and what else it holds left as it is."""
    values = {f.name: getattr(batch, f.name) for f in dataclasses.fields(batch)}
    return dataclasses.replace(batch, **{k: change(v) for k, v in values.items() if isinstance(v, Tensor)})


def _first_tensor(batch: DataclassInstance) -> Tensor:
    values = (getattr(batch, f.name) for f in dataclasses.fields(batch))
    return next(v for v in values if isinstance(v, Tensor))
