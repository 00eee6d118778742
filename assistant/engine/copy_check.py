"""Takes beside the training corpus: each is told, once complete, how much of it stands there already."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Copied, TakeDone, TakeEvent, TakeNote
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.engine.copy_index import CopyIndex
from assistant.engine.events import GRID_TICKS


class CopyCheck:
    """Compares takes with an index, which is read when it is first wanted; may be used from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._found: CopyIndex | None = None

    def index(self) -> CopyIndex | None:
        """The index; None where none is installed, ``AntiphonError`` where it is damaged."""
        with self._lock:
            if self._found is None and self._path.exists():
                self._found = CopyIndex.load(self._path)
            return self._found

    def usable_index(self) -> CopyIndex | None:
        """The index; None where it is damaged too: the window has said so when it warmed up.

        Music is not kept back for it.
        """
        try:
            return self.index()
        except AntiphonError:
            return None

    def tell(self, request: ContinueRequest, events: Iterator[TakeEvent]) -> Iterator[TakeEvent]:
        """The events of an answer, each take's end with what the take shares with the corpus."""
        voice = melody_voice(request)
        notes: list[list[Note]] = [[] for _ in range(request.takes)]
        for event in events:
            if isinstance(event, TakeDone):
                yield replace(event, copied=self._copied(request, voice, notes[event.index]))
                continue
            if isinstance(event, TakeNote) and event.voice == voice:
                notes[event.index].append(event.note)
            yield event

    def _copied(self, request: ContinueRequest, voice: int, notes: list[Note]) -> Copied | None:
        index = self.usable_index()
        if index is None:
            return None
        clips = _seed(request, voice), Clip.from_notes(notes)
        onsets = np.rint(np.concatenate([clip.starts for clip in clips]) / GRID_TICKS).astype(np.int64)
        pitches = np.concatenate([clip.pitches for clip in clips])
        start = round(request.start_tick / GRID_TICKS)
        found = index.longest_copy(onsets, pitches, start)
        return Copied(found.notes, found.title, found.pieces, index.usual_notes)


def melody_voice(request: ContinueRequest) -> int:
    """The voice that has the melody, or else the seed's own track."""
    parts = [request.part, *(other.part for other in request.others)]
    return parts.index("melody") if "melody" in parts else 0


def _seed(request: ContinueRequest, voice: int) -> Clip:
    return request.others[voice - 1].clip if voice else request.seed
