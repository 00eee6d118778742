"""The trunks at play: one event in, one summary of the past out, without recomputing the past.

The state is a value: copied, it lets many takes grow out of one seed. Both trunks work in buffers of their
own and give out arrays that the next step will overwrite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Weights = Mapping[str, FloatArray]


class TrunkState(Protocol):
    """What a trunk remembers of B pieces."""

    def chosen(self, rows: NDArray[np.int64]) -> TrunkState:
        """A state of the pieces with these numbers, each as often as it is named."""
        ...


class Trunk(Protocol):
    """Steps B pieces at once."""

    width: int
    bytes_per_step: int

    def start(self, batch: int) -> Any:
        """The state before the first step."""
        ...

    def step(self, state: Any, x: FloatArray) -> FloatArray:
        """Take in one vector for every piece (B, C); the summary of the past (B, width)."""
        ...


@dataclass(frozen=True)
class _ConvLayer:
    gate: FloatArray  # (2C, 2C), inputs first
    gate_bias: FloatArray  # (2C,)
    out: FloatArray  # (C, 2C)
    out_bias: FloatArray  # (2C,)


class ConvTrunk:
    """WaveNet's trunk with ring buffers: Fast WaveNet (Le Paine et al. 2016, arXiv:1611.09482).

    A layer of dilation d needs its own input of d steps ago, so it keeps the last d of them.
    """

    def __init__(self, weights: Weights, dilations: Sequence[int]) -> None:
        self.dilations = tuple(dilations)
        self._layers = [self._layer(weights, i) for i in range(len(self.dilations))]
        self.width = len(self._layers[0].out)
        self.bytes_per_step = sum(
            array.nbytes for w in self._layers for array in (w.gate, w.gate_bias, w.out, w.out_bias)
        )

    @staticmethod
    def _layer(weights: Weights, i: int) -> _ConvLayer:
        gate = weights[f"trunk.gates.{i}.weight"].T.copy()
        bias = weights[f"trunk.gates.{i}.bias"].copy()
        out = weights[f"trunk.outs.{i}.weight"].T.copy()
        # sigmoid(x) = (1 + tanh(x / 2)) / 2: with the halves in the weights one tanh serves both.
        channels = len(out)
        gate[:, channels:] *= 0.5
        bias[channels:] *= 0.5
        return _ConvLayer(gate, bias, out * np.float32(0.5), weights[f"trunk.outs.{i}.bias"].copy())

    def start(self, batch: int) -> ConvState:
        """The state before the first step."""
        rings = [np.zeros((d, batch, self.width), dtype=np.float32) for d in self.dilations]
        return ConvState(rings, 0)

    def step(self, state: ConvState, x: FloatArray) -> FloatArray:
        """Take in one vector for every piece (B, C); the summary of the past (B, C). Changes ``state``."""
        channels = self.width
        skips = np.zeros_like(x)
        both = np.empty((len(x), 2 * channels), dtype=np.float32)
        for layer, ring in zip(self._layers, state.rings, strict=True):
            slot = state.steps % len(ring)
            both[:, :channels] = ring[slot]
            both[:, channels:] = x
            ring[slot] = x
            gates = both @ layer.gate
            gates += layer.gate_bias
            np.tanh(gates, out=gates)
            gates[:, channels:] += 1
            mixed = (gates[:, :channels] * gates[:, channels:]) @ layer.out
            mixed += layer.out_bias
            x = x + mixed[:, :channels]
            skips += mixed[:, channels:]
        state.steps += 1
        return np.maximum(skips, 0, out=skips)


@dataclass
class ConvState:
    """What each layer remembers: rings (dilation, B, C), and how many steps were taken."""

    rings: list[FloatArray]
    steps: int

    def chosen(self, rows: NDArray[np.int64]) -> ConvState:
        """A state of the pieces with these numbers, each as often as it is named."""
        return ConvState([r[:, rows] for r in self.rings], self.steps)


@dataclass(frozen=True)
class _LstmLayer:
    weight: FloatArray  # (inputs + H, 4H): what comes in first, then the last output
    bias: FloatArray  # (4H,)


class LstmTrunk:
    """Stacked LSTM layers (Hochreiter and Schmidhuber 1997); torch's order of gates is i, f, g, o."""

    def __init__(self, weights: Weights, layers: int) -> None:
        self._layers = [self._layer(weights, i) for i in range(layers)]
        self.width = len(self._layers[0].bias) // 4
        self.bytes_per_step = sum(w.weight.nbytes + w.bias.nbytes for w in self._layers)

    @staticmethod
    def _layer(weights: Weights, i: int) -> _LstmLayer:
        name = f"trunk.layers.{i}"
        inputs, last = weights[f"{name}.weight_ih_l0"].T, weights[f"{name}.weight_hh_l0"].T
        weight = np.vstack([inputs, last])
        bias = weights[f"{name}.bias_ih_l0"] + weights[f"{name}.bias_hh_l0"]
        # The sigmoids of i, f and o as tanh of the half, so that one tanh serves all four.
        hidden = len(bias) // 4
        halves = np.ones(4 * hidden, dtype=np.float32)
        halves[: 2 * hidden] = halves[3 * hidden :] = 0.5
        return _LstmLayer(np.ascontiguousarray(weight * halves), bias * halves)

    def start(self, batch: int) -> LstmState:
        """The state before the first step."""
        shape = len(self._layers), batch, self.width
        return LstmState(np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32))

    def step(self, state: LstmState, x: FloatArray) -> FloatArray:
        """Take in one vector for every piece (B, C); the summary of the past (B, H). Changes ``state``."""
        hidden = self.width
        for layer, h, c in zip(self._layers, state.outputs, state.cells, strict=True):
            gates = np.concatenate([x, h], axis=1) @ layer.weight
            gates += layer.bias
            np.tanh(gates, out=gates)
            candidate = gates[:, 2 * hidden : 3 * hidden]
            # Twice the new cell: each sigmoid is half of (1 + tanh).
            np.multiply(c, gates[:, hidden : 2 * hidden] + 1, out=c)
            np.add(c, (gates[:, :hidden] + 1) * candidate, out=c)
            np.multiply(c, np.float32(0.5), out=c)
            np.multiply(gates[:, 3 * hidden :] + 1, np.tanh(c), out=h)
            np.multiply(h, np.float32(0.5), out=h)
            x = h
        return x.copy()


@dataclass
class LstmState:
    """What each layer remembers: outputs and cells (layers, B, H)."""

    outputs: FloatArray
    cells: FloatArray

    def chosen(self, rows: NDArray[np.int64]) -> LstmState:
        """A state of the pieces with these numbers, each as often as it is named."""
        return LstmState(self.outputs[:, rows], self.cells[:, rows])
