"""How unexpected written music is to a model: what is asked, and what is told of each note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from assistant.core.clip import Clip
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.core.track import Part

MOST_JUDGED = 256
"""So many notes are judged in one go, so that nobody waits long for the next thing."""
MOST_READ_BEFORE = 96
"""So many notes before those are read, for the model to know what they follow."""
BARS_READ_BEFORE = 8


@dataclass(frozen=True)
class SurpriseRequest:
    """Notes of one track to be read in order; those that begin at ``from_tick`` or later are judged.

    ``style`` is one of the model's, or "" to leave it untold; ``key`` is the key as known, a hint.
    """

    clip: Clip
    from_tick: int = 0
    part: Part = "melody"
    meter_map: MeterMap = field(default_factory=MeterMap)
    key: Key | None = None
    model: str = ""
    style: str = ""
    request_id: int = 0


@dataclass(frozen=True, slots=True)
class NoteSurprise:
    """What a model made of one step: minus log2 of its probability, and the notes that it stands for.

    ``ids`` is empty while the notes are read that come before those to be judged.
    """

    ids: tuple[int, ...] = ()
    bits: float = 0.0


def stretches(clip: Clip, first_tick: int, end_tick: int, meter_map: MeterMap) -> Iterator[tuple[Clip, int]]:
    """What to read, and from which tick on to judge, for the notes that begin in [first_tick, end_tick).

    A track that is short is read whole, in one go; of a longer one each stretch begins some bars early.
    """
    if len(clip) <= MOST_JUDGED:
        if len(clip):
            yield clip, 0
        return
    rows = clip.rows_starting_between(first_tick, end_tick)
    first = rows.start
    while first < rows.stop:
        from_tick = int(clip.starts[first])
        # What is struck together is judged together.
        until = min(first + MOST_JUDGED, rows.stop)
        end = max(int(np.searchsorted(clip.starts, clip.starts[until - 1], side="right")), first + 1)
        yield clip.take_rows(slice(_read_from(clip, first, from_tick, meter_map), end)), from_tick
        first = end


def _read_from(clip: Clip, first: int, from_tick: int, meter_map: MeterMap) -> int:
    bar = max(0, meter_map.bar_at(from_tick) - BARS_READ_BEFORE)
    by_bars: int = clip.rows_starting_between(0, meter_map.bar_start_tick(bar)).stop
    return max(by_bars, first - MOST_READ_BEFORE, 0)
