"""Standard MIDI files as bytes: chunks and raw events, read so that one bad event does not cost the file.

mido is not used for reading: it gives up the whole file for one bad key signature, text or foreign chunk,
loses the delta time of meta events it does not know (all later notes then come early), and takes three times
as long. Follows *Standard MIDI Files 1.0* (MIDI Manufacturers Association, RP-001).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

HEADER_SEARCH_BYTES = 512
"""Some files begin with a wrapper (RIFF, MacBinary); the header is looked for this far."""
MAX_QUARTERS = 2**19
"""Events later than this (three days at 120 bpm) are damage, not music."""

META, SYSEX, SYSEX_MORE = 0xFF, 0xF0, 0xF7
TEXT, NAME, INSTRUMENT, LYRIC, MARKER, CUE = 0x01, 0x03, 0x04, 0x05, 0x06, 0x07
COPYRIGHT, END_OF_TRACK, TEMPO, METER, KEY, OWN = 0x02, 0x2F, 0x51, 0x58, 0x59, 0x7F


class NotMidi(Exception):  # noqa: N818 - it names what the bytes are
    """The bytes cannot be read as a MIDI file; the text says why and what to do, and is no full sentence."""


class ChannelEvent(NamedTuple):
    """A note or controller: file ticks from the start, status byte, two data bytes (0 where there is one)."""

    tick: int
    status: int
    data1: int
    data2: int


class MetaEvent(NamedTuple):
    """A meta event: file ticks from the start, type byte and what it holds."""

    tick: int
    type: int
    data: bytes


@dataclass(frozen=True)
class RawTrack:
    """One track chunk. ``has_end`` tells that its end-of-track event was found.

    ``damaged_tick`` is where reading had to stop before the chunk's end, or None.
    """

    channel_events: list[ChannelEvent]
    meta_events: list[MetaEvent]
    sysex_count: int
    end_tick: int
    has_end: bool
    damaged_tick: int | None = None


@dataclass(frozen=True)
class RawFile:
    """A MIDI file in its own ticks; ``declared_tracks`` is how many its header speaks of."""

    midi_format: int
    ticks_per_quarter: int
    declared_tracks: int
    tracks: tuple[RawTrack, ...]


def decode_file(data: bytes) -> RawFile:
    """The chunks and events of a MIDI file; raises :class:`NotMidi`."""
    start = data.find(b"MThd", 0, HEADER_SEARCH_BYTES)
    if start < 0:
        raise NotMidi(f"it is not a MIDI file{_what_instead(data)}; choose a .mid file")
    header = data[start + 8 : start + 14]
    if len(header) < 6:
        raise NotMidi("it breaks off in its header; get a whole copy of it")
    midi_format, declared_tracks = int.from_bytes(header[0:2]), int.from_bytes(header[2:4])
    if midi_format > 2:
        raise NotMidi(f"its MIDI file format is {midi_format}, and only 0, 1 and 2 exist; export it again")
    division = _division(header)
    first_chunk = start + 8 + int.from_bytes(data[start + 4 : start + 8])
    tracks = _read_tracks(data, first_chunk, declared_tracks, division)
    return RawFile(midi_format, division, declared_tracks, tracks)


_MAGIC = {
    b"PK": "a zip archive",
    b"%PDF": "a PDF",
    b"<": "an XML file",
    b"X:": "ABC notation",
    b"RIFF": "a recording",
    b"OggS": "a recording",
    b"fLaC": "a recording",
    b"ID3": "a recording",
}


def _what_instead(data: bytes) -> str:
    start = data[:HEADER_SEARCH_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return f" but {kind}"
    return " but text" if all(9 <= byte <= 126 for byte in start) else ""


def _division(header: bytes) -> int:
    division = int.from_bytes(header[4:6])
    if division & 0x8000:
        raise NotMidi("it counts film frames (SMPTE) instead of beats; export it again in ticks per quarter")
    if not division:
        raise NotMidi("its header gives no ticks per quarter note; export it again")
    return division


def _read_tracks(data: bytes, at: int, declared_tracks: int, division: int) -> tuple[RawTrack, ...]:
    """Every track chunk from byte ``at`` on; chunks of other kinds are passed over, as the standard asks."""
    tracks: list[RawTrack] = []
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8])
        at += 8
        if kind == b"MTrk":
            reader = _TrackReader(data[at : at + size], last_tick=MAX_QUARTERS * division)
            tracks.append(reader.read())
            if at + size > len(data):
                _refuse_unless_complete(tracks, declared_tracks)
                size = reader.bytes_read
        at += size
    if not tracks:
        raise NotMidi("it breaks off before its first track; get a whole copy of it")
    return tuple(tracks)


def _refuse_unless_complete(tracks: list[RawTrack], declared_tracks: int) -> None:
    """A last chunk shorter than it says lost music, unless its end is there and the size was wrong."""
    if not tracks[-1].has_end:
        of_tracks = max(declared_tracks, len(tracks))
        raise NotMidi(
            f"it breaks off in track {len(tracks)} of {of_tracks}; get a whole copy of it, or export it again"
        )


class _Damage(Exception):  # noqa: N818 - not an error of the program
    """No event can look like this."""


class _TrackReader:
    """Walks the events of one track chunk's body."""

    def __init__(self, body: bytes, last_tick: int) -> None:
        self._body = body
        self._last_tick = last_tick
        self._tick = 0
        self._running_status = 0
        self._channel_events: list[ChannelEvent] = []
        self._meta_events: list[MetaEvent] = []
        self._sysex_count = 0
        self._has_end = False
        self.bytes_read = 0

    def read(self) -> RawTrack:
        """All events up to the end, or up to where they make no sense."""
        damaged_tick = None
        try:
            while self.bytes_read < len(self._body) and not self._has_end:
                self._read_event()
        except (IndexError, _Damage):
            damaged_tick = self._tick
        return RawTrack(
            self._channel_events,
            self._meta_events,
            self._sysex_count,
            end_tick=self._tick,
            has_end=self._has_end,
            damaged_tick=damaged_tick,
        )

    def _read_event(self) -> None:
        tick = self._tick + self._variable_int()
        if tick > self._last_tick:
            raise _Damage
        self._tick = tick
        status = self._body[self.bytes_read]
        if status < 0xF0:
            self._read_channel_event(status)
        elif status == META:
            self._read_meta_event()
        elif status in (SYSEX, SYSEX_MORE):
            self.bytes_read += 1
            self._take(self._variable_int())
            self._sysex_count += 1
        else:
            raise _Damage

    def _read_channel_event(self, status: int) -> None:
        if status >= 0x80:
            self.bytes_read += 1
            self._running_status = status
        status = self._running_status
        if not status:
            raise _Damage
        at = self.bytes_read
        data1 = self._body[at]
        has_two = not 0xC0 <= status < 0xE0
        data2 = self._body[at + 1] if has_two else 0
        if (data1 | data2) & 0x80:
            raise _Damage
        self.bytes_read = at + (2 if has_two else 1)
        self._channel_events.append(ChannelEvent(self._tick, status, data1, data2))

    def _read_meta_event(self) -> None:
        kind = self._body[self.bytes_read + 1]
        self.bytes_read += 2
        data = self._take(self._variable_int())
        self._meta_events.append(MetaEvent(self._tick, kind, data))
        self._has_end = kind == END_OF_TRACK

    def _take(self, size: int) -> bytes:
        end = self.bytes_read + size
        if end > len(self._body):
            raise _Damage
        data = self._body[self.bytes_read : end]
        self.bytes_read = end
        return data

    def _variable_int(self) -> int:
        value = 0
        for _ in range(4):
            byte = self._body[self.bytes_read]
            self.bytes_read += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise _Damage
