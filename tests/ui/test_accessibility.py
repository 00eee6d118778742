"""Everything can be reached and told apart without a mouse and without eyes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from assistant.ui.controls import IconLabel
from assistant.ui.focus_order import tab_order
from assistant.ui.take_card import TakeCard
from assistant.ui.theme import THEMES, contrast
from tests.ui.conftest import Desk

KINDS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, TakeCard)


def controls(desk: Desk) -> list[QWidget]:
    """Every control that is visible, with More unfolded and takes on the cards."""
    desk.window.panel.more_button.setChecked(True)
    desk.continue_()
    desk.until(lambda: all(card.isVisible() for card in desk.window.findChildren(TakeCard)))
    return [
        widget
        for widget in desk.window.findChildren(QWidget)
        if isinstance(widget, KINDS)
        and widget.isVisibleTo(desk.window)
        and not isinstance(widget, QScrollBar)
        and not isinstance(widget.parent(), KINDS[2:4])
        and not widget.objectName().startswith("qt_")
    ]


def test_every_control_has_a_name_and_a_tooltip(desk: Desk) -> None:
    found = controls(desk)
    assert len(found) > 40
    named = [c for c in found if c.accessibleName() or getattr(c, "text", str)()]
    assert [c for c in found if c not in named] == []
    assert [c.accessibleName() for c in found if not c.toolTip()] == []


def unnamed(desk: Desk) -> list[str]:
    """What is seen and has no name for a screen reader; bare frames, viewports and decorations need none."""
    bare = (QWidget, QFrame, QScrollArea)
    found = []
    for widget in desk.window.findChildren(QWidget):
        is_decoration = type(widget) in bare or isinstance(widget, IconLabel)
        if is_decoration or not widget.isVisibleTo(desk.window) or widget.objectName().startswith("qt_"):
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        if face is not None and not face.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


def test_every_widget_of_the_window_has_a_name(desk: Desk) -> None:
    controls(desk)
    desk.session.add_track("harmony")
    desk.window.history.choose("left")
    desk.window.finder.open()
    assert " · ".join(unnamed(desk)) == ""


def test_every_control_that_is_enabled_is_reached_by_tab(desk: Desk) -> None:
    wanted = {c for c in controls(desk) if c.isEnabled()}
    reached: set[QWidget] = set()
    for _ in range(200):
        QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
        widget = desk.window.focusWidget()
        if widget in reached:
            break
        reached.add(widget)
    assert [c.accessibleName() or c for c in wanted - reached] == []
    assert desk.window.roll in reached


def test_tab_goes_as_one_reads_and_shift_tab_back(desk: Desk) -> None:
    window = desk.window
    controls(desk)
    desk.session.add_track("harmony")
    window.history.choose("left")
    window.roll.setFocus()
    wanted = (window.transport, window.roll_bar, window.tracks, window.history.panel, window.roll)
    wanted = (*wanted, window.continue_button, window.panel, window.takes)
    met: list[QWidget] = []
    back: list[QWidget] = [window.roll]
    for _ in range(len(tab_order(window))):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        back.append(window.focusWidget())
        region = next(r for r in wanted if r is window.focusWidget() or r.isAncestorOf(window.focusWidget()))
        if region not in met[-1:]:
            met.append(region)
    assert met == [*wanted[4:], *wanted[:5]]
    for widget in reversed(back[:-1]):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
        assert window.focusWidget() is widget


def test_the_focus_is_seen_on_every_control(desk: Desk) -> None:
    found = [c for c in controls(desk) if c.isEnabled()]
    hidden = []
    for control in (*found, desk.window.roll):
        desk.window.setFocus()
        without = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        if control.hasFocus() and control.grab().toImage() == without:
            hidden.append(control.accessibleName())
    assert hidden == []


def test_space_presses_the_button_that_was_reached_by_tab(desk: Desk) -> None:
    desk.window.panel.key_lock.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(desk.window.panel.key_lock, Qt.Key.Key_Space)
    assert desk.window.panel.key_lock.isChecked()
    assert not desk.session.is_playing


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_return_and_space_press_continue(desk: Desk, key: Qt.Key) -> None:
    desk.window.continue_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(desk.window.continue_button, key)
    desk.until(lambda: desk.window.proposals.is_shown)
    desk.until(lambda: not desk.window.proposals.is_generating)
    assert len(desk.session.clip) == 16
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    assert len(desk.session.clip) > 16, "as the hint line says: Return accepts the take"


def test_arrows_turn_the_dial_that_was_reached_by_tab(desk: Desk) -> None:
    desk.window.roll.select_all()
    dial = desk.window.panel.dial
    dial.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dial, Qt.Key.Key_Up)
    assert dial.temperature == pytest.approx(1.05)
    assert desk.session.clip.notes([1])[0].pitch == 62


@pytest.mark.parametrize("pad", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier])
def test_end_and_home_belong_to_the_dial_that_has_the_focus(desk: Desk, pad: Qt.KeyboardModifier) -> None:
    for control in (desk.window.panel.dial, desk.window.panel.repeat):
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(control, Qt.Key.Key_End, pad)
        assert control.value() == control.maximum()
        assert desk.session.playhead_tick == 0
        desk.session.seek(960)
        QTest.keyClick(control, Qt.Key.Key_Home, pad)
        assert control.value() == control.minimum()
        assert desk.session.playhead_tick == 960
        desk.session.seek(0)


@pytest.mark.parametrize(("key", "bpm"), [(Qt.Key.Key_Return, 96), (Qt.Key.Key_Escape, 100)])
def test_typing_is_kept_or_left_and_the_keys_go_back_to_the_roll(desk: Desk, key: Qt.Key, bpm: int) -> None:
    """Escape leaves the number as it was, as in every field of text."""
    desk.continue_()
    tempo = desk.window.transport.tempo
    tempo.setFocus()
    tempo.selectAll()
    QTest.keyClicks(tempo, "96")
    QTest.keyClick(tempo, key)
    assert desk.session.piece.tempo_map.bpm_at(0) == pytest.approx(bpm, abs=0.01)
    assert desk.window.roll.hasFocus()
    assert desk.window.proposals.is_shown


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_is_readable_in_both_themes(theme: object) -> None:
    for text in ("text", "text_dim"):
        for ground in ("ground", "panel", "panel_raised"):
            assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5  # type: ignore[attr-defined]
    assert contrast(theme.accent, theme.panel) >= 4.5  # type: ignore[attr-defined]


def test_what_is_reached_by_tab_scrolls_into_sight_and_is_explained(desk: Desk) -> None:
    desk.window.resize(1000, 620)
    desk.continue_()
    scroll, dial = desk.window.side_scroll, desk.window.panel.dial
    scroll.verticalScrollBar().setValue(scroll.verticalScrollBar().maximum())
    dial.setFocus(Qt.FocusReason.TabFocusReason)
    desk.until(lambda: dial.visibleRegion().boundingRect() == dial.rect())
    assert desk.window.hint_line.text.startswith(dial.toolTip())
    desk.window.roll.setFocus()
    assert not desk.window.hint_line.text.startswith(dial.toolTip())


def test_escape_gives_the_focus_back_before_it_takes_anything_away(desk: Desk) -> None:
    desk.continue_()
    desk.window.panel.key_lock.setFocus(Qt.FocusReason.TabFocusReason)
    desk.window.steering.escape()
    assert desk.window.roll.hasFocus()
    assert desk.window.proposals.is_shown
    desk.window.steering.escape()
    assert not desk.window.proposals.is_shown
    desk.window.steering.escape()
    assert desk.window.roll.tool == "draw"  # whoever presses it once too often keeps the pencil


def test_a_click_into_a_number_selects_it(desk: Desk) -> None:
    tempo = desk.window.transport.tempo
    line = tempo.lineEdit()
    desk.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    desk.until(lambda: line.selectedText() == tempo.text())
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    QTest.keyClicks(tempo, "90")
    QTest.keyClick(tempo, Qt.Key.Key_Return)
    assert tempo.value() == 90.0


def test_buttons_of_several_takes_are_told_apart(desk: Desk) -> None:
    names = [widget.accessibleName() for widget in controls(desk) if isinstance(widget.parent(), TakeCard)]
    assert "Accept take 2" in names
    assert len(set(names)) == len(names)
