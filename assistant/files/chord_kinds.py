"""The chords that are looked for, as music21 builds them.

music21 takes a second to import: it is imported with the first chord that is to be named.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

KINDS: dict[str, float] = {
    "major": 0.0, "minor": 0.0, "diminished": 0.02, "augmented": 0.1, "power": 0.06,
    "suspended-second": 0.3, "suspended-fourth": 0.3, "suspended-fourth-seventh": 0.25,
    "dominant-seventh": 0.075, "major-seventh": 0.145, "minor-seventh": 0.125, "minor-major-seventh": 0.3,
    "half-diminished-seventh": 0.1, "diminished-seventh": 0.04, "augmented-seventh": 0.16,
    "major-sixth": 0.22, "minor-sixth": 0.22, "dominant-ninth": 0.45, "major-ninth": 0.45,
    "minor-ninth": 0.45,
}  # fmt: skip
"""music21's names of the chords looked for, and how much more of the sound the rarer must explain."""
_COMMON = ("major", "minor", "dominant-seventh", "major-seventh", "minor-seventh")
"""What is still heard where its third is left out, or its fifth."""
_NINTHS = ("dominant-ninth", "major-ninth", "minor-ninth")
"""What has its fifth left out by most hands."""
_DEGREES = {"2": 2, "4": 5, "3": 4, "5": 7, "6": 9, "7": 11, "9": 2, "1": 0}
_ROOT_LACKS, _THIRD_LACKS, _FIFTH_LACKS, _OTHER_LACKS = 0.19, 0.09, 0.03, 0.22

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Every chord on every root: ``tones`` (k, 12) and what lacking each costs; ``handicaps`` (k,)."""

    kinds: tuple[str, ...]
    tones: NDArray[np.bool_]
    lacks: Floats
    handicaps: Floats

    @cached_property
    def roots(self) -> NDArray[np.int64]:
        """The root of each row (k,)."""
        return np.tile(np.arange(12), len(self.tones) // 12)


@cache
def table() -> Table:
    """All kinds, each on C, C♯, D …"""
    kinds, lacks, handicaps = [], [], []
    for kind, handicap in KINDS.items():
        costs = _costs(kind)
        kinds += [kind] * 12
        lacks += [np.roll(costs, root) for root in range(12)]
        handicaps += [handicap] * 12
    return Table(tuple(kinds), np.array(lacks) > 0, np.array(lacks), np.array(handicaps))


def _costs(kind: str) -> Floats:
    """What it costs to lack each tone of a chord on C; 0 stands for what is no tone of it."""
    from music21 import harmony

    costs = np.zeros(12)
    for written in str(harmony.CHORD_TYPES[kind][0]).split(","):
        degree = written.strip("-#")
        at = (_DEGREES[degree] + written.count("#") - written.count("-")) % 12
        costs[at] = _OTHER_LACKS
        if degree == "1":
            costs[at] = _ROOT_LACKS
        elif degree == "3" and kind in _COMMON:
            costs[at] = _THIRD_LACKS
        elif degree == "5" and kind in _COMMON + _NINTHS:
            costs[at] = _FIFTH_LACKS
    return costs
