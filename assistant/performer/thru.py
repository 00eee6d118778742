"""The keyboard as it is heard: on the channel and with the instrument of the track being edited."""

from __future__ import annotations

from assistant.core.controls import PEDAL
from assistant.core.scheduling import (
    CONTROL_CHANGE,
    NOTE_ON,
    PROGRAM_CHANGE,
)
from assistant.performer.line import Line
from assistant.performer.outputs import control

_BANK_SELECT = (0, 32)


class Thru:
    """Passes the keyboard's messages on, whatever channel it sends on itself.

    Its choice of instrument is left out: the track's own is what the window shows.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._channel = 0
        self._program: int | None = None
        self._is_pedal_down = False

    def follow(self, channel: int, program: int | None) -> None:
        """Go over to a channel and an instrument; what is held on the channel before is let go."""
        if channel != self._channel:
            self._line.close_notes_of("thru")
            if self._is_pedal_down:
                self._line.send(control(self._channel, PEDAL, 0), "thru")
        self._channel, self._program = channel, program

    def send(self, data: bytes) -> None:
        """Let one channel message of the keyboard be heard."""
        kind = data[0] & 0xF0
        if kind == PROGRAM_CHANGE or (kind == CONTROL_CHANGE and data[1] in _BANK_SELECT):
            return
        if kind == CONTROL_CHANGE and data[1] == PEDAL:
            self._is_pedal_down = data[2] > 0
        if kind == NOTE_ON and data[2]:
            self._line.set_program(self._channel, self._program)
        self._line.send(bytes((kind | self._channel, *data[1:])), "thru")
