"""A piece as MIDI events in the order in which they must be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import IntColumn
from assistant.core.controls import (
    PITCH_BEND,
    USUAL_BEND_RANGE,
    VOLUME,
    ControlLane,
    merged_lanes,
    rest_value,
)
from assistant.core.piece import Piece
from assistant.core.tempo import MeterMap, TempoMap
from assistant.core.track import Track

NOTE_OFF, NOTE_ON, CONTROL_CHANGE, PROGRAM_CHANGE, PITCH_BEND_CHANGE = 0x80, 0x90, 0xB0, 0xC0, 0xE0
ALL_SOUND_OFF, ALL_NOTES_OFF = 120, 123
RELEASE_VELOCITY = 64
CHANNELS = 16

OFFS_FIRST, CONTROLS_BETWEEN, ONS_LAST = 0, 1, 2
"""The priorities of events at one tick: a note ends before the next one begins, the pedal moves between."""

# A note's key (channel and pitch) or an event's rank stands beside its tick in one sortable integer.
_KEY_BITS = 11
_TICK_BITS = 44


class Event(NamedTuple):
    """A MIDI message at a tick; events at one tick go by priority."""

    tick: int
    priority: int
    data: bytes


class Beat(NamedTuple):
    """A beat of the meter, and whether it begins a bar."""

    tick: int
    is_downbeat: bool


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What a channel must be told before its first note.

    ``program`` is None where nobody chose one, ``volume`` None where a lane of the channel says it;
    ``bend_range`` is in semitones.
    """

    channel: int
    volume: int | None
    program: int | None
    bend_range: int = USUAL_BEND_RANGE


@dataclass(frozen=True, slots=True)
class ChannelLane:
    """What a channel hears of a controller, from all its tracks; before the first point it is ``rest``."""

    channel: int
    lane: ControlLane
    rest: int

    def message_before(self, tick: int) -> bytes:
        """What sets the controller as the points before a tick leave it."""
        row = int(np.searchsorted(self.lane.ticks, tick, side="left")) - 1
        value = int(self.lane.values[row]) if row >= 0 else self.rest
        return control_message(self.channel, self.lane.number, value)


@dataclass(frozen=True, eq=False)
class Schedule:
    """All notes and controllers of the audible tracks, as columns of one length ordered by (tick, priority).

    ``messages`` has shape (n, 3). Notes of one pitch never overlap on a channel: the earlier one is cut where
    the next begins, and notes that begin together are one, as long as the longest and as loud as the
    loudest. ``note_keys`` holds channel, pitch and start of every note in one sorted integer, ``note_ends``
    the ends in the same order.
    """

    tempo_map: TempoMap
    meter_map: MeterMap
    end_tick: int
    channel_states: tuple[ChannelState, ...]
    lanes: tuple[ChannelLane, ...]
    ticks: IntColumn
    priorities: IntColumn
    messages: NDArray[np.uint8]
    note_keys: IntColumn
    note_ends: IntColumn

    @classmethod
    def of_piece(cls, piece: Piece) -> Self:
        """The schedule of a piece: what is muted, or not soloed where others are, is left out."""
        tracks = piece.audible_tracks()
        lanes = _channel_lanes(tracks)
        keys, starts, ends, velocities = _trimmed_notes(tracks)
        notes = _note_events(keys, starts, ends, velocities)
        return cls(
            piece.tempo_map,
            piece.meter_map,
            piece.end_tick,
            _channel_states(tracks, lanes),
            lanes,
            *_in_order([notes, *(_lane_events(lane) for lane in lanes)]),
            (keys << _TICK_BITS) | starts,
            ends,
        )

    def __len__(self) -> int:
        return len(self.ticks)

    def events_between(self, start_tick: int, end_tick: int) -> list[Event]:
        """The events in [start_tick, end_tick), in the order in which they must be sent."""
        first, last = np.searchsorted(self.ticks, (start_tick, end_tick), side="left")
        data = self.messages[first:last].tobytes()
        rows = zip(self.ticks[first:last].tolist(), self.priorities[first:last].tolist(), strict=True)
        return [Event(*row, data[3 * i : 3 * i + 3]) for i, row in enumerate(rows)]

    def begun_before(self, tick: int) -> list[bytes]:
        """The note-ons of the notes that began before a tick and last beyond it, in their order."""
        before, upto = np.searchsorted(self.ticks, (tick, tick + 1), side="left").tolist()
        count = before + int(np.count_nonzero(self.priorities[before:upto] == OFFS_FIRST))
        notes = np.flatnonzero(self.priorities[:count] != CONTROLS_BETWEEN)
        status, pitches = self.messages[:count, 0].astype(np.int64), self.messages[notes, 1]
        last = np.full(CHANNELS * 128, -1, dtype=np.int64)
        last[(status[notes] & 0x0F) * 128 + pitches] = notes  # of several, the last one stays
        rows = np.sort(last[last >= 0])
        return [self.messages[row].tobytes() for row in rows[status[rows] & 0xF0 == NOTE_ON].tolist()]

    def controls_before(self, tick: int) -> list[bytes]:
        """What sets every controller of the piece as it stands just before a tick."""
        return [lane.message_before(tick) for lane in self.lanes]

    def sounds_at(self, channel: int, pitch: int, tick: int) -> bool:
        """Whether a note of this pitch has begun by ``tick`` and lasts beyond it."""
        key = channel * 128 + pitch
        row = int(np.searchsorted(self.note_keys, (key << _TICK_BITS) | tick, side="right")) - 1
        return row >= 0 and int(self.note_keys[row]) >> _TICK_BITS == key and int(self.note_ends[row]) > tick


def state_messages(states: tuple[ChannelState, ...], default_program: int | None) -> list[bytes]:
    """Programs and volumes to send before the first note and after a seek.

    A channel for which nobody chose a program gets ``default_program``, or none where that is None.
    """
    messages = []
    for state in states:
        program = default_program if state.program is None else state.program
        if program is not None:
            messages.append(bytes((PROGRAM_CHANGE | state.channel, program)))
        if state.volume is not None:
            messages.append(control_message(state.channel, VOLUME, state.volume))
    return messages


def bend_range_messages(channel: int, semitones: int) -> list[bytes]:
    """What sets how far the pitch wheel bends: a registered parameter, its value, and no parameter more."""
    settings = ((101, 0), (100, 0), (6, semitones), (38, 0), (101, 127), (100, 127))
    return [control_message(channel, number, value) for number, value in settings]


def control_message(channel: int, number: int, value: int) -> bytes:
    """What sets a controller, or the pitch wheel."""
    if number == PITCH_BEND:
        return bytes((PITCH_BEND_CHANGE | channel, value & 0x7F, value >> 7))
    return bytes((CONTROL_CHANGE | channel, number, value))


def lane_messages(lane: ControlLane, channel: int) -> NDArray[np.uint8]:
    """A lane's points as messages, (n, 3)."""
    is_bend = lane.number == PITCH_BEND
    first = np.full(len(lane), (PITCH_BEND_CHANGE if is_bend else CONTROL_CHANGE) | channel)
    data1 = lane.values & 0x7F if is_bend else np.full(len(lane), lane.number)
    data2 = lane.values >> 7 if is_bend else lane.values
    return np.stack((first, data1, data2), axis=1).astype(np.uint8)


def beats_between(meter_map: MeterMap, start_tick: int, end_tick: int) -> Iterator[Beat]:
    """The beats in [start_tick, end_tick); every bar begins with one, also after a bar that was cut off."""
    bar = meter_map.bar_at(max(0, start_tick))
    while (bar_tick := meter_map.bar_start_tick(bar)) < end_tick:
        bar += 1
        next_bar_tick = min(meter_map.bar_start_tick(bar), end_tick)
        step = meter_map.change_at(bar_tick).beat_ticks
        for tick in range(bar_tick, next_bar_tick, step):
            if tick >= start_tick:
                yield Beat(tick, tick == bar_tick)


def beats_before(meter_map: MeterMap, tick: int, bars: int) -> Iterator[Beat]:
    """The beats of ``bars`` bars that lead up to a tick, in its own meter; ticks may be negative."""
    meter = meter_map.change_at(tick)
    bar_tick = meter_map.bar_start_tick(meter_map.bar_at(tick))
    places = -((bar_tick - tick) // meter.beat_ticks)  # beats of this bar that lie before the tick
    for place in range(places - bars * meter.numerator, places):
        yield Beat(bar_tick + place * meter.beat_ticks, place % meter.numerator == 0)


def _trimmed_notes(tracks: tuple[Track, ...]) -> tuple[IntColumn, IntColumn, IntColumn, IntColumn]:
    """(keys, starts, ends, velocities), ordered by key and start, no two notes of a key overlapping."""
    columns = [_columns_of(track) for track in tracks]
    if not columns:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing, nothing
    keys, starts, ends, velocities = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    order = np.lexsort((-ends, starts, keys))
    keys, starts, ends, velocities = keys[order], starts[order], ends[order], velocities[order]
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (starts[1:] != starts[:-1])
    groups = np.flatnonzero(fresh)
    if len(groups):
        velocities = np.maximum.reduceat(velocities, groups)
    keys, starts, ends = keys[groups], starts[groups], ends[groups]
    same_key = np.flatnonzero(keys[1:] == keys[:-1])
    ends[same_key] = np.minimum(ends[same_key], starts[same_key + 1])
    return keys, starts, ends, velocities


def _columns_of(track: Track) -> tuple[IntColumn, IntColumn, IntColumn, IntColumn]:
    clip = track.clip.sounding
    return track.channel * 128 + clip.pitches, clip.starts, clip.ends, clip.velocities


_Events = tuple[IntColumn, IntColumn, IntColumn, NDArray[np.uint8]]
"""(ticks, priorities, ranks at one tick and priority, messages)"""


def _note_events(keys: IntColumn, starts: IntColumn, ends: IntColumn, velocities: IntColumn) -> _Events:
    """The offs and ons of notes, ranked by key."""
    priorities = np.repeat(np.array((OFFS_FIRST, ONS_LAST), dtype=np.int64), len(keys))
    both = np.concatenate((keys, keys))
    status = np.repeat(np.array((NOTE_OFF, NOTE_ON), dtype=np.int64), len(keys)) | (both // 128)
    data2 = np.concatenate((np.full(len(keys), RELEASE_VELOCITY), velocities))
    messages = np.stack((status, both % 128, data2), axis=1).astype(np.uint8)
    return np.concatenate((ends, starts)), priorities, both, messages


def _lane_events(of: ChannelLane) -> _Events:
    """The points of a lane, ranked by channel."""
    count = len(of.lane)
    priorities = np.full(count, CONTROLS_BETWEEN, dtype=np.int64)
    return of.lane.ticks, priorities, np.full(count, of.channel), lane_messages(of.lane, of.channel)


def _in_order(parts: list[_Events]) -> tuple[IntColumn, IntColumn, NDArray[np.uint8]]:
    """(ticks, priorities, messages) by tick, then priority, then rank."""
    ticks, priorities, ranks, messages = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort((((ticks << 2) | priorities) << _KEY_BITS) | ranks, kind="stable")
    return ticks[order], priorities[order], messages[order]


def _channel_lanes(tracks: tuple[Track, ...]) -> tuple[ChannelLane, ...]:
    """The lanes of each channel; of tracks that share it the last word at a tick counts."""
    by_channel: dict[int, list[Track]] = {}
    for track in tracks:
        by_channel.setdefault(track.channel, []).append(track)
    return tuple(
        ChannelLane(channel, lane, those[0].volume if lane.number == VOLUME else rest_value(lane.number))
        for channel, those in sorted(by_channel.items())
        for lane in merged_lanes(lane for track in those for lane in track.controls)
    )


def _channel_states(tracks: tuple[Track, ...], lanes: tuple[ChannelLane, ...]) -> tuple[ChannelState, ...]:
    """One state a channel; of tracks that share it the first one counts, and the first chosen program."""
    states: dict[int, ChannelState] = {}
    moving = {of.channel for of in lanes if of.lane.number == VOLUME}
    for track in tracks:
        known = states.get(track.channel)
        if known is None:
            volume = None if track.channel in moving else track.volume
            states[track.channel] = ChannelState(track.channel, volume, track.program, track.bend_range)
        elif known.program is None:
            states[track.channel] = replace(known, program=track.program)
    return tuple(states[channel] for channel in sorted(states))
