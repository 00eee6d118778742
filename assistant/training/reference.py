"""The trunks stepped in torch, operation by operation: what the NumPy steppers are timed against.

They keep the same state, so that the two differ in nothing but the library.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from assistant.engine.layout import EVENT
from assistant.training.export import restore
from assistant.training.networks import MusicNet
from assistant.training.trunks import ConvTrunk, LstmTrunk


class TorchStepper:
    """Steps B pieces through a network's event table and trunk in torch's eager mode."""

    def __init__(self, net: MusicNet, batch: int) -> None:
        self._events = net.events
        self._step = _stepper(net.trunk, net.config.channels, batch)

    @torch.inference_mode()
    def step(self, rows: Tensor) -> Tensor:
        """Take in one event, rows (B, fields) of the event table; the past (B, width)."""
        return self._step(self._events(rows))


def eager_step(folder: Path, batch: int) -> Callable[[], Tensor]:
    """A step of a model's trunk for ``batch`` pieces, on one thread, ready to be timed."""
    torch.set_num_threads(1)
    stepper = TorchStepper(restore(folder), batch)
    rows = torch.zeros(batch, len(EVENT.fields), dtype=torch.int64)
    return lambda: stepper.step(rows)


def _stepper(trunk: nn.Module, channels: int, batch: int) -> Callable[[Tensor], Tensor]:
    if isinstance(trunk, ConvTrunk):
        return _conv_stepper(trunk, channels, batch)
    assert isinstance(trunk, LstmTrunk)
    return _lstm_stepper(trunk, channels, batch)


def _conv_stepper(trunk: ConvTrunk, channels: int, batch: int) -> Callable[[Tensor], Tensor]:
    rings = [torch.zeros(d, batch, channels) for d in trunk.dilations]
    steps = 0

    def step(x: Tensor) -> Tensor:
        nonlocal steps
        skips = torch.zeros_like(x)
        for ring, gate, out in zip(rings, trunk.gates, trunk.outs, strict=True):
            slot = steps % len(ring)
            past, ring[slot] = ring[slot].clone(), x
            signal, opening = gate(torch.cat([past, x], dim=-1)).chunk(2, dim=-1)
            residual, skip = out(torch.tanh(signal) * torch.sigmoid(opening)).chunk(2, dim=-1)
            x = x + residual
            skips = skips + skip
        steps += 1
        return torch.relu(skips)

    return step


def _lstm_stepper(trunk: LstmTrunk, channels: int, batch: int) -> Callable[[Tensor], Tensor]:
    """By LSTMCell: nn.LSTM at batch 1 is ten times slower through oneDNN."""
    stem = _conv_stepper(trunk.stem, channels, batch)
    cells = []
    for layer in trunk.layers:
        assert isinstance(layer, nn.LSTM)
        cell = nn.LSTMCell(layer.input_size, layer.hidden_size)
        cell.load_state_dict({k.removesuffix("_l0"): v for k, v in layer.state_dict().items()})
        cells.append(cell)
    nothing = torch.zeros(batch, trunk.width - channels)
    states = [(nothing, nothing) for _ in cells]

    def step(x: Tensor) -> Tensor:
        near = stem(x)
        x = x + near
        for i, cell in enumerate(cells):
            states[i] = cell(x, states[i])
            x = states[i][0]
        return torch.cat([x, near], dim=-1)

    return step
