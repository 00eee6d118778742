"""Thousands of steps of a restless hand in the whole window; undone, they leave the first piece as it was."""

from __future__ import annotations

import pytest

from assistant.core.piece import Marker, Piece
from assistant.core.tempo import MeterChange, MeterMap, TempoMap
from assistant.core.track import Track
from assistant.ui.piano_roll.benchmark import random_clip
from tests.ui.conftest import BAR, Desk
from tests.ui.window_walker import WindowWalker

STEPS = 4_000
FIRST = Piece(
    (Track("Melody", random_clip(30, 4)), Track("Bass", random_clip(12, 4), "bass", 1)),
    tempo_map=TempoMap.of_bpm(100).with_bpm(2 * BAR, 140),
    meter_map=MeterMap((MeterChange(0, 4, 4), MeterChange(3 * BAR, 3, 4))),
    markers=(Marker(BAR, "A"),),
)


@pytest.mark.timeout(300)
def test_whatever_is_done_the_window_agrees_and_undo_leads_back(desk: Desk) -> None:
    session = desk.session
    session.show(FIRST)
    desk.window.documents.replaced.emit()
    desk.window.resize(1000, 700)
    walker = WindowWalker(desk, seed=11)
    for _ in range(STEPS):
        walker.step()
    assert len(session.document.history.done) > STEPS / 10
    last, steps = session.piece, len(session.document.history.done)
    desk.window.steering.go_to_step(0)
    assert session.piece == FIRST
    desk.window.steering.go_to_step(steps)
    assert session.piece == last
