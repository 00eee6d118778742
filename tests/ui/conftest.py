"""A window on fakes: a disk in a dictionary, a model of random notes, a performer that only writes down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.protocols import Recorded
from assistant.core.tempo import TempoMap
from assistant.core.track import Track
from assistant.session import Session
from assistant.settings import Settings
from assistant.ui.dialogs.files import Answer
from assistant.ui.main_window import MainWindow
from assistant.ui.preferences import Preferences
from tests.fakes import FakeChordNamer, FakeContinuer, FakeFiles, FakePerformer

BAR = 4 * PPQ
EIGHTH = PPQ // 2


def phrase(bars: int = 2) -> Piece:
    """Eighth notes of D major up and down."""
    scale = (62, 64, 66, 69, 74, 69, 66, 62)
    notes = [Note(0, i * EIGHTH, EIGHTH, scale[i % 8]) for i in range(bars * 8)]
    return Piece(tracks=(Track(clip=Clip.from_notes(notes)),), tempo_map=TempoMap.of_bpm(100), title="Phrase")


class FakeQuestions:
    """Answers in place of the player."""

    def __init__(self) -> None:
        self.opened: Path | None = None
        self.written: Path | None = None
        self.answer: Answer = "discard"
        self.asked: list[str] = []
        self.in_the_window: Callable[[str, Callable[[Answer], None]], None] | None = None

    def file_to_open(self, folder: str) -> Path | None:
        self.asked.append("open")
        return self.opened

    def file_to_write(self, title: str, proposal: Path) -> Path | None:
        self.asked.append(title)
        return self.written

    def unsaved_changes(self, name: str, answered: Callable[[Answer], None]) -> None:
        self.asked.append("unsaved")
        if self.in_the_window:
            self.in_the_window(name, answered)
        else:
            answered(self.answer)


class Gate:
    """Lets the model pass note by note, so that a test can look at an answer that is half done."""

    def __init__(self) -> None:
        self._passes = threading.Semaphore(0)
        self.is_open = False

    def __call__(self) -> None:
        if not self.is_open:
            self._passes.acquire(timeout=20)

    def let(self, notes: int) -> None:
        for _ in range(notes):
            self._passes.release()

    def open(self) -> None:
        self.is_open = True
        self.let(10_000)


class Desk:
    """A window and the fakes it stands on."""

    def __init__(self, qtbot: QtBot, folder: Path, gate: Gate | None = None, **settings: object) -> None:
        self.qtbot = qtbot
        self.files = FakeFiles()
        self.continuer = FakeContinuer(before_note=gate)
        self.performer = FakePerformer()
        self.chord_namer = FakeChordNamer()
        self.questions = FakeQuestions()
        self.session = Session(self.files, self.continuer, self.performer)
        self.session.show(phrase())
        self.preferences = Preferences(replace(Settings(), **settings), folder / "settings.json")
        self.window = MainWindow(
            self.session, self.preferences, folder / "recovery", self.questions, self.chord_namer
        )
        self.gate = gate

    def show(self) -> None:
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.roll.setFocus()
        self.qtbot.waitUntil(self.window.roll.hasFocus)

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)

    def say(self, *events: object) -> None:
        """Let the performer report something, and the window hear of it."""
        self.performer.say(*events)  # type: ignore[arg-type]
        self.window.poller.poll()

    def continue_(self) -> None:
        """Continue, and wait until every take is complete."""
        self.window.steering.begin()
        self.until(lambda: not self.window.proposals.is_generating)

    @property
    def ghosts(self) -> list[Note]:
        return list(self.window.roll.state.ghosts.notes)

    def close(self) -> None:
        if self.gate:
            self.gate.open()
        self.questions.answer, self.questions.in_the_window = "discard", None
        self.say(Recorded((), finished=True))  # where one goes on, the window waits for its end
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks, and closes them at the end."""
    desks: list[Desk] = []

    def make(gate: Gate | None = None, **settings: object) -> Desk:
        desks.append(Desk(qtbot, tmp_path, gate, **settings))
        desks[-1].show()
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QCoreApplication) -> None:
    """What an earlier test copied could be pasted otherwise: the clipboard is the system's."""
    QGuiApplication.clipboard().clear()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A window that shows two bars of D major."""
    return make_desk()
