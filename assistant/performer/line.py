"""The output in use, and what it was told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from assistant.core.scheduling import PROGRAM_CHANGE, ChannelState, state_messages
from assistant.performer.outputs import OpenNotes, Output, Owner, Silence, note_off, panic_messages


class Line:
    """Sends to one output at a time, and leaves no note open on any.

    When the output fails, silence takes its place and ``on_lost`` is called with its name.
    """

    def __init__(self, on_lost: Callable[[str], None]) -> None:
        self._output: Output = Silence()
        self._on_lost = on_lost
        self._open_notes = OpenNotes()
        self._told: dict[tuple[int, ...], bytes] = {}

    def change_output(self, output: Output) -> Output:
        """Close all notes, go over to another output, and hand back the one before."""
        self.close_notes()
        before, self._output = self._output, output
        self._told.clear()
        return before

    def send(self, data: bytes, owner: Owner) -> None:
        """Send one channel message for one of those who play."""
        for message in self._open_notes.messages_for(data, owner):
            self._send(message)

    def tell(self, states: tuple[ChannelState, ...], *, only_changes: bool = False) -> None:
        """Send programs and volumes, all of them or those that are not as they were last told."""
        for message in state_messages(states, self._output.default_program):
            if not only_changes or self._told.get(_subject(message)) != message:
                self._send_state(message)

    def set_program(self, channel: int, program: int | None) -> None:
        """Choose a channel's instrument, if it is not already chosen."""
        chosen = self._output.default_program if program is None else program
        if chosen is None:
            return
        message = bytes((PROGRAM_CHANGE | channel, chosen))
        if self._told.get(_subject(message)) != message:
            self._send_state(message)

    def open_notes_of(self, owner: Owner) -> list[tuple[int, int]]:
        """(channel, pitch) of the notes that one of those who play holds open."""
        return self._open_notes.owned_by(owner)

    def close_notes_of(self, owner: Owner) -> None:
        """End the open notes of one of those who play."""
        for channel, pitch in self.open_notes_of(owner):
            self.send(note_off(channel, pitch), owner)

    def close_notes(self) -> None:
        """End every open note, let pedals up."""
        for message in self._open_notes.close_all():
            self._send(message)

    def panic(self) -> None:
        """Silence all 16 channels, whatever is open on them."""
        for message in [*self._open_notes.close_all(), *panic_messages()]:
            self._send(message)

    def close(self) -> None:
        """End every open note and let the output go."""
        before = self.change_output(Silence())
        with suppress(OSError):
            before.close()

    def _send_state(self, message: bytes) -> None:
        self._told[_subject(message)] = message
        self._send(message)

    def _send(self, data: bytes) -> None:
        try:
            self._output.send(data)
        except OSError:
            lost, self._output = self._output, Silence()
            self._on_lost(lost.name)


def _subject(message: bytes) -> tuple[int, ...]:
    """What a state message sets: a channel's program, or one of its controllers."""
    return (message[0],) if message[0] & 0xF0 == PROGRAM_CHANGE else (message[0], message[1])
