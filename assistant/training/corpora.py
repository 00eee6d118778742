"""Reading corpora into scores: folders by path with a style, music21's own collections by name.

Reading is slow, so it runs in a pool of processes, and what was read is cached by content.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.core.errors import AntiphonError
from assistant.engine.events import BASS, LOWER, MELODY, STYLES, UPPER
from assistant.training import cache as reading_cache
from assistant.training.cache import FileReading
from assistant.training.kern_reading import read_kern
from assistant.training.measures import Bar, Staff, laid_out, meters_of, on_grid, skyline, timed
from assistant.training.midi_scores import midi_score
from assistant.training.playing_order import playing_order
from assistant.training.score_reading import written
from assistant.training.scores import LENGTH, PITCH, Score
from assistant.training.works import work_of
from assistant.training.written import Written, chord_staves, key_of

COLLECTIONS = ("ryansMammoth", "oneills1850", "airdsAirs", "miscFolk")
MIDI_SUFFIXES = (".mid", ".midi")
SUFFIXES = (".abc", ".krn", ".musicxml", ".mxl", ".xml", *MIDI_SUFFIXES)
MIN_NOTES = 16

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Reading:
    """What corpora gave: their scores, and for each file or piece left out the reason."""

    scores: tuple[Score, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Job:
    """A file to read and the style of its corpus."""

    path: Path
    style: str


def read(names: Sequence[str], cache: Path, *, workers: int = 1, progress: Progress | None = None) -> Reading:
    """All scores of the named corpora, from the cache where it has them.

    A name is STYLE=PATH, a music21 collection (folk), or a folder called like a style. ``progress`` is told
    (files done, files in all, the file's name). Raises ``AntiphonError`` for a name that leads nowhere.
    """
    jobs = [job for name in names for job in jobs_of(name)]
    if not jobs:
        raise AntiphonError(
            f"No music was found in {', '.join(names)}: name a folder of scores or a collection."
        )
    cache.mkdir(parents=True, exist_ok=True)
    readings: list[FileReading] = []
    for job, reading in zip(jobs, _readings(jobs, cache, workers), strict=True):
        readings.append(_told(reading, job))
        if progress:
            progress(len(readings), len(jobs), job.path.name)
    return Reading(
        tuple(s for r in readings for s in r.scores),
        tuple(reason for r in readings for reason in r.skipped),
    )


def jobs_of(name: str) -> Iterator[Job]:
    """The files of a corpus and their style."""
    if name in COLLECTIONS:
        from music21 import corpus

        yield from (Job(Path(p), "folk") for p in sorted(corpus.getComposer(name)))
        return
    style, path = _style_and_path(name)
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    yield from (Job(p, style) for p in files if p.suffix.lower() in SUFFIXES)


def _style_and_path(name: str) -> tuple[str, Path]:
    label, sign, rest = name.partition("=")
    path = Path(rest if sign else name)
    if not path.exists():
        raise AntiphonError(
            f"{str(path)!r} is no folder, and none of music21's collections: {', '.join(COLLECTIONS)}."
        )
    wanted = (label if sign else path.stem).lower().replace("-", " ")
    styles = {s.lower(): s for s in STYLES}
    if wanted not in styles:
        raise AntiphonError(
            f"The style of {name!r} is not known: write STYLE={path} with one of {', '.join(STYLES)}."
        )
    return styles[wanted], path


def _readings(jobs: Sequence[Job], cache: Path, workers: int) -> Iterator[FileReading]:
    """In the jobs' order; files already in the cache take no process."""
    keys = [reading_cache.key_of(job.path, job.style) for job in jobs]
    missing = [(j, k) for j, k in zip(jobs, keys, strict=True) if not reading_cache.holds(cache, k)]
    if not missing or workers <= 1:
        yield from (_read_cached(j, cache, k) for j, k in zip(jobs, keys, strict=True))
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        todo = {k: pool.submit(_read_to_cache, j, cache, k) for j, k in missing}
        try:
            for job, key in zip(jobs, keys, strict=True):
                if key in todo:
                    todo[key].result()
                yield _read_cached(job, cache, key)
        finally:
            pool.shutdown(cancel_futures=True)


def _read_to_cache(job: Job, cache: Path, key: str) -> None:
    _read_cached(job, cache, key)


def _read_cached(job: Job, cache: Path, key: str) -> FileReading:
    stored = reading_cache.load(cache, key)
    if stored is None:
        stored = read_file(job.path, job.style)
        reading_cache.store(cache, key, stored)
    return stored


def _told(reading: FileReading, job: Job) -> FileReading:
    """With title, composer and work as the file's name and its folder's index tell them."""
    facts = _index(job.path.parent).get(job.path.name, {})
    composer = facts.get("composer") or facts.get("authors") or ""
    title = ": ".join(t for t in (facts.get("set"), facts.get("song")) if t) if "song" in facts else ""
    title = title or facts.get("title", "")
    scores = []
    for score in reading.scores:
        told = replace(
            score, source=job.path.name, title=title or score.title, composer=composer or score.composer
        )
        scores.append(replace(told, work=work_of(told)))
    return FileReading(tuple(scores), tuple(f"{job.path.name}{r}" for r in reading.skipped))


@lru_cache(maxsize=64)
def _index(folder: Path) -> dict[str, dict[str, str]]:
    """A corpus may describe its files in index.tsv, with columns file, composer or authors, title."""
    path = folder / "index.tsv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row for row in csv.DictReader(lines, delimiter="\t") if row.get("file")}


def read_file(path: Path, style: str) -> FileReading:
    """The scores of one file; of what cannot be read the reasons, which begin after the file's name."""
    suffix = path.suffix.lower()
    if suffix in MIDI_SUFFIXES:
        return _gathered([lambda: iter([_long_enough(midi_score(path, style))])])
    if suffix == ".krn":
        return _gathered([lambda: forms(read_kern(path.read_text("utf-8", "replace")), path, style)])
    try:
        parsed = _parsed(path)
    except Exception as error:
        return FileReading((), (f": {_reason(error)}",))
    splits_bars = suffix == ".abc"
    return _gathered(
        [lambda s=s: forms(written(s, splits_bars=splits_bars), path, style) for s in parsed],
    )


def _parsed(path: Path) -> list[Any]:
    from music21 import converter, stream

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = converter.parse(path, forceSource=True)
    return list(found.scores) if isinstance(found, stream.Opus) else [found]


def _gathered(readers: Sequence[Callable[[], Iterator[Score]]]) -> FileReading:
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


def forms(sheet: Written, path: Path, style: str) -> Iterator[Score]:
    """The piece as it is written and, where it has repeats that can be played, as it is played."""
    if style == "piano" and len(sheet.staves) == 1:
        raise ValueError("one staff only: no piano music")
    if style == "piano" and len(sheet.staves) == 3 and any(s.has_lyrics for s in sheet.staves):
        style = "song"
    head = Score(
        sheet.title or path.stem, path.name, style, "", 0, "major", ((0, 4, 4),), _NO_NOTES, False,
        composer=sheet.composer,
    )  # fmt: skip
    as_written = list(range(len(sheet.bars)))
    first = _long_enough(_played(head, sheet, as_written))
    yield first
    try:
        order = sheet.order or playing_order(sheet.signs)
        played = _played(head, sheet, order)
    except ValueError:
        # Repeats that were misprinted cannot be played; as written the piece is good.
        return
    if order != as_written and len(played) > len(first):
        yield replace(played, tonic=first.tonic, scale=first.scale, repeats_expanded=True)


_NO_NOTES = np.zeros((0, 4), dtype=np.int32)


def _played(head: Score, sheet: Written, order: Sequence[int]) -> Score:
    bars: list[Bar] = [sheet.bars[i] for i in order]
    layout = laid_out([b.span for b in bars], [b.length for b in bars])
    staves = with_parts(sheet)
    lines = [timed(staff, order, layout.starts, part) for staff, part in staves]
    if len(sheet.staves) == 1:
        lines[0] = skyline(lines[0])
    notes, moved = on_grid([note for line in lines for note in line])
    key = key_of(sheet.signature, notes[:, PITCH], notes[:, LENGTH], _last_bass(notes))
    return replace(
        head,
        tonic=key.tonic,
        scale=key.scale,
        meters=meters_of(bars, layout.lines),
        notes=notes,
        off_grid=moved,
    )


def _last_bass(notes: np.ndarray) -> int:
    last = notes[notes[:, 0] == notes[-1, 0]] if len(notes) else notes
    return int(last[:, PITCH].min(initial=127))


def with_parts(sheet: Written) -> list[tuple[Staff, int]]:
    """Every staff with the part it plays; a single staff's chord symbols become harmony and bass."""
    staves = sheet.staves
    if len(staves) == 1:
        if not sheet.chords:
            return [(staves[0], MELODY)]
        upper, bass = chord_staves(sheet.chords, sheet.bars)
        return [(staves[0], MELODY), (upper, UPPER), (bass, BASS)]
    if len(staves) == 3:
        voice = next((i for i, s in enumerate(staves) if s.has_lyrics), 0)
        staves = [staves[voice], *(s for i, s in enumerate(staves) if i != voice)]
    return list(zip(staves, parts_for(len(staves)), strict=True))


def parts_for(staves: int) -> list[int]:
    """The parts of so many staves from the top."""
    known = {1: [MELODY], 2: [MELODY, BASS], 3: [MELODY, UPPER, BASS]}
    inner = staves - 2
    return known.get(staves) or [MELODY, *[UPPER] * -(-inner // 2), *[LOWER] * (inner // 2), BASS]


def _long_enough(score: Score) -> Score:
    if len(score) < MIN_NOTES:
        raise ValueError(f"fewer than {MIN_NOTES} notes")
    return score
