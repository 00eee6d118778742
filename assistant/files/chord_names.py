"""Chord names found from notes: music21 says what chords there are and how they are spelled.

music21 takes a second to import: it is imported with the first chord that is to be named.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.core.harmony import NO_BASS, ChordName, Sounds
from assistant.core.theory import Key

_KINDS: dict[str, float] = {
    "major": 0.0, "minor": 0.0, "diminished": 0.03, "augmented": 0.06, "power": 0.1,
    "suspended-second": 0.1, "suspended-fourth": 0.08, "suspended-fourth-seventh": 0.14,
    "dominant-seventh": 0.1, "major-seventh": 0.1, "minor-seventh": 0.1, "minor-major-seventh": 0.12,
    "half-diminished-seventh": 0.1, "diminished-seventh": 0.08, "augmented-seventh": 0.16,
    "major-sixth": 0.12, "minor-sixth": 0.12, "dominant-ninth": 0.16, "major-ninth": 0.16,
    "minor-ninth": 0.16,
}  # fmt: skip
"""music21's names of the chords looked for, and how much more of the sound the rarer must explain."""
_SIGNS = {
    "diminished": "°", "power": "5", "suspended-fourth": "sus4", "suspended-fourth-seventh": "7sus4",
    "diminished-seventh": "°7", "augmented-seventh": "+7", "minor-major-seventh": "m(maj7)",
    "major-ninth": "maj9",
}  # fmt: skip
"""Where musicians write another sign than music21."""
_COMMON = ("major", "minor", "dominant-seventh", "major-seventh", "minor-seventh")
"""What is still heard where its third or fifth is left out."""
_DEGREES = {"2": 2, "4": 5, "3": 4, "5": 7, "6": 9, "7": 11, "9": 2, "1": 0}
_HEARD = 0.05
"""A tone is in the chord from this share of the sound on."""
_ROOT_LACKS, _THIRD_LACKS, _FIFTH_LACKS, _OTHER_LACKS = 0.25, 0.12, 0.04, 0.3
_ON_ROOT, _OFF_CHORD = 0.08, 0.15
_LEAST_FIT = 0.6
"""How much of the sound a name must explain."""
_ONE_VOICE_HANDICAP = 3.0
"""A tune alone means the plain chords: its passing notes make the rarer ones by chance."""
_SPLIT_CHORDS, _SPLIT_TUNE = 0.08, 0.15
"""How much better two names must fit than one: for chords, and for one voice alone."""

Floats = NDArray[np.float64]
_Found = tuple[int, int] | None
"""(row of the chord table, bass pitch class or NO_BASS)"""


class ChordNames:
    """Names chords, and remembers bars by what sounds in them."""

    def __init__(self) -> None:
        self._bars: dict[bytes, tuple[_Found, _Found, _Found]] = {}

    def names_of(self, sounds: Sounds, key: Key | None) -> tuple[ChordName, ...]:
        """The chords in order, spelled as the key has it; one that goes on over bars is named once."""
        names: list[ChordName] = []
        for bar, found in enumerate(self._found(sounds)):
            start, middle, end = sounds.edges[2 * bar : 2 * bar + 3].tolist()
            whole, first, second = found
            for left, right, chord in ((start, end, whole), (start, middle, first), (middle, end, second)):
                if chord is not None:
                    _add(names, ChordName(left, right, _text(*chord, key)))
        return tuple(names)

    def _found(self, sounds: Sounds) -> list[tuple[_Found, _Found, _Found]]:
        """For each bar what is found: a chord for it all, or one for each half."""
        contents = _contents(sounds)
        new = [bar for bar, content in enumerate(contents) if content not in self._bars]
        if new:
            for bar, found in zip(new, _search(sounds, np.array(new)), strict=True):
                self._bars[contents[bar]] = found
        return [self._bars[content] for content in contents]


def _add(names: list[ChordName], name: ChordName) -> None:
    before = names[-1] if names else None
    if before and before.text == name.text and before.end_tick == name.start_tick:
        names[-1] = replace(before, end_tick=name.end_tick)
    else:
        names.append(name)


def _contents(sounds: Sounds) -> list[bytes]:
    """What a bar's names depend on, as bytes."""
    columns = np.column_stack([sounds.weights, sounds.basses, np.diff(sounds.edges)])
    return [row.tobytes() for row in columns.reshape(-1, 2 * columns.shape[1])]


def _search(sounds: Sounds, bars: NDArray[np.int64]) -> list[tuple[_Found, _Found, _Found]]:
    """The chords of some bars, all at once."""
    halves = [(sounds.weights[2 * bars + i], sounds.basses[2 * bars + i]) for i in (0, 1)]
    basses = np.where(halves[0][1] == NO_BASS, halves[1][1], halves[0][1])
    stretches = [(halves[0][0] + halves[1][0], basses), *halves]
    found = [_best(weights, low) for weights, low in stretches]
    return [_choice(*(f[i] for f in found)) for i in range(len(bars))]


@dataclass(frozen=True, slots=True)
class _Fit:
    """The chord that fits a stretch best, if any does, and how well (0 to about 1)."""

    chord: _Found
    fit: float


def _choice(whole: _Fit, first: _Fit, second: _Fit) -> tuple[_Found, _Found, _Found]:
    """One name for the bar, or one for each half where they say clearly more."""
    if whole.chord is None:
        same = first.chord == second.chord
        return (first.chord, None, None) if same else (None, first.chord, second.chord)
    if first.chord is None or second.chord is None or first.chord == second.chord:
        return whole.chord, None, None
    margin = _SPLIT_TUNE if whole.chord[1] == NO_BASS else _SPLIT_CHORDS
    if (first.fit + second.fit) / 2 < whole.fit + margin:
        return whole.chord, None, None
    return None, first.chord, second.chord


def _best(weights: NDArray[np.int64], basses: NDArray[np.int64]) -> list[_Fit]:
    """The best chord for each row of weights (n, 12) over its bass."""
    table = _table()
    totals = weights.sum(axis=1, keepdims=True)
    shares = weights / np.maximum(totals, 1)
    fits = table.fits(shares, basses)
    rows = np.argmax(fits, axis=1)
    is_chord = (shares >= _HEARD).sum(axis=1) >= 2
    best = fits[np.arange(len(rows)), rows]
    lows = np.where(basses == NO_BASS, NO_BASS, basses % 12)
    return [
        _Fit((row, low) if named and fit >= _LEAST_FIT else None, fit)
        for row, low, fit, named in zip(
            rows.tolist(), lows.tolist(), best.tolist(), is_chord.tolist(), strict=True
        )
    ]


@dataclass(frozen=True)
class _Table:
    """Every chord on every root: ``tones`` (k, 12) and what lacking each costs; ``handicaps`` (k,)."""

    kinds: tuple[str, ...]
    tones: NDArray[np.bool_]
    lacks: Floats
    handicaps: Floats

    @cached_property
    def roots(self) -> NDArray[np.int64]:
        """The root of each row."""
        return np.tile(np.arange(12), len(self.tones) // 12)

    def fits(self, shares: Floats, basses: NDArray[np.int64]) -> Floats:
        """How well each chord explains each row of shares (n, 12): (n, k)."""
        explained = shares @ self.tones.T.astype(np.float64)
        lacking = (shares < _HEARD).astype(np.float64) @ self.lacks.T
        has_bass = (basses != NO_BASS)[:, None]
        on_root = has_bass & (self.roots[None, :] == basses[:, None] % 12)
        off_chord = has_bass & ~self.tones[:, basses % 12].T
        handicaps = np.where(has_bass, 1.0, _ONE_VOICE_HANDICAP) * self.handicaps
        fits: Floats = explained - lacking - handicaps + _ON_ROOT * on_root - _OFF_CHORD * off_chord
        return fits


@cache
def _table() -> _Table:
    kinds, tones, lacks, handicaps = [], [], [], []
    for kind, handicap in _KINDS.items():
        costs = _costs(kind)
        for root in range(12):
            kinds.append(kind)
            tones.append(np.roll(costs > 0, root))
            lacks.append(np.roll(costs, root))
            handicaps.append(handicap)
    return _Table(tuple(kinds), np.array(tones), np.array(lacks), np.array(handicaps))


def _costs(kind: str) -> Floats:
    """What it costs to lack each tone of a chord on C; 0 stands for what is no tone of it."""
    from music21 import harmony

    costs = np.zeros(12)
    for written in str(harmony.CHORD_TYPES[kind][0]).split(","):
        degree = written.strip("-#")
        at = (_DEGREES[degree] + written.count("#") - written.count("-")) % 12
        costs[at] = _OTHER_LACKS
        if degree == "1":
            costs[at] = _ROOT_LACKS
        elif degree == "3" and kind in _COMMON:
            costs[at] = _THIRD_LACKS
        elif degree == "5" and kind in _COMMON:
            costs[at] = _FIFTH_LACKS
    return costs


# --- in writing ----------------------------------------------------------------------------------


@cache
def _text(row: int, bass: int, key: Key | None) -> str:
    """A chord as musicians write it: root, sign, and the bass where it is another note."""
    table = _table()
    kind, root = table.kinds[row], int(table.roots[row])
    name = _spelled(root, key, leads="diminished" in kind)
    if bass in (NO_BASS, root):
        return f"{_written(name)}{_sign(kind)}"
    low = _tones(name, kind).get(bass, _spelled(bass, key))
    return f"{_written(name)}{_sign(kind)}/{_written(low)}"


def _sign(kind: str) -> str:
    from music21 import harmony

    return _SIGNS[kind] if kind in _SIGNS else str(harmony.CHORD_TYPES[kind][1][0])


@cache
def _tones(root: str, kind: str) -> dict[int, str]:
    """A chord's tones as music21 spells them, by pitch class."""
    from music21 import harmony

    return {p.pitchClass: p.name for p in harmony.ChordSymbol(root=root, kind=kind).pitches}


def _spelled(pitch_class: int, key: Key | None, *, leads: bool = False) -> str:
    """music21's name of a pitch class: from five fifths below the tonic (as D♭ in C) to six above (F♯).

    The root of a diminished chord leads upwards: three fifths higher (C♯ and not D♭ in C).
    """
    tonic = 0
    if key is not None:
        near = key.sharps + 1  # a minor tonic lies three fifths above its signature, a major one upon it
        tonic = next(i for i in range(near - 5, near + 7) if i * 7 % 12 == key.tonic)
    lowest = tonic - 2 if leads else tonic - 5
    fifths = next(i for i in range(lowest, lowest + 12) if i * 7 % 12 == pitch_class)
    sharps, letter = divmod(fifths + 1, 7)
    return "FCGDAEB"[letter] + ("#" * sharps if sharps > 0 else "-" * -sharps)


def _written(name: str) -> str:
    return name.replace("-", "♭").replace("#", "♯")
