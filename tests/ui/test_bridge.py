"""The worker thread and the performer's news."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, TakeDone, TakeEvent
from assistant.core.note import Note
from assistant.core.protocols import NoteHeard, Ports, Position, Problem, Recorded
from assistant.ui.bridge import GenerationBridge, PerformerPoller, _Mailbox
from tests.fakes import FakeContinuer, FakePerformer
from tests.ui.conftest import BAR, Gate


class Listener(QObject):
    """Writes down what arrives, and on which thread."""

    def __init__(self, bridge: GenerationBridge) -> None:
        super().__init__()
        self.events: list[TakeEvent] = []
        self.finished: list[int] = []
        self.failed: list[str] = []
        self.threads: set[int] = set()
        bridge.arrived.connect(self.on_arrived)
        bridge.finished.connect(self.finished.append)
        bridge.failed.connect(self.on_failed)

    @Slot(int, object)
    def on_arrived(self, request_id: int, events: tuple[TakeEvent, ...]) -> None:
        self.events += events
        self.threads.add(threading.get_ident())

    @Slot(int, str)
    def on_failed(self, request_id: int, sentence: str) -> None:
        self.failed.append(sentence)


def request(request_id: int = 1, takes: int = 2) -> ContinueRequest:
    seed = Clip.from_notes([Note(0, 0, 240, 60), Note(0, 240, 240, 62)])
    return ContinueRequest(seed, BAR, 3 * BAR, takes=takes, request_id=request_id)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def continuer(gate: Gate) -> FakeContinuer:
    return FakeContinuer(before_note=gate)


@pytest.fixture
def bridge(continuer: FakeContinuer, gate: Gate) -> Iterator[GenerationBridge]:
    bridge = GenerationBridge(continuer)
    yield bridge
    gate.open()
    bridge.close()


def test_every_note_arrives_in_order_on_the_qt_thread(
    qtbot: QtBot, bridge: GenerationBridge, gate: Gate
) -> None:
    listener = Listener(bridge)
    gate.open()
    bridge.generate(request())
    qtbot.waitUntil(lambda: listener.finished == [1])
    expected = list(FakeContinuer().generate(request()))
    assert listener.events == expected
    assert listener.threads == {threading.get_ident()}
    assert not bridge.is_generating


def test_a_note_does_not_wait_for_the_next_one(qtbot: QtBot, bridge: GenerationBridge, gate: Gate) -> None:
    listener = Listener(bridge)
    bridge.generate(request())
    for count in range(1, 8):
        gate.let(1)
        qtbot.waitUntil(lambda count=count: len(listener.events) == count)


def test_who_finds_something_is_not_told_of_what_comes_next_but_looks_again() -> None:
    box, done = _Mailbox(), TakeDone(0, 1.0)
    assert box.put(1, done), "the first one must be told of"
    assert not box.put(1, done)
    assert len(box.take(1)) == 2
    assert box.is_watched
    assert not box.put(2, done), "it is found by who looks again"
    assert box.take(1) == ()
    assert box.is_watched, "though it was nothing for who looked"
    assert box.take(1) == ()
    assert not box.is_watched
    assert box.put(1, done)


def test_nothing_arrives_after_cancel_and_the_answer_is_closed(
    qtbot: QtBot, bridge: GenerationBridge, gate: Gate, continuer: FakeContinuer
) -> None:
    listener = Listener(bridge)
    bridge.generate(request())
    gate.let(3)
    qtbot.waitUntil(lambda: len(listener.events) == 3)
    bridge.cancel()
    gate.open()
    qtbot.waitUntil(lambda: continuer.cancelled == 1)
    qtbot.wait(20)
    assert len(listener.events) == 3
    assert not listener.finished


def test_a_request_that_was_dropped_while_it_waited_is_never_begun(
    qtbot: QtBot, bridge: GenerationBridge, gate: Gate, continuer: FakeContinuer
) -> None:
    listener = Listener(bridge)
    bridge.generate(request(1))
    qtbot.waitUntil(lambda: len(continuer.requests) == 1)
    bridge.generate(request(2))
    bridge.generate(request(3))
    gate.open()
    qtbot.waitUntil(lambda: listener.finished == [3])
    assert [asked.request_id for asked in continuer.requests] == [1, 3]


def test_what_goes_wrong_arrives_as_a_sentence(
    qtbot: QtBot, bridge: GenerationBridge, continuer: FakeContinuer
) -> None:
    listener = Listener(bridge)
    continuer.problem = "The model is damaged: install it again."
    bridge.generate(request())
    qtbot.waitUntil(lambda: listener.failed == [continuer.problem])
    assert not bridge.is_generating


def test_a_fault_of_the_engine_ends_neither_the_thread_nor_the_window(qtbot: QtBot) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("oh")

    continuer = FakeContinuer(before_note=stumble)
    bridge = GenerationBridge(continuer)
    listener = Listener(bridge)
    bridge.generate(request(1))
    qtbot.waitUntil(lambda: len(listener.failed) == 1)
    assert "oh" in listener.failed[0]
    continuer.before_note = None
    bridge.generate(request(2))
    qtbot.waitUntil(lambda: listener.finished == [2])
    bridge.close()


def test_warming_up_finds_the_models_first(
    qtbot: QtBot, bridge: GenerationBridge, continuer: FakeContinuer
) -> None:
    with qtbot.waitSignal(bridge.models_found) as found:
        bridge.warm_up("fake")
    assert found.args == [continuer.model_list]
    qtbot.waitUntil(lambda: continuer.warmed == ["fake"])


def test_the_performers_news_are_told_by_kind(qtbot: QtBot) -> None:
    performer = FakePerformer()
    poller = PerformerPoller(performer)
    told: list[object] = []
    for signal in (poller.ports_changed, poller.moved, poller.recorded, poller.heard, poller.problem):
        signal.connect(told.append)
    events = [Ports(), Position(0, True), Recorded((), False), NoteHeard(60, 1)]
    performer.say(*events, Problem("Plug it in."))
    poller.start()
    qtbot.waitUntil(lambda: told == [*events, "Plug it in."])
    poller.stop()
