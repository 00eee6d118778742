"""Stand-ins for files, engine and performer that keep the Protocols of assistant.core.protocols."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from assistant.core.continuation import ContinueRequest, Copied, TakeDone, TakeEvent, TakeNote
from assistant.core.errors import AntiphonError
from assistant.core.harmony import ChordName
from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Piece
from assistant.core.protocols import (
    BUILT_IN_SYNTH,
    ChordNamer,
    Continuer,
    Files,
    ModelInfo,
    OpenedFile,
    Performer,
    PerformerEvent,
)
from assistant.core.surprise import NoteSurprise, SurpriseRequest
from assistant.core.theory import Key, pitch_name

EIGHTH = PPQ // 2
STYLES = ("folk", "song", "lead sheet")
"""What ``FakeContinuer`` can write."""


class FakeFiles:
    """A disk in a dictionary; set ``problem`` to a sentence and nothing can be read or written."""

    def __init__(self, pieces: dict[Path, Piece] | None = None) -> None:
        self.pieces = dict(pieces or {})
        self._by_bytes: dict[bytes, Piece] = {}
        self.warnings: tuple[str, ...] = ()
        self.problem: str | None = None

    def read(self, path: Path) -> OpenedFile:
        self._fail_if_told()
        if path not in self.pieces:
            raise AntiphonError(f"Could not read {path}: there is no such file; choose another.")
        return OpenedFile(self.pieces[path], self.warnings)

    def write(self, piece: Piece, path: Path) -> None:
        self._fail_if_told()
        self.pieces[path] = piece

    def to_bytes(self, piece: Piece) -> bytes:
        self._fail_if_told()
        data = f"piece {len(self._by_bytes)}".encode()
        self._by_bytes[data] = piece
        return data

    def from_bytes(self, data: bytes) -> OpenedFile:
        self._fail_if_told()
        if data not in self._by_bytes:
            raise AntiphonError("Could not read the clipboard: it is not a MIDI file.")
        return OpenedFile(self._by_bytes[data])

    def _fail_if_told(self) -> None:
        if self.problem is not None:
            raise AntiphonError(self.problem)


class FakeContinuer:
    """A model that answers with eighth notes out of the allowed pitches, the same ones for the same request.

    The takes come by turns, a note each. ``before_note`` is called before every note: let it wait, to look
    at an answer that is half done. ``problem`` is raised at the first note. ``cancelled`` counts the answers
    that were closed before their end. ``recognised`` is the style that it hears in every seed. A note's
    surprise is a twentieth of its pitch.
    """

    def __init__(
        self, *, before_note: Callable[[], object] | None = None, problem: str | None = None
    ) -> None:
        self.requests: list[ContinueRequest] = []
        self.warmed: list[str] = []
        self.prepared: list[ContinueRequest] = []
        self.judged: list[SurpriseRequest] = []
        self.cancelled = 0
        self.before_note = before_note
        self.problem = problem
        self.copied: dict[int, Copied] = {}
        self.recognised = ""
        self.model_list = (ModelInfo("fake", "Fake", net="conv", parameters=1, styles=STYLES),)

    def models(self) -> tuple[ModelInfo, ...]:
        return self.model_list

    def warm_up(self, model: str = "") -> None:
        self.warmed.append(model)

    def prepare(self, request: ContinueRequest) -> None:
        self.prepared.append(request)

    def generate(self, request: ContinueRequest) -> Iterator[TakeEvent]:
        self.requests.append(request)
        try:
            yield from self._answer(request)
        except GeneratorExit:
            self.cancelled += 1
            raise

    def surprise(self, request: SurpriseRequest) -> Iterator[NoteSurprise]:
        self.judged.append(request)
        for note in request.clip:
            if self.before_note is not None:
                self.before_note()
            is_judged = note.start_tick >= request.from_tick
            yield NoteSurprise((note.id,), note.pitch / 20) if is_judged else NoteSurprise()

    def _answer(self, request: ContinueRequest) -> Iterator[TakeEvent]:
        if self.problem is not None:
            raise AntiphonError(self.problem)
        for notes in zip(*(answer(request, index) for index in range(request.takes)), strict=True):
            for index, note in enumerate(notes):
                if self.before_note is not None:
                    self.before_note()
                yield TakeNote(index, note, surprise_bits=1.0)
                for voice in range(1, len(request.others) + 1):
                    yield TakeNote(index, beside(note, voice), surprise_bits=2.0, voice=voice)
        for index in range(request.takes):
            style = request.style or self.recognised
            yield TakeDone(index, surprise_bits=1.0, copied=self.copied.get(index), style=style)


def answer(request: ContinueRequest, index: int) -> list[Note]:
    """The notes that ``FakeContinuer`` gives as take ``index``."""
    draw = random.Random(f"{request.random_seed}/{index}")
    pitches = [pitch for pitch, allowed in enumerate(request.allowed_pitches()) if allowed]
    near = sorted(pitches, key=lambda pitch: abs(pitch - int(request.seed.pitches[-1])))[:8]
    starts = range(request.start_tick, request.end_tick, EIGHTH)
    return [
        Note(number, start, min(EIGHTH, request.end_tick - start), draw.choice(near))
        for number, start in enumerate(starts, start=1)
    ]


def beside(note: Note, voice: int) -> Note:
    """What ``FakeContinuer`` lets the k-th other voice sing with a note: the same, a sixth lower each."""
    return replace(note, pitch=max(0, note.pitch - 9 * voice))


class FakeChordNamer:
    """Names every bar by its lowest pitch; ``before_names`` is called before, in the thread that asks."""

    def __init__(self) -> None:
        self.asked: list[tuple[Piece, Key | None]] = []
        self.before_names: Callable[[], object] | None = None
        self.is_closed = False

    def names(self, piece: Piece, key: Key | None) -> tuple[ChordName, ...]:
        self.asked.append((piece, key))
        if self.before_names is not None:
            self.before_names()
        clip = piece.tracks[0].clip
        lines = piece.meter_map.bar_lines(0, piece.meter_map.bar_ceil(clip.end_tick) + 1)
        return tuple(
            ChordName(start, end, pitch_name(int(clip.pitches[clip.rows_between(start, end)].min())))
            for start, end in pairwise(lines)
            if len(clip.rows_between(start, end))
        )

    def close(self) -> None:
        self.is_closed = True


class FakePerformer:
    """A performer that writes down what it is told in ``calls`` and says what a test put in with ``say``."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []
        self._events: list[PerformerEvent] = []

    def say(self, *events: PerformerEvent) -> None:
        """What :meth:`poll` shall return next."""
        self._events.extend(events)

    def called(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of every call of one method, oldest first."""
        return [call[1:] for call in self.calls if call[0] == name]

    def start(self) -> None:
        self.calls.append(("start",))

    def close(self) -> None:
        self.calls.append(("close",))

    def poll(self) -> list[PerformerEvent]:
        events, self._events = self._events, []
        return events

    def set_output(self, name: str = BUILT_IN_SYNTH) -> None:
        self.calls.append(("set_output", name))

    def set_input(self, name: str | None) -> None:
        self.calls.append(("set_input", name))

    def set_thru(self, channel: int, program: int | None) -> None:
        self.calls.append(("set_thru", channel, program))

    def set_volume(self, channel: int, volume: int) -> None:
        self.calls.append(("set_volume", channel, volume))

    def play(self, piece: Piece, start_tick: int, loop: Loop | None, *, metronome: bool = False) -> None:
        self.calls.append(("play", piece, start_tick, loop, metronome))

    def record(
        self, piece: Piece, start_tick: int, *, count_in_bars: int = 1, metronome: bool = True
    ) -> None:
        self.calls.append(("record", piece, start_tick, count_in_bars, metronome))

    def update(self, piece: Piece, loop: Loop | None) -> None:
        self.calls.append(("update", piece, loop))

    def seek(self, tick: int) -> None:
        self.calls.append(("seek", tick))

    def stop(self) -> None:
        self.calls.append(("stop",))

    def audition(self, pitch: int, velocity: int, program: int | None, channel: int = 0) -> None:
        self.calls.append(("audition", pitch, velocity, program, channel))

    def audition_off(self, pitch: int, channel: int = 0) -> None:
        self.calls.append(("audition_off", pitch, channel))

    def panic(self) -> None:
        self.calls.append(("panic",))


# A type checker that reads this file sees here that the fakes keep the Protocols.
_FAKES: tuple[type[Files], type[Continuer], type[ChordNamer], type[Performer]] = (
    FakeFiles,
    FakeContinuer,
    FakeChordNamer,
    FakePerformer,
)
