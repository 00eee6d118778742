"""Heads for frames of a piano roll: keys independent of each other, or the notes of a frame chained."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks._rolls import Batch

LONGEST_MATCH = 15
REACH = (
    12  # semitones that the chain tells as a step or an interval; each key has a weight of its own besides
)


class IndependentHead(nn.Module):
    """A Bernoulli per key, as in the published tables."""

    def __init__(self, keys: int, channels: int, dropout: float, *, memory: bool) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(channels, keys)
        self.boost = Boost(channels, memory=memory)

    def forward(self, state: Tensor, batch: Batch) -> Tensor:
        """state: (N, C); (N,) nats."""
        hidden = self.dropout(functional.gelu(state))
        logits = self.out(hidden) + self.boost(hidden[:, None], batch).squeeze(1)
        found = functional.binary_cross_entropy_with_logits(logits.float(), batch.frames, reduction="none")
        return found.sum(-1)


class ChainHead(nn.Module):
    """The notes of a frame one by one from the top, each lower than the last, then a stop.

    Every frame has exactly one such spelling, and each step is normalised over the keys still allowed and the
    stop, so the probabilities of all frames sum to one. (The chain of Larochelle and Murray's NADE 2011 runs
    over all keys; this one over those that sound.)
    """

    def __init__(self, keys: int, channels: int, dropout: float, *, memory: bool) -> None:
        super().__init__()
        self.keys = keys
        self.chosen = nn.Linear(keys, channels, bias=False)
        self.last = nn.Embedding(keys + 1, channels)
        self.rank = nn.Embedding(keys + 1, channels)
        self.before = nn.Embedding(keys + 1, channels)  # the note of this rank in the frame before
        self.mix = nn.Sequential(
            *(nn.GELU(), nn.Dropout(dropout), nn.Linear(channels, channels), nn.GELU(), nn.Dropout(dropout))
        )
        self.out = nn.Linear(channels, keys + 1)
        self.step = nn.Linear(channels, 2 * REACH + 1)  # from the note of this rank in the frame before
        self.interval = nn.Linear(channels, 2 * REACH)  # below the last note of this frame
        self.boost = Boost(channels, memory=memory)

    def forward(self, state: Tensor, batch: Batch) -> Tensor:
        """state: (N, C); (N,) nats."""
        notes = spelling(batch.frames)  # (N, R)
        last = functional.pad(notes, (1, 0), value=self.keys)[:, :-1]
        before = functional.pad(spelling(batch.before), (0, notes.shape[1]), value=self.keys)
        logits = self.logits(state, batch, last, before[:, : notes.shape[1]]).float()
        found = functional.cross_entropy(logits.flatten(0, 1), notes.flatten(), reduction="none")
        spelt = functional.pad(notes[:, :-1] != self.keys, (1, 0), value=True)  # up to the first stop
        return (found.view(notes.shape) * spelt).sum(-1)

    def logits(self, state: Tensor, batch: Batch, last: Tensor, before: Tensor) -> Tensor:
        """last, before: (N, R); (N, R, keys + 1), -inf where a note would not be below the last."""
        chosen = functional.one_hot(last, self.keys + 1)[..., : self.keys].cumsum(1).float()
        ranks = self.rank(torch.arange(last.shape[1]))
        known = self.chosen(chosen) + self.last(last) + self.before(before) + ranks
        hidden = self.mix(state[:, None] + known)  # (N, R, C)
        key = torch.arange(self.keys + 1)
        last, before = last[..., None], before[..., None]
        logits: Tensor = self.out(hidden) + functional.pad(self.boost(hidden, batch), (0, 1))
        logits = logits + _placed(self.step(hidden), key - before + REACH, before < self.keys)
        logits = logits + _placed(self.interval(hidden), last - key - 1, last < self.keys)
        above = (last < self.keys) & (key >= last) & (key < self.keys)
        return logits.masked_fill(above, -torch.inf)


class Boost(nn.Module):
    """Adds weight to the keys of the frame before and of the memory's proposals, as the state asks for it."""

    def __init__(self, channels: int, *, memory: bool) -> None:
        super().__init__()
        self.memory = memory
        self.gate = nn.Linear(channels, 3 if memory else 1)
        self.trust = nn.Embedding(2 * (LONGEST_MATCH + 1), 1)
        nn.init.zeros_(self.trust.weight)

    def forward(self, hidden: Tensor, batch: Batch) -> Tensor:
        """hidden: (N, R, C); (N, R, keys)."""
        gates: Tensor = self.gate(hidden)
        sources = batch.before[:, None]
        if self.memory:
            trust = self.trust(match_rows(batch)).squeeze(-1)  # (N, 2)
            gates = gates + functional.pad(trust, (1, 0))[:, None]
            sources = torch.cat([sources, batch.proposals], 1)
        return gates @ sources


def match_rows(batch: Batch) -> Tensor:
    """(N, 2): where the lengths of both matches stand in one table."""
    return batch.matches.clamp(max=LONGEST_MATCH) + torch.tensor([0, LONGEST_MATCH + 1])


def spelling(frames: Tensor) -> Tensor:
    """(N, keys) of 0 and 1 -> (N, most notes + 1): the keys that sound, from the top, then stops (= keys)."""
    n, keys = frames.shape
    rank = frames.flip(1).cumsum(1).flip(1).long()  # 1 for the top note
    slots = torch.where(frames > 0, rank, 0)  # silent keys share slot 0, which is dropped
    notes = torch.full((n, int(slots.max()) + 2), keys)
    return notes.scatter_(1, slots, torch.arange(keys).expand(n, keys))[:, 1:]


def _placed(values: Tensor, offsets: Tensor, known: Tensor) -> Tensor:
    """(N, R, keys + 1): to each key the one of ``values`` (N, R, W) at its offset, 0 if there is none."""
    inside = (offsets >= 0) & (offsets < values.shape[-1]) & known
    inside[..., -1] = False
    return torch.gather(values, -1, offsets.clamp(0, values.shape[-1] - 1)) * inside
