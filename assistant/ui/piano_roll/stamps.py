"""The chords that a click of the pencil can draw."""

from __future__ import annotations

STAMPS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("notes", ()),
    ("major", (4, 7)),
    ("minor", (3, 7)),
    ("diminished", (3, 6)),
    ("augmented", (4, 8)),
    ("sus2", (2, 7)),
    ("sus4", (5, 7)),
    ("7", (4, 7, 10)),
    ("maj7", (4, 7, 11)),
    ("m7", (3, 7, 10)),
    ("m7♭5", (3, 6, 10)),
    ("dim7", (3, 6, 9)),
    ("6", (4, 7, 9)),
    ("add9", (4, 7, 14)),
    ("9", (4, 7, 10, 14)),
    ("fifth", (7,)),
    ("octave", (12,)),
)
"""Chords by name: semitones above the lowest note."""
