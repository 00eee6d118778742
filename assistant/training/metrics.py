"""What a training run writes down: a JSON line an epoch, and TensorBoard's events if asked for."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from assistant.training.plan import Epoch

CURVE_FILE = "curve.jsonl"
STEPS_PER_POINT = 10


class Metrics:
    """Writes ``curve.jsonl`` in a folder, and events in another; either may be None."""

    def __init__(self, folder: Path | None, events: Path | None, *, epoch: int, step: int) -> None:
        """A run begins at an epoch and a step; what is written of them and of later ones is dropped."""
        self._curve = folder / CURVE_FILE if folder else None
        if self._curve:
            self._curve.parent.mkdir(parents=True, exist_ok=True)
            self._curve.write_text("".join(_lines_before(epoch, self._curve)))
        self._events = _writer(events, step) if events else None

    def point(self, step: int, loss: float, learning_rate: float, gradient_norm: float) -> None:
        """One step, of which every tenth is written as events."""
        if self._events and step % STEPS_PER_POINT == 0:
            self._events.add_scalar("step/loss", loss, step)
            self._events.add_scalar("step/learning rate", learning_rate, step)
            self._events.add_scalar("step/gradient norm", gradient_norm, step)

    def epoch(self, done: Epoch) -> None:
        """One epoch."""
        if self._curve:
            with self._curve.open("a") as file:
                file.write(json.dumps(asdict(done)) + "\n")
        if self._events:
            for side in ("train", "valid"):
                for head, nats in getattr(done, side).items():
                    self._events.add_scalar(f"{side}/{head}", nats, done.step)
            self._events.add_scalar("notes a second", done.notes_per_s, done.step)

    def close(self) -> None:
        """Write what is still in memory."""
        if self._events:
            self._events.close()


def _lines_before(epoch: int, curve: Path) -> list[str]:
    lines = curve.read_text().splitlines(keepends=True) if curve.exists() else []
    return [line for line in lines if line.endswith("\n") and json.loads(line)["epoch"] < epoch]


def _writer(folder: Path, step: int) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise AntiphonError(
            "TensorBoard is not installed: pip install 'antiphon[school]', or leave out --tensorboard."
        ) from error
    # Of an interrupted run, what came after the step that it goes on from is dropped.
    return SummaryWriter(folder, purge_step=step or None)
