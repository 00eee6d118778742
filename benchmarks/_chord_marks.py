"""How chord names compare with what somebody wrote, beat by beat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.core.harmony import ChordName
from assistant.core.theory import LETTERS
from benchmarks._chord_gold import Sheet, Written

_TONES = {
    "": "0 4 7", "m": "0 3 7", "°": "0 3 6", "+": "0 4 8", "5": "0 7", "sus2": "0 2 7", "sus4": "0 5 7",
    "7sus4": "0 5 7 10", "7": "0 4 7 10", "maj7": "0 4 7 11", "m7": "0 3 7 10", "m(maj7)": "0 3 7 11",
    "ø7": "0 3 6 10", "m7♭5": "0 3 6 10", "°7": "0 3 6 9", "+7": "0 4 8 10", "6": "0 4 7 9", "m6": "0 3 7 9",
    "9": "0 4 7 10 2", "maj9": "0 4 7 11 2", "m9": "0 3 7 10 2", "add9": "0 4 7 2",
}  # fmt: skip
_SHIFTS = {"♭": -1, "♯": 1}


@dataclass(frozen=True)
class Marks:
    """Shares of the beats that have a written chord; ``names`` and ``written`` are names to a bar."""

    beats: int
    named: float
    root: float
    triad: float
    whole: float
    bass: float
    names: float
    written: float


def marks(pairs: Sequence[tuple[Sheet, Sequence[ChordName]]]) -> Marks:
    """Over all beats of all pieces."""
    counts: Counter[str] = Counter()
    bars = names = written = 0
    for sheet, found in pairs:
        names += len(found)
        written += len(sheet.chords)
        bars += sheet.piece.meter_map.bar_at(sheet.chords[-1].end_tick)
        for chord, name in _beats(sheet, found):
            counts.update(_agreements(chord, name))
    beats = counts.pop("beats")
    shares = {what: counts[what] / beats for what in ("named", "root", "triad", "whole", "bass")}
    return Marks(beats, **shares, names=names / bars, written=written / bars)


def _beats(sheet: Sheet, names: Sequence[ChordName]) -> Iterator[tuple[Written, ChordName | None]]:
    """What is written and what is named at every beat; a beat is a quarter, or the meter's own."""
    meters = sheet.piece.meter_map
    name = iter(names)
    now = next(name, None)
    for chord in sheet.chords:
        beat = meters.change_at(chord.start_tick).beat_ticks
        for tick in range(-(-chord.start_tick // beat) * beat, chord.end_tick, beat):
            while now is not None and now.end_tick <= tick:
                now = next(name, None)
            yield chord, now if now is not None and now.start_tick <= tick else None


def _agreements(chord: Written, name: ChordName | None) -> Iterator[str]:
    yield "beats"
    if name is None:
        return
    yield "named"
    root, tones, bass = parsed(name.text)
    if root != chord.root:
        return
    yield "root"
    if tones & _TRIADIC == chord.tones & _TRIADIC:
        yield "triad"
        if tones == chord.tones:
            yield "whole"
    if bass == chord.bass:
        yield "bass"


_TRIADIC = frozenset((3, 4, 6, 7, 8))
"""Thirds and fifths."""


def parsed(text: str) -> tuple[int, frozenset[int], int]:
    """Root, tones above it, and bass of a chord's name."""
    match = re.fullmatch(r"([A-G])([♭♯]*)(.*?)(?:/([A-G])([♭♯]*))?", text)
    if match is None:
        raise ValueError(f"{text!r} names no chord")
    root = _pitch_class(match[1], match[2])
    bass = _pitch_class(match[4], match[5]) if match[4] else root
    return root, frozenset(map(int, _TONES[match[3]].split())), bass


def _pitch_class(letter: str, signs: str) -> int:
    return (LETTERS[letter] + sum(_SHIFTS[sign] for sign in signs)) % 12
