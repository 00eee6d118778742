"""What a corpus holds, and what would be lost of it: on the grid, to a frequency threshold, as copies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine.events import GRID_PER_QUARTER, MAX_LENGTH, MAX_SHIFT, PARTS, PITCHES, STYLES
from assistant.training.duplicates import leaked
from assistant.training.scores import LENGTH, ONSET, PART, PITCH, Score
from assistant.training.split import SIDES, Split

Ints = NDArray[np.int64]

FORMS = ("written", "played")
THRESHOLDS = (5, 20, 100)
REASONS_SHOWN = 12


@dataclass(frozen=True)
class StyleFacts:
    """One style's share of a corpus.

    ``pieces`` and ``notes`` are counted by (side, form), ``copies`` by form; ``parts`` (4,), ``pitches``
    (128,) and ``lengths`` (193,) count notes. ``sounds`` and ``events`` say how often each kind of note
    occurs: by pitch from the tonic and length, and by part and time since the last onset as well.
    ``moved`` notes of ``written_notes`` stand off the grid, by ``error`` steps each. ``leaks`` of the test
    pieces share a long run with training.
    """

    style: str
    pieces: dict[tuple[str, str], int]
    notes: dict[tuple[str, str], int]
    copies: dict[str, int]
    parts: Ints
    pitches: Ints
    lengths: Ints
    sounds: Ints
    events: Ints
    moved: int
    all_notes: int
    error: float
    leaks: int

    @property
    def kept_share(self) -> float:
        """The share of notes that the grid keeps exactly."""
        return 1 - self.moved / max(self.all_notes, 1)


@dataclass(frozen=True)
class CorpusReport:
    """The facts of every style that occurs, and how often each reason left a piece out."""

    styles: tuple[StyleFacts, ...]
    reasons: tuple[tuple[str, int], ...]
    families: int


def report(split: Split, skipped: Sequence[str]) -> CorpusReport:
    """What the sides of a split hold, beside what could not be read."""
    test = split.sides["test"]
    leaks = Counter(
        s.style for s, is_leak in zip(test, leaked(test, split.sides["train"]), strict=True) if is_leak
    )
    present = {s.style for scores in (*split.sides.values(), split.duplicates) for s in scores}
    styles = tuple(_facts(style, split, leaks[style]) for style in STYLES if style in present)
    reasons = Counter(re.sub(r"\d+", "…", reason.partition(": ")[2]) for reason in skipped)
    return CorpusReport(styles, tuple(reasons.most_common()), split.families)


def _facts(style: str, split: Split, leaks: int) -> StyleFacts:
    sides = {side: [s for s in split.sides[side] if s.style == style] for side in SIDES}
    scores = [s for own in sides.values() for s in own]
    counted = [(side, form_of(s), len(s)) for side, own in sides.items() for s in own]
    notes = np.concatenate([np.zeros((0, 4), np.int32), *(s.notes for s in scores)]).astype(np.int64)
    moved = sum(s.off_grid for s in scores)
    sounds, events = _kinds(scores)
    return StyleFacts(
        style=style,
        pieces=dict(Counter((side, form) for side, form, _ in counted)),
        notes={
            key: sum(n for side, form, n in counted if (side, form) == key)
            for key in {(side, form) for side, form, _ in counted}
        },
        copies=dict(Counter(form_of(s) for s in split.duplicates if s.style == style)),
        parts=np.bincount(notes[:, PART], minlength=len(PARTS)),
        pitches=np.bincount(notes[:, PITCH], minlength=PITCHES),
        lengths=np.bincount(np.minimum(notes[:, LENGTH], MAX_LENGTH), minlength=MAX_LENGTH + 1),
        sounds=sounds,
        events=events,
        moved=moved,
        all_notes=len(notes),
        error=sum(s.grid_error for s in scores) / max(moved, 1),
        leaks=leaks,
    )


def form_of(score: Score) -> str:
    """Whether repeats are played out, in a word."""
    return FORMS[score.repeats_expanded]


def _kinds(scores: Sequence[Score]) -> tuple[Ints, Ints]:
    """How often each kind of sound and each kind of event occurs."""
    sounds, events = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for score in scores:
        notes = score.notes.astype(np.int64)
        lengths = np.minimum(notes[:, LENGTH], MAX_LENGTH)
        sound = (notes[:, PITCH] - score.tonic + 12) * (MAX_LENGTH + 1) + lengths
        shifts = np.minimum(np.diff(notes[:, ONSET], prepend=0), MAX_SHIFT)
        sounds.append(sound)
        events.append((sound * (MAX_SHIFT + 1) + shifts) * len(PARTS) + notes[:, PART])
    return _counts(np.concatenate(sounds)), _counts(np.concatenate(events))


def _counts(values: Ints) -> Ints:
    return np.unique(values, return_counts=True)[1].astype(np.int64)


def dropped_share(kinds: Ints, threshold: int) -> float:
    """The share of notes of kinds that occur fewer times than that."""
    return float(kinds[kinds < threshold].sum() / max(kinds.sum(), 1))


def told(found: CorpusReport) -> Iterator[str]:
    """The report as lines of text."""
    yield from _sides(found)
    yield from ("", *_music(found), "", *_thresholds(found))
    if found.reasons:
        yield from ("", f"left out: {sum(n for _, n in found.reasons)}")
        yield from (f"{n:>7}  {reason}" for reason, n in found.reasons[:REASONS_SHOWN])


def _sides(found: CorpusReport) -> Iterator[str]:
    yield f"{'style':<12}{'repeats':<9}{'train':>7}{'valid':>7}{'test':>7}{'copies':>8}{'notes':>12}"
    for facts in found.styles:
        for form in FORMS:
            pieces = [facts.pieces.get((side, form), 0) for side in SIDES]
            copies = facts.copies.get(form, 0)
            if any(pieces) or copies:
                notes = sum(facts.notes.get((side, form), 0) for side in SIDES)
                columns = "".join(f"{n:>7}" for n in pieces)
                yield f"{facts.style:<12}{form:<9}{columns}{copies:>8}{notes:>12,}"
    yield f"{found.families} families of like pieces"


def _music(found: CorpusReport) -> Iterator[str]:
    names = "".join(f"{name:>15}" for name in PARTS)
    yield f"{'style':<12}{names}{'on the grid':>13}{'moved by':>13}{'leaked test':>13}"
    for facts in found.styles:
        parts = "".join(f"{share:>15.1%}" for share in facts.parts / max(facts.parts.sum(), 1))
        tests = sum(n for (side, _), n in facts.pieces.items() if side == "test")
        quarters = facts.error / GRID_PER_QUARTER
        yield (
            f"{facts.style:<12}{parts}{facts.kept_share:>13.2%}{f'{quarters:.3f} qrt':>13}"
            f"{f'{facts.leaks} of {tests}':>13}"
        )


def _thresholds(found: CorpusReport) -> Iterator[str]:
    yield "share of notes that a frequency threshold would drop (kinds that occur fewer times):"
    limits = "".join(f"{f'< {limit}':>8}" for limit in THRESHOLDS)
    yield f"{'style':<12}{'pitch and length':>18}{limits}{'whole event':>14}{limits}"
    for facts in found.styles:
        row = f"{facts.style:<12}"
        for kinds, width in ((facts.sounds, 18), (facts.events, 14)):
            shares = "".join(f"{dropped_share(kinds, limit):>8.1%}" for limit in THRESHOLDS)
            row += f"{f'{len(kinds):,} kinds':>{width}}{shares}"
        yield row
