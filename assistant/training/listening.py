"""Listening with numbers: a model's answers beside what the human tune went on with.

The measures are those of MGEval (Yang and Lerch 2020, Neural Computing and Applications 32) and MusPy (Dong
et al. 2020, ISMIR): scale consistency, pitch-class entropy, groove, density, and the overlap of histograms;
and, for this program's purpose, how much is repeated literally.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, TakeNote
from assistant.core.errors import AntiphonError
from assistant.core.note import PPQ, Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import SCALES, Key
from assistant.engine import checkpoint
from assistant.engine.answer import Answer
from assistant.engine.events import GRID_TICKS
from assistant.training.corpus import Tune

SEED_BARS = 4
ANSWER_BARS = 8
GROOVE_STEPS = 16

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Excerpt:
    """A seed, and what follows it for eight bars of ``bar_ticks``; both clips in the piece's own ticks."""

    seed: Clip
    answer: Clip
    start_tick: int
    bar_ticks: int


@dataclass(frozen=True)
class Report:
    """Measures of many excerpts: means by name, and histograms by name (each sums to one)."""

    means: dict[str, float]
    deviations: dict[str, float]
    histograms: dict[str, Floats]


def human_excerpts(tunes: Sequence[Tune]) -> Iterator[tuple[Excerpt, Key, MeterMap]]:
    """The first four bars of every long enough tune as seed, and the next eight as the human answer."""
    for tune in tunes:
        if len(tune.meters) > 1 or tune.repeats_expanded:
            continue
        _, numerator, denominator = tune.meters[0]
        meter_map = MeterMap.of(numerator, denominator)
        bar_ticks = meter_map.changes[0].bar_ticks
        clip = Clip.from_notes(
            Note(0, onset * GRID_TICKS, length * GRID_TICKS, pitch) for onset, length, pitch in tune.notes
        )
        first_bar = -(-int(clip.starts[0]) // bar_ticks)
        start = (first_bar + SEED_BARS) * bar_ticks
        end = start + ANSWER_BARS * bar_ticks
        seed, answer = (
            clip.take_rows(clip.rows_starting_between(*span)) for span in ((0, start), (start, end))
        )
        if len(seed) > 8 and len(answer) > 16 and clip.end_tick >= end - bar_ticks:
            yield Excerpt(seed, answer, start, bar_ticks), Key(tune.tonic, tune.scale), meter_map


def model_excerpts(
    folder: Path, tunes: Sequence[Tune], count: int, *, temperature: float, top_p: float, repeat: float
) -> tuple[list[Excerpt], list[Excerpt]]:
    """(human, generated) excerpts of the first ``count`` tunes, from the same seeds."""
    network, _ = checkpoint.load(folder)
    human, generated = [], []
    for number, (excerpt, key, meter_map) in zip(range(count), human_excerpts(tunes), strict=False):
        request = ContinueRequest(
            seed=excerpt.seed, start_tick=excerpt.start_tick,
            end_tick=excerpt.start_tick + ANSWER_BARS * excerpt.bar_ticks, meter_map=meter_map, key=key,
            temperature=temperature, top_p=top_p, repeat=repeat, takes=1, random_seed=number,
        )  # fmt: skip
        notes = [e.note for e in Answer(network, request).run() if isinstance(e, TakeNote)]
        human.append(excerpt)
        generated.append(Excerpt(excerpt.seed, Clip.from_notes(notes), excerpt.start_tick, excerpt.bar_ticks))
    if not human:
        raise AntiphonError(
            f"No held-out tune has {SEED_BARS + ANSWER_BARS} bars in one meter: add longer music."
        )
    return human, generated


def report(excerpts: Sequence[Excerpt]) -> Report:
    """Every measure over the answers of many excerpts."""
    rows = [_measures(e) for e in excerpts]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    histograms = {name: _shares([h[name] for h in map(_histograms, excerpts)]) for name in HISTOGRAMS}
    return Report(
        {name: float(column.mean()) for name, column in columns.items()},
        {name: float(column.std()) for name, column in columns.items()},
        histograms,
    )


def overlaps(a: Report, b: Report) -> dict[str, float]:
    """Overlap area of each histogram: 1 where the distributions are the same."""
    return {k: float(np.minimum(a.histograms[k], b.histograms[k]).sum()) for k in a.histograms}


def _measures(e: Excerpt) -> dict[str, float]:
    bars = _bars(e.answer, e.start_tick, e.bar_ticks)
    earlier = _bars(e.seed, e.start_tick - SEED_BARS * e.bar_ticks, e.bar_ticks)[:SEED_BARS]
    return {
        "scale consistency": _scale_consistency(e.answer),
        "pitch-class entropy": _entropy(np.bincount(e.answer.pitches % 12, minlength=12)),
        "groove": _groove(e),
        "notes a bar": len(e.answer) / ANSWER_BARS,
        "note length (quarters)": float(e.answer.lengths.mean()) / PPQ,
        "bars copied from the seed": float(np.mean([bar in earlier for bar in bars])),
        "bars repeated": float(np.mean([bar in earlier + bars[:i] for i, bar in enumerate(bars)])),
        "longest copy of the seed (notes)": float(_longest_copy(e.seed, e.answer)),
    }


HISTOGRAMS = {"pitch class": 12, "interval": 25, "length": 49, "onset": 49}


def _histograms(e: Excerpt) -> dict[str, NDArray[np.int64]]:
    steps = np.clip(np.diff(e.answer.pitches), -12, 12) + 12
    lengths = np.minimum(e.answer.lengths // (2 * GRID_TICKS), 48)
    onsets = np.minimum((e.answer.starts - e.start_tick) % e.bar_ticks // (2 * GRID_TICKS), 48)
    values = (e.answer.pitches % 12, steps, lengths, onsets)
    pairs = zip(HISTOGRAMS.items(), values, strict=True)
    return {name: np.bincount(value, minlength=size) for (name, size), value in pairs}


def _shares(counts: Sequence[NDArray[np.int64]]) -> Floats:
    total: NDArray[np.int64] = np.sum(counts, axis=0)
    return np.asarray(total / total.sum())


def _bars(clip: Clip, start_tick: int, bar_ticks: int) -> list[tuple[tuple[int, int, int], ...]]:
    """Each bar as (start in the bar, length, pitch) of its notes."""
    bars: list[list[tuple[int, int, int]]] = [[] for _ in range(ANSWER_BARS)]
    for n in clip:
        bar, start = divmod(n.start_tick - start_tick, bar_ticks)
        if 0 <= bar < ANSWER_BARS:
            bars[bar].append((start, n.length_ticks, n.pitch))
    return [tuple(bar) for bar in bars]


def _scale_consistency(clip: Clip) -> float:
    """The largest share of notes that one major or minor scale holds."""
    scales = [SCALES["major"], SCALES["harmonic minor"]]
    sets = [[(t + step) % 12 for step in scale] for scale in scales for t in range(12)]
    return max(float(np.isin(clip.pitches % 12, s).mean()) for s in sets)


def _entropy(counts: NDArray[np.int64]) -> float:
    p = counts[counts > 0] / counts.sum()
    return float(-(p * np.log2(p)).sum())


def _groove(e: Excerpt) -> float:
    """1 less the mean share of grid places in which the onsets of neighbouring bars differ."""
    grid = np.zeros((ANSWER_BARS, GROOVE_STEPS), dtype=bool)
    bars, places = np.divmod(e.answer.starts - e.start_tick, e.bar_ticks)
    grid[bars, places * GROOVE_STEPS // e.bar_ticks] = True
    return 1 - float(np.mean([(a != b).mean() for a, b in pairwise(grid)]))


def _longest_copy(seed: Clip, answer: Clip) -> int:
    """The longest run of (pitch, length) that both share, in notes."""
    a, b = (list(zip(c.pitches.tolist(), c.lengths.tolist(), strict=True)) for c in (seed, answer))
    best, row = 0, [0] * (len(b) + 1)
    for x in a:
        row = [0, *(row[j] + 1 if x == y else 0 for j, y in enumerate(b))]
        best = max(best, *row)
    return best
