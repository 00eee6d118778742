"""The trunk at play: one event in, one summary of the past out, with ring buffers instead of recomputing.

Fast WaveNet (Le Paine et al. 2016, arXiv:1611.09482): a layer of dilation d needs its own input of d steps
ago, so it keeps the last d of them. The state is a value: copied, it lets many takes grow out of one seed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Weights = Mapping[str, FloatArray]


@dataclass(frozen=True)
class _Layer:
    gate: FloatArray  # (2C, 2C), inputs first
    gate_bias: FloatArray  # (2C,)
    out: FloatArray  # (C, 2C)
    out_bias: FloatArray  # (2C,)


class ConvTrunk:
    """The weights of the trunk, laid out for stepping; (B, C) in, (B, C) out."""

    def __init__(self, weights: Weights, dilations: Sequence[int]) -> None:
        self.dilations = tuple(dilations)
        self.layers = [self._layer(weights, i) for i in range(len(self.dilations))]
        self.channels = len(self.layers[0].out)

    @staticmethod
    def _layer(weights: Weights, i: int) -> _Layer:
        gate = weights[f"trunk.gates.{i}.weight"].T.copy()
        bias = weights[f"trunk.gates.{i}.bias"].copy()
        out = weights[f"trunk.outs.{i}.weight"].T.copy()
        # sigmoid(x) = (1 + tanh(x / 2)) / 2: with the halves in the weights one tanh serves both.
        channels = len(out)
        gate[:, channels:] *= 0.5
        bias[channels:] *= 0.5
        return _Layer(gate, bias, out * np.float32(0.5), weights[f"trunk.outs.{i}.bias"].copy())

    def start(self, batch: int) -> TrunkState:
        """The state before the first step."""
        rings = [np.zeros((d, batch, self.channels), dtype=np.float32) for d in self.dilations]
        return TrunkState(rings, 0)

    def step(self, state: TrunkState, x: FloatArray) -> FloatArray:
        """Take in one vector for every melody (B, C); the summary of the past (B, C). Changes ``state``."""
        channels = self.channels
        skips = np.zeros_like(x)
        both = np.empty((len(x), 2 * channels), dtype=np.float32)
        for layer, ring in zip(self.layers, state.rings, strict=True):
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
class TrunkState:
    """What each layer remembers: rings (dilation, B, C), and how many steps were taken."""

    rings: list[FloatArray]
    steps: int

    def copies(self, times: int) -> TrunkState:
        """A state in which every melody of this one stands ``times`` times."""
        return TrunkState([np.repeat(r, times, axis=1) for r in self.rings], self.steps)
