"""From a request to a walk that has read the seed: in its key, its register, its parts and its style."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from assistant.core.continuation import ContinueRequest
from assistant.core.errors import AntiphonError
from assistant.core.theory import Key, estimate_key
from assistant.engine import events as ev
from assistant.engine.codec import Frame, encode, frame_of, octaves_from, recent
from assistant.engine.events import Events
from assistant.engine.hindsight import surprise
from assistant.engine.network import Network
from assistant.engine.scoring import Scoring, score_for
from assistant.engine.walk import Told, Walk

MEDIAN_PITCH = 72.0
"""Where the melodies that the models learnt from lie; a melody far from there is moved by octaves."""
SINGLE_LINE_STYLES = (ev.STYLES.index("folk"),)
"""Styles that the models have only met as one melody: in them they would answer chords with a single line."""
TELLING_NOTES = 16
"""The style of a seed is recognised by at most so many of its last notes, since each costs time."""


@dataclass(frozen=True)
class Seed:
    """A request's seed as the model sees it."""

    events: Events
    scoring: Scoring
    frame: Frame

    @property
    def bar_length(self) -> int:
        """Grid steps of the bar in which the seed ends."""
        return int(self.frame.bars.at(self.events.onsets[-1]).bar_lengths)


Reads = Callable[[Network, Seed, ContinueRequest], tuple[Walk, int]]
"""Reads a seed: (a walk of one piece that has read it, the class of its style)."""


def seed_of(request: ContinueRequest) -> Seed:
    """The seed in C, and a single melody in the octave in which the models sing.

    What is held when an answer begins is over then; what is held into a gap stays there.
    """
    clips = recent([request.seed, *(v.clip for v in request.others)])
    scoring = score_for(clips, [request.part, *(v.part for v in request.others)])
    pitches, lengths = (np.concatenate([getattr(c, name) for c in clips]) for name in ("pitches", "lengths"))
    key = request.key or request.key_lock or estimate_key(pitches, lengths) or Key(0)
    frame = frame_of(clips, request.meter_map, key)
    if scoring.is_one_line:
        pivot = float(np.clip(np.median(pitches), request.lowest, request.highest))
        octaves = octaves_from(pivot - frame.transposition, MEDIAN_PITCH)
        frame = frame_of(clips, request.meter_map, key, octaves)
    until_tick = request.start_tick if request.right is None else request.end_tick
    return Seed(encode(clips, scoring, frame, until_tick), scoring, frame)


def read(network: Network, seed: Seed, request: ContinueRequest) -> tuple[Walk, int]:
    """(a walk of one piece that has read the seed, the class of its style).

    It is told where an answer ends; a gap that is filled is not where the piece does.
    """
    style = style_class(request.style) if request.style else likeliest_style(network, seed)
    told = replace(told_of(seed, request), style=style)
    walk = Walk(network, seed.frame, told, 1, capacity=2 * len(seed.events) + 64)
    walk.read(seed.events)
    return walk, style


class SeedReader:
    """Reads seeds, and remembers the last one: players look at a phrase before they ask, and ask again."""

    def __init__(self, reads: Reads | None = None) -> None:
        self._reads = reads or read
        self._last: tuple[object, Walk, int] | None = None

    def read(self, network: Network, seed: Seed, request: ContinueRequest) -> tuple[Walk, int]:
        """As the function ``read``; what is read depends neither on the answer's length nor on its dials."""
        e, frame = seed.events, seed.frame
        notes = tuple(column.tobytes() for column in (e.onsets, e.parts, e.pitches, e.lengths))
        mark = id(network), request.style, frame.origin_tick, frame.transposition, request.meter_map, notes
        if self._last is None or self._last[0] != mark:
            self._last = (mark, *self._reads(network, seed, request))
        _, walk, style = self._last
        return walk.retold(told_of(seed, request)), style


def told_of(seed: Seed, request: ContinueRequest) -> Told:
    """What the heads are told of an answer, but for its style."""
    return Told(
        form=ev.PLAYED if request.repeat > 1 else ev.WRITTEN,
        ensemble=seed.scoring.ensemble,
        end=seed.frame.grid_floor(request.end_tick),
    )


def likeliest_style(network: Network, seed: Seed) -> int:
    """The style in which the last notes of a seed are least surprising.

    Which parts there are is not told here: it would give away more of how corpora are laid out than of style
    (three quarters of four-bar seeds in all parts were recognised so, and nine tenths without).
    """
    styles = np.arange(len(ev.STYLES))
    walk = Walk(network, seed.frame, Told(), len(styles)).in_styles(styles)
    _, last = seed.events.split(max(0, len(seed.events) - TELLING_NOTES))
    nats = surprise(walk, last)
    # The first one is as surprising as the start of a piece, which it need not be.
    surprise_of = nats[:, 1:].sum(axis=1)
    if not seed.scoring.is_one_line:
        surprise_of[list(SINGLE_LINE_STYLES)] = np.inf
    return int(surprise_of.argmin())


def style_class(name: str) -> int:
    """The class of a style by its name; ``AntiphonError`` for one that no model knows."""
    if name not in ev.STYLES:
        raise AntiphonError(f"No model knows the style {name!r}: choose one of {', '.join(ev.STYLES)}.")
    return ev.STYLES.index(name)
