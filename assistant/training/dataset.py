"""Columns to batches: pieces are cut into windows, varied, and put side by side as the network takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.engine import layout
from assistant.engine.proposals import NONE, NoteProposals, Proposals
from assistant.training.augmentation import NOTHING, Augmentation, closed_early, varied
from assistant.training.columns import Column, Columns
from assistant.training.networks import Batch

WINDOW_STEPS = 384
STEPS_PER_BATCH = 4096
LIKE_LENGTH_STEPS = 32
PIECES_PER_EVALUATION = 16


@dataclass(frozen=True)
class Window:
    """Steps [first, stop) of a piece."""

    columns: Columns
    first: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.first


@dataclass(frozen=True)
class Lesson:
    """A piece in the forms there are of it, and its melody alone where it has more than that."""

    forms: Sequence[Columns]
    melody: Columns | None = None


def training_batches(
    data: Sequence[Lesson],
    augmentation: Augmentation,
    rng: np.random.Generator,
    steps_per_batch: int = STEPS_PER_BATCH,
) -> Iterator[Batch]:
    """One epoch in random order, each piece in one of its forms; windows of like length share a batch."""
    pieces = [closed_early(_one_form(lesson, augmentation, rng), augmentation, rng) for lesson in data]
    windows = [w for columns in pieces for w in _windows(columns, rng)]
    lengths = np.array([len(w) for w in windows])
    order = np.argsort(lengths + rng.random(len(windows)) * LIKE_LENGTH_STEPS)
    groups = list(_grouped(order, lengths, steps_per_batch))
    for g in rng.permutation(len(groups)):
        yield to_batch([varied(cut(windows[i]), augmentation, rng) for i in groups[g]])


def evaluation_batches(data: Sequence[Columns]) -> Iterator[Batch]:
    """Whole pieces, those of like length together; only what the past tells is told."""
    for group in evaluation_groups(data):
        yield told_batch([data[i] for i in group])


def evaluation_groups(data: Sequence[Columns]) -> Iterator[list[int]]:
    """Numbers of pieces of like length that fit into a batch together."""
    group: list[int] = []
    for i in sorted(range(len(data)), key=lambda i: len(data[i]["shift"])):
        if group and (len(group) + 1) * len(data[i]["shift"]) > PIECES_PER_EVALUATION * WINDOW_STEPS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def told_batch(pieces: Sequence[Columns], style: int = ev.ANY_STYLE) -> Batch:
    """Whole pieces as one batch, told their style or nothing but the past."""
    wholes = [cut(Window(untold(c, style), 0, len(c["shift"]))) for c in pieces]
    return to_batch([varied(c, NOTHING, np.random.default_rng(0)) for c in wholes])


def untold(columns: Columns, style: int = ev.ANY_STYLE) -> Columns:
    """The columns without what no baseline knows: bars left, which parts there are, and the style."""
    hidden = {name: np.zeros_like(columns[name]) for name in ("left", "ensemble")}
    return {**columns, **hidden, "style": np.full_like(columns["style"], style)}


def _one_form(lesson: Lesson, augmentation: Augmentation, rng: np.random.Generator) -> Columns:
    """One of the forms; a piece without repeats is the same in both, and is called by either name."""
    if lesson.melody is not None and rng.random() < augmentation.alone:
        return lesson.melody
    forms = lesson.forms
    if len(forms) > 1:
        return forms[int(rng.integers(len(forms)))]
    form = np.full_like(forms[0]["form"], int(rng.integers(ev.FORMS)))
    return {**forms[0], "form": form}


def _windows(columns: Columns, rng: np.random.Generator) -> Iterator[Window]:
    """The piece in windows at a random phase, so that each epoch cuts it elsewhere."""
    size = len(columns["shift"])
    if size <= WINDOW_STEPS:
        yield Window(columns, 0, size)
        return
    bounds = [0, *range(int(rng.integers(WINDOW_STEPS // 2, WINDOW_STEPS)), size, WINDOW_STEPS), size]
    for first, stop in pairwise(bounds):
        yield Window(columns, first, stop)


def cut(window: Window) -> Columns:
    """The window's columns, with the event before each step beside them."""
    columns, first, stop = window.columns, window.first, window.stop
    cut = {name: column[first:stop] for name, column in columns.items()}
    steps = ("shift", "part", "pitch", "last", "length", "position", "bar_length", "bar")
    for name in steps:
        before = columns[name][max(first - 1, 0) : stop - 1]
        start = [0] if first == 0 else []
        cut[f"past_{name}"] = np.concatenate([start, before]).astype(np.int32)
    cut["start"] = np.zeros(stop - first, dtype=np.int32)
    cut["start"][0] = first == 0
    if first == 0:
        cut["past_last"][0] = NONE
        cut["past_bar_length"][0] = columns["bar_length"][0]
    # How many bars are left is told at the last onset to the shift head, at the new one to the others.
    left = columns["left"]
    cut["past_left"] = np.concatenate([[ev.BARS_LEFT_UNKNOWN], left])[first:stop].astype(np.int32)
    return cut


def _grouped(order: NDArray[np.int64], lengths: NDArray[np.int64], steps: int) -> Iterator[list[int]]:
    group: list[int] = []
    for i in order:
        if group and (len(group) + 1) * max(lengths[i], lengths[group[0]]) > steps:
            yield group
            group = []
        group.append(int(i))
    if group:
        yield group


def to_batch(chosen: Sequence[Columns]) -> Batch:
    """Windows of several pieces as one padded batch."""
    c = {name: _padded([columns[name] for columns in chosen]) for name in chosen[0]}
    exists = _padded([np.ones(len(columns["shift"]), dtype=np.int64) for columns in chosen])
    piece = c["style"], c["form"], c["ensemble"]
    before = layout.Setting(*piece, c["past_left"], c["past_position"], c["past_bar_length"], c["past_held"])
    here = layout.Setting(*piece, c["left"], c["position"], c["bar_length"], c["held"])
    note = NoteProposals(c["pitch_slots"], c["length_slots"], c["note_matches"])
    fellow = np.where(c["shift"] == 0, c["past_length"], 0) * (1 - c["start"])
    beginning = layout.Beginning(c["shift"], c["part"], c["rank"], c["last"], fellow)
    event = layout.Event(
        c["start"], c["past_shift"], c["past_part"], c["past_pitch"],
        ev.intervals(c["past_pitch"], c["past_last"]), c["past_length"],
        c["past_position"], c["past_bar_length"], c["past_bar"], c["style"],
    )  # fmt: skip
    is_note = (c["shift"] != ev.END) * exists
    values = {
        "event": event.rows(),
        "shift": layout.shift_rows(
            before, c["past_length"], c["past_part"], Proposals(c["shift_slots"], c["shift_matches"])
        ),
        "part": layout.part_rows(
            here, c["shift"], c["past_part"], c["struck"], Proposals(c["part_slots"], c["part_matches"])
        ),
        "pitch": layout.pitch_rows(here, beginning, note),
        "length": layout.length_rows(here, beginning, c["pitch"], note),
        "shift_proposed": c["shift_slots"], "part_proposed": c["part_slots"],
        "pitch_proposed": c["pitch_slots"], "length_proposed": c["length_slots"],
        "sounding": np.unpackbits(c["sounding"].astype(np.uint8), axis=-1),
        "targets": np.stack([c[name] for name in ("shift", "part", "pitch", "true_length")], axis=-1),
        "mask": c["counts"] * exists, "note_mask": is_note,
    }  # fmt: skip
    return Batch(**{f.name: torch.from_numpy(values[f.name]) for f in fields(Batch)})


def _padded(rows: Sequence[Column]) -> NDArray[np.int64]:
    longest = max(len(r) for r in rows)
    table = np.zeros((len(rows), longest, *rows[0].shape[1:]), dtype=np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table
