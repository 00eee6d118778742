"""Scores made up for the tests: phrases that come back, as music does."""

import numpy as np

from assistant.engine.events import BASS, MELODY, UPPER
from assistant.training.scores import Score


def random_score(
    seed: int,
    notes: int = 60,
    *,
    title: str = "",
    tonic: int | None = None,
    style: str = "folk",
    chords: bool = False,
) -> Score:
    """A phrase of 16 notes repeated with slips, from a pick-up or not; with chords and a bass if asked."""
    rng = np.random.default_rng(seed)
    phrase = [(int(rng.choice([6, 12, 24])), int(rng.integers(60, 80))) for _ in range(16)]
    onset, rows = int(rng.integers(0, 3)) * 12, []
    for i in range(notes):
        length, pitch = phrase[i % 16] if rng.random() < 0.9 else (18, int(rng.integers(60, 80)))
        rows.append((onset, length, pitch, MELODY))
        if chords and i % 2 == 0:
            rows += [
                (onset, 24, pitch - 5, UPPER),
                (onset, 24, pitch - 8, UPPER),
                (onset, 24, pitch % 12 + 36, BASS),
            ]
        onset += length + (12 if rng.random() < 0.1 else 0)
    table = np.array(sorted(rows, key=lambda r: (r[0], r[3], r[2])), dtype=np.int32)
    drawn = int(rng.integers(0, 12))
    name = title or f"piece {seed}"
    return Score(
        name,
        f"made up {seed}",
        style,
        name,
        drawn if tonic is None else tonic,
        "major",
        ((0, 3, 4),),
        table,
        True,
    )
