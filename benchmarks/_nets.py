"""The project's own trunks, set to predict frames of a piano roll."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from assistant.training.trunks import ConvTrunk, LstmTrunk
from benchmarks._heads import LONGEST_MATCH, ChainHead, IndependentHead, match_rows
from benchmarks._rolls import KEYS, Batch

TRUNKS = ("conv", "lstm")
HEADS = {"independent": IndependentHead, "joint": ChainHead}


@dataclass(frozen=True)
class Shape:
    """What a network is made of."""

    trunk: str  # one of TRUNKS
    heads: str  # one of HEADS
    keys: int = KEYS
    channels: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8)  # of the convolution: it sees 16 frames
    stem: tuple[int, ...] = ()  # none under the LSTM: in so little music it only over-fits
    dropout: float = 0.4
    memory: bool = True


class FrameNet(nn.Module):
    """Gives the negative log-likelihood of each frame, given all frames of its piece before it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        c = shape.channels
        self.enter = nn.Linear(shape.keys + 1, c)
        self.trunk = _trunk(shape)
        self.memory = Memory(shape.keys, c) if shape.memory else None
        self.dropout = nn.Dropout(shape.dropout)
        self.blend = nn.Linear(self.trunk.width + c, c)
        self.heads = HEADS[shape.heads](shape.keys, c, shape.dropout, memory=shape.memory)

    def forward(self, batch: Batch) -> Tensor:
        """(N,) nats."""
        return self.heads(self.summary(batch), batch)  # type: ignore[no-any-return]

    def summary(self, batch: Batch) -> Tensor:
        """(N, C): what each frame's heads know of the frames before it."""
        start = torch.zeros_like(batch.past[..., :1])
        start[:, 0] = 1
        entered = self.enter(torch.cat([batch.past, start], -1))  # (B, T, C)
        read, entered = (
            self.trunk(self.dropout(entered))[batch.mask],
            entered[batch.mask],
        )  # (N, width), (N, C)
        if self.memory is not None:
            entered = entered + self.memory(batch)
        return self.blend(torch.cat([read, entered], -1))  # type: ignore[no-any-return]


class Memory(nn.Module):
    """What came next where the piece's past was most like the present one."""

    def __init__(self, keys: int, channels: int) -> None:
        super().__init__()
        self.proposal = nn.Linear(2 * keys, channels)
        self.match = nn.Embedding(2 * (LONGEST_MATCH + 1), channels)

    def forward(self, batch: Batch) -> Tensor:
        """(N, C)."""
        proposed = self.proposal(batch.proposals.flatten(1))
        return proposed + self.match(match_rows(batch)).sum(1)  # type: ignore[no-any-return]


def _trunk(shape: Shape) -> ConvTrunk | LstmTrunk:
    if shape.trunk == "conv":
        return ConvTrunk(shape.channels, shape.dilations, shape.dropout)
    return LstmTrunk(shape.channels, shape.stem, shape.channels, 1, shape.dropout)
