"""The small panel that quantises and shapes, each shape seen before it is made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assistant.core.note import PPQ, Note
from assistant.core.theory import Key
from tests.ui.conftest import BAR, Desk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def loose(desk: Desk) -> Desk:
    """A window with three notes that were played freely, all selected, and the panel open."""
    desk.session.delete_notes(desk.session.clip.ids.tolist())
    desk.session.add_notes([Note(0, 30, 200, 61), Note(0, PPQ + 40, 200, 64), Note(0, 2 * PPQ - 50, 300, 66)])
    desk.window.roll.set_grid(PPQ, "1/4")
    desk.window.roll.select_all()
    press(desk, Qt.Key.Key_Q, Qt.KeyboardModifier.ShiftModifier)
    assert desk.window.hand.shape.isVisible()
    return desk


def press(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window.roll, key, keys)


def hover(widget: QWidget) -> None:
    at = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(at, at, at))


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center())


def test_its_title_has_room_beside_how_many_notes_are_selected(loose: Desk) -> None:
    shape = loose.window.hand.shape
    title = next(label for label in shape.findChildren(QLabel) if label.text() == "Shape the notes")
    loose.window.roll.deselect()
    QApplication.processEvents()
    assert title.width() >= title.sizeHint().width()


def starts(desk: Desk) -> list[int]:
    return [n.start_tick for n in desk.session.clip]


def test_a_slider_shows_what_it_does_and_the_button_does_it(loose: Desk) -> None:
    shape, roll = loose.window.hand.shape, loose.window.roll
    before = starts(loose)
    QTest.keyClick(shape.strength.slider, Qt.Key.Key_PageDown)
    assert shape.strength.value() == 90
    assert len(roll.state.preview.hidden) == 3
    assert roll.state.preview.notes.starts.tolist() != before
    assert starts(loose) == before, "it is only shown"
    click(shape.quantise)
    assert starts(loose) == [3, PPQ + 4, 2 * PPQ - 5]
    assert loose.session.document.history.done[-1].label == "Quantise 3 notes"
    assert not len(roll.state.preview.hidden)


def test_q_quantises_as_last_set_the_next_time_too(loose: Desk) -> None:
    shape = loose.window.hand.shape
    for _ in range(5):
        QTest.keyClick(shape.strength.slider, Qt.Key.Key_PageDown)
    QTest.keyClick(shape.swing.slider, Qt.Key.Key_PageUp)
    click(shape.ends)
    press(loose, Qt.Key.Key_Q)
    assert starts(loose)[0] == 15
    kept = loose.preferences.settings
    assert (kept.quantise_strength, kept.quantise_swing, kept.quantise_ends) == (0.5, 0.1, True)


def test_a_button_shows_what_it_would_do_while_the_mouse_is_on_it(loose: Desk) -> None:
    shape, roll = loose.window.hand.shape, loose.window.roll
    hover(shape.legato)
    assert roll.state.preview.notes.ends.tolist() == [PPQ + 40, 2 * PPQ - 50, 2 * PPQ + 250]
    QApplication.sendEvent(shape.legato, QEvent(QEvent.Type.Leave))
    assert not len(roll.state.preview.hidden)
    assert loose.session.clip.note_at_row(0).length_ticks == 200
    click(shape.legato)
    assert loose.session.clip.note_at_row(0).length_ticks == PPQ + 10


def test_humanising_does_what_was_shown(loose: Desk) -> None:
    shape, roll = loose.window.hand.shape, loose.window.roll
    QTest.keyClick(shape.timing.slider, Qt.Key.Key_PageUp)
    shown = roll.state.preview.notes.starts.tolist()
    click(shape.humanise)
    assert sorted(shown) == starts(loose)
    again = starts(loose)
    click(shape.humanise)
    assert starts(loose) != again, "differently each time"


def test_notes_stray_as_long_in_any_tempo(loose: Desk) -> None:
    shape, roll = loose.window.hand.shape, loose.window.roll
    before = roll.state.clip.starts
    reach = {}
    for bpm in (60, 240):
        loose.session.set_tempo(bpm)
        shape.timing.setValue(60)
        roll.try_out(roll.humanised())
        reach[bpm] = abs(roll.state.preview.notes.starts - before).max()
    assert 0 < reach[60] <= 29 < reach[240] <= 115, "60 ms are 29 ticks, or 115"


def test_notes_come_into_the_scale(loose: Desk) -> None:
    shape = loose.window.hand.shape
    assert not shape.to_scale.isEnabled()
    loose.session.set_key(Key(0, "major"))
    loose.window.roll.set_selection(loose.session.clip.ids.tolist()[:2])
    assert shape.to_scale.text() == "Into C major"
    click(shape.to_scale)
    assert loose.session.clip.pitches.tolist()[:2] in ([60, 64], [62, 64])


def test_free_playing_is_fitted_to_bars(loose: Desk) -> None:
    shape = loose.window.hand.shape
    shape.bars.setValue(2)
    assert len(loose.window.roll.state.preview.hidden) == 3
    click(shape.fit)
    clip = loose.session.clip
    assert (int(clip.starts.min()), int(clip.ends.max())) == (0, 2 * BAR)


def test_escape_closes_it_and_leaves_nothing_behind(loose: Desk) -> None:
    shape, before = loose.window.hand.shape, starts(loose)
    hover(shape.fit)
    QTest.keyClick(shape.strength.slider, Qt.Key.Key_Escape)
    assert not shape.isVisible()
    assert not len(loose.window.roll.state.preview.hidden)
    assert starts(loose) == before
    assert loose.window.roll.hasFocus()
    assert loose.window.roll.selected_ids, "the selection stays"


def test_without_a_selection_it_says_so(loose: Desk) -> None:
    shape = loose.window.hand.shape
    loose.window.roll.deselect()
    assert not shape.quantise.isEnabled()
    click(shape.quantise)
    assert loose.session.document.history.done[-1].label != "Quantise 3 notes"


@pytest.mark.parametrize("size", [(1400, 900), (976, 600)])
def test_it_is_in_sight_however_small_the_window_is(loose: Desk, size: tuple[int, int]) -> None:
    shape = loose.window.hand.shape
    loose.window.resize(*size)
    loose.qtbot.wait(50)
    assert loose.window.rect().contains(shape.geometry())
    right = shape.mapTo(loose.window, QPoint(shape.width(), 0)).x()
    area = loose.window.roll.note_area
    assert 0 < area.mapTo(loose.window, QPoint(area.width(), 0)).x() - right < 20


def test_arrows_go_through_it_and_move_no_notes(loose: Desk) -> None:
    shape, notes = loose.window.hand.shape, loose.session.clip
    shape.quantise.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shape.quantise, Qt.Key.Key_Down)
    assert loose.session.clip is notes
    assert loose.window.focusWidget() is shape.timing.slider
    QTest.keyClick(shape.timing.slider, Qt.Key.Key_Right)
    assert shape.timing.value() == 13
    shape.ends.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shape.ends, Qt.Key.Key_Right)
    assert loose.session.clip is notes


def test_so_many_bars_are_proposed_as_the_notes_are_nearest_to(loose: Desk) -> None:
    shape, roll = loose.window.hand.shape, loose.window.roll
    shape.close_popover()
    loose.session.add_notes([Note(0, 11 * PPQ, PPQ, 60)])
    roll.select_all()
    shape.toggle()
    assert shape.bars.value() == 3
