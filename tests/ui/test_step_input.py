"""Step input: what is played stands at the playhead, which goes on by the grid."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.note import PPQ
from assistant.core.protocols import NoteHeard
from tests.ui.conftest import Desk

EIGHTH = PPQ // 2
START = 16 * PPQ


@pytest.fixture
def stepping(desk: Desk) -> Desk:
    """A window with step input on, eighths as grid, the playhead behind the notes."""
    desk.window.roll.set_grid(EIGHTH, "1/8")
    desk.window.playback.seek(START)
    press(desk, Qt.Key.Key_I)
    assert desk.window.hand.step_input.is_on
    return desk


def press(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window.roll, key, keys)


def entered(desk: Desk) -> list[tuple[int, int, int]]:
    clip = desk.session.clip
    return [(n.start_tick, n.pitch, n.length_ticks) for n in clip if n.start_tick >= START]


def test_letters_enter_notes_and_the_playhead_goes_on(stepping: Desk) -> None:
    for key in (Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_G):
        press(stepping, key)
    assert entered(stepping) == [
        (START, 60, EIGHTH),
        (START + EIGHTH, 64, EIGHTH),
        (START + 2 * EIGHTH, 67, EIGHTH),
    ]
    assert stepping.session.playhead_tick == START + 3 * EIGHTH


def test_keys_held_together_are_one_chord_and_one_step(stepping: Desk) -> None:
    before = len(stepping.session.document.history.done)
    stepping.say(NoteHeard(60, 90), NoteHeard(64, 70))
    assert len(stepping.window.roll.state.recorded) == 2, "they are seen while they are held"
    stepping.say(NoteHeard(60, 0))
    assert entered(stepping) == []
    stepping.say(NoteHeard(64, 0))
    assert entered(stepping) == [(START, 60, EIGHTH), (START, 64, EIGHTH)]
    assert [n.velocity for n in stepping.session.clip if n.start_tick == START] == [90, 70]
    assert [step.label for step in stepping.session.document.history.done[before:]] == [
        "Step input of 2 notes"
    ]
    assert not len(stepping.window.roll.state.recorded)


def test_a_rest_leaves_a_step_empty(stepping: Desk) -> None:
    press(stepping, Qt.Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
    press(stepping, Qt.Key.Key_A)
    assert entered(stepping) == [(START + EIGHTH, 60, EIGHTH)]


def test_undo_takes_the_playhead_back(stepping: Desk) -> None:
    press(stepping, Qt.Key.Key_A)
    press(stepping, Qt.Key.Key_S)
    press(stepping, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stepping.session.playhead_tick == START + EIGHTH
    press(stepping, Qt.Key.Key_D)
    assert entered(stepping) == [(START, 60, EIGHTH), (START + EIGHTH, 64, EIGHTH)]


def test_switched_off_letters_only_sound(stepping: Desk) -> None:
    press(stepping, Qt.Key.Key_I)
    press(stepping, Qt.Key.Key_A)
    assert entered(stepping) == []
    assert stepping.session.playhead_tick == START


def test_letters_are_switched_on_with_it(desk: Desk) -> None:
    desk.window.typing.toggle()
    press(desk, Qt.Key.Key_I)
    assert desk.window.typing.is_on


def test_while_it_plays_nothing_is_entered(stepping: Desk) -> None:
    press(stepping, Qt.Key.Key_Space)
    stepping.say(NoteHeard(60, 90), NoteHeard(60, 0))
    assert entered(stepping) == []
