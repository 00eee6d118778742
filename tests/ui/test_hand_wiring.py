"""Tools, grid, snap, chords and following: from the bar and the keys to the roll, and remembered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.ui.piano_roll.stamps import STAMPS
from tests.ui.conftest import Desk
from tests.ui.piano_roll.hand import Hand

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def press(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(desk.window.roll, key, keys)


def test_numbers_take_the_tools(desk: Desk) -> None:
    taken = []
    for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5):
        press(desk, key)
        taken.append(desk.window.roll.tool)
        assert desk.window.commands[f"tool_{taken[-1]}"].isChecked()
    assert taken == ["select", "draw", "erase", "split", "mute"]


def test_keys_edit_the_selection(desk: Desk) -> None:
    roll, session = desk.window.roll, desk.session
    roll.set_selection([1, 8])  # both D4
    press(desk, Key.Key_J, CTRL)
    assert session.document.history.done[-1].label == "Join 2 notes"
    press(desk, Key.Key_0)
    assert [n.id for n in session.clip if n.muted] == list(roll.selected_ids)
    desk.window.playback.seek(PPQ)
    press(desk, Key.Key_T, CTRL)
    assert session.document.history.done[-1].label == "Split 1 note"
    roll.select_all()
    press(desk, Key.Key_L, CTRL)
    assert session.document.history.done[-1].label.startswith("Legato")


def test_keys_change_the_grid_and_the_bar_shows_it(desk: Desk) -> None:
    bar = desk.window.roll_bar
    desk.window.roll.set_grid(0, "1/8")
    press(desk, Key.Key_1, CTRL)
    assert bar.grid.currentText() == "1/16"
    press(desk, Key.Key_3, CTRL)
    assert bar.grid.currentText() == "1/16 triplet"
    press(desk, Key.Key_2, CTRL)
    assert bar.grid.currentText() == "1/8 triplet"
    press(desk, Key.Key_5, CTRL)
    assert bar.grid.currentText() == "adaptive"
    press(desk, Key.Key_4, CTRL)
    assert bar.snap.currentText() == "free"
    assert desk.window.commands["snap_off"].isChecked()


@pytest.mark.parametrize(("row", "snap"), [(0, "grid"), (1, "amount"), (2, "off")])
def test_the_switch_beside_the_grid_snaps_and_is_remembered(desk: Desk, row: int, snap: str) -> None:
    box = desk.window.roll_bar.snap
    box.setCurrentIndex(row)
    box.activated.emit(row)
    assert desk.window.roll.state.snap == snap
    assert desk.preferences.settings.snap == snap


def test_a_chord_is_chosen_in_the_bar_and_drawn(desk: Desk) -> None:
    press(desk, Key.Key_1)
    row = [stamp.name for stamp in STAMPS].index("m7")
    desk.window.roll_bar.stamp.activated.emit(row)
    assert desk.window.roll.tool == "draw", "who chooses a chord wants to draw it"
    assert desk.window.roll_bar.stamp.currentText() == "m7"
    roll = desk.window.roll
    desk.session.set_key(None)
    before = len(desk.session.clip)
    hand = Hand(roll)
    hand.click(hand.at(3 * 4 * PPQ, roll.state.viewport.pitch_at(roll.note_area.height() / 2)))
    assert len(desk.session.clip) == before + 4


def test_following_is_chosen_in_the_menu_and_remembered(desk: Desk) -> None:
    desk.window.commands["follow_smooth"].trigger()
    assert desk.window.roll.state.follow == "smooth"
    assert desk.preferences.settings.follow == "smooth"
    assert not desk.window.commands["follow_page"].isChecked()


def test_what_was_chosen_is_there_the_next_time(make_desk: object) -> None:
    desk = make_desk(snap="amount", follow="off", quantise_strength=0.5)  # type: ignore[operator]
    roll = desk.window.roll
    assert (roll.state.snap, roll.state.follow, roll.quantising.strength) == ("amount", "off", 0.5)
    assert desk.window.roll_bar.snap.currentText() == "by steps"


def test_a_click_on_a_faint_note_goes_to_its_track(desk: Desk) -> None:
    melody = Track(name="Melody", clip=Clip.from_notes([Note(1, 0, PPQ, 64)]))
    bass = Track(name="Bass", clip=Clip.from_notes([Note(5, 0, 4 * PPQ, 55)]))
    desk.session.show(Piece((melody, bass)))
    desk.window.documents.replaced.emit()
    press(desk, Key.Key_1)
    hand = Hand(desk.window.roll)
    hand.click(hand.at(PPQ, 55))
    assert desk.session.active_track == 1
    assert desk.window.roll.selected_ids == {5}


def test_keeping_to_the_scale_is_a_button_and_a_key(desk: Desk) -> None:
    press(desk, Key.Key_S, SHIFT)
    assert desk.window.roll.state.keeps_scale
    assert desk.window.commands["keeps_scale"].isChecked()


@pytest.mark.parametrize("width", [976, 1280, 1600])
def test_the_bar_has_room_for_what_it_shows(desk: Desk, width: int) -> None:
    desk.window.resize(width, 700)
    desk.qtbot.wait(20)
    bar = desk.window.roll_bar
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    shown = [w for w in bar.findChildren(QWidget, options=direct) if w.isVisible()]
    rights = [(w.x(), w.x() + w.width()) for w in sorted(shown, key=lambda w: w.x())]
    assert all(left[1] <= right[0] for left, right in pairwise(rights))
    assert rights[-1][1] <= bar.width()
