"""A guess at what a track is for, from its name, instrument, register and how many notes sound at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.core.clip import Clip
from assistant.core.track import Part, Track

_BASS_PROGRAMS = (*range(32, 40), 43, 58)  # basses, contrabass, tuba
_EFFECT_PROGRAMS = range(112, 128)
_HIGHEST_BASS = 50  # the mean pitch of a bass line lies at D3 or below
_LOWEST_UPPER_LINE = 60  # the lowest of several lines is a bass below middle C
_CHORD_NOTES = 1.5  # notes that sound together, on average, from which a track is harmony

_WORDS: tuple[tuple[Part, str], ...] = (
    ("other", r"drum|percussion|\bkit\b|\bfx\b|effect"),
    ("melody", r"melod|lead|vocal|voice|\bvox\b|sopran|flute|fiddle|solo|tune|right|\brh\b|treble|^s\.?$"),
    ("bass", r"\bbass(o|line)?\b|contrabass|tuba|left|\blh\b|^b\.?$"),
    ("harmony", r"chord|harmon|pad\b|accomp|strings|rhythm|comp\b|alto|tenor|^[at]\.?$"),
)


def with_guessed_parts(tracks: Sequence[Track], known: Sequence[Part | None]) -> tuple[Track, ...]:
    """The tracks with their parts: the known ones kept, the others guessed.

    Where nothing was known and no track came out as melody, the highest pitched one is it. Of several lines
    that have no telling name only the highest is a melody, the others go with it.
    """
    parts = [k or guess_part(track) for track, k in zip(tracks, known, strict=True)]
    lines = [
        i
        for i, track in enumerate(tracks)
        if not known[i] and parts[i] == "melody" and len(track.clip) and not _part_by_name(track)
    ]
    for i, part in _among_lines({i: _height(tracks[i]) for i in lines}, parts).items():
        parts[i] = part
    if not any(known) and "melody" not in parts:
        pitched = [i for i, t in enumerate(tracks) if len(t.clip) and not t.is_percussion]
        if pitched:
            parts[max(pitched, key=lambda i: _height(tracks[i]))] = "melody"
    return tuple(replace(track, part=part) for track, part in zip(tracks, parts, strict=True))


def guess_part(track: Track) -> Part:
    """Percussion and effects are other; then the name decides, then the instrument, then the notes."""
    if track.is_percussion or track.program in _EFFECT_PROGRAMS:
        return "other"
    by_name = _part_by_name(track)
    if by_name:
        return by_name
    if track.program in _BASS_PROGRAMS:
        return "bass"
    return _part_by_notes(track.clip)


def _part_by_name(track: Track) -> Part | None:
    return next((part for part, words in _WORDS if re.search(words, track.name, re.IGNORECASE)), None)


def _among_lines(heights: dict[int, float], parts: Sequence[Part]) -> dict[int, Part]:
    """The parts of single lines among all parts: the highest leads, unless another track is known to."""
    downwards = sorted(heights, key=lambda i: -heights[i])
    if len(downwards) == parts.count("melody"):
        downwards = downwards[1:]
    given: dict[int, Part] = dict.fromkeys(downwards, "harmony")
    if downwards and "bass" not in parts and heights[downwards[-1]] < _LOWEST_UPPER_LINE:
        given[downwards[-1]] = "bass"
    return given


def _height(track: Track) -> float:
    return float(track.clip.pitches.mean())


def _part_by_notes(clip: Clip) -> Part:
    if not len(clip):
        return "melody"
    if _notes_together(clip) >= _CHORD_NOTES:
        return "harmony"
    return "bass" if clip.pitches.mean() <= _HIGHEST_BASS else "melody"


def _notes_together(clip: Clip) -> float:
    """How many notes sound at once while any does: a broken chord over a held bass has two or more."""
    until = np.maximum.accumulate(clip.ends)
    from_there = np.maximum(clip.starts, np.concatenate(([0], until[:-1])))
    return float(clip.lengths.sum() / (until - from_there).sum())
