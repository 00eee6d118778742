"""Velocities for an answer, as loud on the beats and off them as the seed was played."""

from __future__ import annotations

import numpy as np

from assistant.core.clip import Clip
from assistant.core.note import MAX_VELOCITY
from assistant.core.tempo import MeterMap

SPREAD = 3.0
"""Standard deviation of a player's unevenness, in MIDI velocity."""


class Expression:
    """Mean velocity of the seed on bar lines, on beats and off them."""

    def __init__(self, seed: Clip, meter_map: MeterMap) -> None:
        self._meter_map = meter_map
        mean = float(seed.velocities.mean())
        stress = np.array([self._stress(int(t)) for t in seed.starts])
        self._means = [
            float(seed.velocities[stress == s].mean()) if (stress == s).any() else mean for s in range(3)
        ]
        self._spread = SPREAD if np.ptp(seed.velocities) else 0.0

    def velocity(self, tick: int, generator: np.random.Generator) -> int:
        """A velocity for a note that begins at a tick; even where the seed is quite even."""
        drawn = generator.normal(self._means[self._stress(tick)], self._spread)
        return int(np.clip(round(drawn), 1, MAX_VELOCITY))

    def _stress(self, tick: int) -> int:
        """0 on a bar line, 1 on a beat, 2 off it."""
        position = self._meter_map.position(tick)
        if position.ticks:
            return 2
        return 0 if position.beat == 1 else 1
