"""A track's body as the bytes of a MIDI file.

NumPy lays out notes and controllers, for as many mido messages take over a second where there are 100,000 of
them, and hold Python's lock all the while; what else stands in a track is little, and comes as ready bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip, IntColumn
from assistant.core.controls import ControlLane
from assistant.core.scheduling import NOTE_OFF, NOTE_ON, RELEASE_VELOCITY, lane_messages

META_RANK, OFF_RANK, CONTROL_RANK, ON_RANK, CLOSE_RANK, END_RANK = range(6)
"""What comes first at one tick."""
END_OF_TRACK = b"\xff\x2f\x00"
DELTA_BYTES, MESSAGE_BYTES = 4, 3


class TrackEvent(NamedTuple):
    """An event as bytes without their delta time."""

    tick: int
    rank: int
    data: bytes


@dataclass(frozen=True)
class Messages:
    """Notes and controllers as columns of one length n, in any order; ``messages`` has shape (n, 3)."""

    ticks: IntColumn
    ranks: IntColumn
    messages: NDArray[np.uint8]

    @classmethod
    def of_clip(cls, clip: Clip, channel: int) -> Self:
        """Both events of every note."""
        ons, offs = (np.full(len(clip), status | channel) for status in (NOTE_ON, NOTE_OFF))
        on_messages = np.stack((ons, clip.pitches, clip.velocities), axis=1)
        off_messages = np.stack((offs, clip.pitches, np.full(len(clip), RELEASE_VELOCITY)), axis=1)
        return cls(
            np.concatenate((clip.starts, clip.ends)),
            np.repeat((ON_RANK, OFF_RANK), len(clip)),
            np.concatenate((on_messages, off_messages)).astype(np.uint8),
        )

    @classmethod
    def of_lane(cls, lane: ControlLane, channel: int) -> Self:
        """A message for every point."""
        return cls(lane.ticks, np.full(len(lane), CONTROL_RANK), lane_messages(lane, channel))

    @classmethod
    def joined(cls, parts: Sequence[Messages]) -> Self:
        """All parts in one; there is at least one."""
        return cls(
            np.concatenate([p.ticks for p in parts]),
            np.concatenate([p.ranks for p in parts]),
            np.concatenate([p.messages for p in parts]),
        )


def track_bytes(events: Iterable[TrackEvent], messages: Messages, end_tick: int) -> bytes:
    """The events and messages in order with their delta times, closed at ``end_tick``.

    Events of one tick and rank keep the order in which they were given. No tick reaches 2**28,
    more than a delta time can say.
    """
    others = [*events, TrackEvent(end_tick, END_RANK, END_OF_TRACK)]
    ticks = np.concatenate(([e.tick for e in others], messages.ticks))
    order = np.lexsort((np.concatenate(([e.rank for e in others], messages.ranks)), ticks))
    is_message = order >= len(others)
    table = np.zeros((len(order), DELTA_BYTES + MESSAGE_BYTES), dtype=np.uint8)
    is_written = np.zeros(table.shape, dtype=bool)
    table[:, :DELTA_BYTES], is_written[:, :DELTA_BYTES] = _variable_ints(np.diff(ticks[order], prepend=0))
    table[is_message, DELTA_BYTES:] = messages.messages[order[is_message] - len(others)]
    is_written[is_message, DELTA_BYTES:] = True
    is_written[1:, DELTA_BYTES] &= table[1:, DELTA_BYTES] != table[:-1, DELTA_BYTES]  # running status
    return _woven(
        table, is_written, {int(row): others[order[row]].data for row in np.flatnonzero(~is_message)}
    )


def _variable_ints(values: IntColumn) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Each value in groups of seven bits, (n, 4), and which of them are written, (n, 4)."""
    groups = values[:, None] >> np.arange(7 * (DELTA_BYTES - 1), -1, -7)
    is_written = groups > 0
    is_written[:, -1] = True
    more = np.array([0x80] * (DELTA_BYTES - 1) + [0])
    return (groups & 0x7F | more).astype(np.uint8), is_written


def _woven(table: NDArray[np.uint8], is_written: NDArray[np.bool_], data_after: dict[int, bytes]) -> bytes:
    """The written bytes of all rows, with ready bytes after some of the rows."""
    written = table[is_written].tobytes()
    ends = np.cumsum(is_written.sum(axis=1))
    body, at = bytearray(), 0
    for row, data in data_after.items():
        end = int(ends[row])
        body += written[at:end] + data
        at = end
    return bytes(body)
