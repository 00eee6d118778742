"""MIDI files as scores: tracks become parts by their names or their pitch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.core.track import Track
from assistant.engine.events import BASS, GRID_TICKS, LOWER, MELODY, UPPER
from assistant.files.midi_reader import read_midi
from assistant.training.measures import Timed, on_grid
from assistant.training.scores import LENGTH, PITCH, Score
from assistant.training.written import key_of, parts_for

_NAMES = (
    (MELODY, r"sopran|melod|voice|voix|right|\brh\b|^s\b"),
    (UPPER, r"\balto\b|upper|^a\b"),
    (LOWER, r"tenor|lower|^t\b"),
    (BASS, r"\bbass\b|left|\blh\b|^b\b"),
)


def midi_score(path: Path, style: str) -> Score:
    """The piece in a MIDI file; ``AntiphonError`` or ``ValueError`` say why there is none."""
    piece = read_midi(path).piece
    tracks = [t for t in piece.tracks if len(t.clip) and not t.is_percussion]
    if not tracks:
        raise ValueError("no notes")
    found = [
        Timed(start / GRID_TICKS, (start + length) / GRID_TICKS, pitch, part)
        for track, part in zip(tracks, track_parts(tracks), strict=True)
        for start, length, pitch in zip(
            track.clip.starts.tolist(), track.clip.lengths.tolist(), track.clip.pitches.tolist(), strict=True
        )
    ]
    notes, moved, error = on_grid(found)
    key = piece.key or key_of(None, notes[:, PITCH], notes[:, LENGTH], 0)
    meters = [(round(c.tick / GRID_TICKS), c.numerator, c.denominator) for c in piece.meter_map.changes]
    return Score(
        title=piece.title or path.stem,
        source=path.name,
        style=style,
        work="",
        tonic=key.tonic,
        scale=key.scale,
        meters=tuple(meters),
        notes=notes,
        repeats_expanded=True,
        off_grid=moved,
        grid_error=error,
    )


def track_parts(tracks: Sequence[Track]) -> list[int]:
    """A part for every track: by name where all names tell different parts, else by pitch from the top."""
    named = [_named(t.name) for t in tracks]
    if None not in named and len(set(named)) == len(named):
        return [p for p in named if p is not None]
    order = np.argsort([-float(t.clip.pitches.mean()) for t in tracks], kind="stable")
    parts = dict(zip(order.tolist(), parts_for(len(tracks)), strict=True))
    return [parts[i] for i in range(len(tracks))]


def _named(name: str) -> int | None:
    return next((part for part, words in _NAMES if re.search(words, name, re.IGNORECASE)), None)
