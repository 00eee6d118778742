"""What the window and the performer process say to each other: plain values that can be pickled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.protocols import NoteHeard, Ports, Position, Problem

CRASHED, START_ME_AGAIN = 1, 3
"""Exit statuses of the process: an error; and the wish for a fresh start, the reason having been told."""


@dataclass(frozen=True, slots=True)
class SetOutput:
    """Play through this port; None is the built-in synth, and an empty name silence."""

    name: str | None


@dataclass(frozen=True, slots=True)
class SetInput:
    """Listen to this port, or to none."""

    name: str | None


@dataclass(frozen=True, slots=True)
class SetThru:
    """Let the keyboard sound on a channel with an instrument."""

    channel: int
    program: int | None


@dataclass(frozen=True, slots=True)
class Play:
    """Play from a tick."""

    piece: Piece
    start_tick: int
    loop: Loop | None
    metronome: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Count in, play and record."""

    piece: Piece
    start_tick: int
    count_in_bars: int
    metronome: bool


@dataclass(frozen=True, slots=True)
class Update:
    """Go on with an edited piece."""

    piece: Piece
    loop: Loop | None


@dataclass(frozen=True, slots=True)
class Seek:
    """Go on from another tick."""

    tick: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop playing and recording."""


@dataclass(frozen=True, slots=True)
class SetVolume:
    """Let a channel be so loud at once."""

    channel: int
    volume: int


@dataclass(frozen=True, slots=True)
class Audition:
    """Sound one note."""

    pitch: int
    velocity: int
    program: int | None
    channel: int


@dataclass(frozen=True, slots=True)
class AuditionOff:
    """Let an auditioned note go."""

    pitch: int
    channel: int


@dataclass(frozen=True, slots=True)
class Panic:
    """Silence every channel."""


@dataclass(frozen=True, slots=True)
class ReportLateness:
    """Answer with a LatenessReport."""


@dataclass(frozen=True, slots=True)
class Close:
    """Silence everything and end."""


Command = (
    SetOutput
    | SetInput
    | SetThru
    | Play
    | Record
    | Update
    | Seek
    | Stop
    | SetVolume
    | Audition
    | AuditionOff
    | Panic
    | ReportLateness
    | Close
)


@dataclass(frozen=True, slots=True)
class RecordedPart:
    """What is new in a recording: notes that ended since the last part, and all that sound now."""

    closed: tuple[Note, ...]
    sounding: tuple[Note, ...]
    finished: bool


@dataclass(frozen=True, slots=True)
class LatenessReport:
    """How late each of the latest messages was sent, in nanoseconds."""

    samples_ns: tuple[int, ...]


Event = Ports | Position | NoteHeard | Problem | RecordedPart | LatenessReport


def without_stale_updates(commands: Iterable[Command]) -> list[Command]:
    """The commands less those updates that another one follows at once: only the last piece counts."""
    kept: list[Command] = []
    for command in commands:
        if isinstance(command, Update) and kept and isinstance(kept[-1], Update):
            kept.pop()
        kept.append(command)
    return kept


def without_stale_positions(events: Iterable[Event]) -> list[Event]:
    """The events less those positions that a later one overtakes without a change of what goes on."""
    kept: list[Event] = []
    for event in events:
        if kept and _overtakes(event, kept[-1]):
            kept.pop()
        kept.append(event)
    return kept


def _overtakes(event: Event, last: Event) -> bool:
    if not (isinstance(event, Position) and isinstance(last, Position)):
        return False
    return (event.playing, event.recording) == (last.playing, last.recording)
