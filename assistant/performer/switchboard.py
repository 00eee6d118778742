"""Which ports there are, which are wanted, and which are in use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from assistant.core.errors import AntiphonError
from assistant.core.protocols import BUILT_IN_SYNTH, VIRTUAL_PORT, Ports, Problem
from assistant.performer.outputs import Output, Silence
from assistant.performer.ports import Input, OnMessage, PortList
from assistant.performer.wire import Event


class PortSystem(Protocol):
    """What the switchboard needs of :class:`assistant.performer.ports.MidiSystem`."""

    @property
    def has_virtual_port(self) -> bool:
        """Whether other programs can listen to Antiphon's own port."""
        ...

    def refresh(self, *, look_for_more: bool = True) -> PortList:
        """The ports there are now."""
        ...

    def open_output(self, name: str) -> Output:
        """Open a port; raises AntiphonError."""
        ...

    def open_input(self, name: str, on_message: OnMessage) -> Input:
        """Listen to a port; raises AntiphonError."""
        ...

    def close(self) -> None:
        """Let everything go."""
        ...


class SynthMaker(Protocol):
    """Makes the built-in synth."""

    @property
    def problem(self) -> str | None:
        """One sentence where it cannot be made."""
        ...

    def make(self, report: Callable[[str], None]) -> Output:
        """A synth that sounds; where there is no sound device silence, and that is reported.

        Raises AntiphonError where it cannot be made.
        """
        ...


class Switchboard:
    """Opens what is wanted as soon as it is there, and falls back where it goes away.

    ``connect`` gives the player another output. A port that was wanted stays wanted: plugged in again, it is
    used again. All methods are called by one thread, which is not the player's.
    """

    def __init__(
        self,
        system: PortSystem,
        synth: SynthMaker,
        connect: Callable[[Output], None],
        on_message: OnMessage,
        emit: Callable[[Event], None],
    ) -> None:
        self._system = system
        self._synth = synth
        self._connect = connect
        self._on_message = on_message
        self._emit = emit
        self._ports: Ports | None = None
        self._wanted_output = self._output_in_use = BUILT_IN_SYNTH
        self._wanted_input: str | None = None
        self._input: Input | None = None

    def set_output(self, name: str | None) -> None:
        """Play through a port from now on; None is the built-in synth, and an empty name silence."""
        self._wanted_output = BUILT_IN_SYNTH if name is None else name
        if name == "":
            self._output_in_use = ""
            self._connect(Silence())
            return
        if self._wanted_output == BUILT_IN_SYNTH:
            self._use_synth(self._say)
            return
        try:
            self._open_output()
        except AntiphonError as error:
            self._fall_back(str(error))

    def set_input(self, name: str | None) -> None:
        """Listen to a port from now on, or to none."""
        self._close_input()
        self._wanted_input = name
        try:
            self._open_input()
        except AntiphonError as error:
            self._say(str(error))

    def refresh(self, *, look_for_more: bool = True) -> None:
        """Look which ports there are now, say so if they changed, and follow what was plugged in or out."""
        found = self._system.refresh(look_for_more=look_for_more)
        built_in = () if self._synth.problem else (BUILT_IN_SYNTH,)
        virtual = (VIRTUAL_PORT,) if self._system.has_virtual_port else ()
        ports = Ports(found.inputs, (*built_in, *found.outputs, *virtual))
        if ports != self._ports:
            self._ports = ports
            self._emit(ports)
        self._follow_output(ports.outputs)
        self._follow_input(ports.inputs)

    def output_lost(self, name: str) -> None:
        """The player could not send to a port."""
        if name == self._output_in_use:
            self._fall_back(f"The MIDI port {name} is gone: plug it in or choose another output.")

    def close(self) -> None:
        """Let the input and the MIDI systems go; the output in use belongs to the player."""
        self._close_input()
        self._system.close()

    def _follow_output(self, outputs: tuple[str, ...]) -> None:
        if self._output_in_use not in (BUILT_IN_SYNTH, "") and self._output_in_use not in outputs:
            self.output_lost(self._output_in_use)
        elif self._wanted_output != self._output_in_use and self._wanted_output in outputs:
            with suppress(AntiphonError):  # it was said when it was chosen
                self._open_output()

    def _follow_input(self, inputs: tuple[str, ...]) -> None:
        if self._input and self._input.name not in inputs:
            self._say(f"The MIDI keyboard {self._input.name} is gone: plug it in or choose another input.")
            self._close_input()
        elif self._wanted_input in inputs and not self._input:
            with suppress(AntiphonError):
                self._open_input()

    def _open_output(self) -> None:
        self._connect(self._system.open_output(self._wanted_output))
        self._output_in_use = self._wanted_output

    def _fall_back(self, reason: str) -> None:
        """Play on through the built-in synth, or in silence, until the port is there."""
        output = self._use_synth(lambda _: None)
        how = "is silent" if isinstance(output, Silence) else "goes through the built-in synth"
        self._say(f"{reason} Until then playing {how}.")

    def _use_synth(self, report: Callable[[str], None]) -> Output:
        output: Output = Silence()
        try:
            output = self._synth.make(report)
        except AntiphonError as error:
            report(f"{error} Until then choose a MIDI port as output to hear something.")
        self._output_in_use = BUILT_IN_SYNTH
        self._connect(output)
        return output

    def _open_input(self) -> None:
        if self._wanted_input is not None:
            self._input = self._system.open_input(self._wanted_input, self._on_message)

    def _close_input(self) -> None:
        if self._input:
            self._input.close()
            self._input = None

    def _say(self, problem: str) -> None:
        self._emit(Problem(problem))
