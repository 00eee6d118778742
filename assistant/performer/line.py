"""The output in use, and what it was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from assistant.core.controls import (
    PEDAL,
    PEDALS,
    PITCH_BEND,
    USUAL_BEND_RANGE,
    USUAL_VOLUME,
    VOLUME,
    rest_value,
)
from assistant.core.scheduling import (
    CONTROL_CHANGE,
    PITCH_BEND_CHANGE,
    PROGRAM_CHANGE,
    ChannelLane,
    ChannelState,
    bend_range_messages,
    control_message,
    state_messages,
)
from assistant.performer.outputs import OpenNotes, Output, Owner, Silence, note_off, panic_messages

_RESET_AT_STOP = (*PEDALS, 1, 11, 65, PITCH_BEND)
"""What MIDI's own "reset all controllers" sets back (RP-015): gestures, and not how the channel is set up."""

Subject = tuple[int, int]
"""What a message sets: (channel, number of a controller, ``PITCH_BEND``, or ``_PROGRAM``)."""
_PROGRAM = -1
_NUMBERS = {PITCH_BEND_CHANGE: PITCH_BEND, PROGRAM_CHANGE: _PROGRAM}


class Line:
    """Sends to one output at a time, and leaves no note open and no pedal down on any.

    It remembers what the piece has set, and leaves out what is as it was told. A controller that the keyboard
    moves is the keyboard's. When the output fails, silence takes its place and ``on_lost`` is called with its
    name.
    """

    def __init__(self, on_lost: Callable[[str], None]) -> None:
        self._output: Output = Silence()
        self._on_lost = on_lost
        self._open_notes = OpenNotes()
        self._told: dict[Subject, bytes] = {}
        self._bend_ranges: dict[int, int] = {}

    def change_output(self, output: Output) -> Output:
        """Close all notes, go over to another output, and hand back the one before, set up as usual."""
        self.close_notes()
        for channel in [channel for channel, number in self._told if number == VOLUME]:
            self.set_volume(channel, USUAL_VOLUME)
        for channel in tuple(self._bend_ranges):
            self._set_bend_range(channel, USUAL_BEND_RANGE)
        before, self._output = self._output, output
        self._told.clear()
        self._bend_ranges.clear()
        return before

    def send(self, data: bytes, owner: Owner) -> None:
        """Send one channel message for one of those who play."""
        if _is_setting(data) and owner == "piece":
            self._told[_subject(data)] = data
        elif _is_setting(data):
            self._told.pop(_subject(data), None)
        for message in self._open_notes.messages_for(data, owner):
            self._send(message)

    def tell(self, states: tuple[ChannelState, ...], *, only_changes: bool = False) -> None:
        """Send programs and volumes, all of them or those that are not as they were last told.

        The usual volume is told only where it was another one before: what the output has is its own affair.
        So it is with how far the wheel bends.
        """
        for state in states:
            self._set_bend_range(state.channel, state.bend_range)
        for message in state_messages(states, self._output.default_program):
            told = self._told.get(_subject(message))
            is_usual = message == control_message(message[0] & 0x0F, VOLUME, USUAL_VOLUME)
            if is_usual and told is None:
                continue
            if told != message or not (only_changes or is_usual):
                self._send_state(message)

    def follow(self, controls: Iterable[bytes]) -> None:
        """Have the controllers of the piece set so; those it no longer moves go back to rest."""
        wanted = {_subject(message): message for message in controls}
        for subject in [subject for subject in self._told if subject not in wanted]:
            channel, number = subject
            if number not in (_PROGRAM, VOLUME):
                self._set(control_message(channel, number, rest_value(number)))
                self._told.pop(subject, None)
        for message in wanted.values():
            self._set(message)

    def lift_pedals(self) -> None:
        """Let up the pedals that the piece holds down."""
        for channel, number in [subject for subject in self._told if subject[1] in PEDALS]:
            self._set(control_message(channel, number, 0))

    def set_program(self, channel: int, program: int | None) -> None:
        """Choose a channel's instrument, if it is not already chosen."""
        chosen = self._output.default_program if program is None else program
        if chosen is not None:
            self._set_state(bytes((PROGRAM_CHANGE | channel, chosen)))

    def set_volume(self, channel: int, volume: int) -> None:
        """Let a channel be so loud, if it is not already."""
        self._set_state(control_message(channel, VOLUME, volume))

    def set_back_volumes(self, lanes: Iterable[ChannelLane]) -> None:
        """Leave a channel whose volume moved as loud as its track is."""
        for of in lanes:
            if of.lane.number == VOLUME:
                self._set_state(of.message_before(0))

    def open_notes_of(self, owner: Owner) -> list[tuple[int, int]]:
        """(channel, pitch) of the notes that one of those who play holds open."""
        return self._open_notes.owned_by(owner)

    def close_notes_of(self, owner: Owner) -> None:
        """End the open notes of one of those who play."""
        for channel, pitch in self.open_notes_of(owner):
            self.send(note_off(channel, pitch), owner)

    def close_notes(self) -> None:
        """End every open note, let pedals up, and set back what else the piece moved."""
        for message in self._open_notes.close_all():
            self._send(message)
        for subject in [subject for subject in self._told if subject[1] in _RESET_AT_STOP]:
            channel, number = subject
            message = control_message(channel, number, rest_value(number))
            if self._told[subject] != message and number != PEDAL:  # that one is let up already
                self._send(message)
            self._told[subject] = message

    def panic(self) -> None:
        """Silence all 16 channels, whatever is open on them."""
        self.close_notes()
        for message in panic_messages():
            self._send(message)

    def close(self) -> None:
        """End every open note and let the output go."""
        before = self.change_output(Silence())
        with suppress(OSError):
            before.close()

    def _set(self, message: bytes) -> None:
        """Move a controller for the piece, if it is not as it was last told."""
        if self._told.get(_subject(message)) != message:
            self.send(message, "piece")

    def _set_bend_range(self, channel: int, semitones: int) -> None:
        if self._bend_ranges.get(channel, USUAL_BEND_RANGE) != semitones:
            self._bend_ranges[channel] = semitones
            for message in bend_range_messages(channel, semitones):
                self._send(message)

    def _set_state(self, message: bytes) -> None:
        if self._told.get(_subject(message)) != message:
            self._send_state(message)

    def _send_state(self, message: bytes) -> None:
        self._told[_subject(message)] = message
        self._send(message)

    def _send(self, data: bytes) -> None:
        try:
            self._output.send(data)
        except OSError:
            lost, self._output = self._output, Silence()
            self._on_lost(lost.name)


def _subject(message: bytes) -> Subject:
    """What a message sets."""
    kind, channel = message[0] & 0xF0, message[0] & 0x0F
    return channel, message[1] if kind == CONTROL_CHANGE else _NUMBERS[kind]


def _is_setting(message: bytes) -> bool:
    kind = message[0] & 0xF0
    return kind == CONTROL_CHANGE or kind in _NUMBERS
