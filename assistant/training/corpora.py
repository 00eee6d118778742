"""Reading corpora into scores: folders by path with a style, music21's own collections by name.

Reading is slow, so it runs in a pool of processes, and what was read is cached by content.
"""

from __future__ import annotations

import csv
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.core.errors import AntiphonError
from assistant.engine.events import STYLES
from assistant.training import cache as reading_cache
from assistant.training.cache import FileReading
from assistant.training.file_reading import SUFFIXES, read_file
from assistant.training.scores import Score
from assistant.training.works import work_of

COLLECTIONS = ("ryansMammoth", "oneills1850", "airdsAirs", "miscFolk")

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
    missing = {k: j for j, k in zip(jobs, keys, strict=True) if not reading_cache.holds(cache, k)}
    if not missing or workers <= 1:
        yield from (_read_cached(j, cache, k) for j, k in zip(jobs, keys, strict=True))
        return
    with ProcessPoolExecutor(max_workers=workers, initializer=_leave_interrupts_to_the_parent) as pool:
        readings = {k: pool.submit(_read_cached, j, cache, k) for k, j in missing.items()}
        try:
            for job, key in zip(jobs, keys, strict=True):
                yield readings[key].result() if key in readings else _read_cached(job, cache, key)
        except BrokenProcessPool as error:
            raise AntiphonError(
                f"Reading broke off at {job.path.name}, probably for want of memory; start again with fewer "
                "processes: what was read is kept."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    """Ctrl+C lets the files that are being read be finished and begins no other."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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
