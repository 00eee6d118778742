"""How surprising written notes are to a model, note after note."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from assistant.core.surprise import NoteSurprise, SurpriseRequest
from assistant.core.theory import Key, estimate_key
from assistant.engine import events as ev
from assistant.engine.codec import Frame, encode, event_places, frame_of, octaves_from
from assistant.engine.events import Events
from assistant.engine.hindsight import surprise
from assistant.engine.network import Network
from assistant.engine.scoring import Scoring, score_for
from assistant.engine.seeds import MEDIAN_PITCH, style_class
from assistant.engine.walk import Told, Walk

TOGETHER = 8
"""How many notes are judged at once: few enough that a window that waits for its turn does not feel it."""


def judge(network: Network, request: SurpriseRequest) -> Iterator[NoteSurprise]:
    """Yield note after note, as many at once as the network reads together; closing it ends the work.

    Notes that the model does not tell apart (a doubled one, the lower ones of a chord in a melody) are not
    judged. Style is told only where it was chosen, and the end is not: the music goes on.
    """
    clip = request.clip
    if not len(clip):
        return
    scoring = score_for([clip], [request.part])
    frame = _frame(request, scoring)
    events = encode([clip], scoring, frame, clip.end_tick)
    ids = _ids_by_place(request, scoring, frame)
    style = style_class(request.style) if request.style else ev.ANY_STYLE
    told = Told(style=style, ensemble=scoring.ensemble)
    walk = Walk(network, frame, told, 1, capacity=len(events) + 1)
    for first in range(0, len(events), TOGETHER):
        some = _rows(events, slice(first, first + TOGETHER))
        bits = surprise(walk, some)[0] / math.log(2)
        for place, bits_of_note in zip(_places(some), bits.tolist(), strict=True):
            found = tuple(ids.get(place, ()))
            yield NoteSurprise(found, bits_of_note) if found else NoteSurprise()


def _frame(request: SurpriseRequest, scoring: Scoring) -> Frame:
    """In C; a single melody in the octave in which the models sing, as a seed is seen."""
    clip = request.clip
    key = request.key or estimate_key(clip.pitches, clip.lengths) or Key(0)
    frame = frame_of([clip], request.meter_map, key)
    if not scoring.is_one_line:
        return frame
    octaves = octaves_from(float(np.median(clip.pitches)) - frame.transposition, MEDIAN_PITCH)
    return frame_of([clip], request.meter_map, key, octaves)


def _ids_by_place(
    request: SurpriseRequest, scoring: Scoring, frame: Frame
) -> dict[tuple[int, int, int], list[int]]:
    """The ids of the notes to judge by the (onset, part, pitch) of the event that stands for them."""
    clip, found = request.clip, defaultdict(list)
    for sung in scoring.sung:
        rows = np.flatnonzero(sung.holds(clip.pitches) & (clip.starts >= request.from_tick))
        part = clip.take_rows(rows)
        onsets, pitches = event_places(part, frame, clip.end_tick)
        for id_, onset, pitch in zip(part.ids.tolist(), onsets.tolist(), pitches.tolist(), strict=True):
            found[onset, sung.part, pitch].append(id_)
    return found


def _rows(events: Events, at: slice) -> Events:
    return Events(events.onsets[at], events.parts[at], events.pitches[at], events.lengths[at])


def _places(events: Events) -> Iterator[tuple[int, int, int]]:
    return zip(events.onsets.tolist(), events.parts.tolist(), events.pitches.tolist(), strict=True)
