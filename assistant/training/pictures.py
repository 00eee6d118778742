"""Pictures for the models' cards: seeds with their continuations, learning curves, histograms side by side.

Drawn with matplotlib's objects alone, so no window toolkit is touched. Colours are the window's: amber is the
player's, cyan the model's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from assistant.core.atomic import atomic_write
from assistant.core.errors import AntiphonError
from assistant.core.theory import pitch_class_name
from assistant.engine.events import GRID_PER_QUARTER
from assistant.training.likeness import Report, overlaps
from assistant.training.samples import IntTable, Sample
from assistant.training.scores import LENGTH, ONSET, PART, PITCH

GROUND, PANEL, LINE, BAR_LINE = "#14161b", "#1c1f26", "#2b303a", "#39404b"
TEXT, DIM = "#e9ebef", "#a3a9b6"
AMBER = ("#ffcb6b", "#d8913a", "#b0763a", "#94652f")
CYAN = ("#7fe9fb", "#3fbfd8", "#2c93ac", "#2b7389")
"""Shades of the parts, the melody's first."""
HEADS = ("#4ccfe6", "#f3b04c", "#6fd39b", "#c9a0f0", "#ef8a94")
DPI = 110
COLUMNS = 2
NARROWEST_SPAN = 19
"""Semitones that a roll shows at least, so that a melody in a small range does not look wild."""


def rolls(samples: Sequence[Sample], titles: Sequence[str]) -> Any:
    """A figure of piano rolls, two in a row: the seed in amber, its continuation in cyan, a shade a part."""
    rows = -(-len(samples) // COLUMNS)
    columns = min(COLUMNS, len(samples))
    figure = blank(5.2 * columns, 1.4 * rows + 0.1)
    for i, (sample, title) in enumerate(zip(samples, titles, strict=True)):
        axes = figure.add_subplot(rows, columns, i + 1)
        axes.set_title(title, loc="left", fontsize=8, color=TEXT, pad=3)
        _roll(axes, sample)
    return figure


def _roll(axes: Any, sample: Sample) -> None:
    notes = sample.notes
    begin, end = int(notes[:, ONSET].min()), sample.start + sample.steps
    begin -= begin % sample.bar_length
    low, high = int(notes[:, PITCH].min()), int(notes[:, PITCH].max())
    room = max(NARROWEST_SPAN - (high - low), 0) / 2 + 1.5
    dressed(axes)
    axes.set(xlim=(begin, end), ylim=(low - room, high + room), xticks=[], yticks=[])
    for line in range(begin + sample.bar_length, end, sample.bar_length):
        axes.axvline(line, color=BAR_LINE, linewidth=0.6, zorder=1)
    for c in range(0, 128, 12):
        axes.axhline(c - 0.5, color=LINE, linewidth=0.6, zorder=0)
    axes.axvspan(sample.start, end, color=CYAN[0], alpha=0.05, linewidth=0, zorder=0)
    axes.axvline(sample.start, color=DIM, linewidth=0.9, zorder=1)
    for table, shades in ((sample.seed, AMBER), (sample.answer, CYAN)):
        _draw_notes(axes, table, shades, end)


def _draw_notes(axes: Any, notes: IntTable, shades: Sequence[str], end: int) -> None:
    from matplotlib.collections import PolyCollection

    # The melody lies on top.
    drawn = notes[np.argsort(-notes[:, PART], kind="stable")]
    left = drawn[:, ONSET].astype(np.float64)
    # Two thirds of a step between notes keep repeated ones apart.
    right = np.maximum(np.minimum(left + drawn[:, LENGTH], end) - 0.7, left + 1)
    bottom, top = drawn[:, PITCH] - 0.45, drawn[:, PITCH] + 0.45
    corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
    boxes = [*np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)]
    colours = [shades[min(part, len(shades) - 1)] for part in drawn[:, PART]]
    axes.add_collection(PolyCollection(boxes, facecolors=colours, linewidths=0, zorder=3))


def curves(curve: Path) -> Any:
    """A figure of a run's ``curve.jsonl``: nats a note in training and validation, and by head."""
    try:
        epochs = [json.loads(line) for line in curve.read_text().splitlines()]
        valid, train = ([e[side]["total"] for e in epochs] for side in ("valid", "train"))
        best = int(np.argmin(valid))
    except (OSError, ValueError, KeyError) as error:
        raise AntiphonError(f"{curve} holds no learning curve: name the folder of a training run.") from error
    at = [e["epoch"] for e in epochs]
    figure = blank(7.6, 2.8)
    total, heads = figure.subplots(1, 2)
    total.plot(at, train, color=DIM, linewidth=1.2, label="training")
    total.plot(at, valid, color=CYAN[0], linewidth=1.8, label="validation")
    total.plot(at[best], valid[best], "o", color=AMBER[0], label=f"best: {valid[best]:.3f}", markersize=5)
    names = [name for name in epochs[0]["valid"] if name != "total"]
    for i, name in enumerate(names):
        values = [e["valid"][name] for e in epochs]
        heads.plot(at, values, color=HEADS[i % len(HEADS)], linewidth=1.6, label=name)
    for axes, title in ((total, "nats a note"), (heads, "validation, by head")):
        dressed(axes, title)
        axes.set_xlabel("epoch", fontsize=8, color=DIM)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(color=LINE, linewidth=0.6)
        with_legend(axes)
    # The first epochs tower over all the rest.
    total.set_ylim(0.97 * min(valid + train), min(max(valid + train), 1.6 * max(valid[best:] + train[best:])))
    return figure


def histograms(human: Report, model: Report) -> Any:
    """A figure of the four distributions, human in amber and the model's in cyan, with their overlap area."""
    figure = blank(7.6, 4.2)
    areas = overlaps(human, model)
    for i, (name, area) in enumerate(areas.items()):
        axes = figure.add_subplot(2, 2, i + 1)
        edges = np.arange(len(human.histograms[name]) + 1) - 0.5
        axes.stairs(human.histograms[name], edges, fill=True, color=AMBER[1], alpha=0.75, label="human")
        axes.stairs(model.histograms[name], edges, color=CYAN[0], linewidth=1.4, label="model")
        unit = ", quarters" if name in ("length", "onset") else ""
        dressed(axes, f"{name}{unit} · overlap {area:.3f}")
        axes.set(yticks=[], xlim=edges[[0, -1]])
        axes.set_xticks(*_ticks(name))
    with_legend(figure.axes[2])
    return figure


def _ticks(name: str) -> tuple[list[int], list[str]]:
    """Where a histogram's axis is labelled, and how."""
    if name == "pitch class":
        return list(range(12)), [pitch_class_name(p) for p in range(12)]
    if name == "interval":
        return list(range(0, 25, 6)), [f"{p - 12:+d}" if p != 12 else "0" for p in range(0, 25, 6)]
    return [GRID_PER_QUARTER // 2 * q for q in range(5)], list("01234")


def save(figure: Any, path: Path) -> None:
    """Write a figure as PNG."""
    written = BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    atomic_write(path, written.getvalue())


def blank(width: float, height: float) -> Any:
    """An empty figure of so many inches on the window's ground."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise AntiphonError("Pictures need matplotlib: pip install 'antiphon[school]'.") from error
    return Figure(figsize=(width, height), dpi=DPI, facecolor=GROUND, layout="constrained")


def dressed(axes: Any, title: str = "") -> None:
    """Give axes the window's colours, and a title."""
    axes.set_facecolor(PANEL)
    axes.tick_params(colors=DIM, labelsize=7.5, length=0)
    for spine in axes.spines.values():
        spine.set(color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    if title:
        axes.set_title(title, loc="left", fontsize=9, color=TEXT)


def with_legend(axes: Any, **place: Any) -> None:
    """Add a legend in the window's colours."""
    axes.legend(fontsize=7.5, labelcolor=TEXT, facecolor=GROUND, edgecolor=LINE, framealpha=0.8, **place)
