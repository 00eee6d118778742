"""Little scores for the tests: rows of notes, melodies alone, and songs with chords under them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.engine.events import BASS, MELODY
from assistant.training.scores import Score

Row = tuple[int, int, int, int]


def made_score(rows: Sequence[Row], **facts: Any) -> Score:
    """A score in C, 4/4, of (onset, length, pitch, part) in any order."""
    notes = np.array(sorted(set(rows), key=lambda r: (r[0], r[3], r[2])), dtype=np.int32).reshape(-1, 4)
    said = {
        "title": "little", "source": "here", "style": "folk", "work": "little", "tonic": 0, "scale": "major",
        "meters": ((0, 4, 4),), "repeats_expanded": False, **facts,
    }  # fmt: skip
    return Score(notes=notes, **said)


def melody_score(pitches: Sequence[int], length: int = 24, **facts: Any) -> Score:
    """Notes of one length, one after the other."""
    return made_score([(i * length, length, p, MELODY) for i, p in enumerate(pitches)], **facts)


def song(seed: int, bars: int = 12, **facts: Any) -> Score:
    """A voice in eighths over two chords a bar; the tune comes back every four bars, with slips."""
    rng = np.random.default_rng(seed)
    tune, chords = rng.choice([60, 62, 64, 65, 67, 69, 71, 72], 32), rng.choice([48, 53, 55], 8)
    rows = []
    for step in range(8 * bars):
        slip = int(rng.integers(-2, 3)) if rng.random() < 0.1 else 0
        rows.append((12 * step, 12, int(tune[step % 32]) + slip, MELODY))
    for half in range(2 * bars):
        rows += [(48 * half, 48, int(chords[half % 8]) + step, BASS) for step in (0, 4, 7)]
    return made_score(rows, style="song", **facts)
