"""Work to be timed by `antiphon bench step`: what a note costs, and a read as large as the weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assistant.engine.codec import Frame
from assistant.engine.events import BarGrid, IntArray
from assistant.engine.network import Network
from assistant.engine.walk import Told, Walk

PAST_NOTES = 64


def network_step(network: Network, batch: int) -> Callable[[], Any]:
    """A step of a network for ``batch`` pieces: event table, trunk and all four heads.

    What the memories of ``PAST_NOTES`` notes propose is known beforehand.
    """
    walk = _walked(network, batch)
    onset, shift, part = walk.onsets + 12, np.full(batch, 12), np.zeros(batch, dtype=np.int64)
    pitch = np.full(batch, 64)
    shifts, parts = walk.shift_proposals(), walk.part_proposals(onset, shift)
    note = walk.beginning(onset, shift, part)

    def step() -> None:
        walk.forget_past()
        walk.shift_logits(shifts)
        walk.part_logits(onset, shift, parts)
        walk.pitch_logits(note)
        walk.length_logits(note, pitch)

    return step


def trunk_step(network: Network, batch: int) -> Callable[[], Any]:
    """A step of the event table and the trunk alone."""
    walk = _walked(network, batch)

    def step() -> None:
        walk.forget_past()
        walk.look_back()

    return step


def reading(size_bytes: int) -> Callable[[], Any]:
    """A dot product of a buffer with itself, which reads every byte of it once."""
    buffer = np.ones(size_bytes // 4, dtype=np.float32)
    return lambda: np.dot(buffer, buffer)


def _walked(network: Network, batch: int) -> Walk:
    frame = Frame(0, 0, BarGrid([(0, 4, 4)]))
    walk = Walk(network, frame, Told(style=0), batch)
    for i in range(PAST_NOTES):
        walk.take_in(*(_same(v, batch) for v in (i * 12, 12, 0, 60 + i * 5 % 12, 12)))
    walk.look_back()
    return walk


def _same(value: int, batch: int) -> IntArray:
    return np.full(batch, value, dtype=np.int64)
