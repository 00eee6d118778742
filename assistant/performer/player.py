"""The player: sends every message at its time, and answers commands meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from assistant.core.piece import Loop
from assistant.core.protocols import NoteHeard, Position
from assistant.core.scheduling import NOTE_OFF, NOTE_ON, Schedule
from assistant.core.timeline import SECOND_NS
from assistant.performer.clock import SPIN_NS, Clock, Job
from assistant.performer.line import Line
from assistant.performer.outputs import Output, note_off
from assistant.performer.playback import Playback
from assistant.performer.recorder import Recorder
from assistant.performer.thru import Thru
from assistant.performer.wire import Event, LatenessReport

POSITION_NS = SECOND_NS // 60
LONGEST_AUDITION_NS = 2 * SECOND_NS
LATENESS_SAMPLES = 1000
LATENESS_REPORT_NS = SECOND_NS // 2


class Player:
    """Runs in a thread of its own; other threads put jobs into ``inbox``, and hear of it through ``emit``.

    Every public method but :meth:`run`, :meth:`post` and ``is_playing`` belongs to that thread.
    """

    def __init__(
        self, clock: Clock, emit: Callable[[Event], None], on_output_lost: Callable[[str], None]
    ) -> None:
        self.inbox: SimpleQueue[Job] = SimpleQueue()
        self._clock = clock
        self._emit = emit
        self._line = Line(on_output_lost)
        self._playback: Playback | None = None
        self._recorder: Recorder | None = None
        self._loop: Loop | None = None
        self._thru = Thru(self._line)
        self._auditions: dict[tuple[int, int], int] = {}
        self._lateness_ns: deque[int] = deque(maxlen=LATENESS_SAMPLES)
        self._lateness_ms: float | None = None
        self._next_lateness_ns = 0
        self._next_position_ns = 0
        self._is_closed = False

    @property
    def is_playing(self) -> bool:
        """Whether the playhead moves; any thread may ask."""
        return self._playback is not None

    def post(self, job: Job) -> None:
        """Have something done in the player's thread, as soon as can be."""
        self.inbox.put(job)

    def run(self) -> None:
        """Play until closed."""
        while not self._is_closed:
            self.turn()

    def turn(self) -> None:
        """Wait for the next job or deadline, and do what is due."""
        deadline_ns, precisely = self._next_deadline_ns()
        job = self._clock.wait(self.inbox, deadline_ns, precisely=precisely)
        if job is not None:
            job()
        self._do_what_is_due()

    # --- commands -----------------------------------------------------------------------------------

    def play(self, schedule: Schedule, start_tick: int, loop: Loop | None, *, metronome: bool) -> None:
        """Play from a tick."""
        self._begin(Playback(schedule, start_tick, self._clock.now_ns(), loop, metronome=metronome), loop)

    def record(self, schedule: Schedule, start_tick: int, count_in_bars: int, *, metronome: bool) -> None:
        """Count in, then play and record; without an end."""
        playback = Playback(
            schedule,
            start_tick,
            self._clock.now_ns(),
            metronome=metronome,
            count_in_bars=count_in_bars,
            is_recording=True,
        )
        self._begin(playback, None)
        self._recorder = Recorder(playback)

    def update(self, schedule: Schedule, loop: Loop | None) -> None:
        """Go on playing an edited piece: what is gone is let go, nothing is struck or set twice."""
        self._send_due()
        playback = self._playback
        if playback is None:
            return
        self._loop = loop
        next_tick = playback.update(schedule, loop, self._clock.now_ns())
        for channel, pitch in self._line.open_notes_of("piece"):
            if not schedule.sounds_at(channel, pitch, playback.done_tick):
                self._line.send(note_off(channel, pitch), "piece")
        self._line.follow(schedule.controls_before(next_tick))
        self._line.tell(schedule.channel_states, only_changes=True)

    def seek(self, tick: int) -> None:
        """Go on playing from another tick; a recording ends there."""
        playback = self._playback
        if playback is None:
            return
        if playback.is_recording:
            self.play(playback.schedule, tick, None, metronome=False)
            return
        self._line.close_notes()
        playback.seek(tick, self._loop, self._clock.now_ns())
        self._set_up(playback)
        self._emit_position()

    def stop(self) -> None:
        """Stop playing and recording."""
        stopped_tick = self._playback.tick_at(self._clock.now_ns()) if self._playback else None
        self._halt()
        if stopped_tick is not None:
            self._emit(Position(stopped_tick, playing=False, lateness_ms=self._lateness_ms))

    def set_volume(self, channel: int, volume: int) -> None:
        """Let a channel be so loud at once."""
        self._line.set_volume(channel, volume)

    def audition(self, pitch: int, velocity: int, program: int | None, channel: int) -> None:
        """Sound one note, for two seconds at most."""
        self._line.set_program(channel, program)
        self._line.send(bytes((NOTE_ON | channel, pitch, velocity)), "audition")
        self._auditions[channel, pitch] = self._clock.now_ns() + LONGEST_AUDITION_NS

    def audition_off(self, pitch: int, channel: int) -> None:
        """Let an auditioned note go."""
        self._auditions.pop((channel, pitch), None)
        self._line.send(note_off(channel, pitch), "audition")

    def panic(self) -> None:
        """Stop, and silence all 16 channels."""
        self.stop()
        self._line.panic()

    def set_output(self, output: Output, retire: Callable[[Output], None], *, with_panic: bool) -> None:
        """Play through another output; the one before is handed to ``retire``."""
        before = self._line.change_output(output)
        if with_panic:
            self._line.panic()
        if self._playback:
            self._set_up(self._playback)
        retire(before)

    def set_thru(self, channel: int, program: int | None) -> None:
        """Let the keyboard sound on another channel and with another instrument."""
        self._thru.follow(channel, program)

    def midi_in(self, stamp_ns: int, data: bytes) -> None:
        """A message from the keyboard: heard at once, shown, and recorded."""
        if not data or not NOTE_OFF <= data[0] < 0xF0:
            return
        self._thru.send(data)
        if data[0] & 0xF0 in (NOTE_OFF, NOTE_ON):
            velocity = data[2] if data[0] & 0xF0 == NOTE_ON else 0
            self._emit(NoteHeard(data[1], velocity))
        if self._recorder:
            self._recorder.feed(stamp_ns, data)

    def report_lateness(self) -> None:
        """Say how late the latest messages were."""
        self._emit(LatenessReport(tuple(self._lateness_ns)))

    def close(self) -> None:
        """Silence everything, let the output go, and end."""
        self.stop()
        self._line.close()
        self._is_closed = True

    # --- inside -------------------------------------------------------------------------------------

    def _begin(self, playback: Playback, loop: Loop | None) -> None:
        self._halt()
        self._set_up(playback)
        self._playback, self._loop = playback, loop
        self._lateness_ns.clear()
        self._emit_position()

    def _set_up(self, playback: Playback) -> None:
        """Tell the output's channels what they play with, and have controllers stand as they do there."""
        self._line.tell(playback.schedule.channel_states)
        self._line.follow(playback.controls())

    def _halt(self) -> None:
        """Finish the recording, close all notes, set back what has moved, forget the playback."""
        if self._recorder:
            self._emit(self._recorder.finish(self._clock.now_ns()))
        self._line.close_notes()
        if self._playback:
            self._line.set_back_volumes(self._playback.schedule.lanes)
        self._auditions.clear()
        self._playback = self._recorder = None

    def _next_deadline_ns(self) -> tuple[int | None, bool]:
        """When to wake up next, and whether to the microsecond."""
        others_ns = list(self._auditions.values())
        if self._playback is None:
            return min(others_ns, default=None), False
        others_ns.append(self._next_position_ns)
        if self._recorder:
            others_ns.append(self._recorder.next_report_ns)
        playback_ns, precisely = self._playback.next_deadline_ns()
        if precisely and playback_ns < min(others_ns) + SPIN_NS:
            return playback_ns, True
        return min(playback_ns, *others_ns), False

    def _do_what_is_due(self) -> None:
        self._send_due()
        now_ns = self._clock.now_ns()
        if self._playback:
            self._playback.read_on(now_ns)
        for channel, pitch in [place for place, ns in self._auditions.items() if ns <= now_ns]:
            self.audition_off(pitch, channel)
        if self._recorder and now_ns >= self._recorder.next_report_ns:
            self._emit(self._recorder.report(now_ns))
        if self._playback and now_ns >= self._next_position_ns:
            self._emit_position()

    def _send_due(self) -> None:
        if self._playback is None:
            return
        now_ns = self._clock.now_ns()
        while due := self._playback.next_due(now_ns):
            if due.kind == "end":
                self.stop()
                return
            if due.kind == "jump":
                self._line.close_notes_of("piece")  # a key that is held on the keyboard sounds on
                self._line.lift_pedals()
                self._line.follow(self._playback.controls())
            else:
                self._lateness_ns.append(self._clock.now_ns() - due.deadline_ns)
                self._line.send(due.data, "piece")

    def _emit_position(self) -> None:
        playback = self._playback
        if playback is None:
            return
        now_ns = self._clock.now_ns()
        self._next_position_ns = now_ns + POSITION_NS
        if now_ns >= self._next_lateness_ns and self._lateness_ns:
            self._next_lateness_ns = now_ns + LATENESS_REPORT_NS
            self._lateness_ms = percentile_99(self._lateness_ns) / 1e6
        tick = playback.tick_at(now_ns)
        self._emit(Position(tick, True, playback.is_recording, self._lateness_ms))


def percentile_99(samples: deque[int]) -> int:
    """The value that one sample in a hundred exceeds."""
    return sorted(samples)[-1 - len(samples) // 100]
