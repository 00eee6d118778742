"""What session and ui know of files, engine and performer: these shapes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.core.continuation import ContinueRequest, TakeEvent
from assistant.core.harmony import ChordName
from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.surprise import NoteSurprise, SurpriseRequest
from assistant.core.theory import Key

BUILT_IN_SYNTH = "Built-in synth"
VIRTUAL_PORT = "Antiphon (virtual port)"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model in the box and the styles it knows; ``problem`` is one sentence when it cannot be used."""

    name: str
    title: str
    net: str = ""
    parameters: int = 0
    path: str = ""
    problem: str | None = None
    styles: tuple[str, ...] = ()


class Continuer(Protocol):
    """The engine: answers seeds."""

    def models(self) -> tuple[ModelInfo, ...]:
        """The models there are, the recommended one first."""
        ...

    def warm_up(self, model: str = "") -> None:
        """Load a model ahead of the first request (the first one where no name is given)."""
        ...

    def prepare(self, request: ContinueRequest) -> None:
        """Read a request's seed ahead of it, so that its answer begins at once."""
        ...

    def generate(self, request: ContinueRequest) -> Iterator[TakeEvent]:
        """Yield notes of all takes as they are found, then a TakeDone for each.

        Closing the iterator cancels. Raises ``AntiphonError`` with one clear sentence.
        """
        ...

    def surprise(self, request: SurpriseRequest) -> Iterator[NoteSurprise]:
        """Yield how surprising the notes of a track are, after every step; closing the iterator cancels."""
        ...


@dataclass(frozen=True)
class OpenedFile:
    """A piece read from a file, and what the reader had to mend, a sentence each."""

    piece: Piece
    warnings: tuple[str, ...] = ()


class Files(Protocol):
    """Reading and writing pieces; raises ``AntiphonError`` with one clear sentence."""

    def read(self, path: Path) -> OpenedFile:
        """The piece in a file."""
        ...

    def write(self, piece: Piece, path: Path) -> None:
        """The piece as a file, whole or not at all."""
        ...

    def to_bytes(self, piece: Piece) -> bytes:
        """The piece as the bytes of a MIDI file, for the clipboard."""
        ...

    def from_bytes(self, data: bytes) -> OpenedFile:
        """The piece in the bytes of a MIDI file."""
        ...


class ChordNamer(Protocol):
    """Names the chords that a piece's notes make; a call may take seconds, so it is made in a thread."""

    def names(self, piece: Piece, key: Key | None) -> tuple[ChordName, ...]:
        """The chords in order, spelled as the key has it."""
        ...

    def close(self) -> None:
        """No more is asked; an answer that is under way ends soon."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The MIDI ports that can be chosen now; outputs include the built-in synth where it can play."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where playback is, and how late events have been sent of late (99th percentile, milliseconds)."""

    tick: float
    playing: bool
    recording: bool = False
    lateness_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """Notes played so far in this recording; ``finished`` when it is over."""

    notes: tuple[Note, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class NoteHeard:
    """A key of the MIDI keyboard went down (velocity over 0) or up (velocity 0)."""

    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong that the player should know, with the remedy, in one sentence."""

    text: str


PerformerEvent = Ports | Position | Recorded | NoteHeard | Problem


class Performer(Protocol):
    """Real time: plays, records and sounds notes. No call blocks; answers come by :meth:`poll`."""

    def start(self) -> None:
        """Get ready to play (may go on in the background)."""
        ...

    def close(self) -> None:
        """Silence everything and let the ports go."""
        ...

    def poll(self) -> list[PerformerEvent]:
        """What happened since the last call, oldest first; restarts a performer that died."""
        ...

    def set_output(self, name: str) -> None:
        """Play through a port (or ``BUILT_IN_SYNTH``, or ``VIRTUAL_PORT``)."""
        ...

    def set_input(self, name: str | None) -> None:
        """Listen to a port, or to none."""
        ...

    def set_thru(self, channel: int, program: int | None) -> None:
        """Let the MIDI keyboard sound on a channel with an instrument (None: as the output has it)."""
        ...

    def play(self, piece: Piece, start_tick: int, loop: Loop | None, *, metronome: bool = False) -> None:
        """Play from a tick; a loop that is given repeats until :meth:`stop`."""
        ...

    def record(
        self, piece: Piece, start_tick: int, *, count_in_bars: int = 1, metronome: bool = True
    ) -> None:
        """Count in, then play and record what comes from the input port."""
        ...

    def update(self, piece: Piece, loop: Loop | None) -> None:
        """Go on playing with an edited piece."""
        ...

    def seek(self, tick: int) -> None:
        """Go on playing from another tick."""
        ...

    def stop(self) -> None:
        """Stop playing and recording; every open note is closed."""
        ...

    def set_volume(self, channel: int, volume: int) -> None:
        """Let a channel be so loud at once, as while its fader is dragged."""
        ...

    def audition(self, pitch: int, velocity: int, program: int | None, channel: int = 0) -> None:
        """Sound one note at once, until :meth:`audition_off` or for at most two seconds."""
        ...

    def audition_off(self, pitch: int, channel: int = 0) -> None:
        """Let an auditioned note go."""
        ...

    def panic(self) -> None:
        """Stop, and silence every channel of the output in use now."""
        ...
