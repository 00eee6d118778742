"""Walking through music with a network: B pieces side by side, each a note further at every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.engine import layout
from assistant.engine.codec import Frame
from assistant.engine.events import Events, IntArray, Place
from assistant.engine.layout import Beginning, Event, Rows, Setting
from assistant.engine.memory import Memory
from assistant.engine.network import Network
from assistant.engine.proposals import NoteProposals, Proposals
from assistant.engine.stepper import FloatArray, TrunkState

Hidden = NDArray[np.bool_] | None
"""Which slots of the memories are kept from a head, (B, slots); None for none."""


@dataclass(frozen=True)
class Told:
    """What is told of a piece: style, form, which parts there are, and where it ends (None: not told)."""

    style: int = ev.ANY_STYLE
    form: int = ev.WRITTEN
    ensemble: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Next:
    """The note that is being decided: its onset, and once that is known its part; arrays (B,)."""

    onsets: IntArray
    shifts: IntArray
    setting: Setting
    parts: IntArray
    beginning: Beginning
    proposals: NoteProposals


class Walk:
    """Where B pieces stand: what was taken in, and what the network made of it."""

    def __init__(self, network: Network, frame: Frame, told: Told, batch: int, capacity: int = 64) -> None:
        self.network, self._frame, self._told = network, frame, told
        self.memory = Memory(batch, capacity)
        self._state: TrunkState = network.start(batch)
        zeros = np.zeros(batch, dtype=np.int64)
        self.styles = np.full(batch, told.style)
        self.onsets, self.strength = zeros, 1.0
        bar_lengths = np.minimum(frame.bars.at(zeros).bar_lengths, ev.BAR_LENGTHS - 1)
        none = np.full(batch, ev.NO_INTERVAL)
        self.last = Event(zeros + 1, zeros, zeros, zeros, none, zeros, zeros, bar_lengths, zeros, self.styles)
        self._past: FloatArray | None = None
        self._seen: tuple[IntArray, Place] | None = None
        self._set: tuple[IntArray, int, Setting] | None = None

    def __len__(self) -> int:
        return len(self.onsets)

    def in_styles(self, styles: IntArray) -> Walk:
        """Before the first note: each piece in a style of its own."""
        walk = Walk(self.network, self._frame, self._told, len(styles))
        walk.styles = styles
        walk.last = _replaced(walk.last, style=styles)
        return walk

    def retold(self, told: Told) -> Walk:
        """The same past, told other things of the piece (but for its style, which each piece has)."""
        twin = self.chosen(np.arange(len(self)))
        twin._told = told
        return twin

    def chosen(self, rows: IntArray) -> Walk:
        """The pieces with these numbers, each as often as it is named."""
        twin = object.__new__(Walk)
        twin.network, twin._frame, twin._told = self.network, self._frame, self._told
        twin.memory, twin._state = self.memory.chosen(rows), self._state.chosen(rows)
        twin.styles, twin.onsets, twin.strength = self.styles[rows], self.onsets[rows], self.strength
        twin.last = Event(*(getattr(self.last, name)[rows] for name in Event.__dataclass_fields__))
        twin._past = None if self._past is None else self._past[rows]
        twin._seen = twin._set = None
        return twin

    def take_in(
        self, onsets: IntArray, shifts: IntArray, parts: IntArray, pitches: IntArray, lengths: IntArray
    ) -> None:
        """Add one note to every piece."""
        if self._past is None:
            self.look_back()
        self._remember(onsets, shifts, parts, pitches, lengths)

    def read(self, events: Events, watch: Callable[..., object] = lambda *_: None) -> list[FloatArray]:
        """Take in notes that are given, the same ones for every piece; the network reads them together.

        ``watch`` is called before each of them with (onsets, shifts, parts, pitches, lengths), all (B,).
        Gives what the heads read of the past before each of the n notes: arrays (some of them, B, ...).
        """
        known, unread = self._past, []
        for row in np.stack((events.onsets, events.parts, events.pitches, events.lengths), axis=1):
            onsets, parts, pitches, lengths = np.repeat(row[:, None], len(self), axis=1)
            note = onsets, np.minimum(onsets - self.onsets, ev.MAX_SHIFT), parts, pitches, lengths
            if self._past is None:
                unread.append(self.last.rows())
            watch(*note)
            self._remember(*note)
        found = [] if known is None else [known[None]]
        return [*found, self.network.read(self._state, np.stack(unread))] if unread else found

    def _remember(
        self, onsets: IntArray, shifts: IntArray, parts: IntArray, pitches: IntArray, lengths: IntArray
    ) -> None:
        """Add one note to every piece, which the network has yet to take in."""
        place = self._place(onsets)
        before = self.memory.last_pitches[np.arange(len(parts)), parts]
        self.memory.append(onsets, shifts, parts, pitches, lengths)
        self.last = Event(
            np.zeros_like(onsets), shifts, parts, pitches, ev.intervals(pitches, before), lengths,
            np.minimum(place.positions, ev.POSITIONS - 1), np.minimum(place.bar_lengths, ev.BAR_LENGTHS - 1),
            place.bars % ev.BAR_NUMBERS, self.styles,
        )  # fmt: skip
        self.onsets = onsets
        self._past = None

    def shift_proposals(self, hidden: Hidden = None) -> Proposals:
        """What the memories propose for how long after the last onset the next note comes."""
        bar_lengths = self._place(self.onsets).bar_lengths
        return _without(self.memory.propose_shifts(bar_lengths), hidden)

    def shift_logits(self, proposals: Proposals) -> FloatArray:
        """Logits (B, SHIFTS) of how long after the last onset the next note comes."""
        rows = self.shift_rows(proposals)
        return self.network.shift_logits(self.look_back(), rows, proposals, self.strength)

    def shift_rows(self, proposals: Proposals) -> Rows:
        """What the shift head is told."""
        setting = self._setting(self.onsets)
        return layout.shift_rows(setting, self.last.length, self.last.part, proposals)

    def part_proposals(self, onsets: IntArray, shifts: IntArray, hidden: Hidden = None) -> Proposals:
        """What the memories propose for who sings at an onset."""
        bar_lengths = self._place(onsets).bar_lengths
        return _without(self.memory.propose_parts(onsets, shifts, bar_lengths), hidden)

    def part_logits(self, onsets: IntArray, shifts: IntArray, proposals: Proposals) -> FloatArray:
        """Logits (B, PARTS) of who sings at an onset."""
        rows = self.part_rows(onsets, shifts, proposals)
        return self.network.part_logits(self.look_back(), rows, proposals, self.strength)

    def part_rows(self, onsets: IntArray, shifts: IntArray, proposals: Proposals) -> Rows:
        """What the part head is told."""
        struck = self.memory.struck(onsets)
        return layout.part_rows(self._setting(onsets), shifts, self.last.part, struck, proposals)

    def beginning(self, onsets: IntArray, shifts: IntArray, parts: IntArray, hidden: Hidden = None) -> Next:
        """The note that ``parts`` begin at ``onsets``, with what the memories propose for it."""
        setting, bar_lengths = self._setting(onsets), self._place(onsets).bar_lengths
        notes = self.memory.propose_notes(onsets, shifts, parts, bar_lengths)
        if hidden is not None:
            notes = NoteProposals(
                np.where(hidden, -1, notes.pitches),
                np.where(hidden, -1, notes.lengths),
                np.where(hidden[:, -notes.matches.shape[1] :], 0, notes.matches),
            )
        begun = Beginning(
            shift=shifts,
            part=parts,
            rank=self.memory.next_ranks(shifts, parts),
            last_pitch=self.memory.last_pitches[np.arange(len(parts)), parts],
            fellow=np.where((shifts == 0) & (self.last.start == 0), self.last.length, 0),
        )
        return Next(onsets, shifts, setting, parts, begun, notes)

    def pitch_logits(self, note: Next) -> FloatArray:
        """Logits (B, PITCHES) of a note whose onset and part are known."""
        rows = layout.pitch_rows(note.setting, note.beginning, note.proposals)
        past, sounding = self.look_back(), self.sounding(note)
        return self.network.pitch_logits(past, rows, sounding, note.proposals, self.strength)

    def sounding(self, note: Next) -> NDArray[np.bool_]:
        """Which pitches still sound when a note begins, (B, PITCHES)."""
        return self.memory.ends > note.onsets[:, None]

    def length_logits(self, note: Next, pitches: IntArray) -> FloatArray:
        """Logits (B, LENGTHS) of a note whose pitch is known."""
        rows = layout.length_rows(note.setting, note.beginning, pitches, note.proposals)
        return self.network.length_logits(self.look_back(), rows, note.proposals, self.strength)

    def forget_past(self) -> None:
        """Let the network take in the last note again, as a benchmark does."""
        self._past = None

    def look_back(self) -> FloatArray:
        """What the heads read of the past; the network takes in the last note when it is first asked."""
        if self._past is None:
            self._past = self.network.step(self._state, self.last)
        return self._past

    def _place(self, onsets: IntArray) -> Place:
        """Where onsets stand; asked several times of the same array, and found once."""
        if self._seen is None or self._seen[0] is not onsets:
            self._seen = onsets, self._frame.bars.at(onsets)
        return self._seen[1]

    def _setting(self, onsets: IntArray) -> Setting:
        """What is known at onsets; asked several times between two notes, and found once."""
        size = len(self.memory)
        if self._set is None or self._set[0] is not onsets or self._set[1] != size:
            self._set = onsets, size, self._set_at(onsets)
        return self._set[2]

    def _set_at(self, onsets: IntArray) -> Setting:
        told, place = self._told, self._place(onsets)
        if told.end is None:
            left = np.full_like(onsets, ev.BARS_LEFT_UNKNOWN)
        else:
            left = ev.bars_left(onsets, told.end, place.bar_lengths)
        return Setting(
            self.styles, np.full_like(onsets, told.form), np.full_like(onsets, told.ensemble), left,
            np.minimum(place.positions, ev.POSITIONS - 1), np.minimum(place.bar_lengths, ev.BAR_LENGTHS - 1),
            self.memory.held(onsets),
        )  # fmt: skip


def _without(proposals: Proposals, hidden: Hidden) -> Proposals:
    if hidden is None:
        return proposals
    matches = np.where(hidden[:, -proposals.matches.shape[1] :], 0, proposals.matches)
    return Proposals(np.where(hidden, -1, proposals.values), matches)


def _replaced(event: Event, **changes: IntArray) -> Event:
    return Event(**{name: getattr(event, name) for name in Event.__dataclass_fields__} | changes)
