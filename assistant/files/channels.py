"""The events of one MIDI channel in one track, and the notes they make."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np

from assistant.core.clip import Clip, IntColumn
from assistant.core.note import PPQ
from assistant.files.smf import ChannelEvent

NOTE_OFF, NOTE_ON, KEY_PRESSURE, CONTROL, PROGRAM, PRESSURE, BEND = range(0x80, 0xF0, 0x10)
ALL_SOUND_OFF, ALL_NOTES_OFF = 120, 123
NEVER = 2**62


Ticks = TypeVar("Ticks", int, IntColumn)


@dataclass
class ChannelEvents:
    """A channel's events in the order of the file, notes (and what ends them) apart from the rest."""

    notes: list[ChannelEvent] = field(default_factory=list)
    controls: list[ChannelEvent] = field(default_factory=list)

    @property
    def has_notes(self) -> bool:
        """Whether any note begins here."""
        return self.first_note_tick < NEVER

    @cached_property
    def first_note_tick(self) -> int:
        """Where the first note begins; ``NEVER`` without one."""
        starts = (event.tick for event in self.notes if event.status & 0xF0 == NOTE_ON and event.data2)
        return next(starts, NEVER)


def by_channel(events: Iterable[ChannelEvent]) -> dict[int, ChannelEvents]:
    """The events of each channel (0..15) that has any, channels ascending."""
    channels: dict[int, ChannelEvents] = {}
    for event in events:
        channel = channels.setdefault(event.status & 0x0F, ChannelEvents())
        is_note = event.status < KEY_PRESSURE or _ends_all(event)
        (channel.notes if is_note else channel.controls).append(event)
    return dict(sorted(channels.items()))


def _ends_all(event: ChannelEvent) -> bool:
    return event.status & 0xF0 == CONTROL and (event.data1 == ALL_SOUND_OFF or event.data1 >= ALL_NOTES_OFF)


NoteRow = tuple[int, int, int, int]


@dataclass(frozen=True)
class PairedNotes:
    """Rows of (start, end, pitch, velocity) in file ticks, and how many of them never ended."""

    rows: list[NoteRow]
    hanging: int

    def clip(self, ticks_per_quarter: int, muted: Iterable[NoteRow] = ()) -> Clip:
        """The notes as a clip in our ticks; each absolute tick is rounded by itself, so nothing drifts.

        ``muted`` are muted notes beside them: (start, length, pitch, velocity) each, in our ticks.
        """
        table = np.array(self.rows, dtype=np.int64).reshape(-1, 4)
        starts = our_tick(table[:, 0], ticks_per_quarter)
        lengths = np.maximum(our_tick(table[:, 1], ticks_per_quarter) - starts, 1)
        silent = np.array(list(muted), dtype=np.int64).reshape(-1, 4)
        heard = np.column_stack((starts, lengths, table[:, 2:]))
        rows = np.concatenate((heard, silent))
        flags = np.repeat((False, True), (len(heard), len(silent)))
        order = np.lexsort((rows[:, 2], rows[:, 0]))
        return Clip.from_columns(np.arange(1, len(rows) + 1), *rows[order].T, muted=flags[order])


def our_tick(tick: Ticks, ticks_per_quarter: int) -> Ticks:
    """File ticks (one, or an array) in our 480 to the quarter, rounded to the nearest."""
    return (tick * (2 * PPQ) + ticks_per_quarter) // (2 * ticks_per_quarter)


def pair_notes(events: Iterable[ChannelEvent], end_tick: int) -> PairedNotes:
    """Match every note-on with its end.

    The end of a pitch closes the oldest open note of it. A note without an end stops at the last end of its
    pitch that came after it began, or else at ``end_tick`` (and then counts as hanging).
    """
    rows: list[NoteRow] = []
    open_notes: dict[int, deque[tuple[int, int]]] = {}
    last_end: dict[int, int] = {}
    for tick, status, pitch, velocity in events:
        if status >= CONTROL:
            rows += _close_all(open_notes, tick)
        elif status >= NOTE_ON and velocity:
            open_notes.setdefault(pitch, deque()).append((tick, velocity))
        elif open_notes.get(pitch):
            start, its_velocity = open_notes[pitch].popleft()
            rows.append((start, tick, pitch, its_velocity))
            last_end[pitch] = tick
    hanging = 0
    for start, _, pitch, velocity in _close_all(open_notes, end_tick):
        is_hanging = last_end.get(pitch, -1) <= start
        rows.append((start, end_tick if is_hanging else last_end[pitch], pitch, velocity))
        hanging += is_hanging
    return PairedNotes(rows, hanging)


def _close_all(open_notes: dict[int, deque[tuple[int, int]]], tick: int) -> list[NoteRow]:
    rows = [(start, tick, pitch, v) for pitch, waiting in open_notes.items() for start, v in waiting]
    open_notes.clear()
    return rows
