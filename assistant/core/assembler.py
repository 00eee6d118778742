"""MIDI messages as they came in, with their times, made into notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.core.controls import PEDAL, PEDAL_DOWN
from assistant.core.note import Note
from assistant.core.scheduling import CONTROL_CHANGE, NOTE_OFF, NOTE_ON

TickAt = Callable[[int], float]
"""Turns a time stamp in nanoseconds into a tick."""

LARGEST_DATA = 127
"""Data bytes have their highest bit clear; what has not comes from a broken driver or cable."""


@dataclass(slots=True)
class _OpenNote:
    onset_tick: float
    velocity: int
    is_held: bool = True  # False: the key is up, the pedal alone keeps it sounding


class Assembler:
    """Pairs note-ons with note-offs as messages come, in the order of their time stamps.

    A note-on with velocity 0 is a note-off; a pitch struck again ends its earlier note; while the sustain
    pedal of a channel is down its notes last on. Notes that begin up to ``early_ticks`` before ``start_tick``
    are caught at ``start_tick``, earlier ones are passed over.
    """

    def __init__(self, tick_at: TickAt, start_tick: int = 0, early_ticks: float = 0.0) -> None:
        self._tick_at = tick_at
        self.closed: list[Note] = []
        self._start_tick = start_tick
        self._early_ticks = early_ticks
        self._open: dict[tuple[int, int], _OpenNote] = {}
        self._pedals_down: set[int] = set()

    def feed(self, stamp_ns: int, data: bytes) -> None:
        """Take in one message; what is no note and no pedal, or no sound message at all, is passed over."""
        if len(data) != 3 or max(data[1:]) > LARGEST_DATA:
            return
        kind, channel, tick = data[0] & 0xF0, data[0] & 0x0F, self._tick_at(stamp_ns)
        if kind == NOTE_ON and data[2]:
            self._note_on((channel, data[1]), data[2], tick)
        elif kind in (NOTE_OFF, NOTE_ON):
            self._note_off((channel, data[1]), tick)
        elif kind == CONTROL_CHANGE and data[1] == PEDAL:
            self._pedal(channel, data[2] >= PEDAL_DOWN, tick)

    def open_notes(self, now_ns: int) -> tuple[Note, ...]:
        """The notes that still sound, as long as they are by now."""
        tick = self._tick_at(now_ns)
        return tuple(self._note(pitch, note, tick) for (_, pitch), note in self._open.items())

    def finish(self, end_ns: int) -> tuple[Note, ...]:
        """Close what is open; all notes, in the order of their onsets."""
        tick = self._tick_at(end_ns)
        for key in list(self._open):
            self._close(key, tick)
        return tuple(sorted(self.closed, key=lambda note: (note.start_tick, note.pitch)))

    def _note_on(self, key: tuple[int, int], velocity: int, tick: float) -> None:
        self._close(key, tick)
        if tick >= self._start_tick - self._early_ticks:
            self._open[key] = _OpenNote(tick, velocity)

    def _note_off(self, key: tuple[int, int], tick: float) -> None:
        if key in self._open and key[0] in self._pedals_down:
            self._open[key] = replace(self._open[key], is_held=False)
        else:
            self._close(key, tick)

    def _pedal(self, channel: int, is_down: bool, tick: float) -> None:
        if is_down:
            self._pedals_down.add(channel)
            return
        self._pedals_down.discard(channel)
        for key in [k for k, note in self._open.items() if k[0] == channel and not note.is_held]:
            self._close(key, tick)

    def _close(self, key: tuple[int, int], tick: float) -> None:
        note = self._open.pop(key, None)
        if note:
            self.closed.append(self._note(key[1], note, tick))

    def _note(self, pitch: int, note: _OpenNote, end_tick: float) -> Note:
        """A note caught early ends where it was let go, or keeps its length if that was before the start."""
        onset_tick = note.onset_tick
        if onset_tick < self._start_tick:
            end_tick = end_tick if end_tick > self._start_tick else self._start_tick + end_tick - onset_tick
            onset_tick = self._start_tick
        start_tick = round(onset_tick)
        return Note(0, start_tick, max(1, round(end_tick) - start_tick), pitch, note.velocity)
