"""What happens without a focus that tells of it is announced: messages, and the takes that come."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QComboBox, QLabel

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
    desk.until(lambda: heard[-1] == "Continue: accepted")
    assert len(heard) < 10


def test_one_thing_is_said_a_turn_and_the_edit_rather_than_the_selection(
    desk: Desk, heard: list[str]
) -> None:
    desk.window.steering.escape()
    desk.window.commands["select_all"].trigger()
    desk.until(lambda: bool(heard))
    desk.window.commands["delete"].trigger()
    desk.until(lambda: len(heard) > 1)
    count = heard[0].split()[0]
    assert heard == [f"{count} notes selected", f"Delete {count} notes"]


def test_what_a_key_switches_is_told_and_playing_is_heard(desk: Desk, heard: list[str]) -> None:
    desk.window.commands["metronome"].trigger()
    desk.window.commands["metronome"].trigger()
    desk.window.commands["tool_erase"].trigger()
    desk.window.commands["tool_erase"].trigger()
    assert heard == ["Metronome on", "Metronome off", "Erase tool on"]


def test_lists_have_labels_that_name_them_on_linux_too(desk: Desk) -> None:
    for box in desk.window.findChildren(QComboBox):
        labels = [label for label in box.parentWidget().findChildren(QLabel) if label.buddy() is box]
        assert labels, box
        assert labels[-1].text() == box.accessibleName() != ""


def test_putting_the_note_cursor_away_goes_back_to_the_roll(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[QAccessible.Event, object]] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append((event.type(), event.object()))
    )
    desk.window.roll.setFocus()
    desk.window.steering.across(1)
    assert desk.window.roll.note_cursor.is_shown
    told.clear()
    desk.window.steering.escape()
    assert (QAccessible.Event.Focus, desk.window.roll) in told


def test_another_track_in_hand_is_told(desk: Desk, heard: list[str]) -> None:
    desk.window.commands["add_track"].trigger()
    desk.until(lambda: bool(heard))
    assert heard[0].startswith("Add track: ")
    assert heard[0].endswith(", 0 notes")
    desk.window.commands["previous_track"].trigger()
    desk.until(lambda: len(heard) > 1)
    assert heard[1].endswith(" notes")
