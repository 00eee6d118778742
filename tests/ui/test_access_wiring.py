"""What happens without a focus that tells of it is announced: messages, and the takes that come."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from tests.ui.conftest import Desk


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told; Qt hands it out by one function."""
    texts: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            texts.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return texts


def test_messages_are_announced(desk: Desk, heard: list[str]) -> None:
    desk.window.messages.notice("Saved as tune.mid.")
    assert heard == ["Saved as tune.mid."]


def test_takes_are_announced_when_they_are_written_and_shown(desk: Desk, heard: list[str]) -> None:
    desk.continue_()
    desk.until(lambda: any(text.startswith("Take 1") for text in heard))
    assert heard[0] == "Writing"
    desk.window.steering.step(1)
    desk.until(lambda: heard[-1].startswith("Take 2"))
    assert heard[-1].endswith(", shown")
    desk.window.steering.press()
    assert any(text.startswith("Continue") for text in heard)
    assert len(heard) < 10
