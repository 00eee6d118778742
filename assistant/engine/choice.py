"""Drawing the next notes of takes that step together, within what was asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.core.continuation import ContinueRequest, TakeNote
from assistant.engine import constraints, sampling
from assistant.engine import events as ev
from assistant.engine.codec import recent
from assistant.engine.constraints import LARGEST_CHORD, CopyBound, Mask, Turns
from assistant.engine.copy_index import CopyIndex
from assistant.engine.events import IntArray
from assistant.engine.expression import Expression
from assistant.engine.proposals import NOTE_SLOTS, SLOTS
from assistant.engine.quoting import QuoteBound
from assistant.engine.seeds import Seed
from assistant.engine.walk import Hidden, Next, Walk

FloatColumn = NDArray[np.float64]
Generators = list[np.random.Generator]

SHORTEST_PROTECTED_SEED = 4
"""Seeds of fewer notes are so common that they may occur in an answer."""
MOST_TIMES = 3
"""How many times in a row the same unit may come, where no repetition is asked for."""


def longest_copy(repeat: float, seed: ev.Events, bar_length: int) -> int:
    """Grid steps that an answer may copy literally: half a bar to eight by the dial, never the whole seed."""
    by_dial = int(0.5 * 4**repeat * bar_length)
    if len(seed) < SHORTEST_PROTECTED_SEED:
        return by_dial
    # The seed's first note follows nothing, so a copy is only told from the second one on.
    return min(by_dial, int(seed.onsets[-1] - seed.onsets[1]) - 1)


@dataclass(frozen=True)
class Begun:
    """When the next note of B takes begins, and how surprising that is; at the end or later means done."""

    onsets: IntArray
    shifts: IntArray
    bits: FloatColumn


@dataclass(frozen=True)
class Drawn:
    """The next note of B takes, and how surprising it is."""

    onsets: IntArray
    shifts: IntArray
    parts: IntArray
    pitches: IntArray
    lengths: IntArray
    bits: FloatColumn

    def row(self, take: int) -> Found:
        """One take's note."""
        columns = self.onsets, self.parts, self.pitches, self.lengths
        onset, part, pitch, length = (int(c[take]) for c in columns)
        return Found(onset, part, pitch, length, float(self.bits[take]))


class Found(NamedTuple):
    """A note as the model found it."""

    onset: int
    part: int
    pitch: int
    length: int
    bits: float


class Choice:
    """Draws the next notes of a walk within what was asked."""

    def __init__(self, request: ContinueRequest, seed: Seed, corpus: CopyIndex | None = None) -> None:
        """``corpus`` is music that must not be quoted at length."""
        frame = seed.frame
        self._request = request
        self.start, self.end = frame.grid_ceil(request.start_tick), frame.grid_floor(request.end_tick)
        self.last_bar = self.end - 1 - int(frame.bars.at(self.end - 1).positions)
        self._turns = Turns(seed.scoring)
        self._pitches = constraints.pitch_mask(request.allowed_pitches(), frame.transposition)
        bar_length = int(frame.bars.at(self.start).bar_lengths)
        longest = longest_copy(request.repeat, seed.events, bar_length)
        self._bound = CopyBound(self.start, longest, round(MOST_TIMES * max(1.0, request.repeat)))
        # An index that does not say what is usual gives no measure of what is too long.
        self._quotes = QuoteBound(corpus, self.start) if corpus and corpus.usual_notes else None

    def begin(self, walk: Walk, generators: Generators) -> Begun:
        """When the next note of every take begins."""
        logits = walk.shift_logits(walk.shift_proposals(self._hidden(generators, SLOTS)))
        earliest = self._earliest(walk).min(axis=1)
        mask = constraints.shift_mask(walk.onsets, earliest, self.start, self.last_bar, self.end)
        shifts = self._sample(logits, mask, generators)
        return Begun(np.maximum(walk.onsets + shifts, self.start), shifts, sampling.bits(logits, shifts))

    def next_notes(
        self, walk: Walk, running: NDArray[np.bool_], began: Begun, generators: Generators
    ) -> Drawn:
        """Take in the next note of every take; those not ``running`` go on as shadows of one shape."""
        onsets = np.where(running, began.onsets, walk.onsets + 1)
        shifts = np.where(running, began.shifts, 1)
        drawn = self._notes(walk, onsets, shifts, generators)
        walk.take_in(drawn.onsets, drawn.shifts, drawn.parts, drawn.pitches, drawn.lengths)
        return replace(drawn, bits=drawn.bits + began.bits)

    def _notes(self, walk: Walk, onsets: IntArray, shifts: IntArray, generators: Generators) -> Drawn:
        """Part, pitch and length of the notes at ``onsets``."""
        proposals = walk.part_proposals(onsets, shifts, self._hidden(generators, SLOTS))
        logits = walk.part_logits(onsets, shifts, proposals)
        ready = self._earliest(walk) <= onsets[:, None]
        # Nobody is ready only in takes that are done and go on as shadows.
        parts = self._sample(logits, ready | ~ready.any(axis=1, keepdims=True), generators)
        bits = sampling.bits(logits, parts)
        note = walk.beginning(onsets, shifts, parts, self._hidden(generators, NOTE_SLOTS))
        logits = walk.pitch_logits(note)
        pitches = self._sample(logits, self._allowed_pitches(walk, note), generators)
        bits += sampling.bits(logits, pitches)
        logits = walk.length_logits(note, pitches)
        mask = constraints.length_mask(np.minimum(onsets, self.end - 1), self.end)
        lengths = self._sample(logits, mask, generators)
        return Drawn(onsets, shifts, parts, pitches, lengths, bits + sampling.bits(logits, lengths))

    def _sample(self, logits: NDArray[np.float32], mask: Mask, generators: Generators) -> IntArray:
        request = self._request
        return sampling.sample(logits, mask, request.temperature, request.top_p, generators)

    def _earliest(self, walk: Walk) -> IntArray:
        """When each part may sing next, (B, PARTS)."""
        memory = walk.memory
        room = self._pitches & constraints.above(walk.last.pitch) & (memory.ends <= walk.onsets[:, None])
        may_grow = room.any(axis=1) & (memory.ranks < LARGEST_CHORD - 1)
        return self._turns.earliest(walk.onsets, walk.last.part, memory.part_ends, may_grow)

    def _allowed_pitches(self, walk: Walk, note: Next) -> Mask:
        """(B, PITCHES): range and scale always hold; other rules give way where they leave nothing.

        First the bounds on copying give way, then that no pitch is struck while it sounds.
        """
        memory, begun = walk.memory, note.beginning
        lowest = np.where(begun.rank > 0, walk.last.pitch, -1)
        ordered = self._pitches & constraints.above(lowest)
        silent = ordered & (memory.ends <= note.onsets[:, None])
        silent = np.where(silent.any(axis=1, keepdims=True), silent, ordered)
        copies = memory.copies_of_past(note.onsets, begun.shift, note.parts, self._bound)
        if self._quotes:
            copies |= self._quotes.too_long(memory, note)
        allowed = silent & ~copies
        return np.where(allowed.any(axis=1, keepdims=True), allowed, silent)

    def _hidden(self, generators: Generators, slots: int) -> Hidden:
        """Which proposals are kept from the heads, where invention is asked for; None for none."""
        if self._request.repeat >= 1:
            return None
        draws = np.stack([g.random(slots) for g in generators])
        return draws >= self._request.repeat


class Player:
    """Plays what the model finds, as loud as the seed is."""

    def __init__(self, request: ContinueRequest, seed: Seed) -> None:
        self._seed = seed
        clips = recent([request.seed, *(v.clip for v in request.others)])
        self._expressions = [
            Expression(clip if len(clip) else request.seed, request.meter_map) for clip in clips
        ]

    def note(self, take: int, found: Found, generator: np.random.Generator) -> TakeNote:
        """A note of a take, on the grid of the piece and in its key."""
        frame, voice = self._seed.frame, self._seed.scoring.voice_of(found.part)
        velocity = self._expressions[voice].velocity(frame.tick(found.onset), generator)
        note = frame.note(found.onset, found.pitch, found.length, velocity)
        return TakeNote(take, note, found.bits, voice)
