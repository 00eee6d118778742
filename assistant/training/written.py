"""A score as it is written, whatever format it came in: staves, bars, signs, chord symbols and the key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assistant.core.theory import Key, estimate_key
from assistant.engine.events import BASS, LOWER, MELODY, UPPER
from assistant.training.measures import Bar, RawNote, Staff
from assistant.training.playing_order import Signs

LOWEST_ROOT, LOWEST_CHORD_TONE = 36, 52


@dataclass(frozen=True)
class ChordSymbol:
    """A chord symbol at a place in a measure (grid steps); no pitch classes stand for N.C."""

    measure: int
    onset: float
    root: int | None
    others: frozenset[int]


@dataclass(frozen=True)
class Written:
    """A score as it is written: staves from the top, one bar and one set of signs for every measure.

    ``signature`` is the key where its mode is told, else the number of sharps (flats below 0), else None.
    ``order`` is how measures are played where the file lists it; None leaves it to the signs.
    """

    staves: list[Staff]
    bars: list[Bar]
    signs: list[Signs]
    chords: list[ChordSymbol]
    signature: Key | int | None
    title: str = ""
    composer: str = ""
    order: list[int] | None = None


def key_of(signature: Key | int | None, pitches: ArrayLike, lengths: ArrayLike, last: int) -> Key:
    """The key of some notes, the last of which is ``last``, as far as the signature leaves it open.

    A signature alone does not tell major from minor: the closing bass does, or else the notes.
    """
    if isinstance(signature, Key):
        return signature
    estimated = estimate_key(pitches, lengths) or Key(0)
    if signature is None:
        return estimated
    major = Key((7 * signature) % 12)
    minor = Key((major.tonic + 9) % 12, "minor")
    for key in (major, minor):
        if last % 12 == key.tonic:
            return key
    if estimated in (major, minor):
        return estimated
    weights = np.bincount(np.asarray(pitches) % 12, weights=np.asarray(lengths), minlength=12)
    # The leading note and the tonic of the one against those of the other.
    raised = weights[(minor.tonic + 11) % 12] + weights[minor.tonic]
    return minor if raised > weights[major.tonic] + weights[(major.tonic + 7) % 12] else major


def chord_staves(chords: Sequence[ChordSymbol], bars: Sequence[Bar]) -> tuple[Staff, Staff]:
    """The chord symbols as notes: close position around middle C, and roots two octaves below.

    A chord lasts to the next symbol and is struck again at every bar line.
    """
    upper: list[list[RawNote]] = [[] for _ in bars]
    bass: list[list[RawNote]] = [[] for _ in bars]
    by_measure: dict[int, list[ChordSymbol]] = {}
    for chord in chords:
        by_measure.setdefault(chord.measure, []).append(chord)
    held: ChordSymbol | None = None
    for i, bar in enumerate(bars):
        # Of two symbols in one place the later is meant.
        own = list({c.onset: c for c in sorted(by_measure.get(i, []), key=lambda c: c.onset)}.values())
        places = [*((0.0, held) for _ in range(not own or own[0].onset > 0)), *((c.onset, c) for c in own)]
        ends = [*(onset for onset, _ in places[1:]), float(bar.span)]
        for (onset, chord_now), end in zip(places, ends, strict=True):
            if chord_now is not None and chord_now.root is not None and end > onset:
                bass[i].append(RawNote(onset, end - onset, LOWEST_ROOT + chord_now.root))
                upper[i] += [RawNote(onset, end - onset, _close(c)) for c in chord_now.others]
        held = own[-1] if own else held
    return Staff(upper), Staff(bass)


def _close(pitch_class: int) -> int:
    return LOWEST_CHORD_TONE + (pitch_class - LOWEST_CHORD_TONE) % 12


def parts_for(staves: int) -> list[int]:
    """The parts of so many staves from the top."""
    known = {1: [MELODY], 2: [MELODY, BASS], 3: [MELODY, UPPER, BASS]}
    inner = staves - 2
    return known.get(staves) or [MELODY, *[UPPER] * -(-inner // 2), *[LOWER] * (inner // 2), BASS]
