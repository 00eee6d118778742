"""What a MIDI file has no place for (part, colour, mode, loop, muted notes), as small readable JSON in it.

It travels in a sequencer-specific meta event, which other programs pass over and most keep. It is data only,
and every field is checked: what is damaged or foreign falls back to what the rest of the file says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from assistant.core.controls import VOLUME
from assistant.core.note import MAX_PITCH, MAX_VELOCITY, PPQ
from assistant.core.piece import Loop, Piece
from assistant.core.theory import SCALES, Key
from assistant.core.track import PARTS, Part, Track
from assistant.files.channels import NoteRow
from assistant.files.smf import MAX_QUARTERS

_PREFIX = b"\x7dantiphon:"  # 7D is the manufacturer id for private use
_LAST_TICK = MAX_QUARTERS * PPQ

_MUTED_AT_ONCE = 64

Values = dict[str, Any]


def encode_piece(piece: Piece) -> bytes | None:
    """What the piece needs beside the standard events, or None."""
    values: Values = {}
    if piece.key is not None and key_of_signature(*signature_of_key(piece.key)) != piece.key:
        values["key"] = piece.key.name
    if piece.loop is not None:
        values["loop"] = [piece.loop.start_tick, piece.loop.end_tick, piece.loop.enabled]
    return _encode({"piece": values}) if values else None


def encode_track(track: Track, *, with_name: bool = False) -> bytes:
    """What the track needs beside the standard events; its name too where several tracks share a chunk."""
    values: Values = {"channel": track.channel, "part": track.part, "colour": track.colour}
    values |= {"muted": True} if track.muted else {}
    values |= {"soloed": True} if track.soloed else {}
    values |= {"name": track.name} if with_name else {}
    values |= {"volume": track.volume} if len(track.lane(VOLUME)) else {}
    return _encode({"track": values})


def encode_muted(track: Track) -> Iterator[tuple[int, bytes]]:
    """The track's muted notes, some at a time: (tick, what stands there) each, none where no note is muted.

    They stand beside the notes they were among, so that they follow where another program moves the bars.
    """
    clip = track.clip.take_rows(np.flatnonzero(track.clip.muted))
    rows = np.stack(clip.columns[1:], axis=1)
    for at in range(0, len(rows), _MUTED_AT_ONCE):
        some = rows[at : at + _MUTED_AT_ONCE]
        tick = int(some[0, 0])
        notes = (some - (tick, 0, 0, 0)).tolist()
        yield tick, _encode({"muted": {"channel": track.channel, "notes": notes}})


def decode_muted(data: bytes, tick: int) -> tuple[int, list[NoteRow]]:
    """(channel, muted notes) that :func:`encode_muted` wrote at a tick; none where it is not ours or damaged.

    A note is (start tick, length, pitch, velocity).
    """
    values = _decode(data, "muted")
    notes = values.get("notes")
    rows = [_muted_note(row, tick) for row in notes] if isinstance(notes, list) else []
    return whole_number(values, "channel", 0, 15, 0), [row for row in rows if row]


def _muted_note(row: object, tick: int) -> NoteRow | None:
    match row:
        case [int(start), int(length), int(pitch), int(velocity)] if (
            start >= 0 and length >= 1 and start + tick + length <= _LAST_TICK
        ):
            can_sound = 0 <= pitch <= MAX_PITCH and 1 <= velocity <= MAX_VELOCITY
            return (start + tick, length, pitch, velocity) if can_sound else None
        case _:
            return None


def decode_piece(data: bytes) -> Values:
    """What :func:`encode_piece` wrote; empty where it is not ours or damaged."""
    return _decode(data, "piece")


def decode_track(data: bytes) -> Values:
    """What :func:`encode_track` wrote; empty where it is not ours or damaged."""
    values = _decode(data, "track")
    return values if whole_number(values, "channel", 0, 15, -1) >= 0 else {}


def _encode(values: Values) -> bytes:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return _PREFIX + text.encode("utf-8", errors="replace")


def _decode(data: bytes, kind: str) -> Values:
    if not data.startswith(_PREFIX):
        return {}
    try:
        found = json.loads(data[len(_PREFIX) :])
    except (ValueError, RecursionError):
        return {}
    values = found.get(kind) if isinstance(found, dict) else None
    return values if isinstance(values, dict) else {}


def whole_number(values: Values, name: str, lowest: int, highest: int, default: int) -> int:
    """The field if it is a whole number in lowest..highest, else the default."""
    value = values.get(name)
    return value if type(value) is int and lowest <= value <= highest else default


def part(values: Values) -> Part | None:
    """The track's part, or None."""
    return next((p for p in PARTS if p == values.get("part")), None)


def loop(values: Values) -> Loop | None:
    """The loop region, or None."""
    match values.get("loop"):
        case [int(start), int(end), bool(enabled)] if 0 <= start < end <= _LAST_TICK:
            return Loop(start, end, enabled)
        case _:
            return None


def key(values: Values, signature: tuple[int, bool] | None) -> Key | None:
    """The key: the mode that was noted if it still has the file's signature, else what the signature says."""
    if signature is None:
        return None
    try:
        noted = Key.parse(str(values.get("key")))
    except ValueError:
        return key_of_signature(*signature)
    return noted if signature_of_key(noted) == signature else key_of_signature(*signature)


def signature_of_key(key: Key) -> tuple[int, bool]:
    """(sharps or minus flats, minor) as a MIDI file writes it; modes with a minor third count as minor."""
    return key.sharps, 3 in SCALES[key.scale]


def key_of_signature(sharps: int, minor: bool) -> Key:
    """The major or minor key with so many sharps, or minus so many flats."""
    return Key((7 * sharps + (9 if minor else 0)) % 12, "minor" if minor else "major")
