"""Lay independent pieces one after another: how the patterns of a format 2 MIDI file become one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.core.clip import Clip
from assistant.core.controls import merged_lanes
from assistant.core.piece import Marker, Piece
from assistant.core.tempo import MeterMap, TempoMap
from assistant.core.track import Track


def join_patterns(patterns: Sequence[Piece]) -> Piece:
    """The patterns one after another, each from the next bar line on, marked with its name.

    Tracks of one channel become one track, with the first pattern's name and instrument.
    """
    offsets = _offsets(patterns)
    tracks: dict[int, Track] = {}
    for pattern, offset in zip(patterns, offsets, strict=True):
        for track in pattern.tracks:
            before = tracks.get(track.channel, replace(track, clip=Clip.empty(), controls=()))
            lanes = [*before.controls, *(lane.shifted(offset) for lane in track.controls)]
            clip = _joined(before.clip, track.clip, offset)
            tracks[track.channel] = replace(before, clip=clip, controls=merged_lanes(lanes))
    shifted = list(zip(patterns, offsets, strict=True))
    tempos = [replace(c, tick=c.tick + offset) for p, offset in shifted for c in p.tempo_map.changes]
    meters = [replace(c, tick=c.tick + offset) for p, offset in shifted for c in p.meter_map.changes]
    markers = [Marker(m.tick + offset, m.name) for p, offset in shifted for m in _markers(p)]
    return Piece(
        tracks=tuple(tracks[channel] for channel in sorted(tracks)),
        tempo_map=TempoMap.of_changes(tempos),
        meter_map=MeterMap.of_changes(meters),
        key=next((p.key for p in patterns if p.key), None),
        markers=tuple(markers),
        end_tick_floor=offsets[-1] + patterns[-1].end_tick,
    )


def _offsets(patterns: Sequence[Piece]) -> list[int]:
    offsets = [0]
    for pattern in patterns[:-1]:
        offsets.append(offsets[-1] + pattern.meter_map.bar_ceil(pattern.end_tick))
    return offsets


def _markers(pattern: Piece) -> list[Marker]:
    return [*([Marker(0, pattern.title)] if pattern.title else []), *pattern.markers]


def _joined(before: Clip, clip: Clip, offset: int) -> Clip:
    columns = [np.concatenate(pair) for pair in zip(before.columns, clip.columns, strict=True)]
    columns[0] = np.arange(1, len(columns[0]) + 1)
    columns[1] = np.concatenate([before.starts, clip.starts + offset])
    return Clip.from_columns(*columns, muted=np.concatenate([before.muted, clip.muted]))
