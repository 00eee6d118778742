"""The memories of a piece: what stood some bars earlier, and what followed the longest matching past.

Music repeats itself, and these proposals are worth more to the network than its size. They are computed from
the past alone, one event at a time and for a batch of pieces at once, by the same code in training and at
play.

A piece is remembered in three ways. *By bar*: what stood 1, 2, 4, 8 and 16 bars earlier at this place. *By
motif*: what followed the earlier place whose context agrees longest with the present one, note for note or
moved to other pitches, over all parts together. *By voice*: the same within the part that is to move, and
turned upside down as well. Where the longest match goes on in one way, the longest that goes on in another is
a second proposal.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.engine.constraints import CopyBound
from assistant.engine.copies import Next, Past, too_long
from assistant.engine.events import (
    MAX_LENGTH,
    MAX_SHIFT,
    PARTS,
    PITCHES,
    IntArray,
    along_rows,
    bounded,
)
from assistant.engine.motifs import Motifs
from assistant.engine.proposals import (
    BARS_BACK,
    MAX_MATCH,
    MOTIFS,
    NONE,
    NOTE_SLOTS,
    SLOTS,
    VOICE_MOTIFS,
    NoteProposals,
    Proposals,
    none,
    nothing,
    nothing_for_notes,
)
from assistant.engine.rising import RisingKeys

_VOICES = len(PARTS)
_PART_BITS = 1 << np.arange(_VOICES)
_RANKS = 64
_NO_INTERVAL = 400
_STEP = 2048
_LONGEST_GAP = 4096
_TRANSPOSED = np.array([SLOTS - 1, SLOTS + 1, NOTE_SLOTS - 1])
_UPSIDE_DOWN = np.array([SLOTS + 2])
_COLUMNS = ("_onsets", "_shifts", "_parts", "_pitches", "_lengths", "_before", "_gaps")
_STATE = ("_last_of_part", "_part_onsets", "ends", "last_pitches", "part_ends", "ranks")


class Memory:
    """The pasts of ``batch`` pieces that grow by one event each at a time, in the order of ``Events``."""

    def __init__(self, batch: int, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._rows = np.arange(batch)
        for name in _COLUMNS:
            setattr(self, name, np.zeros((batch, capacity), dtype=np.int64))
        # By onset, part and rank, and by onset, part and pitch.
        self._order, self._chords = RisingKeys(batch, capacity), RisingKeys(batch, capacity)
        self._motifs = Motifs(MOTIFS, batch, capacity)
        self._voices = Motifs(VOICE_MOTIFS, batch * _VOICES, 64)
        self._voice_events = np.zeros((batch * _VOICES, capacity), dtype=np.int64)
        self._last_of_part = np.full((batch, _VOICES), NONE, dtype=np.int64)
        self._part_onsets = np.full((batch, _VOICES), NONE, dtype=np.int64)
        self.last_pitches = np.full((batch, _VOICES), NONE, dtype=np.int64)
        """(batch, parts): the pitch of each part's last note, or -1."""
        self.part_ends = np.zeros((batch, _VOICES), dtype=np.int64)
        """(batch, parts): when the last note of each part stops."""
        self.ends = np.zeros((batch, PITCHES), dtype=np.int64)
        """(batch, 128): when each pitch last stops to sound."""
        self.ranks = np.zeros(batch, dtype=np.int64)
        """(batch,): the place of the last note in its chord, counted within its part."""

    _onsets: IntArray
    _shifts: IntArray
    _parts: IntArray
    _pitches: IntArray
    _lengths: IntArray
    _before: IntArray
    _gaps: IntArray

    def __len__(self) -> int:
        return self._size

    def chosen(self, rows: IntArray) -> Self:
        """The pieces with these numbers, each as often as it is named."""
        twin = type(self)(len(rows), 0)
        twin._size, twin._capacity = self._size, self._capacity
        for name in (*_COLUMNS, *_STATE):
            setattr(twin, name, getattr(self, name)[rows])
        twin._order, twin._chords = self._order.chosen(rows), self._chords.chosen(rows)
        voices = (rows[:, None] * _VOICES + np.arange(_VOICES)).ravel()
        twin._motifs, twin._voices = self._motifs.chosen(rows), self._voices.chosen(voices)
        twin._voice_events = self._voice_events[voices]
        return twin

    def append(
        self, onsets: IntArray, shifts: IntArray, parts: IntArray, pitches: IntArray, lengths: IntArray
    ) -> None:
        """Add one event to every piece; each argument has shape (batch,)."""
        n, rows = self._size, self._rows
        if n == self._capacity:
            self._grow()
        self.ranks = self.next_ranks(shifts, parts)
        previous, before = self._last_of_part[rows, parts], self.last_pitches[rows, parts]
        gaps = np.where(previous < 0, NONE, onsets - self._onsets[rows, previous])
        written = (onsets, shifts, parts, pitches, lengths, before, gaps)
        for name, values in zip(_COLUMNS, written, strict=True):
            getattr(self, name)[:, n] = values
        at = onsets * _VOICES + parts
        self._order.append(at * _RANKS + np.minimum(self.ranks, _RANKS - 1))
        self._chords.append(at * PITCHES + pitches)
        up, down = (
            np.where(before < 0, _NO_INTERVAL, d + PITCHES) for d in (pitches - before, before - pitches)
        )
        kinds = np.stack([pitches, up + 512, down + 512]) + 1
        self._motifs.append(rows, kinds[:MOTIFS] + (shifts * _VOICES + parts) * _STEP)
        voices = rows * _VOICES + parts
        self._voice_events[voices, self._voices.sizes[voices]] = n
        since = np.minimum(gaps + 1, _LONGEST_GAP) * _STEP
        # What is remembered upside down is found by what is the right way up.
        self._voices.append(voices, kinds + since, kinds[[0, 1, 1]] + since)
        self._last_of_part[rows, parts] = n
        self.last_pitches[rows, parts] = pitches
        self._part_onsets[rows, parts] = onsets
        self.part_ends[rows, parts] = onsets + lengths
        self.ends[rows, pitches] = onsets + lengths
        self._size = n + 1

    def line_before(self, part: int, onsets: IntArray) -> tuple[IntArray, IntArray, NDArray[np.bool_]]:
        """Onsets and pitches of all events, and which of them are the highest notes of a part (batch, n).

        Only notes that begin before ``onsets`` (batch,) count.
        """
        when, sings = self._onsets[:, : self._size], self._parts[:, : self._size] == part
        line = sings & (when < onsets[:, None])
        # Notes of one onset and part follow each other and rise, so the last is the highest.
        line[:, :-1] &= ~sings[:, 1:] | (self._shifts[:, 1 : self._size] > 0)
        return when, self._pitches[:, : self._size], line

    def next_ranks(self, shifts: IntArray, parts: IntArray) -> IntArray:
        """The place in its chord of a note that comes ``shifts`` after the last one, (batch,)."""
        n = self._size
        if not n:
            return np.zeros_like(shifts)
        goes_on = (shifts == 0) & (parts == self._parts[:, n - 1])
        return np.where(goes_on, self.ranks + 1, 0)

    def held(self, onsets: IntArray) -> IntArray:
        """How long each part's last note goes on after ``onsets`` (batch,); (batch, parts), 0 for none."""
        return bounded(self.part_ends - onsets[:, None], 0, MAX_LENGTH)

    def struck(self, onsets: IntArray) -> IntArray:
        """Which parts have begun a note at ``onsets`` (batch,) already, a bit each; (batch,)."""
        bits: IntArray = ((self._part_onsets == onsets[:, None]) * _PART_BITS).sum(axis=1)
        return bits

    def propose_shifts(self, bar_lengths: IntArray) -> Proposals:
        """Proposals for the shift after the last event, whose bar has the given length; shape (batch,)."""
        n, batch = self._size, len(self._rows)
        if n < 2:
            return nothing(batch)
        back = bar_lengths[:, None] * BARS_BACK
        past = self._onsets[:, n - 1, None] - back
        there, found = self._order.above(self._order.last()[:, None] - back * (_VOICES * _RANKS))
        shifts = np.minimum(along_rows(self._onsets, there) - past, MAX_SHIFT)
        shifts[(past < 0) | ~found] = NONE
        after, matches = self._after_motifs(None)
        return Proposals(np.hstack([shifts, _pick(self._shifts, after)]), matches)

    def propose_parts(self, onsets: IntArray, shifts: IntArray, bar_lengths: IntArray) -> Proposals:
        """Proposals for the part of the note that begins at ``onsets`` after ``shifts``; each (batch,)."""
        n, batch = self._size, len(self._rows)
        if n < 2:
            return nothing(batch)
        past = onsets[:, None] - bar_lengths[:, None] * BARS_BACK
        same_onset = self._parts[:, n - 1] * _RANKS + np.minimum(self.ranks, _RANKS - 1)
        step = np.where(shifts == 0, same_onset, -1)
        there, found = self._order.above(step[:, None] + past * (_VOICES * _RANKS))
        found &= (past >= 0) & (along_rows(self._onsets, there) == past)
        parts = np.where(found, along_rows(self._parts, there), NONE)
        after, matches = self._after_motifs(self._shifts[:, 1:n] == shifts[:, None])
        return Proposals(np.hstack([parts, _pick(self._parts, after)]), matches)

    def propose_notes(
        self, onsets: IntArray, shifts: IntArray, parts: IntArray, bar_lengths: IntArray
    ) -> NoteProposals:
        """Proposals for the note of ``parts`` that begins at ``onsets`` after ``shifts``; each (batch,)."""
        n, batch = self._size, len(self._rows)
        if n == 0:
            return nothing_for_notes(batch)
        past = onsets[:, None] - bar_lengths[:, None] * BARS_BACK
        in_chord = (shifts == 0) & (parts == self._parts[:, n - 1])
        lowest = np.where(in_chord, self._pitches[:, n - 1], -1)
        there, found = self._chords.above((parts * PITCHES + lowest)[:, None] + past * (_VOICES * PITCHES))
        found &= along_rows(self._onsets, there) == past
        found &= along_rows(self._parts, there) == parts[:, None]
        there[~found] = NONE
        allowed = (self._shifts[:, 1:n] == shifts[:, None]) & (self._parts[:, 1:n] == parts[:, None])
        after, matches = self._after_motifs(allowed)
        second, second_match = self._second_motif(after[:, 0], allowed)
        voice_after, voice_matches = self._after_voice(onsets, parts)
        sources = np.hstack(
            [there, after, voice_after[:, :VOICE_MOTIFS], second, voice_after[:, VOICE_MOTIFS:]]
        )
        pitches, lengths = _pick(self._pitches, sources), _pick(self._lengths, sources)
        pitches[:, _TRANSPOSED] = self._moved(sources[:, _TRANSPOSED], parts, 1)
        pitches[:, _UPSIDE_DOWN] = self._moved(sources[:, _UPSIDE_DOWN], parts, -1)
        matched = [matches, voice_matches[:, :VOICE_MOTIFS], second_match, voice_matches[:, VOICE_MOTIFS:]]
        return NoteProposals(pitches, lengths, np.hstack(matched))

    def copies_of_past(
        self, onsets: IntArray, shifts: IntArray, parts: IntArray, bound: CopyBound
    ) -> NDArray[np.bool_]:
        """Pitches that would make a copy of the past longer than is allowed, (batch, 128).

        The note of ``parts`` would begin at ``onsets`` after ``shifts``, (batch,).
        """
        n = self._size
        if n < 2:
            return np.zeros((len(self._rows), PITCHES), dtype=bool)
        columns = self._onsets, self._shifts, self._parts, self._pitches, self._before
        note = Next(onsets, shifts, parts, self.last_pitches[self._rows, parts])
        literal, moved = (self._motifs.agreement(slice(None), kind, n - 1) for kind in range(MOTIFS))
        return too_long(Past(*(column[:, :n] for column in columns)), note, literal, moved, bound)

    def _after_motifs(self, allowed: NDArray[np.bool_] | None) -> tuple[IntArray, IntArray]:
        """(index after the latest longest match, or -1; its length), both (batch, MOTIFS).

        ``allowed`` (batch, n - 1) says of each earlier event whether the one after it may be proposed.
        """
        if self._size < 2:
            batch = len(self._rows)
            return none(batch, MOTIFS), np.zeros((batch, MOTIFS), dtype=np.int64)
        best, length = self._motifs.latest_longest(slice(None), allowed)
        return np.where(length > 0, best + 1, NONE).T, np.minimum(length, MAX_MATCH).T

    def _second_motif(self, after: IntArray, allowed: NDArray[np.bool_]) -> tuple[IntArray, IntArray]:
        """The same of the exact motif, (batch, 1), among those that go on in another way than ``after``."""
        n = self._size
        if n < 2:
            return after[:, None], np.zeros((len(after), 1), dtype=np.int64)
        first = _pick(self._pitches, after[:, None])
        other = allowed & (self._pitches[:, 1:n] != first)
        best, length = self._motifs.latest_longest(slice(None), other, slice(1))
        return np.where(length > 0, best + 1, NONE).T, np.minimum(length, MAX_MATCH).T

    def _after_voice(self, onsets: IntArray, parts: IntArray) -> tuple[IntArray, IntArray]:
        """The same within the part that moves, where the next note came as soon as this one would.

        Both (batch, VOICE_MOTIFS + 1): the last one goes on by another interval than the transposed one.
        """
        rows = self._rows
        voices, last = rows * _VOICES + parts, self._last_of_part[rows, parts]
        longest = int(self._voices.sizes[voices].max())
        if longest < 2:
            width = VOICE_MOTIFS + 1
            return none(len(rows), width), np.zeros((len(rows), width), dtype=np.int64)
        gaps = np.where(last < 0, NONE - 1, onsets - self._onsets[rows, last])
        events = self._voice_events[voices, :longest]
        allowed = along_rows(self._gaps, events[:, 1:]) == gaps[:, None]
        best, length = self._voices.latest_longest(voices, allowed)
        # Where there is no match nothing is allowed, so that no second one is found either.
        intervals = along_rows(self._pitches - self._before, events[:, 1:])
        first = intervals[rows, best[1]]
        second, second_length = self._voices.latest_longest(
            voices, allowed & (intervals != first[:, None]), slice(1, 2)
        )
        best, length = np.vstack([best, second]), np.vstack([length, second_length])
        after = np.where(length > 0, events[rows, best + 1], NONE)
        return after.T, np.minimum(length, MAX_MATCH).T

    def _moved(self, sources: IntArray, parts: IntArray, way: int) -> IntArray:
        """The steps of earlier events from where the part is now, ``way`` 1 or -1; pitches, -1 for none."""
        now, then = self.last_pitches[self._rows, parts][:, None], _pick(self._before, sources)
        moved = bounded(now + way * (_pick(self._pitches, sources) - then), 0, PITCHES - 1)
        return np.where((sources < 0) | (now < 0) | (then < 0), NONE, moved)

    def _grow(self) -> None:
        extra = self._capacity
        for name in (*_COLUMNS, "_voice_events"):
            setattr(self, name, np.pad(getattr(self, name), [(0, 0), (0, extra)]))
        self._capacity += extra


def _pick(rows: IntArray, index: IntArray) -> IntArray:
    picked = along_rows(rows, np.maximum(index, 0))
    return np.where(index < 0, NONE, picked)
