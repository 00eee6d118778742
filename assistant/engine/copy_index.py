"""The copy check: the longest run of a take that stands in the training corpus, in any key.

A melody is told in steps: the interval and the distance in time from a note to the next. All of the corpus
lies in one text with a suffix array beside it (Manber and Myers 1993, SIAM Journal on Computing 22), so the
longest match of a phrase is next to where the phrase would be sorted in.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from assistant.core.atomic import atomic_write
from assistant.core.errors import AntiphonError
from assistant.engine.events import bounded

FORMAT = 1
SEPARATOR = 0
"""The code between two melodies; no step has it."""
MAX_INTERVAL = 63
DISTANCES = 512
"""Classes of the distance to the next note, in grid steps; the last one is five bars of 4/4 and more."""
CONTEXT_NOTES = 64
"""How far back in the seed a run may begin that goes on in the take."""
_SUFFIX_BYTES = 3

Codes = NDArray[np.uint16]
Melody = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Copy:
    """The longest run of a take that is in the corpus; ``notes`` is 0 where not even one step is.

    ``notes`` counts the take's own notes, ``seed_notes`` those of the seed that the run begins with. The run
    begins at grid step ``onset``. ``title`` names a piece it stands in, ``pieces`` says in how many it does.
    """

    notes: int = 0
    seed_notes: int = 0
    onset: int = 0
    title: str = ""
    pieces: int = 0


def top_line(onsets: ArrayLike, pitches: ArrayLike) -> Melody:
    """(onsets, pitches) of the highest note of each onset, in order; the notes may come in any order."""
    when, what = np.asarray(onsets, dtype=np.int64), np.asarray(pitches, dtype=np.int64)
    order = np.lexsort((-what, when))
    found, first = np.unique(when[order], return_index=True)
    return found, what[order][first]


def steps(melody: Melody) -> Codes:
    """The code of each step from a note to the next: n - 1 for n notes, along the last axis."""
    onsets, pitches = melody
    intervals = bounded(np.diff(pitches), -MAX_INTERVAL, MAX_INTERVAL) + MAX_INTERVAL + 1
    return (intervals * DISTANCES + np.minimum(np.diff(onsets), DISTANCES - 1)).astype(np.uint16)


class CopyIndex:
    """Finds runs in the melodies of a corpus."""

    def __init__(
        self,
        codes: Codes,
        suffixes: NDArray[np.uint32],
        starts: NDArray[np.uint32],
        titles: Sequence[str],
        usual_notes: int = 0,
    ) -> None:
        """``codes`` are all melodies with separators between; ``suffixes`` the places of the steps in them,
        sorted by what follows; ``starts`` (m,) where each melody begins, and ``titles`` (m) whose it is.
        """
        self.usual_notes = usual_notes
        """How long a run music that copies nothing shares with the corpus as a rule; 0 where unknown."""
        self._text = text_of(codes)
        self._suffixes, self._starts, self._titles = suffixes, starts, tuple(titles)

    def __len__(self) -> int:
        """Steps in the corpus."""
        return len(self._suffixes)

    @property
    def titles(self) -> tuple[str, ...]:
        """The title of each melody."""
        return self._titles

    def longest_copy(self, onsets: ArrayLike, pitches: ArrayLike, start: int | None = None) -> Copy:
        """The longest run in the corpus that reaches into the take.

        Notes come in any order, onsets in grid steps; those before ``start`` are the seed. What the seed
        holds is the player's: a run that stands in it too is no copy of the corpus.
        """
        melody = top_line(onsets, pitches)
        text = text_of(steps(melody))
        first = 0 if start is None else int(np.searchsorted(melody[0], start))
        seed = text[: 2 * max(first - 1, 0)]
        runs = [self._run(text, at, first) for at in range(max(first - CONTEXT_NOTES, 0), len(text) // 2)]
        for notes, before, at, run in sorted(runs, key=lambda r: r[:2], reverse=True):
            if notes > 0 and not stands_in(seed, run):
                pieces = self._pieces_with(run)
                return Copy(notes, before, int(melody[0][at]), self._titles[pieces[0]], len(pieces))
        return Copy()

    def next_intervals(self, run: bytes, distance: int) -> list[int]:
        """By what interval the corpus goes on ``distance`` grid steps after the text of a run."""
        after = {int.from_bytes(self._at(rank, len(run) + 2)[len(run) :]) for rank in self._ranks_with(run)}
        wanted = min(distance, DISTANCES - 1)
        found = (code // DISTANCES for code in after if code != SEPARATOR and code % DISTANCES == wanted)
        return sorted(interval - MAX_INTERVAL - 1 for interval in found)

    def _run(self, text: bytes, at: int, first: int) -> tuple[int, int, int, bytes]:
        """The longest run from note ``at``: its notes from ``first`` on, those before, at, and its steps."""
        run = self._longest_prefix(text[2 * at :])
        before = max(first - at, 0)
        return (len(run) // 2 + 1 - before if run else 0), before, at, run

    def _longest_prefix(self, phrase: bytes) -> bytes:
        """As much of a phrase as the corpus holds."""
        ranks = range(len(self))
        at = bisect_left(ranks, phrase, key=lambda rank: self._at(rank, len(phrase)))
        neighbours = [self._at(rank, len(phrase)) for rank in (at - 1, at) if rank in ranks]
        return phrase[: max((_agreement(phrase, found) for found in neighbours), default=0)]

    def _at(self, rank: int, size: int) -> bytes:
        """What stands at the suffix of a rank, ``size`` bytes of it."""
        start = 2 * int(self._suffixes[rank])
        return self._text[start : start + size]

    def _pieces_with(self, run: bytes) -> list[int]:
        """The melodies that hold a run."""
        ranks = self._ranks_with(run)
        found = np.searchsorted(self._starts, self._suffixes[ranks.start : ranks.stop], side="right") - 1
        return sorted(set(found.tolist()))

    def _ranks_with(self, run: bytes) -> range:
        """The suffixes that begin with a run."""
        ranks = range(len(self))
        low = bisect_left(ranks, run, key=lambda rank: self._at(rank, len(run)))
        if low == len(self) or self._at(low, len(run)) != run:
            return range(low, low)
        return range(low, bisect_right(ranks, run, lo=low, key=lambda rank: self._at(rank, len(run))))

    def save(self, path: Path) -> None:
        """Write the index, with the SHA-256 of what it holds."""
        packed = self._suffixes.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :_SUFFIX_BYTES]
        tensors: dict[str, NDArray[Any]] = {
            "codes": np.frombuffer(self._text, dtype=">u2").astype(np.uint16),
            "suffixes": np.ascontiguousarray(packed),
            "starts": self._starts.astype(np.uint32),
        }
        titles = json.dumps(self._titles, ensure_ascii=False, separators=(",", ":"))
        facts = {"format": str(FORMAT), "usual_notes": str(self.usual_notes), "titles": titles}
        facts["sha256"] = _digest(tensors, facts)
        atomic_write(path, save_tensors(tensors, metadata=facts))

    @classmethod
    def load(cls, path: Path) -> Self:
        """An index from disk; ``AntiphonError`` where it is missing, damaged or of another version."""
        try:
            data = path.read_bytes()
            # The format keeps text in the JSON that the file begins with, behind its length in eight bytes.
            facts = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]
            tensors = load_tensors(data)
            if facts.pop("sha256") != _digest(tensors, facts) or facts["format"] != str(FORMAT):
                raise ValueError("not as it was written")
            suffixes = np.zeros((len(tensors["suffixes"]), 4), dtype=np.uint8)
            suffixes[:, :_SUFFIX_BYTES] = tensors["suffixes"]
            columns = tensors["codes"], suffixes.view("<u4").reshape(-1), tensors["starts"]
            return cls(*columns, json.loads(facts["titles"]), int(facts["usual_notes"]))
        except (OSError, SafetensorError, LookupError, TypeError, ValueError, RecursionError) as error:
            raise AntiphonError(
                f"The copy index {path.name} is missing or damaged, so takes are not compared with the music "
                "that the models learnt from: install Antiphon again."
            ) from error


def _agreement(a: bytes, b: bytes) -> int:
    """How many bytes two texts begin with that are the same, in whole codes."""
    differ = (i for i in range(0, min(len(a), len(b)), 2) if a[i : i + 2] != b[i : i + 2])
    return next(differ, min(len(a), len(b)))


def text_of(codes: Codes) -> bytes:
    """Steps as bytes, big-endian: these compare as the codes do as numbers."""
    return codes.astype(">u2").tobytes()


def stands_in(seed: bytes, run: bytes) -> bool:
    """Whether the text of a run stands in that of the seed."""
    at = seed.find(run)
    while at % 2 == 1 and at > 0:
        at = seed.find(run, at + 1)
    return at >= 0


def _digest(tensors: dict[str, NDArray[Any]], facts: dict[str, str]) -> str:
    found = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    for name in sorted(tensors):
        found.update(tensors[name].tobytes())
    return found.hexdigest()
