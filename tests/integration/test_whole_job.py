"""The whole job by mouse and key, with the real model and files: sketch, continue, accept, undo, export."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assistant.core.note import PPQ
from assistant.core.protocols import Position
from assistant.engine.continuer import EngineContinuer
from assistant.engine.registry import find_model
from assistant.files.midi_files import MidiFiles
from assistant.paths import user_models_dir
from assistant.session import Session
from assistant.settings import Settings
from assistant.ui.main_window import MainWindow
from assistant.ui.preferences import Preferences
from tests.fakes import FakePerformer
from tests.ui.conftest import BAR, FakeQuestions

TUNE = (62, 66, 69, 66, 74, 69, 66, 64)


class Player:
    """Somebody at the window, with a mouse and a keyboard."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.performer = FakePerformer()
        self.questions = FakeQuestions()
        self.session = Session(MidiFiles(), EngineContinuer(), self.performer)
        preferences = Preferences(Settings(bars=4), folder / "settings.json")
        self.window = MainWindow(self.session, preferences, folder / "recovery", self.questions)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.start()

    def draw(self, start_tick: int, length_ticks: int, pitch: int) -> None:
        view = self.window.roll.state.viewport
        y = view.y_of(pitch) + view.row_px // 2
        first, last = (
            QPoint(view.x_of(start_tick) + 2, y),
            QPoint(view.x_of(start_tick + length_ticks) - 2, y),
        )
        area = self.window.roll.note_area
        QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(area, last)
        QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=last)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.roll, key, modifier)

    def continue_(self) -> None:
        QTest.mouseClick(self.window.continue_button, Qt.MouseButton.LeftButton)
        assert self.window.proposals.is_generating
        self.qtbot.waitUntil(lambda: not self.window.proposals.is_generating, timeout=30_000)

    def export(self, path: Path) -> None:
        self.questions.written = path
        self.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        self.qtbot.waitUntil(path.exists, timeout=10_000)

    def columns(self) -> list[tuple[int, int, int]]:
        return [(n.start_tick, n.length_ticks, n.pitch) for n in self.session.clip]


@pytest.fixture
def player(qtbot: QtBot, tmp_path: Path) -> Iterator[Player]:
    player = Player(qtbot, tmp_path)
    yield player
    player.window.close()
    player.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_sketch_continue_hear_accept_undo_export(player: Player, tmp_path: Path) -> None:
    player.window.roll.set_grid(PPQ // 2, "1/8")
    for i, pitch in enumerate(TUNE * 2):
        player.draw(i * PPQ // 2, PPQ // 2, pitch)
    sketch = player.columns()
    assert [(start, pitch) for start, _, pitch in sketch] == [
        (i * PPQ // 2, pitch) for i, pitch in enumerate(TUNE * 2)
    ]

    player.window.roll.deselect()
    player.continue_()
    ghosts = [(n.start_tick, n.pitch) for n in player.window.roll.state.ghosts.notes]
    assert ghosts
    assert ghosts[0][0] >= 2 * BAR
    assert max(start for start, _ in ghosts) < 6 * BAR
    assert len(player.session.document.takes) == 4

    player.press(Qt.Key.Key_Space)
    assert len(player.performer.called("play")[0][0].tracks[0].clip) == len(sketch) + len(ghosts)
    player.performer.say(Position(100.0, playing=True))
    player.press(Qt.Key.Key_Space)

    player.press(Qt.Key.Key_Down)
    player.press(Qt.Key.Key_Return)
    whole = player.columns()
    assert whole[: len(sketch)] == sketch
    assert len(whole) > len(sketch)
    assert max(start + length for start, length, _ in whole) <= 6 * BAR
    player.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert player.columns() == sketch
    player.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert player.columns() == whole

    player.export(tmp_path / "answer.mid")
    read = MidiFiles().read(tmp_path / "answer.mid")
    assert [(n.start_tick, n.length_ticks, n.pitch) for n in read.piece.tracks[0].clip] == whole
    assert read.warnings == ()


def test_the_first_click_on_continue_makes_music(player: Player) -> None:
    player.window.steering.open_example()
    player.qtbot.waitUntil(lambda: len(player.session.clip) > 0, timeout=10_000)
    seed = player.columns()
    player.continue_()
    player.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    player.press(Qt.Key.Key_Return)
    assert player.columns()[: len(seed)] == seed
    assert len(player.columns()) > len(seed) + 8


def sketch_two_bars(player: Player) -> None:
    player.window.roll.set_grid(PPQ // 2, "1/8")
    for i, pitch in enumerate(TUNE * 2):
        player.draw(i * PPQ // 2, PPQ // 2, pitch)
    player.window.roll.deselect()


def test_locked_to_a_key_no_note_breaks_it(player: Player) -> None:
    sketch_two_bars(player)
    player.window.panel.key_lock.setChecked(True)
    player.window.panel.dial.setValue(player.window.panel.dial.maximum())
    player.continue_()
    for take in player.session.document.takes:
        lock = take.request.key_lock
        assert lock is not None
        assert take.request.temperature > 1.5
        assert all(n.pitch % 12 in lock.pitch_classes for n in take.clip)


def test_cancel_works_at_once_and_the_next_answer_comes(player: Player) -> None:
    sketch_two_bars(player)
    sketch = player.columns()
    player.window.panel.bars.setValue(64)
    QTest.mouseClick(player.window.continue_button, Qt.MouseButton.LeftButton)
    player.qtbot.waitUntil(lambda: bool(player.window.roll.state.ghosts.notes), timeout=10_000)
    player.press(Qt.Key.Key_Escape)
    assert not player.window.proposals.is_generating
    assert player.columns() == sketch
    player.window.panel.bars.setValue(2)
    player.continue_()
    assert len(player.session.document.takes) == 4


@pytest.fixture
def damaged_model() -> str:
    """The name of the shipped model, hidden by a copy of the user's with one flipped bit."""
    shipped = find_model()
    shutil.copytree(shipped, user_models_dir() / shipped.name)
    weights = user_models_dir() / shipped.name / "weights.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 0x10
    weights.write_bytes(data)
    return shipped.name


def test_a_damaged_model_is_one_sentence_and_the_piece_stays(damaged_model: str, player: Player) -> None:
    sketch_two_bars(player)
    before = player.session.piece
    QTest.mouseClick(player.window.continue_button, Qt.MouseButton.LeftButton)
    player.qtbot.waitUntil(lambda: not player.window.proposals.is_generating, timeout=10_000)
    said = player.window.messages.texts
    assert any(f"The model {damaged_model} is damaged or incomplete: choose another one" in s for s in said)
    assert player.session.piece == before
