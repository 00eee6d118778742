"""The networks in torch: event table, trunk, and the chain of heads for shift, part, pitch and length.

A trunk turns the past into one vector a step; each head then sees that vector, what the heads before it said,
and the proposals of the memories. Torch is the reference that the NumPy steppers are tested against, so names
and shapes here are the checkpoint's.

Shapes: B pieces, T steps, C channels, W width of the trunk's summary, H width of a head, K slots.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.core.errors import AntiphonError
from assistant.engine import events as ev
from assistant.engine import layout
from assistant.engine.layout import Layout
from assistant.engine.proposals import NOTE_SLOTS, SLOTS
from assistant.training.trunks import ConvTrunk, HeldDropout, LstmTrunk

NETS = ("conv", "lstm")
HEADS = ("shift", "part", "pitch", "length")


@dataclass(frozen=True)
class NetConfig:
    """The kind and size of a network; stored in its checkpoint."""

    net: str = "conv"
    channels: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64, 128)
    hidden: int = 256
    layers: int = 1
    stem: tuple[int, ...] = (1, 2, 4)
    head_width: int = 128
    dropout: float = 0.1

    def as_json(self) -> dict[str, Any]:
        """The config as the checkpoint keeps it."""
        return {**asdict(self), "dilations": list(self.dilations), "stem": list(self.stem)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> NetConfig:
        """The config that a checkpoint keeps."""
        lists = {name: tuple(stored[name]) for name in ("dilations", "stem")}
        return cls(**{**stored, **lists})

    def trunk(self) -> ConvTrunk | LstmTrunk:
        """A new trunk of this kind and size."""
        if self.net == "conv":
            return ConvTrunk(self.channels, self.dilations, self.dropout)
        if self.net == "lstm":
            return LstmTrunk(self.channels, self.stem, self.hidden, self.layers, self.dropout)
        raise AntiphonError(f"There is no network called {self.net!r}; choose one of {', '.join(NETS)}.")


@dataclass
class Batch:
    """Aligned inputs and targets of B pieces, T steps.

    Step t predicts event t from the events before it. ``event`` (B, T, fields) are rows of the event table
    for the event before step t; ``shift``, ``part``, ``pitch`` and ``length`` (B, T, fields) rows of the
    heads' tables; ``*_proposed`` (B, T, K) what the memories propose, -1 for none; ``sounding`` (B, T, 128)
    is 1 for pitches that sound at the onset of note t; ``targets`` (B, T, 4) what the heads must say.
    ``mask`` (B, T) marks steps that count, ``note_mask`` those of them that are notes (not END).
    """

    event: Tensor
    shift: Tensor
    part: Tensor
    pitch: Tensor
    length: Tensor
    shift_proposed: Tensor
    part_proposed: Tensor
    pitch_proposed: Tensor
    length_proposed: Tensor
    sounding: Tensor
    targets: Tensor
    mask: Tensor
    note_mask: Tensor

    def to(self, device: str | torch.device) -> Batch:
        """The batch on a device."""
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


class Table(nn.Module):
    """One sum of embeddings for each step: rows (..., fields) of a layout to vectors (..., width)."""

    def __init__(self, rows: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(rows, width) * 0.05)

    def forward(self, rows: Tensor) -> Tensor:
        """rows: (..., fields)."""
        flat = functional.embedding_bag(rows.flatten(0, -2), self.weight, mode="sum")
        return flat.view(*rows.shape[:-1], -1)


class Head(nn.Module):
    """One head: sums what it is told, mixes once, and adds a learnt weight to what the memories propose."""

    def __init__(self, past: int, table: Layout, config: NetConfig, classes: int, slots: int) -> None:
        super().__init__()
        width = config.head_width
        self.past = nn.Linear(past, width)
        self.table = Table(table.rows, width)
        self.dropout = HeldDropout(config.dropout)
        self.out = nn.Linear(width, classes)
        self.gate = nn.Linear(width, slots)

    def forward(self, past: Tensor, rows: Tensor, proposed: Tensor, extra: Tensor | None = None) -> Tensor:
        """Logits (B, T, classes) of past (B, T, W), rows (B, T, fields), proposed (B, T, K).

        ``extra`` (B, T, H) is added to what the head hears.
        """
        hidden = self.past(past) + self.table(rows)
        if extra is not None:
            hidden = hidden + extra
        hidden = self.dropout(functional.relu(hidden))
        weights = self.gate(hidden) * (proposed >= 0)  # (B, T, K)
        logits: Tensor = self.out(hidden)
        return logits.scatter_add(-1, proposed.clamp(min=0), weights.to(logits.dtype))


class MusicNet(nn.Module):
    """The whole network: event table, trunk, and the chain shift, part, pitch, length."""

    def __init__(self, config: NetConfig) -> None:
        super().__init__()
        self.config = config
        self.events = Table(layout.EVENT.rows, config.channels)
        self.trunk = config.trunk()
        # The heads see the last event itself beside what the trunk makes of all of them.
        past = self.trunk.width + config.channels
        self.shift_head = Head(past, layout.SHIFT, config, ev.SHIFTS, SLOTS)
        self.part_head = Head(past, layout.PART, config, len(ev.PARTS), SLOTS)
        self.pitch_head = Head(past, layout.PITCH, config, ev.PITCHES, NOTE_SLOTS)
        self.length_head = Head(past, layout.LENGTH, config, ev.LENGTHS, NOTE_SLOTS)
        self.sounding = nn.Linear(ev.PITCHES, config.head_width, bias=False)

    def forward(self, b: Batch) -> dict[str, Tensor]:
        """Logits (B, T, classes) of every head."""
        events = self.events(b.event)
        past = torch.cat([self.trunk(events), events], dim=-1)
        sounding = self.sounding(b.sounding.float())
        return {
            "shift": self.shift_head(past, b.shift, b.shift_proposed),
            "part": self.part_head(past, b.part, b.part_proposed),
            "pitch": self.pitch_head(past, b.pitch, b.pitch_proposed, sounding),
            "length": self.length_head(past, b.length, b.length_proposed),
        }


def losses(net: MusicNet, b: Batch) -> dict[str, Tensor]:
    """Nats by head, shape (B, T), zero where a step does not count."""
    logits = net(b)
    masks = [b.mask, b.note_mask, b.note_mask, b.note_mask]
    return {
        name: _nats(logits[name], b.targets[..., i]) * mask
        for i, (name, mask) in enumerate(zip(HEADS, masks, strict=True))
    }


def _nats(logits: Tensor, target: Tensor) -> Tensor:
    flat = functional.cross_entropy(logits.flatten(0, 1).float(), target.flatten(), reduction="none")
    return flat.view(target.shape)
