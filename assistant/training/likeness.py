"""How like human music a model's answers are: measures of samples, and how their distributions overlap.

The measures are those of MGEval (Yang and Lerch 2020, Neural Computing and Applications 32) and MusPy (Dong
et al. 2020, ISMIR): scale consistency, pitch-class entropy, groove, density, polyphony, and the overlap of
histograms; and, for this program's purpose, loops, and what is copied from the seed and from the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import AntiphonError
from assistant.core.theory import SCALES
from assistant.engine.copy_index import CopyIndex
from assistant.engine.events import GRID_PER_QUARTER
from assistant.training.samples import IntTable, Sample, melody
from assistant.training.scores import LENGTH, ONSET, PITCH

PLACE_STEPS = GRID_PER_QUARTER // 4
"""Grid steps of a place in the pattern of a bar: a sixteenth."""
LOOP_REPEATS = 4
LONGEST_LOOP_BARS = 4
FEWEST_LOOP_ONSETS = 2
"""A note struck again and again is no loop."""
COPIED_RUN = "longest run of the corpus, notes"
LOOPS = "answers with a loop"

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Report:
    """Measures of n samples by name (n,), and histograms by name (each sums to one).

    An answer without a note has no measures (NaN) but its density, 0.
    """

    values: dict[str, Floats]
    histograms: dict[str, Floats]

    @property
    def means(self) -> dict[str, float]:
        """The mean of every measure."""
        return {name: float(np.nanmean(found)) for name, found in self.values.items()}

    @property
    def deviations(self) -> dict[str, float]:
        """The standard deviation of every measure."""
        return {name: float(np.nanstd(found)) for name, found in self.values.items()}


def measure(samples: Sequence[Sample], index: CopyIndex | None = None) -> Report:
    """Every measure of the answers; with an index of the training corpus, what they copy from it, too."""
    if not any(len(sample.answer) for sample in samples):
        raise AntiphonError("There are no answers to measure: ask for more samples, or name more music.")
    rows = [_measures(sample) for sample in samples]
    if index:
        for row, sample in zip(rows, samples, strict=True):
            row[COPIED_RUN] = index.longest_copy(*melody(sample.notes), sample.start).notes
    values = {name: np.array([row.get(name, np.nan) for row in rows]) for name in max(rows, key=len)}
    counts = [_histograms(sample) for sample in samples]
    return Report(values, {name: _shares([c[name] for c in counts]) for name in counts[0]})


def overlaps(a: Report, b: Report) -> dict[str, float]:
    """Overlap area of each histogram: 1 where the distributions are the same."""
    return {k: float(np.minimum(a.histograms[k], b.histograms[k]).sum()) for k in a.histograms}


def _measures(sample: Sample) -> dict[str, float]:
    if not len(sample.answer):
        return {"notes a bar": 0.0}
    pitch_classes = np.bincount(sample.answer[:, PITCH] % 12, minlength=12)
    return {
        "scale consistency": _scale_consistency(pitch_classes),
        "pitch-class entropy, bits": _entropy(pitch_classes),
        "groove": _groove(sample),
        "notes a bar": len(sample.answer) / sample.bars,
        "polyphony": _polyphony(sample.answer),
        "note length, quarters": float(sample.answer[:, LENGTH].mean()) / GRID_PER_QUARTER,
        "bars that repeat an earlier one": _repeated_bars(sample),
        LOOPS: float(has_loop(sample)),
        "longest run of the seed, notes": float(_longest_common(melody(sample.seed), melody(sample.answer))),
    }


def _scale_consistency(pitch_classes: Counts) -> float:
    """The largest share of notes that one major or harmonic minor scale holds."""
    scales = [SCALES["major"], SCALES["harmonic minor"]]
    inside = [pitch_classes[[(t + step) % 12 for step in s]].sum() for s in scales for t in range(12)]
    return float(max(inside) / pitch_classes.sum())


def _entropy(counts: Counts) -> float:
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log2(p)).sum())


def _groove(sample: Sample) -> float:
    """1 less the mean share of places in which the onsets of neighbouring bars differ."""
    grid = np.zeros((sample.bars, -(-sample.bar_length // PLACE_STEPS)), dtype=bool)
    bars, positions = np.divmod(sample.answer[:, ONSET] - sample.start, sample.bar_length)
    grid[bars, positions // PLACE_STEPS] = True
    return 1 - float((grid[1:] != grid[:-1]).mean())


def _polyphony(notes: IntTable) -> float:
    """How many notes sound together, on average where any does."""
    begin = int(notes[:, ONSET].min())
    onsets, ends = notes[:, ONSET] - begin, notes[:, ONSET] + notes[:, LENGTH] - begin
    size = int(ends.max()) + 1
    sounding = np.cumsum(np.bincount(onsets, minlength=size) - np.bincount(ends, minlength=size))
    return float(sounding.sum() / np.count_nonzero(sounding))


def _repeated_bars(sample: Sample) -> float:
    """The share of the answer's bars that are, note by note, as an earlier one of the sample."""
    notes = sample.notes
    numbers = (notes[:, ONSET] - sample.start) // sample.bar_length
    content = notes.copy()
    content[:, ONSET] -= sample.start + numbers * sample.bar_length
    bars = [content[numbers == bar].tobytes() for bar in range(int(numbers.min()), sample.bars)]
    first = len(bars) - sample.bars
    return float(np.mean([bool(bar) and bar in bars[:i] for i, bar in enumerate(bars) if i >= first]))


def has_loop(sample: Sample) -> bool:
    """Whether a unit of one beat to four bars comes four times in a row: onsets and pitches in all parts."""
    steps = np.zeros(sample.steps, dtype=np.int64)
    for onset, *note in np.delete(sample.answer, LENGTH, axis=1).tolist():
        # The notes of an onset stand in one order, so their hashes can be chained.
        steps[onset - sample.start] = hash((int(steps[onset - sample.start]), *note))
    longest = min(LONGEST_LOOP_BARS * sample.bar_length, sample.steps // LOOP_REPEATS)
    return any(_loops_with(steps, period) for period in range(GRID_PER_QUARTER, longest + 1))


def _loops_with(steps: Counts, period: int) -> bool:
    """Whether some stretch of four periods repeats itself after each, and has onsets enough in each."""
    same = np.cumsum(np.concatenate([[0], steps[period:] == steps[:-period]]))
    onsets = np.cumsum(np.concatenate([[0], steps != 0]))
    span = (LOOP_REPEATS - 1) * period
    repeats = same[span:] - same[:-span] == span
    filled = onsets[period:] - onsets[:-period] >= FEWEST_LOOP_ONSETS
    return bool((repeats & filled[: len(repeats)]).any())


def _longest_common(a: tuple[Counts, Counts], b: tuple[Counts, Counts]) -> int:
    """The longest run of pitches and distances in time that two melodies share literally, in notes."""
    x, y = (m[1][:-1] * 2**20 + m[1][1:] * 2**12 + np.minimum(np.diff(m[0]), 2**12 - 1) for m in (a, b))
    best, row = 0, np.zeros(len(y) + 1, dtype=np.int64)
    for step in x:
        row[1:] = np.where(y == step, row[:-1] + 1, 0)
        best = max(best, int(row.max()))
    return best + 1 if best else 0


def _histograms(sample: Sample) -> dict[str, Counts]:
    """Pitch classes; intervals of the melody to an octave; lengths and places in the bar to four quarters."""
    answer = sample.answer
    intervals = np.clip(np.diff(melody(answer)[1]), -12, 12) + 12
    positions = (answer[:, ONSET] - sample.start) % sample.bar_length
    most = 2 * GRID_PER_QUARTER
    return {
        "pitch class": np.bincount(answer[:, PITCH] % 12, minlength=12),
        "interval": np.bincount(intervals, minlength=25),
        "length": np.bincount(np.minimum(answer[:, LENGTH] // 2, most), minlength=most + 1),
        "onset": np.bincount(np.minimum(positions // 2, most), minlength=most + 1),
    }


def _shares(counts: Sequence[Counts]) -> Floats:
    total: Counts = np.sum(counts, axis=0)
    return np.asarray(total / max(int(total.sum()), 1))
