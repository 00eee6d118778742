"""What the network is told, as rows of its tables: one table for the events, one for each head.

Every field of a table has its own block of rows; what a network is told is the sum of one row of each block.
School and play build their inputs with the same functions, on arrays of any shape (here written ``...``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.engine.events import IntArray
from assistant.engine.proposals import (
    MATCHES,
    MOTIFS,
    NOTE_MOTIFS,
    NOTE_SLOTS,
    SECONDS,
    SLOTS,
    NoteProposals,
    Proposals,
)

Rows = NDArray[np.int64]


class Layout:
    """The blocks of one table: field names with their numbers of classes."""

    def __init__(self, fields: Mapping[str, int]) -> None:
        self.fields = tuple(fields)
        sizes = np.array(list(fields.values()))
        self._offsets = np.cumsum(sizes) - sizes
        self.rows = int(sizes.sum())

    def index(self, *columns: IntArray) -> Rows:
        """Rows (..., fields) of the fields' values; each column is (...) or, for k fields, (..., k)."""
        shape = columns[0].shape
        index = np.empty((*shape, len(self.fields)), dtype=np.int64)
        at = 0
        for column in columns:
            if column.ndim == len(shape):
                index[..., at] = column
                at += 1
            else:
                index[..., at : at + column.shape[-1]] = column
                at += column.shape[-1]
        index += self._offsets
        return index


def _numbered(name: str, count: int, classes: int) -> dict[str, int]:
    return {f"{name} {k}": classes for k in range(count)}


_PIECE = {"style": ev.ANY_STYLE + 1, "form": ev.FORMS, "ensemble": ev.ENSEMBLES, "left": ev.BARS_LEFT}
_PLACE = {"position": ev.POSITIONS, "bar length": ev.BAR_LENGTHS}
_PARTS = len(ev.PARTS)
_AGREEING = NOTE_SLOTS - SECONDS
"""The proposals of which the length head is told that they were right; second ones rarely are."""
_BITS = 2 ** np.arange(_AGREEING)

_HELD = _numbered("held", _PARTS, ev.LENGTHS)

EVENT = Layout(
    {
        "start": 2, "shift": ev.SHIFTS, "part": _PARTS, "pitch": ev.PITCHES, "interval": ev.INTERVALS,
        "length": ev.LENGTHS, **_PLACE, "bar": ev.BAR_NUMBERS, "style": ev.ANY_STYLE + 1,
    }
)  # fmt: skip
SHIFT = Layout(
    {
        **_PIECE, **_PLACE, **_HELD, "length": ev.LENGTHS, "part": _PARTS,
        **_numbered("slot", SLOTS, ev.SHIFTS + 1), **_numbered("match", MOTIFS, MATCHES),
    }
)  # fmt: skip
PART = Layout(
    {
        **_PIECE, **_PLACE, **_HELD, "shift": ev.SHIFTS, "last part": _PARTS, "struck": ev.ENSEMBLES,
        **_numbered("slot", SLOTS, _PARTS + 1), **_numbered("match", MOTIFS, MATCHES),
    }
)  # fmt: skip
PITCH = Layout(
    {
        **_PIECE, **_PLACE, "shift": ev.SHIFTS, "part": _PARTS, "rank": ev.RANKS, "last": ev.LAST_PITCHES,
        **_numbered("slot", NOTE_SLOTS, ev.INTERVALS), **_numbered("match", NOTE_MOTIFS, MATCHES),
    }
)  # fmt: skip
LENGTH = Layout(
    {
        **_PIECE, **_PLACE, **_HELD, "shift": ev.SHIFTS, "part": _PARTS, "rank": ev.RANKS,
        "interval": ev.INTERVALS, "fellow": ev.LENGTHS, "agreed": 2**_AGREEING,
        **_numbered("slot", NOTE_SLOTS, ev.LENGTHS + 1), **_numbered("match", NOTE_MOTIFS, MATCHES),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """What is known of the piece and of the place where the next thing happens; every array (...).

    ``held`` (..., parts) is how long the last note of each part goes on from there, 0 for none.
    """

    style: IntArray
    form: IntArray
    ensemble: IntArray
    left: IntArray
    position: IntArray
    bar_length: IntArray
    held: IntArray

    def columns(self) -> tuple[IntArray, ...]:
        """What all heads are told, in the order of their tables."""
        return self.style, self.form, self.ensemble, self.left, self.position, self.bar_length


@dataclass(frozen=True)
class Event:
    """The last event as classes; every array (...). ``interval`` is the class of its step in its part."""

    start: IntArray
    shift: IntArray
    part: IntArray
    pitch: IntArray
    interval: IntArray
    length: IntArray
    position: IntArray
    bar_length: IntArray
    bar: IntArray
    style: IntArray

    def rows(self) -> Rows:
        """Rows of the table EVENT."""
        return EVENT.index(
            self.start, self.shift, self.part, self.pitch, self.interval, self.length,
            self.position, self.bar_length, self.bar, self.style,
        )  # fmt: skip


def shift_rows(setting: Setting, length: IntArray, part: IntArray, proposals: Proposals) -> Rows:
    """Rows of the table SHIFT: length and part of the last event, place of its onset."""
    slots = _or_last(proposals.values, ev.SHIFTS)
    return SHIFT.index(*setting.columns(), setting.held, length, part, slots, proposals.matches)


def part_rows(
    setting: Setting, shift: IntArray, last_part: IntArray, struck: IntArray, proposals: Proposals
) -> Rows:
    """Rows of the table PART, once the onset is known; ``struck`` (...) are the parts that began there."""
    slots = _or_last(proposals.values, _PARTS)
    told = (*setting.columns(), setting.held, shift, last_part, struck)
    return PART.index(*told, slots, proposals.matches)


@dataclass(frozen=True)
class Beginning:
    """A note whose onset and part are decided; every array (...).

    ``rank`` is its place in its chord, ``last_pitch`` its part's last pitch or -1, ``fellow`` the length of
    the last note that began together with it, or 0.
    """

    shift: IntArray
    part: IntArray
    rank: IntArray
    last_pitch: IntArray
    fellow: IntArray

    def columns(self) -> tuple[IntArray, ...]:
        """What both heads of the note are told first, in the order of their tables."""
        return self.shift, self.part, np.minimum(self.rank, ev.MAX_RANK)


def pitch_rows(setting: Setting, note: Beginning, proposals: NoteProposals) -> Rows:
    """Rows of the table PITCH."""
    steps = ev.intervals(proposals.pitches, note.last_pitch[..., None])
    last = _or_last(note.last_pitch, ev.PITCH_UNKNOWN)
    return PITCH.index(*setting.columns(), *note.columns(), last, steps, proposals.matches)


def length_rows(setting: Setting, note: Beginning, pitch: IntArray, proposals: NoteProposals) -> Rows:
    """Rows of the table LENGTH, once the pitch is known."""
    interval = ev.intervals(pitch, note.last_pitch)
    agreed = ((proposals.pitches[..., :_AGREEING] == pitch[..., None]) * _BITS).sum(axis=-1)
    slots = _or_last(proposals.lengths, ev.LENGTHS)
    told = (*setting.columns(), setting.held, *note.columns(), interval, note.fellow, agreed)
    return LENGTH.index(*told, slots, proposals.matches)


def _or_last(values: IntArray, none_class: int) -> IntArray:
    return np.where(values < 0, none_class, values)
