"""Notes to events and back: tracks become parts, drawn to the model's grid, with the tonic moved to C."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.engine.events import GRID_TICKS, MAX_LENGTH, PITCHES, BarGrid, Events, IntArray
from assistant.engine.scoring import Scoring, Sung

MAX_SEED_NOTES = 512
# Played notes are drawn to 16ths and eighth triplets where they are within a 64th of them.
_SNAP_STEPS = (6, 8)
_SNAP_REACH = 1
REGISTER_REACH = 9


@dataclass(frozen=True)
class Frame:
    """How a piece is seen by the model: where grid step 0 stands, and how far pitches are moved down."""

    origin_tick: int
    transposition: int
    bars: BarGrid

    def grid_ceil(self, tick: int) -> int:
        """The first grid step at or after a tick."""
        return -(-(tick - self.origin_tick) // GRID_TICKS)

    def grid_floor(self, tick: int) -> int:
        """The last grid step at or before a tick."""
        return (tick - self.origin_tick) // GRID_TICKS

    def tick(self, step: int) -> int:
        """Where a grid step stands in the piece."""
        return self.origin_tick + step * GRID_TICKS

    def note(self, onset: int, pitch: int, length: int, velocity: int) -> Note:
        """An event as a note of the piece."""
        return Note(0, self.tick(onset), length * GRID_TICKS, pitch + self.transposition, velocity)


def transposition_to_c(key: Key) -> int:
    """Semitones (-6..5) from the nearest C up to the tonic."""
    return (key.tonic + 6) % 12 - 6


def recent(clips: Sequence[Clip]) -> list[Clip]:
    """The last notes of clips that go together: as many in all as the model reads of a seed."""
    starts = np.sort(np.concatenate([c.starts for c in clips]))
    first_tick = int(starts[max(0, len(starts) - MAX_SEED_NOTES)])
    return [c.take_rows(slice(int(np.searchsorted(c.starts, first_tick)), None)) for c in clips]


def frame_of(clips: Sequence[Clip], meter_map: MeterMap, key: Key, octaves: int = 0) -> Frame:
    """The frame in which clips are seen: from the bar of their first note, and in C.

    All is moved down by ``octaves``, beside the semitones that bring the tonic to C.
    """
    first_tick = min(int(c.starts[0]) for c in clips if len(c))
    origin_tick = meter_map.bar_start_tick(meter_map.bar_at(first_tick))
    return Frame(origin_tick, transposition_to_c(key) + 12 * octaves, BarGrid.of(meter_map, origin_tick))


def encode(clips: Sequence[Clip], scoring: Scoring, frame: Frame, until_tick: int) -> Events:
    """Clips as the events of their parts, over at ``until_tick``."""
    columns = [_events(sung, clips[sung.voice], frame, until_tick) for sung in scoring.sung]
    onsets, parts, pitches, lengths = np.concatenate(columns, axis=1)
    order = np.lexsort((pitches, parts, onsets))
    return Events(onsets[order], parts[order], pitches[order], lengths[order])


def event_places(clip: Clip, frame: Frame, until_tick: int) -> tuple[IntArray, IntArray]:
    """(onsets, pitches) of the events that stand for the notes of a clip, one of each for every note."""
    until = frame.grid_ceil(until_tick)
    onsets = np.minimum(snapped((clip.starts - frame.origin_tick) / GRID_TICKS), until - 1)
    return onsets, np.clip(clip.pitches - frame.transposition, 0, PITCHES - 1)


def octaves_from(pitch: float, median_pitch: float) -> int:
    """How many octaves a pitch lies above where a model learnt to sing; 0 where it is within reach."""
    distance = pitch - median_pitch
    return 0 if abs(distance) <= REGISTER_REACH else round(distance / 12)


def _events(sung: Sung, clip: Clip, frame: Frame, until_tick: int) -> NDArray[np.int64]:
    """(4, n): onsets, part, pitches and lengths of one part."""
    clip = clip.take_rows(np.flatnonzero(sung.holds(clip.pitches)))
    onsets, pitches = event_places(clip, frame, until_tick)
    until = frame.grid_ceil(until_tick)
    ends = np.minimum(snapped((clip.ends - frame.origin_tick) / GRID_TICKS), until)
    melt = _chords if sung.chordal else _melody
    onsets, pitches, ends = melt(onsets, pitches, ends)
    lengths = np.clip(ends - onsets, 1, MAX_LENGTH)
    return np.stack([onsets, np.full_like(onsets, sung.part), pitches, lengths])


def _melody(onsets: IntArray, pitches: IntArray, ends: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """The highest note of each onset, over when the next begins."""
    order = np.lexsort((-pitches, onsets))
    onsets, top = np.unique(onsets[order], return_index=True)
    rows = order[top]
    nexts = np.append(onsets[1:], np.iinfo(np.int64).max)
    return onsets, pitches[rows], np.minimum(ends[rows], nexts)


def _chords(onsets: IntArray, pitches: IntArray, ends: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Every pitch of each onset once, over when the same pitch begins again."""
    order = np.lexsort((-ends, onsets, pitches))
    onsets, pitches, ends = onsets[order], pitches[order], ends[order]
    again = np.append(False, (np.diff(onsets) == 0) & (np.diff(pitches) == 0))
    onsets, pitches, ends = onsets[~again], pitches[~again], ends[~again]
    same = np.append(np.diff(pitches) == 0, False)
    return onsets, pitches, np.where(same, np.minimum(ends, np.append(onsets[1:], 0)), ends)


def snapped(steps: NDArray[np.float64]) -> IntArray:
    """Grid steps, drawn to a 16th or a triplet that is within reach."""
    candidates = np.stack([np.round(steps / s) * s for s in _SNAP_STEPS])
    nearest = np.take_along_axis(candidates, np.argmin(np.abs(candidates - steps), axis=0)[None], axis=0)[0]
    close = np.abs(nearest - steps) <= _SNAP_REACH
    return np.where(close, nearest, np.round(steps)).astype(np.int64)
