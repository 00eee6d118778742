"""Folding from the window: by its key, its menu and with the scale of the piece."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.theory import Key
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.conftest import Desk


def shown(roll: PianoRoll) -> list[int]:
    """The pitches that have a row."""
    view = roll.state.viewport
    return [pitch for pitch in range(128) if view.pitch_at(view.y_of(pitch)) == pitch]


def test_the_key_folds_and_unfolds(desk: Desk) -> None:
    desk.session.set_key(Key(2, "major"))
    roll, action = desk.window.roll, desk.window.commands["fold"]
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert action.isChecked()
    assert {pitch % 12 for pitch in shown(roll)} == Key(2, "major").pitch_classes
    action.trigger()
    assert len(shown(roll)) == 128
    assert not action.isChecked()
