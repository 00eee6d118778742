"""Reading collections of tunes into pieces: music21's own collections by name, or folders by path.

Bars are laid out anew on the meter, since pick-ups that a repeat or a transcriber left over would displace
all that follows. Reading is slow, so what was read is cached by content.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.core.atomic import atomic_write
from assistant.core.errors import AntiphonError
from assistant.core.theory import SCALES
from assistant.engine.events import GRID_PER_QUARTER

MUSIC21_COLLECTIONS = ("ryansMammoth", "oneills1850", "airdsAirs", "miscFolk")
SUFFIXES = (".abc", ".krn", ".musicxml", ".mxl", ".xml", ".mid", ".midi")
CACHE_VERSION = 4
MIN_NOTES = 16
MAX_SHORT_SHARE = 0.4

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Tune:
    """A melody as the corpus gives it; times in 24ths of a quarter, tick 0 on a bar line.

    ``notes`` are (onset, length, pitch) in onset order; ``meters`` are (onset, numerator, denominator) of
    every change, the first at 0; ``tonic`` is a pitch class.
    """

    title: str
    source: str
    style: str
    tonic: int
    scale: str
    meters: tuple[tuple[int, int, int], ...]
    notes: tuple[tuple[int, int, int], ...]
    repeats_expanded: bool


@dataclass(frozen=True)
class Reading:
    """What one file gave: its tunes, and for each tune left out the reason."""

    tunes: tuple[Tune, ...]
    skipped: tuple[str, ...]


def read_corpora(
    names: list[str], cache: Path, *, workers: int = 1, progress: Progress | None = None
) -> Reading:
    """All tunes of the named collections and folders, from the cache where it has them."""
    jobs = [(path, style) for name in names for path, style in _files_of(name)]
    if not jobs:
        raise AntiphonError(
            f"No music was found in {', '.join(names)}: name a folder of scores or a collection."
        )
    readings = []
    with ProcessPoolExecutor(max_workers=workers) as pool:
        results = pool.map(_read_cached, *zip(*((p, s, cache) for p, s in jobs), strict=True))
        for number, reading in enumerate(results, 1):
            readings.append(reading)
            if progress:
                progress(number, len(jobs), jobs[number - 1][0].name)
    return Reading(tuple(t for r in readings for t in r.tunes), tuple(s for r in readings for s in r.skipped))


def _files_of(name: str) -> Iterator[tuple[Path, str]]:
    if name in MUSIC21_COLLECTIONS:
        from music21 import corpus

        yield from ((Path(p), "folk") for p in sorted(corpus.getComposer(name)))
        return
    folder = Path(name)
    if not folder.exists():
        raise AntiphonError(
            f"{name!r} is no folder, and none of music21's collections: {', '.join(MUSIC21_COLLECTIONS)}."
        )
    files = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    yield from ((p, folder.stem) for p in files if p.suffix.lower() in SUFFIXES)


def _read_cached(path: Path, style: str, cache: Path) -> Reading:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    stored = cache / f"{digest}-{style}-v{CACHE_VERSION}.json"
    if stored.exists():
        return _reading_from_json(json.loads(stored.read_text()))
    reading = read_file(path, style)
    cache.mkdir(parents=True, exist_ok=True)
    atomic_write(stored, json.dumps(asdict(reading)).encode())
    return reading


def _reading_from_json(data: dict[str, Any]) -> Reading:
    tunes = []
    for t in data["tunes"]:
        t["meters"] = tuple(map(tuple, t["meters"]))
        t["notes"] = tuple(map(tuple, t["notes"]))
        tunes.append(Tune(**t))
    return Reading(tuple(tunes), tuple(data["skipped"]))


def read_file(path: Path, style: str) -> Reading:
    """The tunes of one file; what cannot be read is listed with the reason."""
    from music21 import converter, stream

    tunes: list[Tune] = []
    skipped: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = converter.parse(path)
    except Exception as error:
        return Reading((), (f"{path.name}: {type(error).__name__}: {error}",))
    scores = list(parsed.scores) if isinstance(parsed, stream.Opus) else [parsed]
    for number, score in enumerate(scores, 1):
        try:
            tunes.extend(_forms(score, path, style))
        except Exception as error:
            skipped.append(f"{path.name} #{number}: {type(error).__name__}: {error}")
    return Reading(tuple(tunes), tuple(skipped))


def _forms(score: Any, path: Path, style: str) -> Iterator[Tune]:
    """The tune as it is written and, where it has repeats, as it is played."""
    part = score.parts[0] if score.parts else score
    title = str((score.metadata.title if score.metadata else "") or path.stem)
    tonic, scale = _key(part)
    written = _melody(part)
    yield Tune(title, path.name, style, tonic, scale, written.meters, written.notes, False)
    try:
        played = _melody(part.expandRepeats())
    except Exception:
        # Repeats that were misprinted cannot be played; as written the tune is good.
        return
    if len(played.notes) > len(written.notes):
        yield Tune(title, path.name, style, tonic, scale, played.meters, played.notes, True)


def _key(part: Any) -> tuple[int, str]:
    from music21 import key

    found = part.recurse().getElementsByClass(key.KeySignature).first()
    if found is None:
        found = part.analyze("key")
    elif not isinstance(found, key.Key):
        found = found.asKey()
    mode = {"ionian": "major", "aeolian": "minor"}.get(found.mode, found.mode)
    return found.tonic.pitchClass, mode if mode in SCALES else "major"


@dataclass(frozen=True)
class _Melody:
    notes: tuple[tuple[int, int, int], ...]
    meters: tuple[tuple[int, int, int], ...]


def _melody(part: Any) -> _Melody:
    """The part's melody with its bars laid on the meter; ``ValueError`` where it has none to speak of."""
    from music21 import meter

    measures = list(part.getElementsByClass("Measure"))
    spans = [_grid(m.duration.quarterLength) for m in measures]
    signatures = {i: s for i, m in enumerate(measures) for s in m.getElementsByClass(meter.TimeSignature)}
    bars, current = [], signatures.get(0) or meter.TimeSignature("4/4")
    for i in range(len(measures)):
        current = signatures.get(i, current)
        bars.append((_grid(current.barDuration.quarterLength), current.numerator, current.denominator))
    starts = _laid_out(spans, [b[0] for b in bars])
    tied = list(part.stripTies().getElementsByClass("Measure"))
    if len(tied) != len(measures):
        raise ValueError("ties across vanished measures")
    notes = _one_at_a_time(_sounding(tied, starts))
    if len(notes) < MIN_NOTES:
        raise ValueError(f"fewer than {MIN_NOTES} notes")
    return _Melody(notes, _meters(starts, bars))


def _laid_out(spans: list[int], bars: list[int]) -> list[int]:
    """Where each measure begins, so that full bars stand on bar lines.

    ``spans`` are the written lengths of the measures, ``bars`` what the meter asks for. A short one before
    a full one leads into it and ends on its bar line, taking its time from the end of the bar before, as
    players do; another short measure begins a bar.
    """
    starts: list[int] = []
    next_bar, short = 0, sum(span < bar for span, bar in zip(spans, bars, strict=True))
    if short > MAX_SHORT_SHARE * len(spans) + 2:
        raise ValueError("bars do not fit the meter")
    closing = False
    for i, (span, bar) in enumerate(zip(spans, bars, strict=True)):
        if i == 0 and span < bar:
            next_bar = bar
        leads = span < bar and (i == 0 or closing or (i + 1 < len(spans) and spans[i + 1] >= bars[i + 1]))
        starts.append(next_bar - span if leads else next_bar)
        next_bar += 0 if leads else -(-span // bar) * bar
        closing = span < bar and not leads
    return starts


def _sounding(measures: list[Any], starts: list[int]) -> list[tuple[int, int, int]]:
    """(onset, length, highest pitch) of every note and chord, without grace notes and chord symbols."""
    from music21 import harmony

    found = []
    for measure, start in zip(measures, starts, strict=True):
        later = [s for s in starts if s > start]
        for element in measure.flatten().notes:
            onset, length = start + _grid(element.offset), _grid(element.duration.quarterLength)
            # What a pick-up takes its time from is not played.
            taken = any(s <= onset for s in later)
            if length >= 1 and not taken and not isinstance(element, harmony.ChordSymbol):
                found.append((onset, length, max(p.midi for p in element.pitches)))
    return found


def _one_at_a_time(notes: list[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """The highest note at each onset, cut where the next begins."""
    by_onset: dict[int, tuple[int, int]] = {}
    for onset, length, pitch in notes:
        if onset not in by_onset or by_onset[onset][1] < pitch:
            by_onset[onset] = (length, pitch)
    onsets = sorted(by_onset)
    gaps = [b - a for a, b in pairwise(onsets)] + [10**9]
    return tuple((o, min(by_onset[o][0], gap), by_onset[o][1]) for o, gap in zip(onsets, gaps, strict=True))


def _meters(starts: list[int], bars: list[tuple[int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    changes: list[tuple[int, int, int]] = []
    for start, (_, numerator, denominator) in zip(starts, bars, strict=True):
        if not changes or (numerator, denominator) != changes[-1][1:]:
            changes.append((start if changes else 0, numerator, denominator))
    return tuple(changes)


def _grid(quarters: Any) -> int:
    return round(float(quarters) * GRID_PER_QUARTER)
