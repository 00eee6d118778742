"""Edits of what is no note: tracks, tempo, meter, markers and controllers.

Pure functions from one piece to the next, as in ``assistant.core.edits``; ``AntiphonError`` where a wish
cannot be met.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.core.errors import AntiphonError
from assistant.core.piece import Marker, Piece
from assistant.core.tempo import MeterChange, MeterMap, TempoMap
from assistant.core.track import PERCUSSION_CHANNEL, Part, Track

_NAMES: dict[Part, str] = {"melody": "Melody", "harmony": "Harmony", "bass": "Bass", "other": "Track"}
_CHANNELS = [channel for channel in range(16) if channel != PERCUSSION_CHANNEL]


def add_track(piece: Piece, part: Part = "harmony") -> Piece:
    """The piece with an empty track behind the others, on a channel and in a colour that are free."""
    used = {track.channel for track in piece.tracks}
    spare = _CHANNELS[len(piece.tracks) % len(_CHANNELS)]
    channel = next((channel for channel in _CHANNELS if channel not in used), spare)
    colours = {track.colour for track in piece.tracks}
    colour = next(colour for colour in range(len(colours) + 1) if colour not in colours)
    track = Track(_free_name(piece, _NAMES[part]), part=part, channel=channel, colour=colour)
    return replace(piece, tracks=(*piece.tracks, track))


def _free_name(piece: Piece, name: str) -> str:
    taken = {track.name for track in piece.tracks}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


def delete_track(piece: Piece, track: int) -> Piece:
    """The piece without a track; the last one stays."""
    if len(piece.tracks) == 1:
        raise AntiphonError("A piece keeps one track at least: add another before you delete this one.")
    return replace(piece, tracks=piece.tracks[:track] + piece.tracks[track + 1 :])


def move_track(piece: Piece, track: int, to: int) -> Piece:
    """The piece with a track at another place among the others."""
    tracks = list(piece.tracks)
    tracks.insert(to, tracks.pop(track))
    return replace(piece, tracks=tuple(tracks))


def set_track(piece: Piece, track: int, **changes: Any) -> Piece:
    """The track with other fields: name, colour, volume, part, channel, program, muted, soloed."""
    return piece.with_track(track, replace(piece.tracks[track], **changes))


def set_tempo(piece: Piece, bpm: float, tick: int = 0) -> Piece:
    """The piece with a tempo (quarter notes a minute) from a tick on."""
    return replace(piece, tempo_map=piece.tempo_map.with_bpm(max(0, tick), bpm))


def remove_tempo(piece: Piece, tick: int) -> Piece:
    """The piece without its tempo change at a tick; the first tempo stays."""
    _refuse_start(tick, "tempo")
    kept = [change for change in piece.tempo_map.changes if change.tick != tick]
    return replace(piece, tempo_map=TempoMap.of_changes(kept))


def move_tempo(piece: Piece, tick: int, to_tick: int) -> Piece:
    """The piece with its tempo change at a tick moved to another, in place of one that stands there."""
    _refuse_start(tick, "tempo")
    moved = [replace(c, tick=max(0, to_tick)) for c in piece.tempo_map.changes if c.tick == tick]
    kept = [change for change in piece.tempo_map.changes if change.tick != tick]
    return replace(piece, tempo_map=TempoMap.of_changes([*kept, *moved]))


def set_meter(piece: Piece, numerator: int, denominator: int, tick: int = 0) -> Piece:
    """The piece with a meter from a bar line on; of a tick between two, the bar line before it."""
    bar_tick = piece.meter_map.bar_start_tick(piece.meter_map.bar_at(max(0, tick)))
    changes = [*piece.meter_map.changes, MeterChange(bar_tick, numerator, denominator)]
    return replace(piece, meter_map=MeterMap.of_changes(changes))


def remove_meter(piece: Piece, tick: int) -> Piece:
    """The piece without its meter change at a tick; the first meter stays."""
    _refuse_start(tick, "meter")
    kept = [change for change in piece.meter_map.changes if change.tick != tick]
    return replace(piece, meter_map=MeterMap.of_changes(kept))


def move_meter(piece: Piece, tick: int, to_tick: int) -> Piece:
    """The piece with its meter change at a tick moved to the bar line at or before another tick."""
    found = [change for change in piece.meter_map.changes if change.tick == tick]
    without = remove_meter(piece, tick)
    return set_meter(without, found[0].numerator, found[0].denominator, to_tick) if found else piece


def _refuse_start(tick: int, what: str) -> None:
    if tick <= 0:
        raise AntiphonError(f"The piece begins with this {what}: give it another value instead.")


def add_marker(piece: Piece, tick: int, name: str) -> Piece:
    """The piece with a marker, in place of what is marked at the tick."""
    return _with_markers(remove_marker(piece, tick), [Marker(max(0, tick), name)])


def rename_marker(piece: Piece, tick: int, name: str) -> Piece:
    """The piece with its marker at a tick renamed."""
    is_there = any(marker.tick == tick for marker in piece.markers)
    return add_marker(piece, tick, name) if is_there else piece


def move_marker(piece: Piece, tick: int, to_tick: int) -> Piece:
    """The piece with its marker at a tick moved, in place of what is marked there."""
    moved = [replace(marker, tick=max(0, to_tick)) for marker in piece.markers if marker.tick == tick]
    if not moved:
        return piece
    return _with_markers(remove_marker(remove_marker(piece, tick), moved[0].tick), moved)


def remove_marker(piece: Piece, tick: int) -> Piece:
    """The piece without what is marked at a tick."""
    return replace(piece, markers=tuple(marker for marker in piece.markers if marker.tick != tick))


def _with_markers(piece: Piece, added: Iterable[Marker]) -> Piece:
    markers = sorted((*piece.markers, *added), key=lambda marker: marker.tick)
    return replace(piece, markers=tuple(markers))


def set_control_points(
    piece: Piece,
    track: int,
    number: int,
    start_tick: int,
    end_tick: int,
    *,
    points: Iterable[tuple[int, int]],
) -> Piece:
    """The track with a controller's (tick, value) points in [start_tick, end_tick) exchanged."""
    changed = piece.tracks[track]
    lane = changed.lane(number).with_points(start_tick, end_tick, points)
    return piece.with_track(track, changed.with_lane(lane))
