"""Where messages go, and which notes are still open there."""

from __future__ import annotations

from typing import Literal, Protocol

from assistant.core.controls import BEND_CENTRE, PEDAL, PITCH_BEND
from assistant.core.scheduling import (
    ALL_NOTES_OFF,
    ALL_SOUND_OFF,
    CHANNELS,
    CONTROL_CHANGE,
    NOTE_OFF,
    NOTE_ON,
    RELEASE_VELOCITY,
    control_message,
)

Owner = Literal["piece", "thru", "audition"]


class Output(Protocol):
    """A MIDI port, the built-in synth, or silence.

    ``default_program`` is what a channel plays for which nobody chose a program; None leaves it as it is.
    """

    name: str
    default_program: int | None

    def send(self, data: bytes) -> None:
        """Send one message at once; raises ``OSError`` when the output is gone."""
        ...

    def close(self) -> None:
        """Let the port go."""
        ...


class Silence:
    """Takes every message and makes no sound, so that the playhead moves where nothing can be heard."""

    name = ""
    default_program: int | None = None

    def send(self, data: bytes) -> None:
        """Drop it."""

    def close(self) -> None:
        """Nothing to let go."""


class OpenNotes:
    """The notes that sound on one output, by channel and pitch, and who began them."""

    def __init__(self) -> None:
        self._owners: dict[tuple[int, int], Owner] = {}
        self._used_channels: set[int] = set()

    def messages_for(self, data: bytes, owner: Owner) -> list[bytes]:
        """What to send for a message.

        A note that is struck again is let go first; only who began a note ends it, and only once.
        """
        channel, kind = data[0] & 0x0F, data[0] & 0xF0
        if kind == NOTE_ON and data[2]:
            self._used_channels.add(channel)
            before = self.release(channel, data[1])
            self._owners[channel, data[1]] = owner
            return [*before, data]
        if kind in (NOTE_OFF, NOTE_ON):
            is_own = self._owners.get((channel, data[1])) == owner
            return self.release(channel, data[1]) if is_own else []
        self._used_channels.add(channel)
        return [data]

    def release(self, channel: int, pitch: int) -> list[bytes]:
        """The note-off of a note, if it is open."""
        return [note_off(channel, pitch)] if self._owners.pop((channel, pitch), None) else []

    def owned_by(self, owner: Owner) -> list[tuple[int, int]]:
        """(channel, pitch) of the open notes that one player began."""
        return [place for place, who in self._owners.items() if who == owner]

    def close_all(self) -> list[bytes]:
        """Note-offs for what is open, then pedal up and all notes off on each channel used since the last."""
        offs = [note_off(*place) for place in self._owners]
        channels = sorted(self._used_channels)
        pedals = [control(channel, PEDAL, 0) for channel in channels]
        all_off = [control(channel, ALL_NOTES_OFF, 0) for channel in channels]
        self._owners.clear()
        self._used_channels.clear()
        return [*offs, *pedals, *all_off]


def panic_messages() -> list[bytes]:
    """What silences any instrument and bends nothing: pedal up, all notes and sound off, on 16 channels."""
    controllers = (PEDAL, ALL_NOTES_OFF, ALL_SOUND_OFF)
    silent = [control(channel, number, 0) for channel in range(CHANNELS) for number in controllers]
    return [*silent, *(control_message(channel, PITCH_BEND, BEND_CENTRE) for channel in range(CHANNELS))]


def note_off(channel: int, pitch: int) -> bytes:
    """A note-off message."""
    return bytes((NOTE_OFF | channel, pitch, RELEASE_VELOCITY))


def control(channel: int, number: int, value: int) -> bytes:
    """A control change message."""
    return bytes((CONTROL_CHANGE | channel, number, value))
