"""All that a training run needs to go on after a kill, in one file that is replaced at one blow.

Tensors and a JSON header in the safetensors format: opening it runs no code. There is no state of random
generators to keep: the epoch seeds what the batches vary, and the step seeds dropout.
"""

from __future__ import annotations

import copy
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from assistant.core.atomic import atomic_write
from assistant.core.errors import AntiphonError

LAST_FILE = "last.safetensors"


@dataclass
class Counters:
    """Where a run stands: ``epoch`` is the one under way, ``batches`` and ``sums`` what it has behind it.

    ``seconds`` are those spent in all sittings; ``epoch_notes`` are as many as an epoch is known to have.
    """

    seed: int
    epoch: int
    epoch_notes: float
    batches: int = 0
    step: int = 0
    learning_rate: float = 0.0
    seconds: float = 0.0
    best_loss: float | None = None
    stale_epochs: int = 0
    sums: dict[str, float] = field(default_factory=dict)


class TrainingState:
    """A network that learns, the average of its weights, the best such average, and the optimiser."""

    def __init__(self, net: nn.Module, optimiser: torch.optim.Optimizer, counters: Counters) -> None:
        self.net, self.optimiser, self.counters = net, optimiser, counters
        self.average = copy.deepcopy(net).eval()
        self.best = copy.deepcopy(self.average.state_dict())

    @torch.no_grad()
    def average_in(self, decay: float) -> None:
        """Move the average towards the present weights."""
        for a, b in zip(self.average.parameters(), self.net.parameters(), strict=True):
            a.lerp_(b, 1 - decay)
        for buffer, present in zip(self.average.buffers(), self.net.buffers(), strict=True):
            buffer.copy_(present)

    def keep_best(self, loss: float) -> bool:
        """Whether the average is the best so far; if it is, it is remembered."""
        best = self.counters.best_loss
        if best is not None and loss >= best:
            self.counters.stale_epochs += 1
            return False
        self.counters.best_loss, self.counters.stale_epochs = loss, 0
        self.best = copy.deepcopy(self.average.state_dict())
        return True

    def save(self, folder: Path) -> None:
        """Write ``last.safetensors``; a kill on the way leaves the one that was there."""
        folder.mkdir(parents=True, exist_ok=True)
        tensors = {k: v.detach().cpu().contiguous() for k, v in self._tensors().items()}
        atomic_write(folder / LAST_FILE, save(tensors, {"counters": json.dumps(asdict(self.counters))}))

    @torch.no_grad()
    def load(self, folder: Path) -> None:
        """Go on from ``last.safetensors``; ``AntiphonError`` where there is none, or one of another net."""
        path = folder / LAST_FILE
        if not path.exists():
            raise AntiphonError(f"There is nothing to go on from in {folder}: leave out --resume.")
        try:
            with safe_open(path, framework="pt") as file:
                counters = Counters(**json.loads(file.metadata()["counters"]))
                tensors = {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118
        except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
            raise AntiphonError(f"{path} is damaged: delete it and leave out --resume.") from error
        try:
            self._take(tensors)
        except (RuntimeError, KeyError) as error:
            raise AntiphonError(
                f"{path} belongs to another network: give the --net and sizes that it was begun with."
            ) from error
        self.counters = counters

    def _tensors(self) -> dict[str, Tensor]:
        parts = {"net": self.net.state_dict(), "average": self.average.state_dict(), "best": self.best}
        tensors = {f"{part}.{k}": v for part, values in parts.items() for k, v in values.items()}
        for i, moments in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{i}.{k}": v for k, v in moments.items()}
        return tensors

    def _take(self, tensors: dict[str, Tensor]) -> None:
        self.net.load_state_dict(_under("net.", tensors))
        self.average.load_state_dict(_under("average.", tensors))
        self.best = {k: v.to(self.best[k].device) for k, v in _under("best.", tensors).items()}
        moments: dict[int, dict[str, Tensor]] = {}
        for name, value in _under("optimiser.", tensors).items():
            i, key = name.split(".")
            moments.setdefault(int(i), {})[key] = value
        groups = self.optimiser.state_dict()["param_groups"]
        self.optimiser.load_state_dict({"state": moments, "param_groups": groups})


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}
