"""Write pieces as standard MIDI files of format 1 (a conductor track, then a track each) or 0 (one track).

Of notes of one pitch that overlap in a track, the earlier is cut where the later begins (see
``assistant.core.overlaps``), for a MIDI channel cannot hold a pitch twice. At one tick, notes end before
controllers change, and these before others begin. Tempo and meter always stand at tick 0. Every track ends at
the end of the piece (or at its last marker, tempo, meter or controller, should that stand later), and every
pedal is let go there. An instrument is written only where one was chosen, a volume only where it is not the
usual one, or changes. Muted tracks are written as well; muted notes stand where only Antiphon finds them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import mido
import numpy as np

from assistant.core.atomic import atomic_write
from assistant.core.clip import Clip
from assistant.core.controls import PEDAL, PEDALS, USUAL_BEND_RANGE, USUAL_VOLUME, VOLUME, merged_lanes
from assistant.core.errors import AntiphonError
from assistant.core.note import PPQ
from assistant.core.overlaps import trim_overlaps
from assistant.core.piece import Piece
from assistant.core.scheduling import bend_range_messages
from assistant.core.tempo import MeterChange
from assistant.core.track import Track
from assistant.files import extras, smf
from assistant.files.text import encode_text
from assistant.files.track_bytes import (
    CLOSE_RANK,
    CONTROL_RANK,
    META_RANK,
    Messages,
    TrackEvent,
    track_bytes,
)

MidiFormat = Literal[0, 1]

_CLOCKS_PER_WHOLE = 96


def write_midi(piece: Piece, path: Path, *, midi_format: MidiFormat = 1) -> None:
    """Put the piece into a MIDI file, whole or not at all; raises ``AntiphonError``."""
    atomic_write(path, encode_midi(piece, midi_format=midi_format))


def encode_midi(piece: Piece, *, midi_format: MidiFormat = 1) -> bytes:
    """The piece as the bytes of a MIDI file; in format 0, tracks that share a channel become one."""
    conductor = list(_conductor_events(piece))
    lanes = [lane for track in piece.tracks for lane in track.controls]
    end_tick = max(piece.end_tick, *(event.tick for event in conductor), *(lane.end_tick for lane in lanes))
    if end_tick > smf.MAX_QUARTERS * PPQ:
        raise AntiphonError(
            "The piece is too long for a MIDI file: shorten or delete what stands days after its start."
        )
    if midi_format == 0:
        tracks = _one_a_channel(piece.tracks)
        named = [event for track in tracks for event in _track_events(track, end_tick, with_name=True)]
        bodies = [track_bytes([*conductor, *named], _messages(tracks), end_tick)]
    else:
        bodies = [track_bytes(conductor, _messages(()), end_tick)]
        bodies += [
            track_bytes([_name(track.name), *_track_events(track, end_tick)], _messages([track]), end_tick)
            for track in piece.tracks
        ]
    header = struct.pack(">HHH", midi_format, len(bodies), PPQ)
    return b"".join((_chunk(b"MThd", header), *(_chunk(b"MTrk", body) for body in bodies)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4) + body


def _one_a_channel(tracks: Iterable[Track]) -> list[Track]:
    by_channel: dict[int, Track] = {}
    for track in tracks:
        first = by_channel.get(track.channel)
        by_channel[track.channel] = _joined(first, track) if first else track
    return list(by_channel.values())


def _joined(first: Track, track: Track) -> Track:
    lanes = merged_lanes([*first.controls, *track.controls])
    return replace(first, clip=_merged(first.clip, track.clip), controls=lanes)


def _merged(one: Clip, other: Clip) -> Clip:
    columns = [np.concatenate(pair) for pair in zip(one.columns, other.columns, strict=True)]
    columns[0] = np.zeros(len(columns[0]), dtype=np.int64)
    return Clip.from_columns(*columns, muted=np.concatenate([one.muted, other.muted]))


def _conductor_events(piece: Piece) -> Iterator[TrackEvent]:
    """Title, key, meter, tempo, what only Antiphon knows, and markers."""
    if piece.title:
        yield _name(piece.title)
    if piece.key is not None:
        sharps, minor = extras.signature_of_key(piece.key)
        yield _meta(0, smf.KEY, bytes((sharps & 0xFF, minor)))
    for meter in piece.meter_map.changes:
        yield _meta(meter.tick, smf.METER, _meter_bytes(meter))
    for tempo in piece.tempo_map.changes:
        yield _meta(tempo.tick, smf.TEMPO, tempo.us_per_quarter.to_bytes(3))
    if own := extras.encode_piece(piece):
        yield _meta(0, smf.OWN, own)
    for marker in piece.markers:
        yield _meta(marker.tick, smf.MARKER, encode_text(marker.name))


def _meter_bytes(meter: MeterChange) -> bytes:
    """Numerator, power of the denominator, MIDI clocks a click (three eighths in 6/8), 32nds a quarter."""
    is_compound = meter.denominator >= 8 and meter.numerator > 3 and meter.numerator % 3 == 0
    clocks = _CLOCKS_PER_WHOLE // meter.denominator * (3 if is_compound else 1)
    return bytes((meter.numerator, meter.denominator.bit_length() - 1, clocks, 8))


def _track_events(track: Track, end_tick: int, *, with_name: bool = False) -> Iterator[TrackEvent]:
    """A track's set-up, its muted notes, and the pedals let go at the end."""
    yield _meta(0, smf.OWN, extras.encode_track(track, with_name=with_name))
    if track.program is not None:
        message = mido.Message("program_change", channel=track.channel, program=track.program)
        yield TrackEvent(0, CONTROL_RANK, bytes(message.bytes()))
    if track.bend_range != USUAL_BEND_RANGE:
        for data in bend_range_messages(track.channel, track.bend_range):
            yield TrackEvent(0, CONTROL_RANK, data)
    if track.volume != USUAL_VOLUME or len(track.lane(VOLUME)):
        yield _control(0, CONTROL_RANK, track.channel, VOLUME, track.volume)
    for tick, own in extras.encode_muted(track):
        yield _meta(tick, smf.OWN, own)
    for pedal in PEDALS:
        if len(track.lane(pedal)) or (pedal == PEDAL and len(track.clip)):
            yield _control(end_tick, CLOSE_RANK, track.channel, pedal, 0)


def _messages(tracks: Iterable[Track]) -> Messages:
    nothing = Messages.of_clip(Clip.empty(), 0)
    notes = [Messages.of_clip(trim_overlaps(track.clip.sounding), track.channel) for track in tracks]
    lanes = [Messages.of_lane(lane, track.channel) for track in tracks for lane in track.controls]
    return Messages.joined([nothing, *notes, *lanes])


def _name(name: str) -> TrackEvent:
    return _meta(0, smf.NAME, encode_text(name))


def _meta(tick: int, kind: int, data: bytes) -> TrackEvent:
    """A meta event by its bytes, for mido would write names in latin-1."""
    return TrackEvent(tick, META_RANK, bytes(mido.UnknownMetaMessage(kind, data).bytes()))


def _control(tick: int, rank: int, channel: int, controller: int, value: int) -> TrackEvent:
    message = mido.Message("control_change", channel=channel, control=controller, value=value)
    return TrackEvent(tick, rank, bytes(message.bytes()))
