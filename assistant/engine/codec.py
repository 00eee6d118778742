"""Notes to events and back: the melody on top, drawn to the model's grid, with its tonic moved to C."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.engine.events import GRID_TICKS, MAX_LENGTH, PITCHES, BarGrid, Events, IntArray

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

    def note(self, onset: int, pitch: int, length: int, velocity: int) -> Note:
        """An event as a note of the piece."""
        start = self.origin_tick + onset * GRID_TICKS
        return Note(0, start, length * GRID_TICKS, pitch + self.transposition, velocity)


def transposition_to_c(key: Key) -> int:
    """Semitones (-6..5) from the nearest C up to the tonic."""
    return (key.tonic + 6) % 12 - 6


def recent(clip: Clip) -> Clip:
    """The last notes of a clip: as many as the model reads of a seed."""
    return clip.take_rows(slice(max(0, len(clip) - MAX_SEED_NOTES), None))


def encode(
    clip: Clip, meter_map: MeterMap, key: Key, until_tick: int, octaves: int = 0
) -> tuple[Events, Frame]:
    """The last notes of a clip as one melody that is over at ``until_tick``, and the frame it is seen in.

    Of notes that begin together the highest counts. All is moved down by ``octaves``, beside the semitones
    that bring the tonic to C.
    """
    last_notes = recent(clip)
    first_bar = meter_map.bar_at(int(last_notes.starts[0]))
    origin_tick = meter_map.bar_start_tick(first_bar)
    transposition = transposition_to_c(key) + 12 * octaves
    frame = Frame(origin_tick, transposition, BarGrid.of(meter_map, origin_tick))
    events = _skyline(last_notes, frame, frame.grid_ceil(until_tick))
    return events, frame


def octaves_from(pitch: float, median_pitch: float) -> int:
    """How many octaves a pitch lies above where a model learnt to sing; 0 where it is within reach."""
    distance = pitch - median_pitch
    return 0 if abs(distance) <= REGISTER_REACH else round(distance / 12)


def _skyline(clip: Clip, frame: Frame, until: int) -> Events:
    onsets = np.minimum(_snapped((clip.starts - frame.origin_tick) / GRID_TICKS), until - 1)
    order = np.lexsort((-clip.pitches, onsets))
    onsets, top = np.unique(onsets[order], return_index=True)
    rows = order[top]
    ends = np.maximum(_snapped((clip.ends[rows] - frame.origin_tick) / GRID_TICKS), onsets + 1)
    ends = np.minimum(ends, np.append(onsets[1:], until))
    lengths = np.minimum(ends - onsets, MAX_LENGTH)
    pitches = np.clip(clip.pitches[rows] - frame.transposition, 0, PITCHES - 1)
    return Events(onsets, pitches, lengths)


def _snapped(steps: np.ndarray[tuple[int], np.dtype[np.float64]]) -> IntArray:
    """Grid steps, drawn to a 16th or a triplet that is within reach."""
    candidates = np.stack([np.round(steps / s) * s for s in _SNAP_STEPS])
    nearest = np.take_along_axis(candidates, np.argmin(np.abs(candidates - steps), axis=0)[None], axis=0)[0]
    close = np.abs(nearest - steps) <= _SNAP_REACH
    return np.where(close, nearest, np.round(steps)).astype(np.int64)
