"""Hearing and recording: what the transport's buttons do, and what the performer reports."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.core.piece import Loop
from assistant.core.protocols import BUILT_IN_SYNTH, Performer, Ports, Position, Recorded
from assistant.session import Session
from assistant.ui.bridge import PerformerPoller
from assistant.ui.piano_roll.view import PianoRoll

_NO_INPUT = (
    "No MIDI keyboard was found: plug one in, and choose it at the top right; "
    "or write by the letter keys with Step input, in the Edit menu."
)
_LOOP_BARS = 4
_PATIENCE_MS = 2_000


class Playback(QObject):
    """Play, stop, record, seek, loop and ports.

    The playhead that moves while playing is not the place where the player put it: stopping returns there
    (after recording it stays where the recording ended). ``output`` and ``input_port`` are the ports that the
    performer was made with. ``changed``: playing, recording or ports are others;
    ``moved`` carries a Position; ``message`` a sentence, ``input_missed`` the one that there is no keyboard.
    """

    changed = Signal()
    moved = Signal(object)
    message = Signal(str)
    input_missed = Signal(str)

    def __init__(
        self,
        session: Session,
        poller: PerformerPoller,
        roll: PianoRoll,
        *,
        output: str = "",
        input_port: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._poller = poller
        self._roll = roll
        self._has_begun = self._has_moved = False
        self.position_tick = 0.0
        self._after_recording: Callable[[], None] | None = None
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._go_on)
        self._thru: tuple[int, int | None] | None = None
        self.ports = Ports()
        self.output = output or BUILT_IN_SYNTH
        self.input = input_port or None
        poller.moved.connect(self._on_moved)
        poller.recorded.connect(self._on_recorded)
        poller.ports_changed.connect(self._on_ports)
        poller.problem.connect(self.message)

    @property
    def is_playing(self) -> bool:
        """Whether time is running."""
        return self._session.is_playing

    @property
    def is_recording(self) -> bool:
        """Whether a recording is going on."""
        return self._session.is_recording

    @property
    def is_counting_in(self) -> bool:
        """Whether a recording has been asked for, and its first bar has not begun."""
        return self.is_recording and not self._has_moved

    # --- transport -------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play, or stop."""
        if self.is_playing:
            self.stop()
        else:
            self.play_from(self._session.playhead_tick)

    def play_from(self, tick: int) -> None:
        """Play from a tick; stopping returns to the playhead's own place."""
        self._has_begun = False
        self._session.play(max(0, tick))
        self._tell()

    def stop(self) -> None:
        """Stop playing and recording."""
        recording_end = max(0, int(self.position_tick)) if self.is_recording else None
        self._session.stop()
        if recording_end is not None:
            self._session.playhead_tick = recording_end
        self._show_playhead()
        self._tell()

    def record(self) -> None:
        """Record from the input port, or end the recording."""
        if self.is_recording:
            self.stop()
            return
        if self.input is None and self.ports.inputs:
            self.set_input(self.ports.inputs[0])
        if self.input is None:
            self.input_missed.emit(_NO_INPUT)
        else:
            self._has_begun = self._has_moved = False
            self.position_tick = float(self._session.playhead_tick)
            self._session.record()
        self._tell()

    def when_recorded(self, go_on: Callable[[], None]) -> None:
        """End a recording, and call ``go_on`` once its notes are written; at once where there is none.

        A performer that does not answer is not waited for longer than two seconds.
        """
        if not self.is_recording:
            go_on()
            return
        self._after_recording = go_on
        self._patience.start()
        if self.is_playing:
            self.stop()

    def seek(self, tick: int) -> None:
        """Put the playhead somewhere; that ends a recording, also while it counts in."""
        if self.is_recording and self.is_playing:
            self.stop()
        self._session.seek(tick)
        self._show_playhead()

    def to_start(self) -> None:
        """Put the playhead at the start."""
        self.seek(0)

    def to_end(self) -> None:
        """Put the playhead where the music stops."""
        self.seek(self._session.heard_piece.end_tick)

    def toggle_loop(self) -> None:
        """Switch the loop on or off; a piece without one gets the selection's bars, or its first four."""
        loop = self._session.piece.loop
        if loop is None:
            self.set_loop(self._wanted_loop())
        else:
            self.set_loop(Loop(loop.start_tick, loop.end_tick, not loop.enabled))

    def loop_selection(self) -> None:
        """Loop the bars of the selection, whatever was looped before; without one, the playhead's bar."""
        self.set_loop(self._loop_around(self._selected_span() or (self._session.playhead_tick,) * 2))

    def loop_from_playhead(self) -> None:
        """Let the loop begin at the playhead; one that was over by then lasts a bar from there on."""
        start, meter_map = self._session.playhead_tick, self._session.piece.meter_map
        loop = self._session.piece.loop
        next_bar = meter_map.bar_start_tick(meter_map.bar_at(start) + 1)
        self.set_loop(Loop(start, loop.end_tick if loop and loop.end_tick > start else next_bar))

    def loop_to_playhead(self) -> None:
        """Let the loop end at the playhead; one that had not begun by then begins a bar before."""
        end, meter_map = self._session.playhead_tick, self._session.piece.meter_map
        loop = self._session.piece.loop
        if end > 0:
            bar_before = meter_map.bar_start_tick(meter_map.bar_at(end - 1))
            self.set_loop(Loop(loop.start_tick if loop and loop.start_tick < end else bar_before, end))

    def set_loop(self, loop: Loop | None) -> None:
        """Set the loop region."""
        self._session.set_loop(loop)
        self._tell()

    def toggle_metronome(self) -> None:
        """Switch the metronome; while playing, from the next beat on."""
        self._session.metronome = not self._session.metronome
        if self.is_playing and not self.is_recording:
            self._session.play(int(self.position_tick))
        self._tell()

    def panic(self) -> None:
        """Silence everything now."""
        self._session.panic()
        self._show_playhead()
        self._tell()

    def place_after(self, tick: int) -> None:
        """After accepting music up to a tick: a playhead set earlier moves there, one at the start stays."""
        if self._session.playhead_tick > 0:
            self._session.playhead_tick = max(tick, self._session.playhead_tick)
            self._show_playhead()

    # --- ports -----------------------------------------------------------------------------------

    def set_output(self, name: str) -> None:
        """Play through a port."""
        self.output = name or BUILT_IN_SYNTH
        self._performer.set_output(self.output)
        self._tell()

    def set_input(self, name: str | None) -> None:
        """Listen to a port, or to none."""
        self.input = name or None
        self._performer.set_input(self.input)
        self._tell()

    def follow_track(self) -> None:
        """Let the MIDI keyboard sound as the track that is edited does."""
        track = self._session.piece.tracks[self._session.active_track]
        if (track.channel, track.program) != self._thru:
            self._thru = (track.channel, track.program)
            self._performer.set_thru(*self._thru)

    # --- what the performer reports --------------------------------------------------------------

    @Slot(object)
    def _on_moved(self, position: Position) -> None:
        if not self.is_playing:
            return
        if position.playing:
            if self.is_recording and not position.recording:  # of what played before the recording
                return
            self._has_begun = True
            self.position_tick = position.tick
            self._roll.set_playhead(position.tick, True)
            self.moved.emit(position)
            if not self._has_moved and position.tick > self._session.playhead_tick:
                self._has_moved = True
                self.changed.emit()
        elif self._has_begun:  # it ended by itself; before it began, this is news of an earlier stop
            self.stop()

    @Slot(object)
    def _on_recorded(self, recorded: Recorded) -> None:
        self._roll.set_recording_notes(() if recorded.finished else recorded.notes)
        if recorded.finished:
            self._session.finish_recording(recorded)
            self._tell()
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._patience.stop()
        go_on, self._after_recording = self._after_recording, None
        if go_on:
            go_on()

    @Slot(object)
    def _on_ports(self, ports: Ports) -> None:
        self.ports = ports
        self._tell()

    # --- inside ----------------------------------------------------------------------------------

    @property
    def _performer(self) -> Performer:
        return self._session.performer

    def _show_playhead(self) -> None:
        if not self.is_playing:
            self.position_tick = float(self._session.playhead_tick)
            self._roll.set_playhead(self.position_tick, False)
            self.moved.emit(Position(self.position_tick, playing=False))

    def _tell(self) -> None:
        self._poller.set_playing(self.is_playing)
        self.changed.emit()

    def _wanted_loop(self) -> Loop:
        span = self._selected_span()
        first_bars = Loop(0, self._session.piece.meter_map.bar_start_tick(_LOOP_BARS))
        return self._loop_around(span) if span else first_bars

    def _selected_span(self) -> tuple[int, int] | None:
        clip = self._session.clip
        rows = self._roll.state.selection.rows(clip)
        return (int(clip.starts[rows].min()), int(clip.ends[rows].max())) if len(rows) else None

    def _loop_around(self, span: tuple[int, int]) -> Loop:
        """The bars that a span of time touches, at least one."""
        meter_map, (start, end) = self._session.piece.meter_map, span
        return Loop(
            meter_map.bar_start_tick(meter_map.bar_at(start)), meter_map.bar_ceil(max(end, start + 1))
        )
