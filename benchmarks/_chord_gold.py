"""Pieces whose chords somebody wrote down: analysed scores in music21, lead sheets played as notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.track import Track

Accompaniment = Callable[["Written", MeterMap], list[Note]]

LEAST_AGREED = 0.7
"""An analysis whose chords hold less of what sounds does not stand on its score (repeats, editions)."""


@dataclass(frozen=True)
class Written:
    """A chord in an analysis or a lead sheet: where, its root and bass, and its tones above the root."""

    start_tick: int
    end_tick: int
    root: int
    bass: int
    tones: frozenset[int]


@dataclass(frozen=True)
class Sheet:
    """A piece as notes, and the chords that somebody wrote to it."""

    title: str
    piece: Piece
    chords: tuple[Written, ...]

    @property
    def agreed(self) -> float:
        """The share of the sound that the chords hold."""
        held = total = 0
        for chord in self.chords:
            for clip in (track.clip for track in self.piece.tracks):
                ticks = np.minimum(clip.ends, chord.end_tick) - np.maximum(clip.starts, chord.start_tick)
                ticks = np.maximum(ticks, 0)
                total += ticks.sum()
                held += ticks[np.isin((clip.pitches - chord.root) % 12, list(chord.tones))].sum()
        return float(held / max(1, total))


# --- analysed scores -----------------------------------------------------------------------------


def analysed(name: str) -> Iterator[Sheet]:
    """What music21 has with Roman numerals of Bach's chorales ("bach") or Monteverdi's madrigals."""
    from music21 import common

    folder = (
        Path(common.getCorpusFilePath()) / {"bach": "bach/choraleAnalyses", "monteverdi": "monteverdi"}[name]
    )
    for path in sorted(folder.glob("*.rntxt")):
        sheet = _analysed(path)
        if sheet is not None and sheet.agreed >= LEAST_AGREED:
            yield sheet


def _analysed(path: Path) -> Sheet | None:
    from music21 import converter, corpus
    from music21.exceptions21 import CorpusException

    number = re.search(r"BWV:?\s*([\d.]+)", path.read_text())
    try:
        score = corpus.parse(f"bach/bwv{number[1]}" if number else f"monteverdi/{path.stem}.mxl")
    except (CorpusException, OSError):
        return None
    pickup = _pickup_ticks(score)
    piece = _piece(score, pickup)
    chords = _romans(converter.parse(path, format="romantext"), pickup, piece.end_tick)
    return Sheet(path.stem, piece, tuple(chords))


def _romans(analysis: Any, pickup: int, end_tick: int) -> Iterator[Written]:
    from music21 import roman

    yield from _spans(analysis, roman.RomanNumeral, pickup, end_tick)


def _spans(score: Any, kind: type, pickup: int, end_tick: int) -> Iterator[Written]:
    """Every chord of a kind, up to where the next one begins; "no chord" ends one too, and is none itself."""
    from music21 import harmony

    found = [
        (_tick(chord.getOffsetInHierarchy(score)) + pickup, chord)
        for chord in score.recurse().getElementsByClass(kind)
    ]
    ends = [tick for tick, _ in found[1:]] + [end_tick]
    for (start, chord), end in zip(found, ends, strict=True):
        if end > start and not isinstance(chord, harmony.NoChord) and chord.pitches:
            yield _written(start, end, chord)


def _written(start: int, end: int, chord: Any) -> Written:
    root = chord.root().pitchClass
    tones = frozenset((pitch.pitchClass - root) % 12 for pitch in chord.pitches)
    return Written(start, end, root, chord.bass().pitchClass, tones)


# --- lead sheets ---------------------------------------------------------------------------------


def lead_sheets(folder: Path, accompaniment: Accompaniment, count: int) -> Iterator[Sheet]:
    """Every n-th lead sheet of a folder, its melody on one track and its chord symbols played on another."""
    from music21 import converter

    paths = sorted(folder.glob("*.mxl"))
    for path in paths[:: max(1, len(paths) // count)][:count]:
        score = converter.parse(path)
        pickup = _pickup_ticks(score)
        melody = _piece(score, pickup)
        chords = tuple(_symbols(score, pickup, melody.end_tick))
        played = [note for chord in chords for note in accompaniment(chord, melody.meter_map)]
        tracks = (*melody.tracks, Track(clip=Clip.from_notes(played)))
        yield Sheet(path.stem, Piece(tracks, meter_map=melody.meter_map), chords)


def _symbols(score: Any, pickup: int, end_tick: int) -> Iterator[Written]:
    from music21 import harmony

    yield from _spans(score, harmony.ChordSymbol, pickup, end_tick)


def block(chord: Written, meters: MeterMap) -> list[Note]:
    """A chord struck whole at its start and at every bar line, over its bass."""
    notes = []
    for start, end in _strokes(chord, meters):
        notes += [Note(0, start, end - start, pitch) for pitch in _voiced(chord)]
    return notes


def broken(chord: Written, meters: MeterMap) -> list[Note]:
    """The bass held, the other tones one after the other in quavers: up and down again."""
    notes = []
    for start, end in _strokes(chord, meters):
        bass, *upper = _voiced(chord)
        notes.append(Note(0, start, end - start, bass))
        order = upper + upper[-2:0:-1]
        for i, tick in enumerate(range(start, end, PPQ // 2)):
            notes.append(Note(0, tick, min(PPQ // 2, end - tick), order[i % len(order)]))
    return notes


def alberti(chord: Written, meters: MeterMap) -> list[Note]:
    """Low, high, middle, high (of a seventh low, high, and both middles) in quavers, and no other bass."""
    notes = []
    for start, end in _strokes(chord, meters):
        low, *upper = _voiced(chord)
        *middle, high = [pitch for pitch in upper if (pitch - low) % 12] or upper
        order = [low, high, *middle, high] if len(middle) < 2 else [low, high, *middle]
        for i, tick in enumerate(range(start, end, PPQ // 2)):
            notes.append(Note(0, tick, min(PPQ // 2, end - tick), order[i % len(order)]))
    return notes


def silent(chord: Written, meters: MeterMap) -> list[Note]:
    """Nothing: the melody alone."""
    return []


ACCOMPANIMENTS: Mapping[str, Accompaniment] = {
    "struck": block,
    "broken over the bass": broken,
    "Alberti bass": alberti,
    "melody alone": silent,
}
"""How the chords of lead sheets are played, by what that is called."""


def _strokes(chord: Written, meters: MeterMap) -> list[tuple[int, int]]:
    inner = [t for t in meters.bar_lines(chord.start_tick, chord.end_tick) if chord.start_tick < t]
    edges = [chord.start_tick, *(t for t in inner if t < chord.end_tick), chord.end_tick]
    return list(pairwise(edges))


def _voiced(chord: Written) -> list[int]:
    """The bass below F3, and the tones above it from F3 up."""
    tones = sorted(53 + (chord.root + tone - 53) % 12 for tone in chord.tones)
    return [41 + (chord.bass - 41) % 12, *tones]


# --- scores as pieces ----------------------------------------------------------------------------


def _piece(score: Any, pickup: int) -> Piece:
    tracks = [Track(clip=Clip.from_notes(list(_notes(part, pickup)))) for part in score.parts]
    return Piece(tuple(track for track in tracks if len(track.clip)), meter_map=_meters(score, pickup))


def _notes(part: Any, pickup: int) -> Iterator[Note]:
    from music21 import harmony

    for found in part.stripTies().recurse().notes:
        if isinstance(found, harmony.Harmony) or not found.quarterLength:
            continue
        start = _tick(found.getOffsetInHierarchy(part)) + pickup
        for pitch in found.pitches:
            yield Note(0, start, max(1, _tick(found.quarterLength)), pitch.midi)


def _measures(score: Any) -> list[Any]:
    return list(score.parts[0].getElementsByClass("Measure"))


def _pickup_ticks(score: Any) -> int:
    """How much of its bar is missing before the first note."""
    measures = _measures(score)
    full = measures[0].barDuration.quarterLength
    return max(0, _tick(full - measures[0].duration.quarterLength)) if len(measures) > 1 else 0


def _meters(score: Any, pickup: int) -> MeterMap:
    changes: list[MeterChange] = []
    for measure in _measures(score):
        meter = measure.timeSignature
        if meter is None:
            continue
        tick = _tick(measure.offset) + pickup if changes else 0
        before = MeterMap.of_changes(changes) if changes else None
        if before is None or before.bar_ceil(tick) == tick:
            changes.append(MeterChange(tick, meter.numerator, meter.denominator))
    return MeterMap.of_changes(changes) if changes else MeterMap()


def _tick(quarters: Any) -> int:
    return round(float(quarters) * PPQ)
