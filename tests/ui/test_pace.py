"""What follows the notes of an answer follows every third frame of them, or when they stall."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assistant.ui.pace import FRAMES, STALLED_MS, Pace


@pytest.fixture
def told() -> list[int]:
    return []


@pytest.fixture
def pace(qtbot: QtBot, told: list[int]) -> Pace:
    pace = Pace()
    pace.due.connect(lambda: told.append(1))
    return pace


def test_every_third_frame_is_due_at_once(pace: Pace, told: list[int]) -> None:
    for frame in range(1, 3 * FRAMES + 1):
        pace.count()
        assert len(told) == frame // FRAMES


def test_what_stalls_is_due_after_a_while_and_only_once(pace: Pace, told: list[int], qtbot: QtBot) -> None:
    pace.begin()
    pace.count()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(2 * STALLED_MS)
    assert len(told) == 1


def test_nothing_is_due_when_no_more_will_come(pace: Pace, told: list[int], qtbot: QtBot) -> None:
    pace.begin()
    pace.count()
    pace.stop()
    qtbot.wait(2 * STALLED_MS)
    assert not told
    for _ in range(FRAMES):
        pace.count()
    assert len(told) == 1, "frames are counted anew"
