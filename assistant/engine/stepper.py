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

    def read(self, state: Any, xs: FloatArray) -> FloatArray:
        """Take in T vectors for every piece (T, B, C), as so many steps do but sooner; (T, B, width)."""
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

    def __init__(self, weights: Weights, dilations: Sequence[int], name: str = "trunk") -> None:
        self.dilations = tuple(dilations)
        self._layers = [self._layer(weights, name, i) for i in range(len(self.dilations))]
        self.width = len(self._layers[0].out)
        self.bytes_per_step = sum(
            array.nbytes for w in self._layers for array in (w.gate, w.gate_bias, w.out, w.out_bias)
        )

    @staticmethod
    def _layer(weights: Weights, name: str, i: int) -> _ConvLayer:
        gate = weights[f"{name}.gates.{i}.weight"].T.copy()
        bias = weights[f"{name}.gates.{i}.bias"].copy()
        out = weights[f"{name}.outs.{i}.weight"].T.copy()
        # sigmoid(x) = (1 + tanh(x / 2)) / 2: with the halves in the weights one tanh serves both.
        channels = len(out)
        gate[:, channels:] *= 0.5
        bias[channels:] *= 0.5
        return _ConvLayer(gate, bias, out * np.float32(0.5), weights[f"{name}.outs.{i}.bias"].copy())

    def start(self, batch: int) -> ConvState:
        """The state before the first step."""
        rings = [np.zeros((d, batch, self.width), dtype=np.float32) for d in self.dilations]
        return ConvState(rings, 0)

    def step(self, state: ConvState, x: FloatArray) -> FloatArray:
        """Take in one vector for every piece (B, C); the summary of the past (B, C). Changes ``state``."""
        channels, last = self.width, self._layers[-1]
        skips = np.zeros_like(x)
        both = np.empty((len(x), 2 * channels), dtype=np.float32)
        for layer, ring in zip(self._layers, state.rings, strict=True):
            slot = state.steps % len(ring)
            both[:, :channels] = ring[slot]
            both[:, channels:] = x
            ring[slot] = x
            mixed = _through(layer, both)
            skips += mixed[:, channels:]
            if layer is not last:  # whose residual nobody takes up
                x = x + mixed[:, :channels]
        state.steps += 1
        return np.maximum(skips, 0, out=skips)

    def read(self, state: ConvState, xs: FloatArray) -> FloatArray:
        """Take in T vectors for every piece (T, B, C); their summaries (T, B, C). Changes ``state``."""
        count, batch, channels = xs.shape
        x: FloatArray = xs.reshape(-1, channels)
        skips = np.zeros((count * batch, channels), dtype=np.float32)
        for layer, ring in zip(self._layers, state.rings, strict=True):
            mixed = _through(layer, np.hstack([_delayed(ring, state.steps, x.reshape(xs.shape)), x]))
            x = x + mixed[:, :channels]
            skips += mixed[:, channels:]
        state.steps += count
        return np.maximum(skips, 0, out=skips).reshape(xs.shape)


def _through(layer: _ConvLayer, both: FloatArray) -> FloatArray:
    """What a layer makes of inputs past and present, (n, 2C): first the residual, then the skip, (n, 2C)."""
    gates: FloatArray = both @ layer.gate
    gates += layer.gate_bias
    np.tanh(gates, out=gates)
    half = gates.shape[1] // 2
    gates[:, half:] += 1
    mixed: FloatArray = np.multiply(gates[:, :half], gates[:, half:]) @ layer.out
    mixed += layer.out_bias
    return mixed


def _delayed(ring: FloatArray, steps: int, xs: FloatArray) -> FloatArray:
    """What a ring gives back for T vectors (T, B, C) that go in from step ``steps`` on, (T * B, C)."""
    kept = min(len(ring), len(xs))
    back = ring[(steps + np.arange(kept)) % len(ring)]
    ring[(steps + np.arange(len(xs) - kept, len(xs))) % len(ring)] = xs[-kept:]
    return np.concatenate([back, xs[: len(xs) - kept]]).reshape(-1, xs.shape[-1])


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
    """Stacked LSTM layers (Hochreiter and Schmidhuber 1997) over a short causal convolution, the stem.

    Torch's order of gates is i, f, g, o. The summary is what the layers and the stem say, side by side.
    """

    def __init__(self, weights: Weights, layers: int, stem: Sequence[int]) -> None:
        self._stem = ConvTrunk(weights, stem, "trunk.stem")
        self._layers = [self._layer(weights, i) for i in range(layers)]
        self._hidden = len(self._layers[0].bias) // 4
        self.width = self._hidden + self._stem.width
        self.bytes_per_step = self._stem.bytes_per_step + sum(
            w.weight.nbytes + w.bias.nbytes for w in self._layers
        )

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
        shape = len(self._layers), batch, self._hidden
        outputs, cells = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        return LstmState(self._stem.start(batch), outputs, cells)

    def step(self, state: LstmState, x: FloatArray) -> FloatArray:
        """Take in one vector for every piece (B, C); the past's summary (B, H + C). Changes ``state``."""
        near = self._stem.step(state.near, x)
        x = x + near
        for layer, h, c in zip(self._layers, state.outputs, state.cells, strict=True):
            gates = np.concatenate((x, h), axis=1) @ layer.weight
            gates += layer.bias
            _open(gates, h, c)
            x = h
        return np.concatenate((x, near), axis=1)

    def read(self, state: LstmState, xs: FloatArray) -> FloatArray:
        """Take in T vectors for every piece (T, B, C); their summaries (T, B, H + C). Changes ``state``."""
        near = self._stem.read(state.near, xs)
        xs = xs + near
        for layer, h, c in zip(self._layers, state.outputs, state.cells, strict=True):
            inputs = xs.shape[-1]
            last = layer.weight[inputs:]
            gates = (xs.reshape(-1, inputs) @ layer.weight[:inputs] + layer.bias).reshape(*xs.shape[:2], -1)
            xs = np.empty((*xs.shape[:2], self._hidden), dtype=np.float32)
            for t in range(len(xs)):
                gates[t] += h @ last
                _open(gates[t], h, c)
                xs[t] = h
        return np.concatenate([xs, near], axis=-1)


_HALF = np.float32(0.5)


def _open(gates: FloatArray, h: FloatArray, c: FloatArray) -> None:
    """Let gates (B, 4H) as they come from the weights change outputs and cells (B, H) in place."""
    hidden = h.shape[1]
    np.tanh(gates, out=gates)
    candidate = gates[:, 2 * hidden : 3 * hidden].copy()
    # Twice each sigmoid, which is half of (1 + tanh): cell and output come out twice as large.
    gates += 1
    c *= gates[:, hidden : 2 * hidden]
    candidate *= gates[:, :hidden]
    c += candidate
    c *= _HALF
    np.tanh(c, out=h)
    h *= gates[:, 3 * hidden :]
    h *= _HALF


@dataclass
class LstmState:
    """What the stem remembers, and each layer: outputs and cells (layers, B, H)."""

    near: ConvState
    outputs: FloatArray
    cells: FloatArray

    def chosen(self, rows: NDArray[np.int64]) -> LstmState:
        """A state of the pieces with these numbers, each as often as it is named."""
        return LstmState(self.near.chosen(rows), self.outputs[:, rows], self.cells[:, rows])
