"""Tunes to the network's inputs: duplicates removed, split by work, memories computed, batches drawn."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.core.theory import Key
from assistant.engine import events as ev
from assistant.engine.codec import transposition_to_c
from assistant.engine.events import BarGrid, Events
from assistant.engine.memory import MOTIFS, NONE, Memory
from assistant.training.corpus import Tune
from assistant.training.networks import Batch

SPLITS = ("train", "valid", "test")
OPENING_NOTES = 16
MAX_EVENTS = 1500
SECTION_BARS = 8
MIN_SECTION_EVENTS = 16
LONGEST_TRAINING_STEPS = 384

Columns = dict[str, NDArray[np.int64]]


@dataclass(frozen=True)
class Melody:
    """A tune as the network meets it: events with the tonic moved to C, and the bars they stand in."""

    tune: Tune
    events: Events
    bars: BarGrid
    end: int


def melody(tune: Tune) -> Melody:
    """The tune's events, tonic on C, and the bar line that ends it (grid steps)."""
    onsets, lengths, pitches = np.array(tune.notes[:MAX_EVENTS], dtype=np.int64).T
    bars = BarGrid(tune.meters)
    events = Events(onsets, pitches - transposition_to_c(Key(tune.tonic)), np.minimum(lengths, ev.MAX_LENGTH))
    stop = int(onsets[-1] + lengths[-1])
    place = bars.at(stop - 1)
    end = stop - 1 - int(place.positions) + int(place.bar_lengths)
    return Melody(tune, events, bars, end)


def without_duplicates(tunes: Iterable[Tune]) -> list[Tune]:
    """The tunes less those that open like an earlier one of the same form, in intervals and rhythm."""
    seen: set[tuple[int, ...]] = set()
    kept = []
    for tune in tunes:
        opening = np.array(tune.notes[:OPENING_NOTES])
        intervals, shifts = np.diff(opening[:, 2]).tolist(), np.diff(opening[:, 0]).tolist()
        mark = (tune.repeats_expanded, *intervals, *shifts)
        if mark not in seen:
            seen.add(mark)
            kept.append(tune)
    return kept


def split_of(tune: Tune) -> str:
    """Which side a tune is on, fixed by its title: 80 % train, 10 % valid, 10 % test."""
    work = re.sub(r"[^a-z0-9]", "", re.sub(r"^(the|a|an) |, the$", "", tune.title.lower()))
    digit = hashlib.sha256(work.encode()).digest()[0] * 10 // 256
    return {8: "valid", 9: "test"}.get(digit, "train")


def columns_of(melodies: Sequence[Melody]) -> list[Columns]:
    """Every melody's inputs and targets by step (n notes give n + 1 steps, the last predicts END)."""
    order = sorted(range(len(melodies)), key=lambda i: len(melodies[i].events))
    found: list[Columns] = [{}] * len(melodies)
    for first in range(0, len(order), 128):
        chosen = order[first : first + 128]
        for i, columns in zip(chosen, _columns([melodies[i] for i in chosen]), strict=True):
            found[i] = columns
    return found


def _columns(melodies: Sequence[Melody]) -> Iterator[Columns]:
    table = {k: _padded([getattr(m.events, k) for m in melodies]) for k in ("onsets", "pitches", "lengths")}
    shifts = _padded([m.events.shifts for m in melodies])
    note_bars = _padded([m.bars.at(m.events.onsets).bar_lengths for m in melodies])
    steps = table["onsets"].shape[1]
    memory = Memory(len(melodies), steps + 1)
    collected: dict[str, list[NDArray[np.int64]]] = {k: [] for k in MEMORY_COLUMNS}
    for t in range(steps + 1):
        at = min(t, steps - 1)
        proposed = memory.propose_shifts(note_bars[:, max(t - 1, 0)])
        notes = memory.propose_notes(table["onsets"][:, at], shifts[:, at], note_bars[:, at])
        values = (proposed.shifts, proposed.matches, notes.matches, notes.pitches, notes.lengths)
        for name, value in zip(MEMORY_COLUMNS, values, strict=True):
            collected[name].append(value)
        if t < steps:
            memory.append(table["onsets"][:, t], shifts[:, t], table["pitches"][:, t], table["lengths"][:, t])
    stacked = {k: np.stack(v, axis=1) for k, v in collected.items()}
    for row, m in enumerate(melodies):
        yield {**_plain_columns(m), **{k: v[row, : len(m.events) + 1] for k, v in stacked.items()}}


MEMORY_COLUMNS = ("shift_slots", "shift_matches", "note_matches", "pitch_slots", "length_slots")


def _plain_columns(m: Melody) -> Columns:
    """Everything but the memories, and two columns that :func:`_closed_early` needs."""
    e, n = m.events, len(m.events)
    place = m.bars.at(e.onsets)
    positions = np.minimum(place.positions, ev.POSITIONS - 1)
    bar_lengths = np.minimum(place.bar_lengths, ev.BAR_LENGTHS - 1)
    last_pitch = np.concatenate([[-1], e.pitches])
    distance = ev.intervals(e.pitches, last_pitch[:n])

    def past(column: NDArray[np.int64], first: int = 0) -> NDArray[np.int64]:
        return np.concatenate([[first], column])

    def target(column: NDArray[np.int64], last: int = 0) -> NDArray[np.int64]:
        return np.concatenate([column, [last]])

    return {
        "event_shift": past(e.shifts), "event_pitch": past(e.pitches), "event_interval": past(distance),
        "event_length": past(e.lengths), "event_position": past(positions),
        "event_bar_length": past(bar_lengths, int(bar_lengths[0])),
        "event_bar": past(place.bars % ev.BAR_NUMBERS), "last_pitch": last_pitch,
        "shift_left": past(ev.bars_left(e.onsets, m.end, place.bar_lengths), 0),
        "note_position": target(positions),
        "note_bar_length": target(bar_lengths),
        "note_left": target(ev.bars_left(e.onsets, m.end, place.bar_lengths)),
        "shift_target": target(e.shifts, ev.END), "pitch_target": target(e.pitches),
        "length_target": target(e.lengths), "mask": np.ones(n + 1, dtype=np.int64),
        "form": np.full(n + 1, ev.PLAYED if m.tune.repeats_expanded else ev.WRITTEN),
        "note_mask": target(np.ones(n, dtype=np.int64)),
        # For closing early: not inputs of the network.
        "onsets": target(e.onsets, m.end),
        "bar_lengths": target(place.bar_lengths, int(place.bar_lengths[-1])),
    }  # fmt: skip


PITCH_COLUMNS = ("event_pitch", "last_pitch", "pitch_target", "pitch_slots")
SLOT_COLUMNS = ("shift_slots", "pitch_slots", "length_slots")


@dataclass(frozen=True)
class Augmentation:
    """How training varies what it shows; probabilities are a melody's.

    ``jitter`` moves the melody off its tonic by up to six semitones, so that a wrong guess at the key is an
    ordinary input; ``rescale`` writes it in notes twice or half as long (2/4 in sixteenths is 4/4 in
    eighths); ``close`` ends it after one of its eight-bar sections; ``forget`` hides some of the memories;
    ``open_end`` hides how many bars are left.
    """

    jitter: float = 0.15
    rescale: float = 0.3
    close: float = 0.3
    forget: float = 0.25
    open_end: float = 0.5


def varied(columns: Columns, augmentation: Augmentation, rng: np.random.Generator) -> Columns:
    """The melody's columns as training shows them this time."""
    if rng.random() < augmentation.close:
        columns = _closed_early(columns, rng)
    if rng.random() < augmentation.rescale:
        columns = _rescaled(columns)
    varied = dict(columns)
    if rng.random() < augmentation.jitter:
        by = int(rng.integers(-6, 7))
        for name in PITCH_COLUMNS:
            varied[name] = np.where(columns[name] < 0, -1, np.clip(columns[name] + by, 0, 127))
    if rng.random() < augmentation.forget:
        varied |= _forgetful(varied, rng)
    if rng.random() < augmentation.open_end:
        varied |= _open_end(columns)
    return varied


def _closed_early(columns: Columns, rng: np.random.Generator) -> Columns:
    """The melody up to the end of one of its sections of eight bars, with END there."""
    onsets, section = columns["onsets"], SECTION_BARS * int(columns["bar_lengths"][0])
    sections = int(onsets[-1] - onsets[0]) // section
    if sections < 2:
        return columns
    # A pick-up belongs to the section that it leads into, so sections are counted from the first onset.
    end = int(onsets[0]) + section * int(rng.integers(1, sections))
    stop = int(np.searchsorted(onsets, end))
    if stop < MIN_SECTION_EVENTS:
        return columns
    closed = {k: v[: stop + 1].copy() for k, v in columns.items()}
    closed["shift_target"][stop], closed["note_mask"][stop] = ev.END, 0
    left = ev.bars_left(onsets[:stop], end, columns["bar_lengths"][:stop])
    closed["note_left"][:stop], closed["shift_left"][1:] = left, left
    return closed


TIME_COLUMNS = (
    "event_shift", "event_length", "event_position", "event_bar_length", "note_position", "note_bar_length",
    "shift_slots", "length_slots", "shift_target", "length_target", "onsets", "bar_lengths",
)  # fmt: skip
CAPPED_COLUMNS = (
    "event_shift",
    "event_length",
    "shift_slots",
    "length_slots",
    "shift_target",
    "length_target",
)
SHORT_BAR, LONG_BAR = 2 * ev.GRID_PER_QUARTER, 4 * ev.GRID_PER_QUARTER


def _rescaled(columns: Columns) -> Columns:
    """A melody in 2/4 in notes twice as long, one in 4/4 in notes half as long, where the grid allows."""
    bars = np.unique(columns["bar_lengths"])
    if len(bars) > 1 or bars[0] not in (SHORT_BAR, LONG_BAR):
        return columns
    is_time = {k: (columns[k] >= 0) & ~((k == "shift_target") & (columns[k] == ev.END)) for k in TIME_COLUMNS}
    if bars[0] == LONG_BAR:
        if any((columns[k][is_time[k]] % 2).any() for k in TIME_COLUMNS):
            return columns
        return {**columns, **{k: np.where(is_time[k], columns[k] // 2, columns[k]) for k in TIME_COLUMNS}}
    if max(columns[k][is_time[k]].max(initial=0) for k in CAPPED_COLUMNS) * 2 > ev.MAX_LENGTH:
        return columns
    return {**columns, **{k: np.where(is_time[k], columns[k] * 2, columns[k]) for k in TIME_COLUMNS}}


def _forgetful(columns: Columns, rng: np.random.Generator) -> Columns:
    """The memories with proposals hidden at random, as the dial repeat ↔ invent hides them at play."""
    rate = rng.beta(0.5, 0.5)  # mostly nearly none or nearly all
    hidden = {}
    for slots, matches in (("shift_slots", "shift_matches"), ("pitch_slots", "note_matches")):
        mask = rng.random(columns[slots].shape) < rate
        hidden[slots] = np.where(mask, NONE, columns[slots])
        hidden[matches] = np.where(mask[:, -MOTIFS:], 0, columns[matches])
    hidden["length_slots"] = np.where(hidden["pitch_slots"] < 0, NONE, columns["length_slots"])
    return hidden


def _open_end(columns: Columns) -> Columns:
    return {k: np.full_like(columns[k], ev.BARS_LEFT_UNKNOWN) for k in ("shift_left", "note_left")}


def with_open_end(columns: Columns) -> Columns:
    """The columns without the number of bars left; held-out loss is counted so, for baselines know no end."""
    return {**columns, **_open_end(columns)}


def training_batches(
    data: Sequence[Columns], steps_per_batch: int, augmentation: Augmentation, rng: np.random.Generator
) -> Iterator[Batch]:
    """One epoch in random order; melodies of like length share a batch, long ones are cut at random."""
    lengths = np.array([min(len(c["mask"]), LONGEST_TRAINING_STEPS) for c in data])
    order = np.argsort(lengths + rng.random(len(data)) * 32)
    groups = list(_grouped(order, lengths, steps_per_batch))
    for g in rng.permutation(len(groups)):
        chosen = [_cut(varied(data[i], augmentation, rng), rng) for i in groups[g]]
        yield to_batch(chosen)


def _grouped(order: NDArray[np.int64], lengths: NDArray[np.int64], steps: int) -> Iterator[list[int]]:
    group: list[int] = []
    for i in order:
        if group and (len(group) + 1) * max(lengths[i], lengths[group[0]]) > steps:
            yield group
            group = []
        group.append(int(i))
    if group:
        yield group


def _cut(columns: Columns, rng: np.random.Generator) -> Columns:
    extra = len(columns["mask"]) - LONGEST_TRAINING_STEPS
    if extra <= 0:
        return columns
    # Mostly from the start: the start vector belongs to a piece's first step.
    first = 0 if rng.random() < 0.5 else int(rng.integers(0, extra + 1))
    return {k: v[first : first + LONGEST_TRAINING_STEPS] for k, v in columns.items()}


def to_batch(chosen: Sequence[Columns], device: str = "cpu") -> Batch:
    """Columns of several melodies as one padded batch."""
    values = {}
    for f in fields(Batch):
        fill = -1 if f.name in SLOT_COLUMNS else 0
        values[f.name] = torch.from_numpy(_padded([c[f.name] for c in chosen], fill)).to(device)
    return Batch(**values)


def _padded(rows: Sequence[NDArray[np.int64]], fill: int = 0) -> NDArray[np.int64]:
    longest = max(len(r) for r in rows)
    table = np.full((len(rows), longest, *rows[0].shape[1:]), fill, dtype=np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table
