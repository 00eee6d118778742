"""The network stepped in torch, operation by operation: what the NumPy stepper is timed against.

It keeps the same ring buffers, so that the two differ in nothing but the library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from torch import Tensor

from assistant.training.export import restore
from assistant.training.networks import MelodyNet


class TorchStepper:
    """Steps B melodies through a network in torch's eager mode."""

    def __init__(self, net: MelodyNet, batch: int) -> None:
        self._net = net
        self.columns = tuple(net.events.keys())
        channels = net.config.channels
        self._rings = [torch.zeros(d, batch, channels) for d in net.config.dilations]
        self._steps = 0

    @torch.inference_mode()
    def step(self, event: Mapping[str, Tensor]) -> Tensor:
        """Take in one event, columns (B,) by name; the past (B, C)."""
        x = torch.stack([self._net.events[name](column) for name, column in event.items()]).sum(dim=0)
        skips = torch.zeros_like(x)
        trunk = self._net.trunk
        for ring, gate, out in zip(self._rings, trunk.gates, trunk.outs, strict=True):
            slot = self._steps % len(ring)
            past, ring[slot] = ring[slot].clone(), x
            signal, opening = gate(torch.cat([past, x], dim=-1)).chunk(2, dim=-1)
            residual, skip = out(torch.tanh(signal) * torch.sigmoid(opening)).chunk(2, dim=-1)
            x = x + residual
            skips = skips + skip
        self._steps += 1
        return torch.relu(skips)


def eager_step(folder: Path, batch: int) -> Callable[[], Tensor]:
    """A step of a model's network for ``batch`` melodies, on one thread, ready to be timed."""
    torch.set_num_threads(1)
    stepper = TorchStepper(restore(folder), batch)
    event = dict.fromkeys(stepper.columns, torch.ones(batch, dtype=torch.int64))
    return lambda: stepper.step(event)
