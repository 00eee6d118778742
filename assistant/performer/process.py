"""The performer process: reads commands, plays, and tells what happens.

Four threads, none of which waits for another: the main one reads commands, one plays, one lists and opens
ports, one writes to the window. No Qt and no torch come in with this module.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import cached_property, partial
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any, NoReturn

from assistant.core.errors import AntiphonError
from assistant.core.protocols import Problem
from assistant.core.scheduling import Schedule
from assistant.performer import wire
from assistant.performer.clock import REAL_TIME_SPIN_NS, SPIN_NS, Job, MonotonicClock
from assistant.performer.outputs import Output, Silence
from assistant.performer.player import Player
from assistant.performer.ports import JackStoppedError, MidiSystem
from assistant.performer.quiet import keep_libraries_quiet
from assistant.performer.switchboard import Switchboard

REFRESH_S = 2.0
GOODBYE_S = 0.9
OPENING_S = 5.0
SWITCH_INTERVAL_S = 0.0005
REAL_TIME_PRIORITY = 5
"""Below those of JACK and of FluidSynth's sound."""


def run(
    connection: Connection, output: str | None, input_: str | None, soundfont: Path | None, with_panic: bool
) -> None:
    """The main function of the process; it ends with a Close command, or when the window is gone.

    ``with_panic`` silences the first output: a performer that died may have left notes open there.
    """
    _settle_in()
    performer = _Performer(connection, soundfont, with_panic)
    performer.start(output, input_)
    try:
        performer.obey()
    finally:
        performer.close()


PLAYER_JOBS: dict[type[wire.Command], Callable[[Player, Any], Job]] = {
    wire.SetThru: lambda player, c: partial(player.set_thru, c.channel, c.program),
    wire.Play: lambda player, c: partial(
        player.play, Schedule.of_piece(c.piece), c.start_tick, c.loop, metronome=c.metronome
    ),
    wire.Record: lambda player, c: partial(
        player.record, Schedule.of_piece(c.piece), c.start_tick, c.count_in_bars, metronome=c.metronome
    ),
    wire.Update: lambda player, c: partial(player.update, Schedule.of_piece(c.piece), c.loop),
    wire.Seek: lambda player, c: partial(player.seek, c.tick),
    wire.Stop: lambda player, c: player.stop,
    wire.SetVolume: lambda player, c: partial(player.set_volume, c.channel, c.volume),
    wire.Audition: lambda player, c: partial(player.audition, c.pitch, c.velocity, c.program, c.channel),
    wire.AuditionOff: lambda player, c: partial(player.audition_off, c.pitch, c.channel),
    wire.Panic: lambda player, c: player.panic,
    wire.ReportLateness: lambda player, c: player.report_lateness,
}
"""What the player does for a command. Schedules are made before, so that its thread need not wait."""


class BuiltInSynth:
    """Makes the built-in synth, and knows what keeps it from playing."""

    def __init__(self, soundfont: Path | None) -> None:
        self._soundfont = soundfont

    @cached_property
    def problem(self) -> str | None:
        """One sentence where it cannot be made."""
        from assistant.performer.synth import synth_problem

        return synth_problem(self._soundfont)

    def make(self, report: Callable[[str], None]) -> Output:
        """A synth that sounds, or silence where there is no sound device; raises AntiphonError."""
        from assistant.performer.synth import Synth

        if self.problem:
            raise AntiphonError(self.problem)
        synth = Synth(self._soundfont)
        if self._soundfont and synth.soundfont != self._soundfont:
            report(f"The soundfont {self._soundfont} cannot be read; {synth.soundfont.name} plays instead.")
        try:
            synth.start_audio()
        except AntiphonError as error:
            synth.close()
            report(str(error))
            return Silence()
        return synth


class _Performer:
    """The threads and the queues between them."""

    def __init__(self, connection: Connection, soundfont: Path | None, with_panic: bool) -> None:
        self._connection = connection
        self._with_panic = with_panic
        self._events: SimpleQueue[wire.Event | None] = SimpleQueue()
        self._port_jobs: SimpleQueue[Job | None] = SimpleQueue()
        clock = MonotonicClock(REAL_TIME_SPIN_NS if _is_real_time() else SPIN_NS)
        self._player = Player(clock, self._events.put, self._output_lost)
        self._switchboard = Switchboard(
            MidiSystem(lambda: self._port_jobs.put(self._refresh)),
            BuiltInSynth(soundfont),
            self._connect,
            self._midi_in,
            self._events.put,
        )
        self._playing = _thread(self._player.run, "player")
        self._minding = _thread(self._mind_ports, "ports")
        self._telling = _thread(self._tell, "telling")

    def start(self, output: str | None, input_: str | None) -> None:
        self._carry_out(wire.SetOutput(output))
        self._carry_out(wire.SetInput(input_))
        for thread in (self._playing, self._minding, self._telling):
            thread.start()

    def obey(self) -> None:
        """Carry out commands until the last one."""
        with contextlib.suppress(EOFError, OSError):  # the window is gone
            while not isinstance(command := self._connection.recv(), wire.Close):
                self._carry_out(command)

    def close(self) -> None:
        """Silence everything, let the ports go and say the last words, while the window still waits."""
        deadline_s = time.monotonic() + GOODBYE_S
        self._silence()
        self._port_jobs.put(None)  # first the ports: one that is just being opened comes to the player yet
        self._minding.join(deadline_s - time.monotonic())
        self._player.post(self._player.close)
        self._playing.join(max(0.0, deadline_s - time.monotonic()))
        self._events.put(None)
        self._telling.join(max(0.0, deadline_s - time.monotonic()))

    def _carry_out(self, command: wire.Command) -> None:
        match command:
            case wire.SetOutput(name):
                self._port_jobs.put(partial(self._switchboard.set_output, name))
            case wire.SetInput(name):
                self._port_jobs.put(partial(self._switchboard.set_input, name))
            case _:
                if isinstance(command, wire.Play | wire.Record):
                    self._wait_for_ports()
                self._player.post(PLAYER_JOBS[type(command)](self._player, command))

    def _wait_for_ports(self) -> None:
        """Until the ports that were asked for are open: the first note must not go to the one before."""
        are_open = threading.Event()
        self._port_jobs.put(are_open.set)
        are_open.wait(OPENING_S)

    def _connect(self, output: Output) -> None:
        with_panic, self._with_panic = self._with_panic, False
        self._player.post(partial(self._player.set_output, output, self._retire, with_panic=with_panic))

    def _retire(self, output: Output) -> None:
        self._port_jobs.put(output.close)

    def _output_lost(self, name: str) -> None:
        self._port_jobs.put(partial(self._switchboard.output_lost, name))

    def _midi_in(self, stamp_ns: int, data: bytes) -> None:
        self._player.post(partial(self._player.midi_in, stamp_ns, data))

    def _mind_ports(self) -> None:
        """List the ports at once and every two seconds, and open those that are asked for."""
        job: Job | None = self._refresh
        while job is not None:
            job()
            try:
                job = self._port_jobs.get(timeout=REFRESH_S)
            except Empty:
                job = self._refresh
        self._switchboard.close()

    def _refresh(self) -> None:
        try:
            # Looking for MIDI systems that did not run before holds Python up for milliseconds.
            self._switchboard.refresh(look_for_more=not self._player.is_playing)
        except JackStoppedError:
            self._start_again("The JACK server stopped, and the player was restarted; press play to go on.")

    def _start_again(self, reason: str) -> NoReturn:
        """End this process so that the window starts another, without touching what may crash."""
        self._silence()
        self._events.put(Problem(reason))
        self._events.put(None)
        self._telling.join(GOODBYE_S)
        os._exit(wire.START_ME_AGAIN)

    def _silence(self) -> None:
        """Stop playing, and wait until that is done."""
        is_silent = threading.Event()
        self._player.post(self._player.stop)
        self._player.post(is_silent.set)
        is_silent.wait(GOODBYE_S / 3)

    def _tell(self) -> None:
        """Write to the window; what piles up while it does not read is thinned out."""
        is_over = False
        while not is_over:
            events = [self._events.get()]
            while not self._events.empty():
                events.append(self._events.get())
            is_over = None in events
            with contextlib.suppress(OSError):  # the window is gone, and the main thread knows
                self._connection.send(wire.without_stale_positions(e for e in events if e is not None))


def _thread(work: Callable[[], None], name: str) -> threading.Thread:
    """A thread whose failure ends the process, so that the window starts another."""

    def work_or_die() -> None:
        try:
            work()
        except Exception:
            traceback.print_exc()
            os._exit(wire.CRASHED)

    return threading.Thread(target=work_or_die, name=name, daemon=True)


def _settle_in() -> None:
    with contextlib.suppress(OSError):  # there may be no terminal
        keep_libraries_quiet()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which then closes this process
    signal.signal(signal.SIGTERM, _leave)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.freeze()


def _is_real_time() -> bool:
    """Go before every ordinary process, where this user may; for JACK, musicians are often allowed to."""
    if sys.platform != "linux":
        return False
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(REAL_TIME_PRIORITY))
    except OSError:
        return False
    return True


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
