"""The roll as assistive programs find it: a list of notes with words, places and states."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from assistant.core.note import Note
from assistant.session import Session
from assistant.ui.piano_roll.spoken import length_words
from assistant.ui.piano_roll.view import PianoRoll

NAME = QAccessible.Text.Name


def face(roll: PianoRoll) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(roll.note_area)
    assert found is not None
    return found


def test_the_notes_are_a_list(roll: PianoRoll, three: tuple[Note, ...]) -> None:
    notes = face(roll)
    assert notes.role() == QAccessible.Role.List
    assert notes.text(NAME) == "Notes"
    assert notes.childCount() == 3
    assert [notes.child(i).text(NAME) for i in range(3)] == [
        "C4, bar 1 beat 1, a quarter, velocity 80",
        "E4, bar 1 beat 2, a quarter, velocity 100",
        "G4, bar 1 beat 3, a quarter, velocity 40",
    ]
    assert [notes.indexOfChild(notes.child(i)) for i in range(3)] == [0, 1, 2]
    assert notes.child(1).parent().text(NAME) == "Notes"


def test_their_states_and_places_follow(roll: PianoRoll, three: tuple[Note, ...], session: Session) -> None:
    notes = face(roll)
    second = notes.child(1)
    roll.set_selection([2])
    assert second.state().selected and not notes.child(0).state().selected  # type: ignore[attr-defined]
    assert not notes.child(0).state().selectable  # type: ignore[attr-defined]
    session.move_notes([2], 0, 1)
    assert second.text(NAME) == "F4, bar 1 beat 2, a quarter, velocity 100, selected"
    box = second.rect()
    assert notes.childAt(box.center().x(), box.center().y()).text(NAME) == second.text(NAME)
    assert roll.note_area.mapFromGlobal(box.topLeft()) == QPoint(
        roll.state.viewport.x_of(480), roll.state.viewport.y_of(65)
    )
    session.mute_notes([2], True)
    assert ", muted" in second.text(NAME)
    session.delete_notes([2])
    assert not second.isValid()
    assert notes.childCount() == 2


def test_the_cursor_is_the_focus_on_a_note_or_on_an_empty_place(
    roll: PianoRoll, three: tuple[Note, ...]
) -> None:
    notes = face(roll)
    assert notes.focusChild() is None
    roll.state.cursor = (500, 64)
    assert notes.focusChild().text(NAME).startswith("E4, bar 1 beat 2, a quarter")
    assert notes.focusChild().state().focused  # type: ignore[attr-defined]
    roll.state.cursor = (1920, 64)
    assert notes.childCount() == 4
    empty = notes.focusChild()
    assert empty.text(NAME) == "E4, bar 2 beat 1, empty"
    assert notes.indexOfChild(empty) == 3
    roll.state.cursor = (2400, 64)
    assert notes.focusChild().text(NAME) == "E4, bar 2 beat 2, empty"


def test_few_of_many_are_kept(roll: PianoRoll, session: Session) -> None:
    session.add_notes([Note(0, i * 10, 10, 60) for i in range(2000)])
    notes = face(roll)
    words = {notes.child(i).text(NAME) for i in range(2000)}
    assert len(words) == 2000
    assert notes.child(0).text(NAME).startswith("C4, bar 1 beat 1")


def test_a_moving_cursor_is_told_while_somebody_listens(
    roll: PianoRoll, three: tuple[Note, ...], qtbot: QtBot
) -> None:
    QAccessible.setActive(True)
    try:
        for _ in range(5):
            roll.note_cursor.step(1)
            roll.note_cursor.climb(1)
        roll.set_selection([1])
    finally:
        QAccessible.setActive(False)
    assert roll.state.cursor is not None


def test_lengths_in_words() -> None:
    assert [length_words(t) for t in (1920, 720, 320, 60, 160, 500)] == [
        "a whole",
        "a dotted quarter",
        "a quarter triplet",
        "a 32nd",
        "an eighth triplet",
        "1.042 quarters",
    ]
    assert replace(Note(1, 0, 360, 60)).length_ticks == 360 and length_words(360) == "a dotted eighth"


_ENDS = """
import sys
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from assistant.core.note import Note
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK
from tests.fakes import FakeContinuer, FakeFiles, FakePerformer
app = QApplication([])
session = Session(FakeFiles(), FakeContinuer(), FakePerformer())
for round in range(2):
    roll = PianoRoll(session, DARK)
    session.new()
    session.add_notes([Note(0, 0, 480, 60), Note(0, 480, 480, 62)])
    roll.show()
    notes = QAccessible.queryAccessibleInterface(roll.note_area)
    print([notes.child(i).text(QAccessible.Text.Name) for i in range(notes.childCount())])
    if round == 0:
        roll.deleteLater()
        app.processEvents()
        del roll, notes
sys.exit(0)
"""


def test_the_program_ends_in_peace_when_somebody_has_listened() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ENDS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.count("C4")) == (0, 2), done.stderr
