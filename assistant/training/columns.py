"""Scores as columns: what stands at every step of a piece, and what its memories propose there.

The memories are computed by the engine's own code, one step after another for many pieces at once. That takes
minutes for a large corpus, so what was computed is cached by content.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.core.atomic import atomic_write
from assistant.core.theory import Key
from assistant.engine import events as ev
from assistant.engine.codec import transposition_to_c
from assistant.engine.events import BarGrid, Events
from assistant.engine.memory import Memory
from assistant.training.scores import LENGTH, ONSET, PART, PITCH, Score

MAX_EVENTS = 2400
CHUNK = 48
VERSION = 3

Column = NDArray[np.integer[Any]]
Columns = dict[str, Column]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Piece:
    """A score as the network meets it: events with the tonic on C, their bars, and the bar line that ends it.

    ``whole`` tells that no events were left out at the end, so that the end is a real one.
    """

    score: Score
    events: Events
    bars: BarGrid
    end: int
    whole: bool


def piece_of(score: Score) -> Piece:
    """The first ``MAX_EVENTS`` notes of a score as events; pitches are moved so that the tonic is C."""
    notes = score.notes[:MAX_EVENTS].astype(np.int64)
    pitches = np.clip(notes[:, PITCH] - transposition_to_c(Key(score.tonic)), 0, ev.PITCHES - 1)
    lengths = np.minimum(notes[:, LENGTH], ev.MAX_LENGTH)
    bars = BarGrid(score.meters)
    stop = int((notes[:, ONSET] + lengths).max())
    place = bars.at(stop - 1)
    end = stop - 1 - int(place.positions) + int(place.bar_lengths)
    events = Events(notes[:, ONSET], notes[:, PART], pitches, lengths)
    return Piece(score, events, bars, end, len(score.notes) <= MAX_EVENTS)


def columns_of(
    scores: Sequence[Score], cache: Path, *, workers: int = 1, progress: Progress | None = None
) -> list[Columns]:
    """Every score's columns by step: n notes give n + 1 steps, of which the last is the end."""
    order = sorted(range(len(scores)), key=lambda i: len(scores[i]))
    chunks = [order[first : first + CHUNK] for first in range(0, len(order), CHUNK)]
    found: list[Columns] = [{}] * len(scores)
    jobs = [[scores[i] for i in chunk] for chunk in chunks]
    with ProcessPoolExecutor(max_workers=workers) as pool:
        # The longest take longest, so they go first.
        results = pool.map(_cached, reversed(jobs), [cache] * len(jobs))
        for done, (chunk, columns) in enumerate(zip(reversed(chunks), results, strict=True), 1):
            for i, c in zip(chunk, columns, strict=True):
                found[i] = c
            if progress:
                progress(done, len(chunks))
    return found


def _cached(scores: Sequence[Score], cache: Path) -> list[Columns]:
    mark = hashlib.sha256(f"{VERSION} {MAX_EVENTS}".encode())
    for s in scores:
        mark.update(s.notes.tobytes())
        mark.update(repr((s.tonic, s.style, s.meters, s.repeats_expanded)).encode())
    stored = cache / f"columns-{mark.hexdigest()[:32]}.npz"
    if stored.exists():
        with np.load(stored, allow_pickle=False) as table:
            return _split({name: table[name] for name in table.files}, scores)
    columns = list(_columns([piece_of(s) for s in scores]))
    together = {name: np.concatenate([c[name] for c in columns]) for name in columns[0]}
    buffer = io.BytesIO()
    np.savez(buffer, **together)  # type: ignore[arg-type]
    cache.mkdir(parents=True, exist_ok=True)
    atomic_write(stored, buffer.getvalue())
    return columns


def _split(table: Columns, scores: Sequence[Score]) -> list[Columns]:
    bounds = np.cumsum([min(len(s), MAX_EVENTS) + 1 for s in scores])[:-1]
    parts = {name: np.split(column, bounds) for name, column in table.items()}
    return [{name: column[i] for name, column in parts.items()} for i in range(len(scores))]


def _columns(pieces: Sequence[Piece]) -> Iterator[Columns]:
    events = [p.events for p in pieces]
    onsets, parts, pitches, lengths, shifts = (
        _padded([getattr(e, name) for e in events])
        for name in ("onsets", "parts", "pitches", "lengths", "shifts")
    )
    bars = _padded([p.bars.at(p.events.onsets).bar_lengths for p in pieces])
    batch, steps = onsets.shape
    memory, rows = Memory(batch, steps + 1), np.arange(batch)
    collected: dict[str, list[Column]] = {}
    for t in range(steps + 1):
        at = min(t, steps - 1)
        onset, shift, part, bar = onsets[:, at], shifts[:, at], parts[:, at], bars[:, at]
        next_onset = memory.propose_shifts(bars[:, max(t - 1, 0)])
        next_part = memory.propose_parts(onset, shift, bar)
        note = memory.propose_notes(onset, shift, part, bar)
        sounding = np.packbits(memory.ends > onset[:, None], axis=1)
        found: dict[str, Column] = {
            "shift_slots": next_onset.values, "shift_matches": next_onset.matches,
            "part_slots": next_part.values, "part_matches": next_part.matches,
            "pitch_slots": note.pitches, "length_slots": note.lengths, "note_matches": note.matches,
            "sounding": sounding, "last": memory.last_pitches[rows, part],
            "rank": memory.next_ranks(shift, part),
            "past_held": memory.held(onsets[:, max(t - 1, 0)]), "held": memory.held(onset),
            "struck": memory.struck(onset),
        }  # fmt: skip
        for name, value in found.items():
            small = value if name == "sounding" else value.astype(np.int16)
            collected.setdefault(name, []).append(small)
        if t < steps:
            memory.append(onset, shift, part, pitches[:, at], lengths[:, at])
    stacked = {k: np.stack(v, axis=1) for k, v in collected.items()}
    for row, piece in enumerate(pieces):
        remembered = {k: v[row, : len(piece.events) + 1] for k, v in stacked.items()}
        yield {**_plain_columns(piece), **remembered}


def _plain_columns(piece: Piece) -> Columns:
    """Everything but the memories; the last step is the end of the piece."""
    e = piece.events
    place = piece.bars.at(e.onsets)
    bar_lengths = np.minimum(place.bar_lengths, ev.BAR_LENGTHS - 1)
    ensemble = int(np.bitwise_or.reduce(1 << e.parts))

    def ended(column: Column, last: int = 0) -> Column:
        return np.append(column, last).astype(np.int32)

    size = len(e) + 1
    score = piece.score
    style = ev.STYLES.index(score.style) if score.style in ev.STYLES else ev.ANY_STYLE
    form = ev.PLAYED if score.repeats_expanded else ev.WRITTEN
    return {
        "onset": ended(e.onsets, piece.end), "shift": ended(e.shifts, ev.END), "part": ended(e.parts),
        "pitch": ended(e.pitches), "length": ended(e.lengths),
        "position": ended(np.minimum(place.positions, ev.POSITIONS - 1)),
        "bar_length": ended(bar_lengths, int(bar_lengths[-1])), "bar": ended(place.bars % ev.BAR_NUMBERS),
        "left": ended(ev.bars_left(e.onsets, piece.end, place.bar_lengths)) if piece.whole
        else np.zeros(size, dtype=np.int32),
        "counts": ended(np.ones(len(e), dtype=np.int64), int(piece.whole)),
        "style": np.full(size, style, dtype=np.int8), "form": np.full(size, form, dtype=np.int8),
        "ensemble": np.full(size, ensemble, dtype=np.int8),
    }  # fmt: skip


def _padded(rows: Sequence[Column]) -> NDArray[np.int64]:
    table = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table
