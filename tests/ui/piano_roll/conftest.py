"""A piano roll on a session of fakes, at a zoom that is easy to count in: a quarter note is 120 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK
from tests.fakes import FakeContinuer, FakeFiles, FakePerformer
from tests.ui.piano_roll.hand import LEFT, MIDDLE, RIGHT, Hand

SIXTEENTH = PPQ // 4
BAR = 4 * PPQ

THREE = (
    Note(1, 0, PPQ, 60, 80),
    Note(2, PPQ, PPQ, 64, 100),
    Note(3, 2 * PPQ, PPQ, 67, 40),
)


@pytest.fixture
def performer() -> FakePerformer:
    return FakePerformer()


@pytest.fixture
def session(performer: FakePerformer) -> Session:
    return Session(FakeFiles(), FakeContinuer(), performer)


@pytest.fixture
def roll(session: Session, qtbot: QtBot) -> PianoRoll:
    """An empty piano roll, sixteenths as grid, middle C in the middle."""
    roll = PianoRoll(session, DARK)
    qtbot.addWidget(roll)
    session.document.subscribe(roll.document_changed)
    roll.resize(1200, 700)
    roll.show()
    qtbot.waitExposed(roll)
    roll.set_grid(SIXTEENTH, "1/16")
    view = replace(roll.state.viewport, px_per_tick=0.25, row_zoom_px=14.0)
    roll.state.set_viewport(view.scrolled_to(x_px=0, y_px=(127 - 60) * 14 - view.height_px / 2))
    return roll


@pytest.fixture
def hand(roll: PianoRoll) -> Iterator[Hand]:
    """A hand that lets go in the end: Qt remembers a button that is down, beyond the widget's life."""
    hand = Hand(roll)
    yield hand
    roll.cancel_gesture()
    for button in (LEFT, MIDDLE, RIGHT):
        if hand.holds(button):
            hand.release(QPoint(0, 0), button=button)


@pytest.fixture
def three(session: Session, roll: PianoRoll) -> tuple[Note, ...]:
    """C, E and G, a quarter note each, ids 1 to 3."""
    session.show(Piece((Track(clip=Clip.from_notes(THREE)),)))
    return THREE
