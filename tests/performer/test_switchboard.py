from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.core.errors import AntiphonError
from assistant.core.protocols import BUILT_IN_SYNTH, VIRTUAL_PORT, Ports, Problem
from assistant.performer.outputs import Output, Silence
from assistant.performer.ports import OnMessage, PortList
from assistant.performer.switchboard import Switchboard
from assistant.performer.wire import Event
from tests.performer.fakes import FakeClock, FakeOutput

PIANO, ORGAN, KEYS = "Piano", "Organ", "Keys"


class FakeInput:
    def __init__(self, name: str) -> None:
        self.name = name
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


class FakeSystem:
    """Ports that a test plugs in and out; names in ``busy`` cannot be opened."""

    has_virtual_port = True

    def __init__(self) -> None:
        self.inputs: tuple[str, ...] = (KEYS,)
        self.outputs: tuple[str, ...] = (PIANO, ORGAN)
        self.busy: set[str] = set()
        self.opened: list[str] = []
        self.open_inputs: list[FakeInput] = []
        self.is_closed = False

    def refresh(self, *, look_for_more: bool = True) -> PortList:
        return PortList(self.inputs, self.outputs, ("Fake",))

    def open_output(self, name: str) -> Output:
        self.opened.append(name)
        if name in self.busy or name not in (*self.outputs, VIRTUAL_PORT):
            raise AntiphonError(f"The MIDI port {name} cannot be opened: choose another.")
        return FakeOutput(FakeClock(), name)

    def open_input(self, name: str, on_message: OnMessage) -> FakeInput:
        if name in self.busy or name not in self.inputs:
            raise AntiphonError(f"The MIDI keyboard {name} is not there: plug it in.")
        self.open_inputs.append(FakeInput(name))
        return self.open_inputs[-1]

    def close(self) -> None:
        self.is_closed = True


class FakeSynth:
    def __init__(self) -> None:
        self.problem: str | None = None
        self.is_silent = False

    def make(self, report: Callable[[str], None]) -> Output:
        if self.problem:
            raise AntiphonError(self.problem)
        if self.is_silent:
            report("No sound device was found.")
            return Silence()
        return FakeOutput(FakeClock(), BUILT_IN_SYNTH)


class Board:
    """A switchboard among fakes."""

    def __init__(self) -> None:
        self.system, self.synth = FakeSystem(), FakeSynth()
        self.connected: list[Output] = []
        self.events: list[Event] = []
        self.board = Switchboard(
            self.system, self.synth, self.connected.append, lambda *_: None, self.events.append
        )
        self.board.refresh()

    def in_use(self) -> str:
        return self.connected[-1].name

    def problems(self) -> list[str]:
        return [e.text for e in self.events if isinstance(e, Problem)]

    def ports(self) -> list[Ports]:
        return [e for e in self.events if isinstance(e, Ports)]


@pytest.fixture
def board() -> Board:
    return Board()


def test_ports_are_told_once_and_again_when_they_change(board: Board) -> None:
    board.board.refresh()
    board.system.inputs = ()
    board.board.refresh()
    outputs = (BUILT_IN_SYNTH, PIANO, ORGAN, VIRTUAL_PORT)
    assert board.ports() == [Ports((KEYS,), outputs), Ports((), outputs)]


def test_without_a_synth_it_is_not_offered(board: Board) -> None:
    board.synth.problem = "The built-in synth needs FluidSynth; get it: here."
    board.system.has_virtual_port = False
    board.board.refresh()
    assert board.ports()[-1].outputs == (PIANO, ORGAN)


def test_an_output_is_connected(board: Board) -> None:
    board.board.set_output(PIANO)
    assert board.in_use() == PIANO
    board.board.set_output(VIRTUAL_PORT)
    assert board.in_use() == VIRTUAL_PORT
    assert board.problems() == []


def test_without_a_choice_the_synth_plays(board: Board) -> None:
    board.board.set_output(None)
    assert board.in_use() == BUILT_IN_SYNTH


def test_an_empty_name_is_silence(board: Board) -> None:
    board.board.set_output("")
    board.board.refresh()
    assert [type(output) for output in board.connected] == [Silence]


def test_a_synth_that_cannot_be_made_is_a_sentence_and_silence(board: Board) -> None:
    board.synth.problem = "The built-in synth needs FluidSynth; get it: here."
    board.board.set_output(None)
    assert isinstance(board.connected[-1], Silence)
    assert board.problems()[0].startswith("The built-in synth needs FluidSynth; get it: here. Until then")


def test_a_synth_without_a_sound_device_says_so(board: Board) -> None:
    board.synth.is_silent = True
    board.board.set_output(None)
    assert board.problems() == ["No sound device was found."]


def test_a_port_that_is_not_there_falls_back_to_the_synth_with_one_sentence(board: Board) -> None:
    board.board.set_output("Gone")
    assert board.in_use() == BUILT_IN_SYNTH
    assert board.problems() == [
        (
            "The MIDI port Gone cannot be opened: choose another. "
            "Until then playing goes through the built-in synth."
        )
    ]
    board.board.refresh()
    assert len(board.problems()) == 1


def test_a_port_that_goes_away_and_comes_back_is_used_again(board: Board) -> None:
    board.board.set_output(PIANO)
    board.system.outputs = (ORGAN,)
    board.board.refresh()
    board.board.refresh()
    assert board.in_use() == BUILT_IN_SYNTH
    (problem,) = board.problems()
    assert problem.startswith("The MIDI port Piano is gone: plug it in or choose another output.")
    board.system.outputs = (PIANO, ORGAN)
    board.board.refresh()
    assert board.in_use() == PIANO


def test_without_a_synth_the_fall_back_is_silence(board: Board) -> None:
    board.synth.problem = "There is none."
    board.board.set_output(PIANO)
    board.system.outputs = ()
    board.board.refresh()
    assert isinstance(board.connected[-1], Silence)
    assert board.problems()[0].endswith("Until then playing is silent.")


def test_a_port_that_fails_is_left_at_once(board: Board) -> None:
    board.board.set_output(PIANO)
    board.board.output_lost(ORGAN)
    assert board.in_use() == PIANO
    board.board.output_lost(PIANO)
    assert board.in_use() == BUILT_IN_SYNTH


def test_a_busy_port_is_tried_again_without_a_word(board: Board) -> None:
    board.system.busy = {PIANO}
    board.board.set_output(PIANO)
    board.board.refresh()
    assert board.system.opened == [PIANO, PIANO]
    assert len(board.problems()) == 1
    board.system.busy = set()
    board.board.refresh()
    assert board.in_use() == PIANO


def test_a_port_given_up_for_another_is_not_taken_again(board: Board) -> None:
    board.board.set_output("Gone")
    board.board.set_output(ORGAN)
    board.system.outputs = ("Gone", ORGAN)
    board.board.refresh()
    assert board.in_use() == ORGAN


def test_an_input_is_opened_and_left_for_another(board: Board) -> None:
    board.system.inputs = (KEYS, "Pads")
    board.board.refresh()
    board.board.set_input(KEYS)
    board.board.set_input("Pads")
    board.board.set_input(None)
    assert [(i.name, i.is_closed) for i in board.system.open_inputs] == [(KEYS, True), ("Pads", True)]
    assert board.problems() == []


def test_an_input_that_goes_away_and_comes_back_is_used_again(board: Board) -> None:
    board.board.set_input(KEYS)
    board.system.inputs = ()
    board.board.refresh()
    assert board.problems() == ["The MIDI keyboard Keys is gone: plug it in or choose another input."]
    assert board.system.open_inputs[0].is_closed
    board.system.inputs = (KEYS,)
    board.board.refresh()
    assert [i.is_closed for i in board.system.open_inputs] == [True, False]


def test_an_input_that_is_not_there_is_a_sentence(board: Board) -> None:
    board.board.set_input("Pads")
    assert board.problems() == ["The MIDI keyboard Pads is not there: plug it in."]
    board.board.refresh()
    assert len(board.problems()) == 1


def test_close_lets_everything_go(board: Board) -> None:
    board.board.set_input(KEYS)
    board.board.close()
    assert board.system.open_inputs[0].is_closed
    assert board.system.is_closed
