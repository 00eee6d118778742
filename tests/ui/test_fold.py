"""Folding from the window: by its key, its menu and with the scale of the piece."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.theory import Key
from tests.ui.conftest import Desk


def test_the_key_folds_and_unfolds(desk: Desk) -> None:
    desk.session.set_key(Key(2, "major"))
    roll, action = desk.window.roll, desk.window.commands["fold"]
    QTest.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert roll.state.fold
    assert action.isChecked()
    assert roll.state.viewport.fold is not None
    assert {pitch % 12 for pitch in roll.state.viewport.fold} == Key(2, "major").pitch_classes
    action.trigger()
    assert roll.state.viewport.fold is None
    assert not action.isChecked()
