"""Keys, scales and pitch names, and a guess at the key of some notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11),
    "major pentatonic": (0, 2, 4, 7, 9),
    "minor pentatonic": (0, 3, 5, 7, 10),
    "blues": (0, 3, 5, 6, 7, 10),
}
"""Scale steps in semitones above the tonic."""

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SHARP_NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
FLAT_NAMES = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")

# Sharps of the major key on each pitch class, as it is usually written.
_MAJOR_SHARPS = (0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5)
# How many semitones above a mode's tonic the major scale with the same notes begins.
_RELATIVE_MAJOR = {
    "minor": 3, "dorian": 10, "phrygian": 8, "lydian": 7, "mixolydian": 5, "locrian": 1,
    "harmonic minor": 3, "melodic minor": 3, "minor pentatonic": 3, "blues": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class 0..11, C is 0) and the name of a scale in ``SCALES``."""

    tonic: int
    scale: str = "major"

    def __post_init__(self) -> None:
        if not 0 <= self.tonic <= 11:
            raise ValueError(f"tonic must be a pitch class 0..11: {self.tonic}")
        if self.scale not in SCALES:
            raise ValueError(f"unknown scale: {self.scale!r}; one of {', '.join(SCALES)}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key written as "D", "d minor", "Bb major", "F# dorian"; ``ValueError`` says the remedy."""
        match = re.fullmatch(r"\s*([A-Ga-g])([#♯b♭]?)\s*(.*?)\s*", text)
        scale = (match[3].lower() if match else "") or "major"
        scale = {"maj": "major", "min": "minor", "m": "minor"}.get(scale, scale)
        if match is None or scale not in SCALES:
            raise ValueError(f"{text!r} is not a key; write it like 'D minor' or 'Bb major'.")
        sign = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(match[2], 0)
        return cls((LETTERS[match[1].upper()] + sign) % 12, scale)

    @cached_property
    def pitch_classes(self) -> frozenset[int]:
        """The pitch classes of the scale."""
        return frozenset((self.tonic + step) % 12 for step in SCALES[self.scale])

    @property
    def sharps(self) -> int:
        """The key signature: sharps, or minus flats, -7..7."""
        return _MAJOR_SHARPS[(self.tonic + _RELATIVE_MAJOR.get(self.scale, 0)) % 12]

    @property
    def name(self) -> str:
        """As a musician writes it: "D minor", "B♭ major"."""
        return f"{pitch_class_name(self.tonic, flats=self.sharps < 0)} {self.scale}"

    def mask(self) -> NDArray[np.bool_]:
        """Which of the 128 MIDI pitches lie in the scale; shape (128,)."""
        return np.isin(np.arange(128) % 12, list(self.pitch_classes))


def pitch_class_name(pitch_class: int, *, flats: bool = False) -> str:
    """The name of a pitch class, with sharps unless flats are asked for."""
    return (FLAT_NAMES if flats else SHARP_NAMES)[pitch_class % 12]


def pitch_name(pitch: int, *, flats: bool = False) -> str:
    """The name of a MIDI pitch with its octave; 60 is C4."""
    return f"{pitch_class_name(pitch, flats=flats)}{pitch // 12 - 1}"


def parse_pitch(text: str) -> int:
    """The MIDI pitch written as "C4", "F#3", "Bb5" or a number; raises ``ValueError`` with the remedy."""
    if text.strip().isdecimal() and 0 <= int(text) <= 127:
        return int(text)
    match = re.fullmatch(r"\s*([A-Ga-g])([#♯b♭]?)(-?\d)\s*", text)
    if match:
        sign = {"#": 1, "♯": 1, "b": -1, "♭": -1}.get(match[2], 0)
        pitch = LETTERS[match[1].upper()] + sign + 12 * (int(match[3]) + 1)
        if 0 <= pitch <= 127:
            return pitch
    raise ValueError(f"{text!r} is not a pitch; write it like C4, F#3 or 60.")


# Krumhansl and Kessler's probe-tone profiles (Krumhansl, Cognitive Foundations of Musical Pitch, 1990).
_MAJOR_PROFILE = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR_PROFILE = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
_KEYS = [(tonic, scale) for scale in ("major", "minor") for tonic in range(12)]
_PROFILES = np.stack(
    [np.roll({"major": _MAJOR_PROFILE, "minor": _MINOR_PROFILE}[scale], tonic) for tonic, scale in _KEYS]
)
# Made alike in mean and spread, so that one product tells which of them correlates best.
_PROFILES = (_PROFILES - _PROFILES.mean(axis=1, keepdims=True)) / _PROFILES.std(axis=1, keepdims=True)


def estimate_key(pitches: ArrayLike, lengths: ArrayLike) -> Key | None:
    """The major or minor key whose Krumhansl profile correlates best with the notes; None without notes."""
    classes = np.asarray(pitches, dtype=np.int64) % 12
    if not len(classes):
        return None
    weights = np.bincount(classes, weights=np.asarray(lengths, dtype=np.float64), minlength=12)
    if np.ptp(weights) == 0:
        return Key(int(classes[0]))
    return Key(*_KEYS[int(np.argmax(_PROFILES @ (weights - weights.mean())))])
