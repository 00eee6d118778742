"""Tempo and meter in the transport: those at the playhead, and changed from where they began."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from assistant.core.protocols import Position
from assistant.ui.transport_bar import TransportBar
from tests.ui.conftest import BAR, Desk
from tests.ui.piano_roll.hand import Hand


@pytest.fixture
def song(desk: Desk) -> Desk:
    """100 bpm in 4/4; from bar 3 on 140 bpm, from bar 5 on 3/4."""
    desk.session.set_tempo(140, 2 * BAR)
    desk.session.set_meter(3, 4, 4 * BAR)
    return desk


def transport(desk: Desk) -> TransportBar:
    return desk.window.transport


def shown(desk: Desk) -> tuple[float, str]:
    return transport(desk).tempo.value(), transport(desk).meter.text()


def type_tempo(desk: Desk, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    tempo = transport(desk).tempo
    tempo.setFocus()
    tempo.selectAll()
    QTest.keyClicks(tempo, text)
    QTest.keyClick(tempo, end)


def choose_meter(desk: Desk, text: str) -> None:
    menu = transport(desk).meter.menu()
    menu.popup(transport(desk).meter.mapToGlobal(QPoint(0, 0)))
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def label(desk: Desk) -> str:
    return desk.session.document.history.done[-1].label


def test_a_click_in_the_ruler_shows_what_is_in_force_there(song: Desk) -> None:
    hand = Hand(song.window.roll)
    assert shown(song) == (100, "4/4")
    hand.click(hand.on_ruler(2 * BAR), song.window.roll.ruler)
    assert shown(song) == (140, "4/4")
    hand.click(hand.on_ruler(5 * BAR), song.window.roll.ruler)
    assert shown(song) == (140, "3/4")
    QTest.keyClick(song.window, Qt.Key.Key_Home)
    assert shown(song) == (100, "4/4")


def test_they_follow_while_playing_and_return_at_the_stop(song: Desk) -> None:
    QTest.keyClick(song.window, Qt.Key.Key_Space)
    song.say(Position(2 * BAR + 10.0, playing=True))
    assert shown(song) == (140, "4/4")
    song.say(Position(4 * BAR + 10.0, playing=True))
    assert shown(song) == (140, "3/4")
    QTest.keyClick(song.window, Qt.Key.Key_Space)
    assert shown(song) == (100, "4/4")


def test_a_tempo_that_is_typed_holds_from_where_the_shown_one_began(song: Desk) -> None:
    song.window.playback.seek(3 * BAR)
    steps = len(song.session.document.history.done)
    type_tempo(song, "90")
    tempo_map = song.session.piece.tempo_map
    assert [change.tick for change in tempo_map.changes] == [0, 2 * BAR]
    assert [round(tempo_map.bpm_at(tick)) for tick in (0, 2 * BAR)] == [100, 90]
    assert len(song.session.document.history.done) == steps + 1
    assert label(song) == "Set tempo to 90"
    song.session.undo()
    assert shown(song) == (140, "4/4")


def test_a_meter_that_is_chosen_holds_from_where_the_shown_one_began(song: Desk) -> None:
    song.window.playback.seek(5 * BAR)
    choose_meter(song, "6/8")
    assert [(c.tick, c.numerator) for c in song.session.piece.meter_map.changes] == [(0, 4), (4 * BAR, 6)]
    assert label(song) == "Set meter to 6/8"
    song.window.playback.seek(0)
    choose_meter(song, "2/4")
    assert song.session.piece.meter_map.change_at(0).numerator == 2


def test_a_number_that_is_being_typed_stays_while_the_playhead_goes_on(song: Desk) -> None:
    QTest.keyClick(song.window, Qt.Key.Key_Space)
    song.say(Position(10.0, playing=True))
    tempo = transport(song).tempo
    tempo.setFocus()
    tempo.selectAll()
    QTest.keyClicks(tempo, "77")
    song.say(Position(2 * BAR + 10.0, playing=True))
    assert tempo.lineEdit().text() == "77"
    QTest.keyClick(tempo, Qt.Key.Key_Return)
    tempo_map = song.session.piece.tempo_map
    assert [round(tempo_map.bpm_at(tick)) for tick in (0, 2 * BAR)] == [77, 140]
    song.say(Position(2 * BAR + 20.0, playing=True))
    assert tempo.value() == 140


def test_the_tip_says_since_which_bar(song: Desk) -> None:
    assert "of the beginning" in transport(song).tempo.toolTip()
    song.window.playback.seek(5 * BAR)
    assert transport(song).tempo.toolTip().startswith("Tempo since bar 3,")
    assert transport(song).meter.toolTip().startswith("Meter since bar 5;")
    assert transport(song).meter.statusTip() == transport(song).meter.accessibleDescription()
    song.session.set_tempo(60, 5 * BAR + 480)
    song.window.playback.seek(6 * BAR)
    assert "bar 6, beat 3" in transport(song).tempo.toolTip()


def test_looking_at_a_tempo_changes_nothing(desk: Desk) -> None:
    desk.session.set_tempo(100.04)
    steps = len(desk.session.document.history.done)
    transport(desk).tempo.setFocus()
    QTest.keyClick(transport(desk).tempo, Qt.Key.Key_Tab)
    assert len(desk.session.document.history.done) == steps


def test_the_same_number_typed_again_does_not_hold_the_field(song: Desk) -> None:
    type_tempo(song, "100.0")
    song.window.playback.seek(3 * BAR)
    assert shown(song) == (140, "4/4")


def test_escape_leaves_the_tempo_as_it_was(desk: Desk) -> None:
    tempo = desk.window.transport.tempo
    before = desk.session.piece.tempo_map
    tempo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(tempo, "77")
    QTest.keyClick(tempo, Qt.Key.Key_Escape)
    assert desk.window.roll.hasFocus()
    assert tempo.value() == 100
    assert desk.session.piece.tempo_map is before
    tempo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tempo, Qt.Key.Key_Up)
    QTest.keyClick(tempo, Qt.Key.Key_Escape)
    assert tempo.text() == "100.0"
