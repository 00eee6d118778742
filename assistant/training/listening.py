"""Listening with numbers: a model's answers to seeds of held-out music, as samples to measure and to draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, TakeNote, Voice
from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.core.track import Part
from assistant.engine.answer import Answer
from assistant.engine.copy_index import CopyIndex
from assistant.engine.events import GRID_TICKS, PARTS
from assistant.engine.network import Network
from assistant.training.samples import Sample
from assistant.training.scores import LENGTH, ONSET, PART, PITCH, Score

PART_NAMES: tuple[Part, ...] = ("melody", "harmony", "other", "bass")
"""What a track is called that sings each of the model's parts."""


@dataclass(frozen=True)
class Dials:
    """How free the answers are."""

    temperature: float = 1.0
    top_p: float = 0.95
    repeat: float = 1.0


@dataclass(frozen=True)
class Heard:
    """A model's answer, the style that it was given in, and log2 P(END) after each of the endings drawn."""

    sample: Sample
    style: int
    finalities: tuple[float, ...]


def answers(
    network: Network,
    seeds: Sequence[tuple[Score, Sample]],
    dials: Dials,
    corpus: CopyIndex | None = None,
) -> Iterator[Heard]:
    """A model's answer to every seed, drawn with the seed's number; the corpus is not quoted at length."""
    for number, (score, sample) in enumerate(seeds):
        yield answered(network, score, sample, dials, number, corpus=corpus)


def answered(
    network: Network,
    score: Score,
    sample: Sample,
    dials: Dials,
    random_seed: int,
    *,
    corpus: CopyIndex | None = None,
) -> Heard:
    """What a model goes on with where a human went on with ``sample.answer``."""
    request, parts = request_for(score, sample, dials, random_seed)
    answer = Answer(network, request, corpus=corpus)
    notes = [(e.note, parts[e.voice]) for e in answer.run() if isinstance(e, TakeNote)]
    rows = sorted(
        (n.start_tick // GRID_TICKS, n.length_ticks // GRID_TICKS, n.pitch, part) for n, part in notes
    )
    table = np.array(rows, dtype=np.int32).reshape(-1, 4)
    return Heard(replace(sample, answer=table), answer.style, tuple(answer.finalities[0]))


def request_for(
    score: Score, sample: Sample, dials: Dials, random_seed: int
) -> tuple[ContinueRequest, list[int]]:
    """(the request for one take that goes on from a sample's seed, the part of each of its voices)."""
    parts = [p for p in range(len(PARTS)) if (sample.seed[:, PART] == p).any()]
    clips = [_clip(sample, part) for part in parts]
    voices = tuple(
        Voice(number, PART_NAMES[part], clip)
        for number, (part, clip) in enumerate(zip(parts[1:], clips[1:], strict=True), 1)
    )
    _, numerator, denominator = score.meters[0]
    request = ContinueRequest(
        seed=clips[0],
        start_tick=sample.start * GRID_TICKS,
        end_tick=(sample.start + sample.steps) * GRID_TICKS,
        meter_map=MeterMap.of(numerator, denominator),
        key=Key(score.tonic, score.scale),
        temperature=dials.temperature,
        top_p=dials.top_p,
        repeat=dials.repeat,
        takes=1,
        random_seed=random_seed,
        part=PART_NAMES[parts[0]],
        others=voices,
    )
    return request, parts


def _clip(sample: Sample, part: int) -> Clip:
    rows = sample.seed[sample.seed[:, PART] == part]
    return Clip.from_notes(
        Note(0, int(r[ONSET]) * GRID_TICKS, int(r[LENGTH]) * GRID_TICKS, int(r[PITCH])) for r in rows
    )


def spread(seeds: Sequence[tuple[Score, Sample]], count: int) -> list[tuple[Score, Sample]]:
    """About ``count`` seeds, as many of each style as there are."""
    styles = sorted({score.style for score, _ in seeds})
    each = -(-count // max(1, len(styles)))
    of_style = ([s for s in seeds if s[0].style == style] for style in styles)
    return [seed for own in of_style for seed in own[:: max(1, len(own) // each)][:each]]


def ending_rank(heard: Sequence[Heard]) -> float:
    """The mean share of the endings drawn that the model found more final than the kept one."""
    ranks = [np.mean(np.array(h.finalities[1:]) > h.finalities[0]) for h in heard if len(h.finalities) > 1]
    return float(np.mean(ranks)) if ranks else 0.0


def ending_gain(heard: Sequence[Heard]) -> tuple[float, float]:
    """(P(END) after the kept ending, after a mean one), in the mean over all answers."""
    kept = np.mean([2.0 ** h.finalities[0] for h in heard])
    mean = np.mean([np.mean(2.0 ** np.array(h.finalities)) for h in heard])
    return float(kept), float(mean)
