"""Small pieces of MIDI files, for tests that need bytes that no writer would write."""

from __future__ import annotations

END = b"\x00\xff\x2f\x00"
NOTE = b"\x00\x90\x3c\x5a\x83\x60\x80\x3c\x40"
"""Middle C, velocity 90, a quarter long at 480 ticks a quarter."""


def header(midi_format: int = 1, tracks: int = 1, division: int = 480) -> bytes:
    return b"MThd\0\0\0\x06" + b"".join(n.to_bytes(2) for n in (midi_format, tracks, division))


def chunk(body: bytes, kind: bytes = b"MTrk") -> bytes:
    return kind + len(body).to_bytes(4) + body


def meta(kind: int, data: bytes) -> bytes:
    """A meta event at delta 0, of less than 128 bytes."""
    return bytes((0, 0xFF, kind, len(data))) + data


def one_track(body: bytes, midi_format: int = 0) -> bytes:
    """A file of one track with this body and an end."""
    return header(midi_format) + chunk(body + END)
