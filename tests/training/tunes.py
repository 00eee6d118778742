"""Tunes made up for the tests: phrases that come back, as music does."""

import numpy as np

from assistant.training.corpus import Tune


def random_tune(seed: int, notes: int = 60, *, title: str = "", tonic: int | None = None) -> Tune:
    """A tune of a phrase of 16 notes repeated with slips, from a pick-up or not."""
    rng = np.random.default_rng(seed)
    phrase = [(int(rng.choice([6, 12, 24])), int(rng.integers(60, 80))) for _ in range(16)]
    onset, rows = int(rng.integers(0, 3)) * 12, []
    for i in range(notes):
        length, pitch = phrase[i % 16] if rng.random() < 0.9 else (18, int(rng.integers(60, 80)))
        rows.append((onset, length, pitch))
        onset += length + (12 if rng.random() < 0.1 else 0)
    drawn = int(rng.integers(0, 12))
    return Tune(
        title or f"tune {seed}", "made up", "folk", drawn if tonic is None else tonic, "major",
        ((0, 3, 4),), tuple(rows), True,
    )  # fmt: skip
