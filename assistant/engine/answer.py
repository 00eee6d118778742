"""One request being answered: the seed is walked through once, then all takes step together, note by note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.core.continuation import ContinueRequest, TakeDone, TakeEvent, TakeNote
from assistant.core.theory import Key, estimate_key
from assistant.engine import constraints, sampling
from assistant.engine import events as ev
from assistant.engine.codec import Frame, encode, octaves_from, recent
from assistant.engine.events import IntArray
from assistant.engine.expression import Expression
from assistant.engine.memory import Memory, NoteProposals, ShiftProposals
from assistant.engine.network import EventColumns, Network
from assistant.engine.stepper import FloatArray, TrunkState

FloatColumn = NDArray[np.float64]

MEDIAN_PITCH = 74.0
"""Where the dance tunes that the model learnt from lie; a seed far from it is moved by octaves."""
SHORTEST_PROTECTED_SEED = 4
"""Seeds of fewer notes are so common that they may occur in an answer."""


def longest_copy(repeat: float, seed: ev.Events, bar_length: int) -> int:
    """Grid steps that an answer may copy literally: half a bar to eight by the dial, never the whole seed."""
    by_dial = int(0.5 * 4**repeat * bar_length)
    if len(seed) < SHORTEST_PROTECTED_SEED:
        return by_dial
    # The seed's first note follows nothing, so a copy is only told from the second one on.
    return min(by_dial, int(seed.onsets[-1] - seed.onsets[1]) - 1)


@dataclass
class Walk:
    """Where a batch of melodies stands: the last event of each (B,), and what is known of the past (B, C)."""

    memory: Memory
    state: TrunkState
    past: FloatArray
    onsets: IntArray
    pitches: IntArray
    lengths: IntArray

    def copies(self, times: int) -> Walk:
        return Walk(
            self.memory.copies(times),
            self.state.copies(times),
            np.repeat(self.past, times, axis=0),
            np.repeat(self.onsets, times),
            np.repeat(self.pitches, times),
            np.repeat(self.lengths, times),
        )


def read_seed(network: Network, events: ev.Events, frame: Frame) -> Walk:
    """Walk through a seed, one melody alone."""
    memory = Memory(1, 2 * len(events) + 64)
    state, past = network.start(1)
    walk = Walk(memory, state, past, *(np.zeros(1, dtype=np.int64) for _ in range(3)))
    columns = zip(events.onsets, events.shifts, events.pitches, events.lengths, strict=True)
    for onset, shift, pitch, length in columns:
        take_in(network, walk, frame, *(np.array([v]) for v in (onset, shift, pitch, length)))
    return walk


def take_in(  # noqa: PLR0917
    network: Network, walk: Walk, frame: Frame,
    onsets: IntArray, shifts: IntArray, pitches: IntArray, lengths: IntArray,
) -> None:  # fmt: skip
    """Add one event to every melody."""
    place = frame.bars.at(onsets)
    last = walk.pitches if len(walk.memory) else np.full_like(pitches, -1)
    event = EventColumns(
        shift=shifts,
        pitch=pitches,
        interval=ev.intervals(pitches, last),
        length=lengths,
        position=np.minimum(place.positions, ev.POSITIONS - 1),
        bar_length=np.minimum(place.bar_lengths, ev.BAR_LENGTHS - 1),
        bar=place.bars % ev.BAR_NUMBERS,
    )
    walk.memory.append(onsets, shifts, pitches, lengths)
    walk.past = network.step(walk.state, event)
    walk.onsets, walk.pitches, walk.lengths = onsets, pitches, lengths


def seed_events(request: ContinueRequest) -> tuple[ev.Events, Frame]:
    """The seed as the model sees it, in the octave in which the answer will lie."""
    seed = request.seed
    key = request.key or request.key_lock or estimate_key(seed.pitches, seed.lengths) or Key(0)
    plain, frame = encode(seed, request.meter_map, key, request.start_tick)
    # The melody's register, not that of the chords below it.
    register = float(np.median(plain.pitches)) + frame.transposition
    pivot = float(np.clip(register, request.lowest, request.highest))
    octaves = octaves_from(pivot - frame.transposition, MEDIAN_PITCH)
    return encode(seed, request.meter_map, key, request.start_tick, octaves)


class Answer:
    """One request being answered: B takes step together, each with its own random generator."""

    def __init__(self, network: Network, request: ContinueRequest) -> None:
        takes = request.takes
        events, frame = seed_events(request)
        self._network, self._request, self._frame = network, request, frame
        self._walk = read_seed(network, events, frame).copies(takes)
        self._generators = [np.random.default_rng([request.random_seed, i]) for i in range(takes)]
        self._start, self._end = frame.grid_ceil(request.start_tick), frame.grid_floor(request.end_tick)
        self._last_bar = self._end - 1 - int(frame.bars.at(self._end - 1).positions)
        self._pitches = constraints.pitch_mask(request.allowed_pitches(), frame.transposition)
        self._expression = Expression(recent(request.seed), request.meter_map)
        self._longest_copy = longest_copy(request.repeat, events, int(frame.bars.at(self._start).bar_lengths))
        self._running = np.ones(takes, dtype=bool)
        self._bits = np.zeros(takes)
        self._notes = np.zeros(takes, dtype=np.int64)

    def run(self) -> Iterator[TakeEvent]:
        """Yield each take's notes in order, and TakeDone where one is complete."""
        while self._running.any():
            yield from self.step()

    def step(self) -> Iterator[TakeEvent]:
        """The next note of every take that is not complete."""
        shifts, onsets, shift_bits = self._next_onsets()
        for index in np.flatnonzero(self._running & (onsets >= self._end)):
            self._running[index] = False
            yield TakeDone(int(index), float(self._bits[index] / max(self._notes[index], 1)))
        # A take that is done goes on as a shadow at its last onset, so that the batch keeps its shape.
        onsets = np.where(self._running, onsets, self._walk.onsets)
        shifts = np.where(self._running, shifts, 0)
        pitches, lengths, note_bits = self._next_notes(onsets, shifts)
        take_in(self._network, self._walk, self._frame, onsets, shifts, pitches, lengths)
        found = shift_bits + note_bits
        for index in np.flatnonzero(self._running):
            yield self._note(int(index), onsets, pitches, lengths, float(found[index]))

    def _note(
        self, index: int, onsets: IntArray, pitches: IntArray, lengths: IntArray, bits: float
    ) -> TakeNote:
        self._bits[index] += bits
        self._notes[index] += 1
        event = int(onsets[index]), int(pitches[index]), int(lengths[index])
        tick = self._frame.note(*event, velocity=1).start_tick
        velocity = self._expression.velocity(tick, self._generators[index])
        return TakeNote(index, self._frame.note(*event, velocity), bits)

    def _next_onsets(self) -> tuple[IntArray, IntArray, FloatColumn]:
        """(shifts, onsets, bits) of the next note of every take; an onset at the end or later means done."""
        walk, request = self._walk, self._request
        place = self._place(walk.onsets)
        bar_lengths = self._frame.bars.at(walk.onsets).bar_lengths
        proposals = walk.memory.propose_shifts(bar_lengths)
        hidden = self._hidden(proposals.shifts.shape)
        if hidden is not None:
            matches = np.where(hidden[:, -proposals.matches.shape[1] :], 0, proposals.matches)
            proposals = ShiftProposals(np.where(hidden, -1, proposals.shifts), matches)
        logits = self._network.shift_logits(
            walk.past, place, walk.lengths, proposals=proposals, strength=self._strength
        )
        mask = constraints.shift_mask(walk.onsets, walk.lengths, self._start, self._last_bar, self._end)
        shifts = sampling.sample(logits, mask, request.temperature, request.top_p, self._generators)
        return shifts, np.maximum(walk.onsets + shifts, self._start), sampling.bits(logits, shifts)

    def _next_notes(self, onsets: IntArray, shifts: IntArray) -> tuple[IntArray, IntArray, FloatColumn]:
        """(pitches, lengths, bits) of the notes at ``onsets``."""
        walk, request = self._walk, self._request
        told = {**self._place(onsets), "shift": shifts}
        proposals = walk.memory.propose_notes(onsets, shifts, self._frame.bars.at(onsets).bar_lengths)
        hidden = self._hidden(proposals.pitches.shape)
        if hidden is not None:
            proposals = NoteProposals(
                np.where(hidden, -1, proposals.pitches),
                np.where(hidden, -1, proposals.lengths),
                np.where(hidden[:, -proposals.matches.shape[1] :], 0, proposals.matches),
            )
        logits = self._network.pitch_logits(
            walk.past, told, walk.pitches, proposals=proposals, strength=self._strength
        )
        allowed = self._allowed_pitches(onsets, shifts)
        pitches = sampling.sample(logits, allowed, request.temperature, request.top_p, self._generators)
        bits = sampling.bits(logits, pitches)
        logits = self._network.length_logits(
            walk.past, told, walk.pitches, pitches, proposals=proposals, strength=self._strength
        )
        mask = constraints.length_mask(np.minimum(onsets, self._end - 1), self._end)
        lengths = sampling.sample(logits, mask, request.temperature, request.top_p, self._generators)
        return pitches, lengths, bits + sampling.bits(logits, lengths)

    def _allowed_pitches(self, onsets: IntArray, shifts: IntArray) -> NDArray[np.bool_]:
        """(B, PITCHES): range and scale always hold; the bound on copying gives way where nothing is left."""
        copies = self._walk.memory.copies_of_past(onsets, shifts, self._start, self._longest_copy)
        allowed = self._pitches & ~copies
        return np.where(allowed.any(axis=1, keepdims=True), allowed, self._pitches)

    def _place(self, onsets: IntArray) -> dict[str, IntArray]:
        place = self._frame.bars.at(onsets)
        return {
            "position": np.minimum(place.positions, ev.POSITIONS - 1),
            "bar_length": np.minimum(place.bar_lengths, ev.BAR_LENGTHS - 1),
            "left": ev.bars_left(onsets, self._end, place.bar_lengths),
            "form": np.full_like(onsets, ev.PLAYED if self._request.repeat > 1 else ev.WRITTEN),
        }

    @property
    def _strength(self) -> float:
        """How much the memories' proposals weigh: as trained, or more where repetition is asked for."""
        return max(1.0, self._request.repeat)

    def _hidden(self, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
        """Which proposals are kept from the heads, where invention is asked for; None for none."""
        if self._request.repeat >= 1:
            return None
        draws = np.stack([g.random(shape[1]) for g in self._generators])
        return draws >= self._request.repeat
