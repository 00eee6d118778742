"""One file of music as scores: as it is written and, where it has repeats, as it is played."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant.core.errors import AntiphonError
from assistant.engine.events import BASS, MELODY, UPPER
from assistant.training.cache import FileReading
from assistant.training.kern_reading import read_kern
from assistant.training.measures import (
    Gridded,
    IntTable,
    Meter,
    Staff,
    laid_out,
    meters_of,
    on_grid,
    skyline,
    timed,
)
from assistant.training.midi_scores import midi_score
from assistant.training.playing_order import playing_order
from assistant.training.score_reading import written
from assistant.training.scores import LENGTH, ONSET, PITCH, Score
from assistant.training.written import Written, chord_staves, key_of, parts_for

MIDI_SUFFIXES = (".mid", ".midi")
SUFFIXES = (".abc", ".krn", ".musicxml", ".mxl", ".xml", *MIDI_SUFFIXES)
MIN_NOTES = 16

Pieces = Iterator[Score]


def read_file(path: Path, style: str) -> FileReading:
    """The scores of one file; of what cannot be read the reasons, which begin after the file's name."""
    suffix = path.suffix.lower()
    if suffix in MIDI_SUFFIXES:
        return _gathered([partial(_midi_pieces, path, style)])
    if suffix == ".krn":
        return _gathered([partial(_kern_pieces, path, style)])
    try:
        parsed = _parsed(path)
    except Exception as error:
        return FileReading((), (f": {_reason(error)}",))
    return _gathered([partial(_music21_pieces, score, path, style) for score in parsed])


def _midi_pieces(path: Path, style: str) -> Pieces:
    yield _long_enough(midi_score(path, style))


def _kern_pieces(path: Path, style: str) -> Pieces:
    return forms(read_kern(path.read_text("utf-8", "replace")), path, style)


def _music21_pieces(score: Any, path: Path, style: str) -> Pieces:
    return forms(written(score, is_abc=path.suffix.lower() == ".abc"), path, style)


def _parsed(path: Path) -> list[Any]:
    from music21 import converter, stream

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Not from music21's own cache, which holds on to every file it ever read.
        found = converter.parse(path, forceSource=True, storePickle=False)
    return list(found.scores) if isinstance(found, stream.Opus) else [found]


def _gathered(readers: Sequence[Callable[[], Pieces]]) -> FileReading:
    scores: list[Score] = []
    skipped: list[str] = []
    for number, reader in enumerate(readers, 1):
        try:
            scores.extend(reader())
        except Exception as error:
            mark = f" #{number}" if len(readers) > 1 else ""
            skipped.append(f"{mark}: {_reason(error)}")
    return FileReading(tuple(scores), tuple(skipped))


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())[:200]
    return text if isinstance(error, ValueError | AntiphonError) else f"{type(error).__name__}: {text}"


def forms(sheet: Written, path: Path, style: str) -> Pieces:
    """The piece as it is written and, where it has repeats that can be played, as it is played."""
    as_written = list(range(len(sheet.bars)))
    grid, meters = _laid_on_grid(sheet, as_written)
    notes = grid.notes
    key = key_of(sheet.signature, notes[:, PITCH], notes[:, LENGTH], _last_bass(notes))
    first = Score(
        title=sheet.title or path.stem,
        source=path.name,
        style=_style(sheet, style),
        work="",
        tonic=key.tonic,
        scale=key.scale,
        meters=meters,
        notes=notes,
        repeats_expanded=False,
        off_grid=grid.moved,
        grid_error=grid.error,
        composer=sheet.composer,
    )
    yield _long_enough(first)
    try:
        order = sheet.order or playing_order(sheet.signs)
        grid, meters = _laid_on_grid(sheet, order)
    except ValueError:
        # Repeats that were misprinted cannot be played; as written the piece is good.
        return
    if order != as_written and len(grid.notes) > len(first):
        played = replace(first, notes=grid.notes, meters=meters, repeats_expanded=True)
        yield replace(played, off_grid=grid.moved, grid_error=grid.error)


def _style(sheet: Written, style: str) -> str:
    """The corpus's style, but a song among piano music is a song; a single line is none of it."""
    if style != "piano":
        return style
    if len(sheet.staves) == 1:
        raise ValueError("one staff only: no piano music")
    return "song" if len(sheet.staves) == 3 and any(s.has_lyrics for s in sheet.staves) else style


def _laid_on_grid(sheet: Written, order: Sequence[int]) -> tuple[Gridded, tuple[Meter, ...]]:
    """Notes and meters with the measures in ``order``."""
    bars = [sheet.bars[i] for i in order]
    layout = laid_out([b.span for b in bars], [b.length for b in bars])
    lines = [timed(staff, order, layout.starts, part) for staff, part in with_parts(sheet)]
    if len(sheet.staves) == 1:
        lines[0] = skyline(lines[0])
    return on_grid([note for line in lines for note in line]), meters_of(bars, layout.lines)


def _last_bass(notes: IntTable) -> int:
    """The lowest pitch that sounds at the last onset; 127 without notes."""
    sounding = notes[:, ONSET] + notes[:, LENGTH] > notes[:, ONSET].max(initial=0)
    return int(notes[sounding, PITCH].min(initial=127))


def with_parts(sheet: Written) -> list[tuple[Staff, int]]:
    """Every staff with the part it plays; a single staff's chord symbols become harmony and bass."""
    staves = sheet.staves
    if len(staves) == 1 and sheet.chords:
        upper, bass = chord_staves(sheet.chords, sheet.bars)
        return [(staves[0], MELODY), (upper, UPPER), (bass, BASS)]
    if len(staves) == 3:
        voice = next((i for i, s in enumerate(staves) if s.has_lyrics), 0)
        staves = [staves[voice], *(s for i, s in enumerate(staves) if i != voice)]
    return list(zip(staves, parts_for(len(staves)), strict=True))


def _long_enough(score: Score) -> Score:
    if len(score) < MIN_NOTES:
        raise ValueError(f"fewer than {MIN_NOTES} notes")
    return score
