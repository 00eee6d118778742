"""Chord names found from notes: music21 says what chords there are and how they are spelled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from assistant.core.harmony import NO_BASS, ChordName, Sounds
from assistant.core.theory import Key, estimate_key
from assistant.files.chord_kinds import table
from assistant.files.chord_search import ChordSearch, Stretch

_SIGNS = {
    "diminished": "°", "power": "5", "suspended-fourth": "sus4", "suspended-fourth-seventh": "7sus4",
    "diminished-seventh": "°7", "half-diminished-seventh": "m7♭5", "augmented-seventh": "+7",
    "minor-major-seventh": "m(maj7)", "major-ninth": "maj9",
}  # fmt: skip
"""Where musicians write another sign than music21."""
_KEY_TONES = 5


class ChordNames:
    """Names chords, and remembers bars by what sounds in them."""

    def __init__(self) -> None:
        self._search = ChordSearch()

    def names_of(self, sounds: Sounds, key: Key | None) -> tuple[ChordName, ...]:
        """The chords in order, spelled as the key has it; one that goes on is named once."""
        key = key or _key_of(sounds)
        edges = sounds.edges.tolist()
        return tuple(
            ChordName(edges[run.first], edges[run.end], _text(run.chord, _bass(sounds, run), key))
            for run in _runs(self._search.stretches(sounds))
        )


def _key_of(sounds: Sounds) -> Key | None:
    """The key that a piece sounds like; a chord or two have none."""
    weights = sounds.inside.sum(axis=0)
    return estimate_key(np.arange(12), weights) if np.count_nonzero(weights) >= _KEY_TONES else None


def _runs(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Neighbours that have the same chord as one."""
    run: Stretch | None = None
    for stretch in stretches:
        if run and run.chord == stretch.chord and run.end == stretch.first:
            run = run._replace(end=stretch.end)
        else:
            if run:
                yield run
            run = stretch
    if run:
        yield run


def _bass(sounds: Sounds, run: Stretch) -> int:
    """The pitch class under a chord, or ``NO_BASS``; a note that is not of it counts where it lasts."""
    basses = sounds.basses[run.first : run.end]
    low = int(basses[0])
    if low == NO_BASS:
        return NO_BASS
    is_tone = table().tones[run.chord, low % 12]
    return low % 12 if is_tone or (basses % 12 == low % 12).all() else NO_BASS


# --- in writing ----------------------------------------------------------------------------------


@cache
def _text(row: int, bass: int, key: Key | None) -> str:
    """A chord as musicians write it: root, sign, and the bass where it is another note."""
    kind, root = table().kinds[row], int(table().roots[row])
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
