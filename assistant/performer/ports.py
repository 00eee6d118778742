"""MIDI ports through python-rtmidi: listed again and again, and opened by name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

import rtmidi

from assistant.core.errors import AntiphonError
from assistant.core.protocols import VIRTUAL_PORT
from assistant.performer.jack_watch import JackWatch
from assistant.performer.port_names import Place, labelled
from assistant.performer.quiet import quiet_libraries
from assistant.performer.stamps import DriverStamps

CLIENT = "Antiphon"
API_NAMES = {
    rtmidi.API_LINUX_ALSA: "ALSA",
    rtmidi.API_UNIX_JACK: "JACK",
    rtmidi.API_MACOSX_CORE: "CoreMIDI",
    rtmidi.API_WINDOWS_MM: "Windows MM",
}

POLL_S = 0.001
JACK_SETTLES_S = 0.05
"""JACK makes a connection some periods after it was asked to, and ends it before the last message is through:
what is sent without waiting is lost."""

OnMessage = Callable[[int, bytes], None]
"""Is told (stamp_ns, data) in the driver's thread: it must not wait."""


class PortList(NamedTuple):
    """The MIDI ports of this machine, and the systems that bring them."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    apis: tuple[str, ...]


class Input(Protocol):
    """A port that is listened to."""

    name: str

    def close(self) -> None:
        """Stop listening."""
        ...


class JackStoppedError(Exception):
    """The JACK server is gone, and its library may crash this process when it is used again."""


def list_ports() -> PortList:
    """The ports there are now."""
    with quiet_libraries():
        system = MidiSystem()
        try:
            return system.refresh()
        finally:
            system.close()


class MidiSystem:
    """All MIDI systems that work here, kept open so that asking again costs microseconds.

    Where a system can, it carries a port of Antiphon's own that other programs may listen to.
    """

    def __init__(self, on_jack_stopped: Callable[[], None] = lambda: None) -> None:
        self._on_jack_stopped = on_jack_stopped
        self._watches: dict[int, _Watch] = {}
        self._inputs: dict[str, Place] = {}
        self._outputs: dict[str, Place] = {}

    def refresh(self, *, look_for_more: bool = True) -> PortList:
        """The ports there are now; looking for systems that did not run before takes some milliseconds.

        Raises JackStoppedError when the JACK server ended; ``on_jack_stopped`` is called just then as well.
        """
        if any(watch.has_stopped for watch in self._watches.values()):
            raise JackStoppedError
        if look_for_more:
            self._look_for_more()
        self._inputs = labelled((api, name) for api, watch in self._apis() for name in watch.input_names())
        self._outputs = labelled((api, name) for api, watch in self._apis() for name in watch.output_names())
        apis = tuple(API_NAMES[api] for api, _ in self._apis())
        return PortList(tuple(self._inputs), tuple(self._outputs), apis)

    @property
    def has_virtual_port(self) -> bool:
        """Whether other programs can listen to Antiphon's own port."""
        return any(watch.has_virtual_port for watch in self._watches.values())

    def open_output(self, name: str) -> MidiOutput | VirtualOutput:
        """Open a port of the last list, or Antiphon's own; raises AntiphonError."""
        if name == VIRTUAL_PORT and self.has_virtual_port:
            return VirtualOutput([w.midi_out for w in self._watches.values() if w.has_virtual_port])
        place = self._outputs.get(name)
        if place is None:
            raise AntiphonError(f"The MIDI port {name} is not there: plug it in or choose another output.")
        is_slow = place.api == rtmidi.API_UNIX_JACK
        return MidiOutput(name, _opened(rtmidi.MidiOut, place, name), JACK_SETTLES_S if is_slow else 0.0)

    def open_input(self, name: str, on_message: OnMessage) -> MidiInput:
        """Listen to a port of the last list; raises AntiphonError."""
        place = self._inputs.get(name)
        if place is None:
            raise AntiphonError(f"The MIDI keyboard {name} is not there: plug it in or choose another input.")
        kind = PolledInput if place.api == rtmidi.API_UNIX_JACK else MidiInput
        return kind(name, _opened(rtmidi.MidiIn, place, name), on_message)

    def close(self) -> None:
        """Let all systems go."""
        for watch in self._watches.values():
            watch.close()
        self._watches.clear()

    def _apis(self) -> list[tuple[int, _Watch]]:
        return sorted(self._watches.items())

    def _look_for_more(self) -> None:
        for api in rtmidi.get_compiled_api():
            if api in API_NAMES and api not in self._watches:
                with suppress(rtmidi.RtMidiError, OSError):
                    self._watches[api] = _Watch(api, self._on_jack_stopped)


class _Watch:
    """One MIDI system, open to be asked for its ports."""

    def __init__(self, api: int, on_jack_stopped: Callable[[], None]) -> None:
        self.midi_out = rtmidi.MidiOut(api, name=CLIENT)
        self._midi_in = rtmidi.MidiIn(api, name=f"{CLIENT} watch")
        self.has_virtual_port = False
        with suppress(rtmidi.RtMidiError, NotImplementedError):  # Windows has none
            self.midi_out.open_virtual_port(CLIENT if api == rtmidi.API_MACOSX_CORE else "out")
            self.has_virtual_port = True
        self._jack = JackWatch(f"{CLIENT} life", on_jack_stopped) if api == rtmidi.API_UNIX_JACK else None

    @property
    def has_stopped(self) -> bool:
        """Whether the system is gone."""
        return self._jack is not None and self._jack.has_stopped

    def input_names(self) -> list[str]:
        return _others(self._midi_in)

    def output_names(self) -> list[str]:
        return _others(self.midi_out)

    def close(self) -> None:
        if self._jack:
            self._jack.close()
            time.sleep(JACK_SETTLES_S)
        for midi in (self.midi_out, self._midi_in):
            _let_go(midi)


class MidiOutput:
    """A MIDI port to send to."""

    default_program: int | None = None

    def __init__(self, name: str, midi_out: Any, settles_s: float) -> None:
        self.name = name
        self._midi_out = midi_out
        self._settles_s = settles_s
        time.sleep(settles_s)

    def send(self, data: bytes) -> None:
        """Send one message now; raises OSError when the port is gone."""
        try:
            self._midi_out.send_message(data)
        except rtmidi.RtMidiError as error:
            raise OSError(f"{self.name}: {error}") from error

    def close(self) -> None:
        """Let the port go, once all is through."""
        time.sleep(self._settles_s)
        _let_go(self._midi_out)


class VirtualOutput:
    """Antiphon's own port, in every MIDI system that has such ports; it stays open for those who listen."""

    name = VIRTUAL_PORT
    default_program: int | None = None

    def __init__(self, midi_outs: list[Any]) -> None:
        self._midi_outs = midi_outs

    def send(self, data: bytes) -> None:
        """Send one message now; raises OSError when the system is gone."""
        for midi_out in self._midi_outs:
            try:
                midi_out.send_message(data)
            except rtmidi.RtMidiError as error:
                raise OSError(f"{self.name}: {error}") from error

    def close(self) -> None:
        """Nothing to let go: the port belongs to the MidiSystem."""


class MidiInput:
    """A MIDI port that is listened to; the driver's thread stamps each message and hands it on."""

    def __init__(self, name: str, midi_in: Any, on_message: OnMessage) -> None:
        self.name = name
        self._midi_in = midi_in
        self._on_message = on_message
        self._stamps = DriverStamps()
        self._listen()

    def close(self) -> None:
        """Stop listening."""
        self._midi_in.cancel_callback()
        _let_go(self._midi_in)

    def _listen(self) -> None:
        self._midi_in.set_callback(self._arrived)

    def _arrived(self, event: tuple[list[int], float], _: object = None) -> None:
        data, delta_s = event
        self._on_message(self._stamps.stamp(time.perf_counter_ns(), delta_s), bytes(data))


class PolledInput(MidiInput):
    """The same for JACK, whose thread must never wait for Python: messages would be lost.

    RtMidi stamps and queues them there; a thread here fetches them.
    """

    def close(self) -> None:
        """Stop listening."""
        self._is_over.set()
        self._thread.join()
        super().close()

    def _listen(self) -> None:
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._fetch, name="midi in", daemon=True)
        self._thread.start()

    def _fetch(self) -> None:
        while not self._is_over.wait(POLL_S):
            while event := self._midi_in.get_message():
                self._arrived(event)


def _opened(kind: Any, place: Place, label: str) -> Any:
    """A client of its own for one port."""
    try:
        midi = kind(place.api, name=CLIENT)
        indices = [i for i, name in enumerate(midi.get_ports()) if name == place.raw_name]
        midi.open_port(indices[place.same_before], name="in" if kind is rtmidi.MidiIn else "out")
    except (rtmidi.RtMidiError, OSError, IndexError) as error:
        raise AntiphonError(
            f"The MIDI port {label} cannot be opened: close other programs that use it, or choose another."
        ) from error
    return midi


def _others(midi: Any) -> list[str]:
    """The names of the ports that are not Antiphon's own; none where the system fails."""
    with suppress(rtmidi.RtMidiError):
        return [name for name in midi.get_ports() if not name.startswith(CLIENT)]
    return []


def _let_go(midi: Any) -> None:
    with suppress(rtmidi.RtMidiError):  # it is gone already
        midi.close_port()
    midi.delete()
