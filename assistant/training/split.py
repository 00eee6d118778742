"""Training, validation and test sides: whole families of like scores on one side, fixed by hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.training.duplicates import find_duplicates
from assistant.training.scores import Score

SIDES = ("train", "valid", "test")


@dataclass(frozen=True)
class Split:
    """The scores on each side, the copies that were left out, and how many families there are.

    ``sides`` has the keys "train", "valid" and "test", each in the order of reading.
    """

    sides: dict[str, list[Score]]
    duplicates: tuple[Score, ...]
    families: int


def split(scores: Sequence[Score]) -> Split:
    """80, 10 and 10 % of the families, by a hash of the family's first work in alphabetical order.

    Corpora that have nothing to do with a family do not move it.
    """
    found = find_duplicates(scores)
    families = found.families.tolist()
    names: dict[int, str] = {}
    for score, family in zip(scores, families, strict=True):
        names[family] = min(names.get(family, score.work), score.work)
    sides: dict[str, list[Score]] = {side: [] for side in SIDES}
    dropped = set(found.dropped)
    for place, (score, family) in enumerate(zip(scores, families, strict=True)):
        if place not in dropped:
            sides[side_of(names[family])].append(score)
    return Split(sides, tuple(scores[i] for i in found.dropped), len(names))


def side_of(name: str) -> str:
    """The side for a family's name: 80 % train, 10 % valid, 10 % test."""
    share = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) / 2**32
    return "train" if share < 0.8 else "valid" if share < 0.9 else "test"
