"""What was read from one file, kept in one file of its own: a line of JSON, then the notes."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.core.atomic import atomic_write
from assistant.training.scores import Score

VERSIONS = {".krn": 4, ".mid": 2, ".midi": 2, ".mxl": 2, ".musicxml": 2, ".xml": 2, ".abc": 2}
"""To be raised when files of a format are read in another way; 1 for those not named."""

_PLAIN = [f.name for f in fields(Score) if f.name not in ("notes", "meters")]


@dataclass(frozen=True)
class FileReading:
    """The scores of one file and, for what was left out, the reasons."""

    scores: tuple[Score, ...]
    skipped: tuple[str, ...]


def key_of(path: Path, style: str) -> str:
    """The name under which a file's reading is kept: its content, the style and the reader's version."""
    stat = path.stat()
    digest = _digest(path, stat.st_mtime_ns, stat.st_size)
    return f"{digest}-{style.replace(' ', '-')}-s{VERSIONS.get(path.suffix.lower(), 1)}"


@lru_cache(maxsize=65536)
def _digest(path: Path, mtime_ns: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]


def holds(cache: Path, key: str) -> bool:
    """Whether the reading is there."""
    return (cache / f"{key}.scores").exists()


def load(cache: Path, key: str) -> FileReading | None:
    """The reading of that key; None where it is not there, or damaged."""
    try:
        header, _, body = (cache / f"{key}.scores").read_bytes().partition(b"\n")
        facts = json.loads(header)
        notes = np.frombuffer(zlib.decompress(body), dtype="<i4").reshape(-1, 4)
        return _reading(facts, notes)
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None


def _reading(facts: dict[str, Any], notes: np.ndarray) -> FileReading:
    scores = []
    at = 0
    for fact in facts["scores"]:
        count = fact.pop("notes")
        own = notes[at : at + count].astype(np.int32)
        scores.append(Score(notes=own, meters=tuple(map(tuple, fact.pop("meters"))), **fact))
        at += count
    return FileReading(tuple(scores), tuple(facts["skipped"]))


def store(cache: Path, key: str, reading: FileReading) -> None:
    """Keep the reading, whole or not at all."""
    facts = [
        {**{k: getattr(s, k) for k in _PLAIN}, "meters": s.meters, "notes": len(s)} for s in reading.scores
    ]
    header = json.dumps({"scores": facts, "skipped": reading.skipped}, ensure_ascii=False)
    tables = [s.notes for s in reading.scores]
    body = np.concatenate(tables).astype("<i4").tobytes() if tables else b""
    atomic_write(cache / f"{key}.scores", header.encode() + b"\n" + zlib.compress(body, 3))
