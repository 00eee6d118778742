"""A corpus in pictures: pieces by side, pitches, lengths, and what a frequency threshold would drop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assistant.core.theory import pitch_name
from assistant.engine.events import GRID_PER_QUARTER, PARTS
from assistant.training.corpus_report import CorpusReport, StyleFacts, dropped_share
from assistant.training.pictures import AMBER, CYAN, DIM, HEADS, LINE, blank, dressed, with_legend
from assistant.training.split import SIDES

LIMITS = np.unique(np.geomspace(1, 1000, 40).astype(int))
LONGEST_QUARTERS = 4


def overview(found: CorpusReport) -> Any:
    """A figure of pieces by side, the parts' shares, and what frequency thresholds would drop."""
    figure = blank(13, 3.4)
    pieces, parts, limits = figure.subplots(1, 3)
    names = [f.style for f in found.styles]
    by_side = {side: [_pieces(f, side) for f in found.styles] for side in SIDES}
    _stacked(pieces, names, by_side, (CYAN[0], CYAN[2], AMBER[0]))
    dressed(pieces, "pieces")
    shares = np.array([f.parts / max(f.parts.sum(), 1) for f in found.styles]).T
    _stacked(parts, names, dict(zip(PARTS, shares, strict=True)), HEADS)
    dressed(parts, "share of notes by part")
    for facts, colour in zip(found.styles, HEADS, strict=False):
        dropped = [100 * dropped_share(facts.events, int(limit)) for limit in LIMITS]
        limits.plot(LIMITS, dropped, color=colour, linewidth=1.5, label=facts.style)
    dressed(limits, "% of notes of rarer kinds of event")
    limits.set_xscale("log")
    limits.set_xlabel("occurrences", fontsize=8, color=DIM)
    limits.grid(color=LINE, linewidth=0.6)
    with_legend(limits)
    return figure


def histograms(found: CorpusReport) -> Any:
    """A figure of every style's pitches and lengths; lengths on a logarithmic scale."""
    figure = blank(9, 1.7 * len(found.styles))
    rows = figure.subplots(len(found.styles), 2, squeeze=False)
    for facts, (pitches, lengths) in zip(found.styles, rows, strict=True):
        _pitches(pitches, facts)
        _lengths(lengths, facts)
    return figure


def _pieces(facts: StyleFacts, side: str) -> int:
    return sum(n for (own, _), n in facts.pieces.items() if own == side)


def _stacked(axes: Any, names: list[str], rows: dict[str, Any], colours: Sequence[str]) -> None:
    """Bars of several stretches; ``rows`` has a label's stretch for every name."""
    left = np.zeros(len(names))
    for (label, row), colour in zip(rows.items(), colours, strict=False):
        axes.barh(names, row, left=left, color=colour, height=0.6, label=label)
        left += row
    axes.invert_yaxis()
    with_legend(axes, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4)


def _pitches(axes: Any, facts: StyleFacts) -> None:
    axes.bar(np.arange(len(facts.pitches)), facts.pitches, width=1, color=AMBER[1])
    dressed(axes, f"{facts.style} · pitches")
    octaves = range(24, 109, 12)
    axes.set_xticks(list(octaves), [pitch_name(p) for p in octaves])
    axes.set(xlim=(21, 108), yticks=[])


def _lengths(axes: Any, facts: StyleFacts) -> None:
    steps = np.arange(len(facts.lengths))
    axes.bar(steps, facts.lengths, width=1, color=CYAN[1])
    dressed(axes, f"{facts.style} · lengths in quarters")
    quarters = range(LONGEST_QUARTERS + 1)
    axes.set_xticks([GRID_PER_QUARTER * q for q in quarters], [str(q) for q in quarters])
    axes.set(xlim=(0, GRID_PER_QUARTER * LONGEST_QUARTERS + 1), yscale="log")
