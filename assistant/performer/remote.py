"""The performer as the window knows it: no call waits, and a process that dies is started again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from assistant.core.note import Note
from assistant.core.piece import Loop, Piece
from assistant.core.protocols import PerformerEvent, Position, Problem, Recorded
from assistant.performer import wire
from assistant.performer.child import Child

RESTARTED = "The player stopped and was restarted; press play to go on."
GAVE_UP = "The player stops again and again, so the sound is off: choose another output to start it anew."
MOST_DEATHS, DEATHS_WITHIN_S = 3, 10.0


class RemotePerformer:
    """Implements ``assistant.core.protocols.Performer`` through a process of its own.

    ``output`` and ``input`` are names of ports as in ``Ports``; without an output the built-in synth plays.
    ``soundfont`` is the user's choice, if any.
    """

    def __init__(
        self,
        output: str | None = None,
        input: str | None = None,  # noqa: A002
        soundfont: Path | None = None,
    ) -> None:
        self._output = output
        self._input = input
        self._soundfont = soundfont
        self._child: Child | None = None
        self._is_closed = False
        self._deaths_s: list[float] = []
        self._thru = wire.SetThru(0, None)
        self._position = Position(0.0, playing=False)
        self._asked: Position | None = None
        self._recorded: tuple[Note, ...] = ()
        self._owes_recording = False

    @property
    def process_id(self) -> int | None:
        """The number of the process now at work."""
        process = self._child.process if self._child else None
        return process.pid if process else None

    def start(self) -> None:
        """Start the process, in the background."""
        if self._child is None and not self._is_closed:
            self._child = self._new_child(with_panic=False)

    def close(self) -> None:
        """Silence everything and end the process, within little more than a second."""
        self._is_closed = True
        if self._child:
            self._child.close()

    def poll(self) -> list[PerformerEvent]:
        """What happened since the last call, oldest first."""
        child = self._child
        if child is None:
            return []
        is_over = child.is_over  # asked first: what it said last is there by then
        found: list[PerformerEvent] = []
        while child.events:
            found += self._told(child.events.popleft())
        if is_over and not self._is_closed:
            found += self._revive(child)
        return found

    def set_output(self, name: str) -> None:
        """Play through a port."""
        self._output = name
        self._send(wire.SetOutput(name))

    def set_input(self, name: str | None) -> None:
        """Listen to a port, or to none."""
        self._input = name
        self._send(wire.SetInput(name))

    def set_thru(self, channel: int, program: int | None) -> None:
        """Let the keyboard sound on a channel with an instrument; the process need not be there yet."""
        self._thru = wire.SetThru(channel, program)
        if self._child and not self._is_closed:
            self._child.send(self._thru)

    def play(self, piece: Piece, start_tick: int, loop: Loop | None, *, metronome: bool = False) -> None:
        """Play from a tick."""
        self._asked = Position(start_tick, playing=True)
        self._send(wire.Play(piece, start_tick, loop, metronome))

    def record(
        self, piece: Piece, start_tick: int, *, count_in_bars: int = 1, metronome: bool = True
    ) -> None:
        """Count in, then play and record."""
        self._asked = Position(start_tick, playing=True, recording=True)
        self._owes_recording = True
        self._send(wire.Record(piece, start_tick, count_in_bars, metronome))

    def update(self, piece: Piece, loop: Loop | None) -> None:
        """Go on playing with an edited piece."""
        self._send(wire.Update(piece, loop))

    def seek(self, tick: int) -> None:
        """Go on playing from another tick."""
        self._send(wire.Seek(tick))

    def stop(self) -> None:
        """Stop playing and recording."""
        self._asked = None
        self._send(wire.Stop())

    def set_volume(self, channel: int, volume: int) -> None:
        """Let a channel be so loud at once."""
        self._send(wire.SetVolume(channel, volume))

    def audition(self, pitch: int, velocity: int, program: int | None, channel: int = 0) -> None:
        """Sound one note."""
        self._send(wire.Audition(pitch, velocity, program, channel))

    def audition_off(self, pitch: int, channel: int = 0) -> None:
        """Let an auditioned note go."""
        self._send(wire.AuditionOff(pitch, channel))

    def panic(self) -> None:
        """Silence every channel now."""
        self._asked = None
        self._send(wire.Panic())

    def _send(self, command: wire.Command) -> None:
        self.start()
        if self._child and not self._is_closed:
            self._child.send(command)

    def _new_child(self, *, with_panic: bool) -> Child:
        child = Child(self._output, self._input, self._soundfont, with_panic=with_panic)
        child.send(self._thru)
        return child

    def _told(self, event: wire.Event) -> list[PerformerEvent]:
        """An event of the process as the window knows it."""
        match event:
            case wire.RecordedPart(closed, sounding, finished):
                self._recorded += closed
                notes = self._recorded + sounding
                if finished:
                    self._recorded, self._owes_recording = (), False
                return [Recorded(notes, finished)]
            case wire.LatenessReport():
                return []
            case Position():
                self._position = event
                if self._asked and event.playing and event.recording == self._asked.recording:
                    self._asked = None
                return [event]
        return [event]

    def _revive(self, dead: Child) -> list[PerformerEvent]:
        """Start another process in place of one that died."""
        found = self._last_words()
        if self._dies_too_often():
            self._child = None
            return [*found, Problem(GAVE_UP)]
        self._child = self._new_child(with_panic=True)
        return found if dead.status == wire.START_ME_AGAIN else [*found, Problem(RESTARTED)]

    def _last_words(self) -> list[PerformerEvent]:
        """What the window still waits to hear of a process that died; the notes recorded so far are not lost.

        What was asked for and never began is said to have begun, for its end to be believed.
        """
        found: list[PerformerEvent] = []
        if self._asked:
            self._position, self._asked = self._asked, None
            found.append(self._position)
        if self._owes_recording:
            found.append(Recorded(self._recorded, finished=True))
        self._recorded, self._owes_recording = (), False
        if self._position.playing:
            self._position = Position(self._position.tick, playing=False)
            found.append(self._position)
        return found

    def _dies_too_often(self, clock_s: Callable[[], float] = time.monotonic) -> bool:
        now_s = clock_s()
        self._deaths_s = [s for s in self._deaths_s if now_s - s < DEATHS_WITHIN_S] + [now_s]
        return len(self._deaths_s) >= MOST_DEATHS
