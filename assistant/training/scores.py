"""A score as the school sees it: notes with their parts on the grid, and what is known of the piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ONSET, LENGTH, PITCH, PART = range(4)
"""Columns of a score's notes."""


@dataclass(frozen=True, eq=False)
class Score:
    """One piece in one form; times in grid steps (24 to the quarter), step 0 on a bar line.

    ``notes`` (n, 4) int32 hold onset, length, pitch and part, ordered by onset, part, pitch, without two
    notes of one onset, part and pitch. Parts are ``engine.events.PARTS``. ``meters`` are (onset, numerator,
    denominator) of every change, the first at 0. ``tonic`` is a pitch class, ``scale`` one of core.theory's.
    ``work`` names the composition: scores of one work stay on one side of a split, whatever their edition,
    key or form. ``repeats_expanded`` tells whether repeats are played out or stand as signs.
    ``off_grid`` is how many of the notes as written the grid moved, ``grid_error`` by how many steps in all.
    """

    title: str
    source: str
    style: str
    work: str
    tonic: int
    scale: str
    meters: tuple[tuple[int, int, int], ...]
    notes: NDArray[np.int32]
    repeats_expanded: bool
    off_grid: int = 0
    grid_error: float = 0.0
    composer: str = ""

    def __len__(self) -> int:
        return len(self.notes)

    @property
    def piece(self) -> tuple[str, str, str]:
        """What a piece is called, in whatever form it stands here: (style, source, title)."""
        return self.style, self.source, self.title
