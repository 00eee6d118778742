"""The networks in torch: a causal convolution trunk, and heads for shift, pitch and length in turn.

The trunk is WaveNet's (van den Oord et al. 2016, arXiv:1609.03499): dilated causal convolutions of width two
with gates, residual and skip connections. It turns the past into one vector a step; each head then sees that
vector, what the heads before it said, and the proposals of the memories. Torch is the reference that the
NumPy stepper is tested against, so names and shapes here are the checkpoint's.

Shapes: B melodies, T steps, C channels, H head width, K slots of the memories.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.engine import events as ev
from assistant.engine.memory import MATCHES, MOTIFS, SLOTS
from assistant.training.trunks import ConvTrunk


@dataclass(frozen=True)
class NetConfig:
    """The size of a network; stored in its checkpoint."""

    channels: int = 128
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64, 128)
    head_width: int = 128
    dropout: float = 0.1

    def as_json(self) -> dict[str, Any]:
        """The config as the checkpoint keeps it."""
        return {"net": "conv", **asdict(self), "dilations": list(self.dilations)}


@dataclass
class Batch:
    """Aligned inputs and targets of B melodies, T steps; all int64 but ``mask``.

    Step t predicts event t from the events before it. ``event_*`` (B, T) describe the event before step t
    (step 0 has none and gets the start vector). ``*_target`` are what the heads must say; ``mask`` (B, T)
    marks steps that exist, ``note_mask`` those that are notes (not END).
    """

    event_shift: Tensor
    event_pitch: Tensor
    event_interval: Tensor
    event_length: Tensor
    event_position: Tensor
    event_bar_length: Tensor
    event_bar: Tensor
    last_pitch: Tensor
    shift_left: Tensor
    shift_slots: Tensor
    shift_matches: Tensor
    note_position: Tensor
    note_bar_length: Tensor
    note_left: Tensor
    note_matches: Tensor
    pitch_slots: Tensor
    length_slots: Tensor
    form: Tensor
    shift_target: Tensor
    pitch_target: Tensor
    length_target: Tensor
    mask: Tensor
    note_mask: Tensor


class Head(nn.Module):
    """One head: sums what it is told, mixes once, and adds a learnt weight to what the memories propose."""

    def __init__(self, config: NetConfig, classes: int, proposals: int, features: dict[str, int]) -> None:
        super().__init__()
        width = config.head_width
        self.classes = classes
        self.past = nn.Linear(config.channels, width)
        self.features = nn.ModuleDict({k: nn.Embedding(n, width) for k, n in features.items()})
        self.slots = nn.ModuleList(nn.Embedding(proposals, width) for _ in range(SLOTS))
        self.matches = nn.ModuleList(nn.Embedding(MATCHES, width) for _ in range(MOTIFS))
        self.dropout = nn.Dropout(config.dropout)
        self.out = nn.Linear(width, classes)
        self.gate = nn.Linear(width, SLOTS)

    def forward(
        self, past: Tensor, features: dict[str, Tensor], slots: Tensor, proposed: Tensor, matches: Tensor
    ) -> Tensor:
        """Logits (B, T, classes).

        past (B, T, C); features by name (B, T); slots (B, T, K) embedding rows of the proposals; proposed
        (B, T, K) the classes they stand for, -1 for none; matches (B, T, MOTIFS).
        """
        hidden = self.past(past)
        for name, values in features.items():
            hidden = hidden + self.features[name](values)
        for k, table in enumerate(self.slots):
            hidden = hidden + table(slots[..., k])
        for m, table in enumerate(self.matches):
            hidden = hidden + table(matches[..., m])
        hidden = self.dropout(functional.relu(hidden))
        weights = self.gate(hidden) * (proposed >= 0)  # (B, T, K)
        logits: Tensor = self.out(hidden)
        return logits.scatter_add(-1, proposed.clamp(min=0), weights)


class MelodyNet(nn.Module):
    """The whole network: event embeddings, trunk, and the chain shift, pitch, length."""

    def __init__(self, config: NetConfig) -> None:
        super().__init__()
        self.config = config
        channels = config.channels
        sizes = {
            "shift": ev.SHIFTS, "pitch": ev.PITCHES, "interval": ev.INTERVALS, "length": ev.LENGTHS,
            "position": ev.POSITIONS, "bar_length": ev.BAR_LENGTHS, "bar": ev.BAR_NUMBERS,
        }  # fmt: skip
        self.events = nn.ModuleDict({k: nn.Embedding(n, channels) for k, n in sizes.items()})
        self.start = nn.Parameter(torch.zeros(channels))
        self.trunk = ConvTrunk(channels, config.dilations, config.dropout)
        place = {
            "position": ev.POSITIONS, "bar_length": ev.BAR_LENGTHS, "left": ev.BARS_LEFT, "form": ev.FORMS,
        }  # fmt: skip
        told = {**place, "shift": ev.SHIFTS}
        self.shift_head = Head(config, ev.SHIFTS, ev.SHIFTS + 1, {**place, "length": ev.LENGTHS})
        self.pitch_head = Head(config, ev.PITCHES, ev.INTERVALS, told)
        self.length_head = Head(
            config, ev.LENGTHS, ev.LENGTHS + 1, {**told, "interval": ev.INTERVALS, "agreed": 2**SLOTS}
        )
        self.apply(_small_embeddings)

    def past(self, b: Batch) -> Tensor:
        """The trunk's summary (B, T, C) of the events before each step."""
        names = ("shift", "pitch", "interval", "length", "position", "bar_length", "bar")
        x = torch.stack([self.events[n](getattr(b, f"event_{n}")) for n in names]).sum(dim=0)
        x = torch.cat([self.start.expand(len(x), 1, -1), x[:, 1:]], dim=1)
        return self.trunk(x)  # type: ignore[no-any-return]

    def forward(self, b: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of shift (B, T, SHIFTS), pitch (B, T, PITCHES) and length (B, T, LENGTHS)."""
        past = self.past(b)
        place = {
            "position": b.event_position, "bar_length": b.event_bar_length,
            "left": b.shift_left, "form": b.form,
        }  # fmt: skip
        shift = self.shift_head(
            past,
            {**place, "length": b.event_length},
            _rows(b.shift_slots, ev.SHIFTS),
            b.shift_slots,
            b.shift_matches,
        )
        told = {
            "position": b.note_position, "bar_length": b.note_bar_length,
            "left": b.note_left, "form": b.form, "shift": b.shift_target,
        }  # fmt: skip
        distance = relative(b.pitch_slots, b.last_pitch.unsqueeze(-1))
        pitch = self.pitch_head(past, told, distance, b.pitch_slots, b.note_matches)
        chosen = {
            "interval": relative(b.pitch_target, b.last_pitch),
            "agreed": agreement(b.pitch_slots, b.pitch_target),
        }
        length = self.length_head(
            past, {**told, **chosen}, _rows(b.length_slots, ev.LENGTHS), b.length_slots, b.note_matches
        )
        return shift, pitch, length


def losses(net: MelodyNet, b: Batch) -> dict[str, Tensor]:
    """Nats by head, shape (B, T), zero where a step does not exist."""
    shift, pitch, length = net(b)
    return {
        "shift": _nats(shift, b.shift_target) * b.mask,
        "pitch": _nats(pitch, b.pitch_target) * b.note_mask,
        "length": _nats(length, b.length_target) * b.note_mask,
    }


def relative(pitches: Tensor, last: Tensor) -> Tensor:
    """Interval classes from the last pitch, as ``events.intervals``."""
    distance = (pitches - last).clamp(-ev.MAX_INTERVAL, ev.MAX_INTERVAL) + ev.MAX_INTERVAL
    return torch.where((pitches < 0) | (last < 0), ev.NO_INTERVAL, distance)


def agreement(slots: Tensor, chosen: Tensor) -> Tensor:
    """Which slots proposed what was chosen, as the bits of one number; (B, T, K), (B, T) to (B, T)."""
    bits = 2 ** torch.arange(slots.shape[-1], device=slots.device)
    return ((slots == chosen.unsqueeze(-1)) * bits).sum(dim=-1)


def _rows(slots: Tensor, none_row: int) -> Tensor:
    return torch.where(slots < 0, none_row, slots)


def _nats(logits: Tensor, target: Tensor) -> Tensor:
    flat = functional.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none")
    return flat.view(target.shape)


def _small_embeddings(module: nn.Module) -> None:
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.05)
