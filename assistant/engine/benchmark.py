"""Work to be timed by `antiphon bench step`: a step of the network, and a read as large as its weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assistant.engine.network import EventColumns, Network


def numpy_step(network: Network, batch: int) -> Callable[[], Any]:
    """A step of the embeddings and the trunk for ``batch`` melodies."""
    state, _ = network.start(batch)
    event = EventColumns(**dict.fromkeys(EventColumns.__dataclass_fields__, np.ones(batch, dtype=np.int64)))
    return lambda: network.step(state, event)


def reading(size_bytes: int) -> Callable[[], Any]:
    """A dot product of a buffer with itself, which reads every byte of it once."""
    buffer = np.ones(size_bytes // 4, dtype=np.float32)
    return lambda: np.dot(buffer, buffer)
