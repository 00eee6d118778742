"""A clock that needs no sleep, an output that writes down, and a player at work on both."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.protocols import Position, Problem
from assistant.core.scheduling import Schedule
from assistant.core.track import Track
from assistant.performer.clock import MS, Job
from assistant.performer.outputs import Output
from assistant.performer.player import Player
from assistant.performer.wire import Event, RecordedPart


class FakeClock:
    """Time passes only by waiting; jobs put on ``script`` come at their moment."""

    def __init__(self) -> None:
        self.time_ns = 0
        self.script: list[tuple[int, Job]] = []
        self.waits: list[tuple[int | None, bool]] = []

    def now_ns(self) -> int:
        return self.time_ns

    def wait(self, inbox: SimpleQueue[Job], deadline_ns: int | None, *, precisely: bool) -> Job | None:
        self.waits.append((deadline_ns, precisely))
        if not inbox.empty():
            return inbox.get()
        if self.script and (deadline_ns is None or self.script[0][0] <= deadline_ns):
            at_ns, job = self.script.pop(0)
            self.time_ns = max(self.time_ns, at_ns)
            return job
        assert deadline_ns is not None, "the player waits for ever"
        self.time_ns = max(self.time_ns, deadline_ns)
        return None


class FakeOutput:
    """Keeps what it is sent, with the time; ``is_gone`` makes it fail."""

    def __init__(self, clock: FakeClock, name: str = "fake", default_program: int | None = None) -> None:
        self.name = name
        self.default_program = default_program
        self.sent: list[tuple[int, bytes]] = []
        self.is_gone = False
        self.is_closed = False
        self._clock = clock

    def send(self, data: bytes) -> None:
        if self.is_gone:
            raise OSError(f"{self.name} is gone")
        self.sent.append((self._clock.time_ns, data))

    def close(self) -> None:
        self.is_closed = True

    def open_notes(self) -> set[tuple[int, int]]:
        """What a listener would still hear."""
        sounding: set[tuple[int, int]] = set()
        for _, data in self.sent:
            place = (data[0] & 0x0F, data[1])
            if data[0] & 0xF0 == 0x90 and data[2]:
                assert place not in sounding, "struck while it sounds"
                sounding.add(place)
            elif data[0] & 0xF0 in (0x80, 0x90):
                sounding.discard(place)
        return sounding

    def notes(self) -> list[tuple[float, str, int]]:
        """(ms, "on" or "off", pitch) of the notes that were sent."""
        kinds = {0x80: "off", 0x90: "on"}
        return [
            (ns / MS, kinds[data[0] & 0xF0], data[1]) for ns, data in self.sent if data[0] & 0xF0 in kinds
        ]


class Stage:
    """A player with a fake clock and output; commands are given by ``at`` and played out by ``run_to``."""

    def __init__(self, **output: int) -> None:
        self.clock = FakeClock()
        self.output = FakeOutput(self.clock, **output)  # type: ignore[arg-type]
        self.events: list[Event] = []
        self.lost: list[str] = []
        self.retired: list[Output] = []
        self.player = Player(self.clock, self.events.append, self.lost.append)
        self.player.set_output(self.output, lambda _: None, with_panic=False)

    def at(self, ms: float, command: Callable[..., None], *arguments: object, **named: object) -> None:
        """Give the player a command at a moment."""
        self.clock.script.append((round(ms * MS), lambda: command(*arguments, **named)))

    def run_to(self, ms: float) -> None:
        """Let time pass."""
        until_ns = round(ms * MS)
        is_over = []
        self.clock.script.append((until_ns, lambda: is_over.append(True)))
        while not is_over:
            self.player.turn()

    def positions(self) -> list[Position]:
        return [e for e in self.events if isinstance(e, Position)]

    def recorded(self) -> list[RecordedPart]:
        return [e for e in self.events if isinstance(e, RecordedPart)]

    def problems(self) -> list[str]:
        return [e.text for e in self.events if isinstance(e, Problem)]


def piece_of(*notes: tuple[int, int, int], **track: object) -> Piece:
    """A piece of (start_tick, length_ticks, pitch) at 120 bpm: 480 ticks last half a second."""
    clip = Clip.from_notes(Note(0, *note) for note in notes)
    return Piece((Track(clip=clip, **track),))  # type: ignore[arg-type]


def schedule_of(*notes: tuple[int, int, int], **track: object) -> Schedule:
    return Schedule.of_piece(piece_of(*notes, **track))


QUARTERS = tuple((480 * i, 480, 60 + i) for i in range(4))
"""Four notes of half a second each."""
