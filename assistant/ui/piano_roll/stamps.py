"""The chords that a click of the pencil can draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """A chord by name: semitones above its lowest note; one ``in_key`` is bent to the scale that is shown."""

    name: str
    steps: tuple[int, ...]
    in_key: bool = False


NO_STAMP = Stamp("notes", ())
STAMPS: tuple[Stamp, ...] = (
    NO_STAMP,
    Stamp("triad in key", (4, 7), in_key=True),
    Stamp("seventh in key", (4, 7, 10), in_key=True),
    Stamp("major", (4, 7)),
    Stamp("minor", (3, 7)),
    Stamp("diminished", (3, 6)),
    Stamp("augmented", (4, 8)),
    Stamp("sus2", (2, 7)),
    Stamp("sus4", (5, 7)),
    Stamp("7", (4, 7, 10)),
    Stamp("maj7", (4, 7, 11)),
    Stamp("m7", (3, 7, 10)),
    Stamp("m7♭5", (3, 6, 10)),
    Stamp("dim7", (3, 6, 9)),
    Stamp("6", (4, 7, 9)),
    Stamp("add9", (4, 7, 14)),
    Stamp("9", (4, 7, 10, 14)),
    Stamp("fifth", (7,)),
    Stamp("octave", (12,)),
)
