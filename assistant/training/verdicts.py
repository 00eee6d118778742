"""The bars that a model's answers are to clear beside held-out human music, and the tables that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.training.likeness import COPIED_RUN, LOOPS, Report, overlaps

LEAST_OVERLAP = 0.85
MOST_DEVIATIONS = 0.25
MOST_LOOPS = 0.02
NEAR = ("scale consistency", "groove")


@dataclass(frozen=True)
class Verdict:
    """One bar: what is measured, of the model and of human music, what is asked, and whether it holds."""

    name: str
    model: float
    human: float
    asked: str
    holds: bool


def judge(human: Report, model: Report) -> list[Verdict]:
    """Every bar there is a measure for: overlaps, nearness, loops, and what is copied from the corpus."""
    found = [
        Verdict(f"overlap, {name}", area, 1.0, f"at least {LEAST_OVERLAP}", area >= LEAST_OVERLAP)
        for name, area in overlaps(human, model).items()
    ]
    for name in NEAR:
        room = MOST_DEVIATIONS * human.deviations[name]
        found.append(_verdict(name, human, model, f"within {room:.3f}", low=-room, high=room))
    loops = model.means[LOOPS]
    found.append(Verdict(LOOPS, loops, human.means[LOOPS], f"at most {MOST_LOOPS:.0%}", loops <= MOST_LOOPS))
    if COPIED_RUN in model.values:
        found.append(_verdict(COPIED_RUN, human, model, "not above human", high=0.0))
        a, b = (float(r.values[COPIED_RUN].max()) for r in (model, human))
        found.append(Verdict(f"{COPIED_RUN}, the longest of all", a, b, "not above human", a <= b))
    return found


def _verdict(
    name: str, human: Report, model: Report, asked: str, *, high: float, low: float = float("-inf")
) -> Verdict:
    a, b = model.means[name], human.means[name]
    return Verdict(name, a, b, asked, low <= a - b <= high)


def comparison(human: Report, model: Report) -> Iterator[str]:
    """The lines of two tables in Markdown: means with standard deviations, and the bars."""
    yield "| mean (standard deviation) | human | model |"
    yield "|---|---|---|"
    for name in human.means:
        cells = (f"{r.means[name]:.3f} ({r.deviations[name]:.3f})" for r in (human, model))
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield "| bar | human | model | asked | |"
    yield "|---|---|---|---|---|"
    for v in judge(human, model):
        said = "holds" if v.holds else "**fails**"
        yield f"| {v.name} | {v.human:.3f} | {v.model:.3f} | {v.asked} | {said} |"
