"""Write pieces as standard MIDI files of format 1 (a conductor track, then a track each) or 0 (one track).

Of notes of one pitch that overlap in a track, the earlier is cut where the later begins (see
``assistant.core.overlaps``), for a MIDI channel cannot hold a pitch twice. At one tick, notes end before
others begin. Tempo and meter always stand at tick 0. Every track ends at the end of the piece (or at its last
marker, tempo or meter, should that stand later), and every pedal is let go there. An instrument is written
only where one was chosen, a volume only where it is not the usual one. Muted tracks are written as well.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

import mido
import numpy as np

from assistant.core.atomic import atomic_write
from assistant.core.clip import Clip
from assistant.core.note import PPQ
from assistant.core.overlaps import trim_overlaps
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange
from assistant.core.track import Track
from assistant.files import extras, smf
from assistant.files.channels import DEFAULT_VOLUME, PEDAL, VOLUME
from assistant.files.text import encode_text

MidiFormat = Literal[0, 1]

RELEASE_VELOCITY = 64
_CLOCKS_PER_WHOLE = 96

_META, _NOTE_OFF, _CONTROL, _NOTE_ON = range(4)  # what comes first at one tick

Event = tuple[int, int, Any]
"""(tick, rank at that tick, mido message)"""


def write_midi(piece: Piece, path: Path, *, midi_format: MidiFormat = 1) -> None:
    """Put the piece into a MIDI file, whole or not at all; raises ``AntiphonError``."""
    atomic_write(path, encode_midi(piece, midi_format=midi_format))


def encode_midi(piece: Piece, *, midi_format: MidiFormat = 1) -> bytes:
    """The piece as the bytes of a MIDI file; in format 0, tracks that share a channel become one."""
    conductor = list(_conductor_events(piece))
    end_tick = max(piece.end_tick, *(tick for tick, _, _ in conductor))
    if midi_format == 0:
        chunks = [[*conductor, *_format_0_events(piece, end_tick)]]
    else:
        chunks = [conductor, *([*_name(t.name), *_track_events(t, end_tick)] for t in piece.tracks)]
    tracks = [_mido_track(events, end_tick) for events in chunks]
    file = io.BytesIO()
    mido.MidiFile(type=midi_format, ticks_per_beat=PPQ, tracks=tracks).save(file=file)
    return file.getvalue()


def _format_0_events(piece: Piece, end_tick: int) -> Iterator[Event]:
    by_channel: dict[int, Track] = {}
    for track in piece.tracks:
        first = by_channel.get(track.channel)
        merged = replace(first, clip=_merged(first.clip, track.clip)) if first else track
        by_channel[track.channel] = merged
    for track in by_channel.values():
        yield from _track_events(track, end_tick, with_name=True)


def _merged(one: Clip, other: Clip) -> Clip:
    columns = [np.concatenate(pair) for pair in zip(one.columns, other.columns, strict=True)]
    columns[0] = np.zeros(len(columns[0]), dtype=np.int64)
    return Clip.from_columns(*columns)


def _conductor_events(piece: Piece) -> Iterator[Event]:
    """Title, key, meter, tempo, what only Antiphon knows, and markers."""
    yield from _name(piece.title) if piece.title else ()
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


def _track_events(track: Track, end_tick: int, *, with_name: bool = False) -> Iterator[Event]:
    """A track's set-up, notes, and the pedal let go at the end."""
    yield _meta(0, smf.OWN, extras.encode_track(track, with_name=with_name))
    if track.program is not None:
        yield 0, _CONTROL, mido.Message("program_change", channel=track.channel, program=track.program)
    if track.volume != DEFAULT_VOLUME:
        yield _control(0, track.channel, VOLUME, track.volume)
    if len(track.clip):
        yield from _note_events(trim_overlaps(track.clip), track.channel)
        yield _control(end_tick, track.channel, PEDAL, 0)


def _note_events(clip: Clip, channel: int) -> Iterator[Event]:
    columns = (clip.starts, clip.ends, clip.pitches, clip.velocities)
    for start, end, pitch, velocity in zip(*(c.tolist() for c in columns), strict=True):
        yield start, _NOTE_ON, _note("note_on", channel, pitch, velocity)
        yield end, _NOTE_OFF, _note("note_off", channel, pitch, RELEASE_VELOCITY)


def _note(kind: str, channel: int, pitch: int, velocity: int) -> mido.Message:
    """A note message unchecked, for the clip was checked, and the check takes twice as long as the rest."""
    return mido.Message(kind, skip_checks=True, channel=channel, note=pitch, velocity=velocity)


def _name(name: str) -> tuple[Event]:
    return (_meta(0, smf.NAME, encode_text(name)),)


def _meta(tick: int, kind: int, data: bytes) -> Event:
    """A meta event by its bytes, for mido would write names in latin-1."""
    return tick, _META, mido.UnknownMetaMessage(kind, data)


def _control(tick: int, channel: int, controller: int, value: int) -> Event:
    message = mido.Message("control_change", channel=channel, control=controller, value=value)
    return tick, _CONTROL, message


def _mido_track(events: Iterable[Event], end_tick: int) -> mido.MidiTrack:
    """The events in order with their delta times, closed at ``end_tick``."""
    track = mido.MidiTrack()
    now = 0
    for tick, _, message in sorted(events, key=itemgetter(0, 1)):
        message.time = tick - now
        now = tick
        track.append(message)
    track.append(mido.MetaMessage("end_of_track", time=end_tick - now))
    return track
