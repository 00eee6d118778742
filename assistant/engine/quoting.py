"""How long an answer's melody may quote the music that the models learnt from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.engine.copy_index import CopyIndex, stands_in, steps, text_of
from assistant.engine.events import MELODY, PITCHES, IntArray
from assistant.engine.memory import Memory
from assistant.engine.walk import Next

TIMES_USUAL = 1.5
"""How many times as long as a run that music shares with the corpus as a rule a quotation may get."""


class QuoteBound:
    """Finds the pitches with which a melody would go on quoting the corpus.

    Only the answer's own notes count, from grid step ``start`` on; what stands in the seed too is the
    player's, and may come again.
    """

    def __init__(self, index: CopyIndex, start: int) -> None:
        self._index, self._start = index, start
        self.notes = int(TIMES_USUAL * index.usual_notes)
        self._seed: bytes | None = None
        self._followers: dict[tuple[bytes, int], list[int]] = {}

    def too_long(self, memory: Memory, note: Next) -> NDArray[np.bool_]:
        """Pitches that would make a quotation of more than ``notes`` notes, (batch, 128)."""
        forbidden = np.zeros((len(note.onsets), PITCHES), dtype=bool)
        onsets, pitches, line = memory.line_before(MELODY, note.onsets)
        own = (line & (onsets >= self._start)).sum(axis=1)
        rows = np.flatnonzero((own >= self.notes) & (note.parts == MELODY))
        if not len(rows):
            return forbidden
        if self._seed is None:
            before = np.flatnonzero(line[rows[0]] & (onsets[rows[0]] < self._start))
            self._seed = text_of(steps((onsets[rows[0], before], pitches[rows[0], before])))
        last = rows[:, None], _last(line[rows], self.notes)
        runs, distances = steps((onsets[last], pitches[last])), note.onsets[rows] - onsets[last][:, -1]
        places = zip(rows.tolist(), runs, distances.tolist(), pitches[last][:, -1].tolist(), strict=True)
        for row, run, distance, pitch in places:
            found = (pitch + interval for interval in self._next_intervals(text_of(run), distance))
            forbidden[row, [p for p in found if 0 <= p < PITCHES]] = True
        return forbidden

    def _next_intervals(self, run: bytes, distance: int) -> list[int]:
        """How a run goes on in the corpus; takes that step together often ask the same."""
        known = self._followers.get((run, distance))
        if known is None:
            is_own = stands_in(self._seed or b"", run)
            known = [] if is_own else self._index.next_intervals(run, distance)
            self._followers[run, distance] = known
        return known


def _last(line: NDArray[np.bool_], count: int) -> IntArray:
    """Where the last ``count`` of each row are, of which it has as many: (batch, count)."""
    _, at = np.nonzero(line)
    ends = np.cumsum(line.sum(axis=1))
    found: IntArray = at[ends[:, None] + np.arange(-count, 0)]
    return found
