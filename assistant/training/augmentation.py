"""How training varies what it shows, so that what is ordinary at play was ordinary at school."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.engine import events as ev
from assistant.engine.proposals import NONE
from assistant.training.columns import Columns

SECTION_BARS = 8
MIN_SECTION_EVENTS = 16
SECTIONAL_STYLE = ev.STYLES.index("folk")


@dataclass(frozen=True)
class Augmentation:
    """Probabilities, each a window's (or a piece's, where that is said).

    ``jitter`` moves the music off its tonic by up to six semitones, so that a wrong guess at the key is an
    ordinary input; ``rescale`` writes it in notes twice or half as long (2/4 in sixteenths is 4/4 in
    eighths); ``close`` ends a dance tune after one of its eight-bar sections (a piece's); ``alone`` shows the
    melody without the other parts, as players draw it (a piece's); ``forget`` hides some of the memories;
    ``hold`` hides lengths, as of notes that are still held; ``open_end``, ``unnamed`` and ``unscored`` hide
    how many bars are left, the style, and which parts take part.
    """

    jitter: float = 0.15
    rescale: float = 0.2
    close: float = 0.3
    alone: float = 0.2
    forget: float = 0.2
    hold: float = 0.1
    open_end: float = 0.5
    unnamed: float = 0.4
    unscored: float = 0.5


NOTHING = Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0)


def closed_early(columns: Columns, augmentation: Augmentation, rng: np.random.Generator) -> Columns:
    """Perhaps the piece up to the end of one of its sections of eight bars, with END there."""
    if rng.random() >= augmentation.close or columns["style"][0] != SECTIONAL_STYLE:
        return columns
    onsets, section = columns["onset"], SECTION_BARS * int(columns["bar_length"][0])
    sections = int(onsets[-1] - onsets[0]) // section
    if sections < 2:
        return columns
    # A pick-up belongs to the section that it leads into, so sections are counted from the first onset.
    end = int(onsets[0]) + section * int(rng.integers(1, sections))
    stop = int(np.searchsorted(onsets, end))
    if stop < MIN_SECTION_EVENTS:
        return columns
    closed = {k: v[: stop + 1].copy() for k, v in columns.items()}
    closed["shift"][stop], closed["counts"][stop] = ev.END, 1
    closed["left"][:stop] = ev.bars_left(
        onsets[:stop].astype(np.int64), end, columns["bar_length"][:stop].astype(np.int64)
    )
    return closed


def varied(columns: Columns, augmentation: Augmentation, rng: np.random.Generator) -> Columns:
    """A window's columns as training shows them this time, with ``true_length`` for the length head."""
    draws = iter(rng.random(7))
    shown = {**columns}
    if next(draws) < augmentation.rescale:
        shown = _rescaled(shown)
    if next(draws) < augmentation.jitter:
        shown |= _moved(shown, int(rng.integers(-6, 7)))
    if next(draws) < augmentation.forget:
        shown |= _forgetful(shown, rng)
    shown["true_length"] = shown["length"]
    if next(draws) < augmentation.hold:
        held = rng.random(len(shown["past_length"])) < rng.random()
        shown["past_length"] = np.where(held, ev.LENGTH_UNKNOWN, shown["past_length"])
        shown |= {k: np.zeros_like(shown[k]) for k in ("held", "past_held")}
    if next(draws) < augmentation.open_end:
        shown |= {k: np.zeros_like(shown[k]) for k in ("left", "past_left")}
    if next(draws) < augmentation.unnamed:
        shown["style"] = np.full_like(shown["style"], ev.ANY_STYLE)
    if next(draws) < augmentation.unscored:
        shown["ensemble"] = np.zeros_like(shown["ensemble"])
    return shown


def _moved(columns: Columns, by: int) -> Columns:
    """The window ``by`` semitones higher."""
    moved: Columns = {}
    for name in ("pitch", "past_pitch", "last", "past_last", "pitch_slots"):
        moved[name] = np.where(columns[name] < 0, NONE, np.clip(columns[name] + by, 0, ev.PITCHES - 1))
    sounding = np.unpackbits(columns["sounding"].astype(np.uint8), axis=-1)
    moved["sounding"] = np.packbits(np.roll(sounding, by, axis=-1), axis=-1)
    return moved


TIMES = ("position", "past_position", "bar_length", "past_bar_length")
CAPPED_TIMES = (
    "shift",
    "past_shift",
    "length",
    "past_length",
    "shift_slots",
    "length_slots",
    "held",
    "past_held",
)
SHORT_BAR, LONG_BAR = 2 * ev.GRID_PER_QUARTER, 4 * ev.GRID_PER_QUARTER


def _rescaled(columns: Columns) -> Columns:
    """2/4 in notes twice as long, 4/4 in notes half as long, where the grid allows."""
    bars = np.unique(columns["bar_length"])
    if len(bars) > 1 or bars[0] not in (SHORT_BAR, LONG_BAR):
        return columns
    names = (*TIMES, *CAPPED_TIMES)
    is_time = {k: (columns[k] >= 0) & ~((k == "shift") & (columns[k] == ev.END)) for k in names}
    if bars[0] == LONG_BAR:
        if any((columns[k][is_time[k]] % 2).any() for k in names):
            return columns
        return {**columns, **{k: np.where(is_time[k], columns[k] // 2, columns[k]) for k in names}}
    if max(columns[k][is_time[k]].max(initial=0) for k in CAPPED_TIMES) * 2 > ev.MAX_LENGTH:
        return columns
    return {**columns, **{k: np.where(is_time[k], columns[k] * 2, columns[k]) for k in names}}


def _forgetful(columns: Columns, rng: np.random.Generator) -> Columns:
    """The memories with proposals hidden at random, as the dial repeat ↔ invent hides them at play."""
    rate = rng.beta(0.5, 0.5)  # mostly nearly none or nearly all
    hidden: Columns = {}
    motifs = {"shift_slots": "shift_matches", "part_slots": "part_matches", "pitch_slots": "note_matches"}
    for slots, matches in motifs.items():
        mask: NDArray[np.bool_] = rng.random(columns[slots].shape) < rate
        hidden[slots] = np.where(mask, NONE, columns[slots])
        hidden[matches] = np.where(mask[:, -columns[matches].shape[1] :], 0, columns[matches])
    hidden["length_slots"] = np.where(hidden["pitch_slots"] < 0, NONE, columns["length_slots"])
    return hidden
