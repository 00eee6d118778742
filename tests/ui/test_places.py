"""Tempo, meter and markers by key, in the whole window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.note import PPQ
from tests.ui.conftest import BAR, Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier


def key(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier = SHIFT) -> None:
    QTest.keyClick(desk.window.focusWidget(), key, keys)


def write(desk: Desk, text: str) -> None:
    QTest.keyClicks(desk.window.focusWidget(), text)
    key(desk, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)


def test_a_tempo_a_meter_and_a_marker_are_written_at_the_playhead(desk: Desk) -> None:
    desk.window.playback.seek(BAR + PPQ)
    for letter, text in ((Qt.Key.Key_T, "140"), (Qt.Key.Key_E, "3/4"), (Qt.Key.Key_M, "The m of mr 2")):
        key(desk, letter)
        write(desk, text)
        assert desk.window.roll.hasFocus()
    piece = desk.session.piece
    assert round(piece.tempo_map.bpm_at(BAR + PPQ)) == 140
    assert [(c.tick, c.numerator) for c in piece.meter_map.changes] == [(0, 4), (BAR, 3)]
    assert [(m.tick, m.name) for m in piece.markers] == [(BAR + PPQ, "The m of mr 2")]
    assert (desk.window.roll.tool, desk.session.metronome, desk.session.is_playing) == ("draw", False, False)
    assert len(desk.session.document.history.done) == 3


def test_the_marker_at_the_playhead_is_renamed_and_deleted_by_key(desk: Desk) -> None:
    desk.session.add_marker(0, "Intro")
    key(desk, Qt.Key.Key_M)
    write(desk, "Verse")
    assert [m.name for m in desk.session.piece.markers] == ["Verse"]
    key(desk, Qt.Key.Key_M)
    key(desk, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)
    write(desk, "")
    assert desk.session.piece.markers == ()


def test_keys_jump_from_marker_to_marker(desk: Desk) -> None:
    for tick, name in ((PPQ, "A"), (BAR, "B"), (60 * BAR, "C")):
        desk.session.add_marker(tick, name)
    for letter, expected in (
        (Qt.Key.Key_N, PPQ),
        (Qt.Key.Key_N, BAR),
        (Qt.Key.Key_N, 60 * BAR),
        (Qt.Key.Key_N, 60 * BAR),
        (Qt.Key.Key_B, BAR),
    ):
        key(desk, letter)
        assert desk.session.playhead_tick == expected
        assert 0 <= desk.window.roll.state.viewport.x_of(expected) < desk.window.roll.note_area.width()


def test_without_markers_there_is_nowhere_to_jump(desk: Desk) -> None:
    assert not desk.window.commands["next_marker"].isEnabled()
