"""How long an answer's melody may quote the music that the models learnt from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.engine.copy_index import CopyIndex, holds, steps
from assistant.engine.events import MELODY, PITCHES
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

    def too_long(self, memory: Memory, note: Next) -> NDArray[np.bool_]:
        """Pitches that would make a quotation of more than ``notes`` notes, (batch, 128)."""
        forbidden = np.zeros((len(note.onsets), PITCHES), dtype=bool)
        for row in np.flatnonzero(note.parts == MELODY).tolist():
            pitches = self._next_of_quotation(memory, row, int(note.onsets[row]))
            forbidden[row, [p for p in pitches if 0 <= p < PITCHES]] = True
        return forbidden

    def _next_of_quotation(self, memory: Memory, row: int, onset: int) -> list[int]:
        """The pitches that follow in the corpus on the last notes of a melody, after the same time."""
        onsets, pitches = memory.line_before(row, MELODY, onset)
        own = len(onsets) - int(np.searchsorted(onsets, self._start))
        if own < self.notes:
            return []
        run = steps((onsets[-self.notes :], pitches[-self.notes :]))
        if holds(steps((onsets[:-own], pitches[:-own])), run):
            return []
        return self._index.next_pitches(run, onset - int(onsets[-1]), int(pitches[-1]))
