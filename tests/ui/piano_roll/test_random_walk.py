"""Thousands of gestures with a fixed seed, over all tools; undone, they leave the first piece as it was."""

from __future__ import annotations

import pytest

from assistant.core.history import History
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.benchmark import random_clip
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.piano_roll.walker import Walker

GESTURES = 5_000
FIRST = Piece((Track(name="Melody", clip=random_clip(30, 4)), Track(name="Bass", clip=random_clip(12, 4))))


@pytest.fixture
def walked(roll: PianoRoll, session: Session) -> PianoRoll:
    """A roll with two tracks, at work with the session as it is in the window, that forgets no step."""
    session.document.history = History(max_steps=20_000)
    session.show(FIRST)
    roll.resize(720, 440)
    roll.zoom_to_all()
    roll.loop_requested.connect(session.set_loop)
    roll.seek_requested.connect(session.seek)
    roll.track_clicked.connect(lambda track, _: setattr(session, "active_track", track))
    roll.track_clicked.connect(roll.document_changed)
    return roll


@pytest.mark.timeout(300)
def test_undo_leads_back_to_the_first_piece(walked: PianoRoll, session: Session) -> None:
    walker = Walker(walked, session, seed=4)
    while walker.gestures < GESTURES:
        walker.step()
        assert walked.selected_ids <= set(session.clip.ids.tolist())
    assert len(session.document.history.done) > 1_000
    last = session.piece
    steps = len(session.document.history.done)
    session.document.go_to(0)
    assert session.piece == FIRST
    session.document.go_to(steps)
    assert session.piece == last
