"""The dials, the cards, the messages and the hint line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.core.continuation import ContinueSettings, Copied
from assistant.core.protocols import ModelInfo
from assistant.ui import message_bar
from assistant.ui.continue_panel import ContinuePanel
from assistant.ui.controls import FieldCombo
from assistant.ui.dial import TemperatureDial
from assistant.ui.message_bar import MessageBar
from assistant.ui.pitch_box import PitchBox
from tests.ui.conftest import EIGHTH, Desk
from tests.ui.piano_roll.hand import Hand

CHOSEN = ContinueSettings(
    model="small",
    bars=5,
    takes=3,
    temperature=0.7,
    top_p=0.85,
    repeat=1.5,
    key_lock=True,
    lowest=48,
    highest=84,
    random_seed=7,
    style="lead sheet",
)


def test_the_panel_shows_and_tells_every_dial(qtbot: QtBot) -> None:
    panel = ContinuePanel()
    qtbot.addWidget(panel)
    panel.show_settings(CHOSEN)
    assert panel.settings() == CHOSEN


def test_a_range_the_wrong_way_round_is_turned(qtbot: QtBot) -> None:
    panel = ContinuePanel()
    qtbot.addWidget(panel)
    panel.more._lowest.setValue(90)
    panel.more._highest.setValue(40)
    assert (panel.settings().lowest, panel.settings().highest) == (40, 90)


def test_models_that_cannot_be_used_are_not_offered(qtbot: QtBot) -> None:
    panel = ContinuePanel()
    qtbot.addWidget(panel)
    panel.show_settings(CHOSEN)
    panel.show_models(
        (ModelInfo("folk", "Folk"), ModelInfo("bad", "Bad", problem="broken"), ModelInfo("small", "Small"))
    )
    assert [panel.model.itemText(i) for i in range(panel.model.count())] == ["Folk", "Small"]
    assert panel.settings().model == "small"
    panel.model.setCurrentIndex(0)
    assert panel.settings().model == "folk"


def test_a_model_that_is_no_longer_there_gives_way_to_the_first(qtbot: QtBot) -> None:
    panel = ContinuePanel()
    qtbot.addWidget(panel)
    panel.show_settings(CHOSEN)
    panel.show_models((ModelInfo("folk", "Folk"),))
    assert (panel.model.currentText(), panel.settings().model) == ("Folk", "")


def styles_of(panel: ContinuePanel) -> list[str]:
    return [panel.style_box.itemText(i) for i in range(panel.style_box.count())]


def test_the_styles_are_those_of_the_model(qtbot: QtBot) -> None:
    panel = ContinuePanel()
    qtbot.addWidget(panel)
    panel.show_settings(CHOSEN)
    folk = ModelInfo("folk", "Folk", styles=("folk",))
    small = ModelInfo("small", "Small", styles=("folk", "song", "lead sheet"))
    panel.show_models((folk, small))
    assert styles_of(panel) == ["Automatic", "Folk", "Song", "Lead sheet"]
    assert panel.style_box.currentText() == "Lead sheet"
    panel.model.setCurrentIndex(0)
    assert styles_of(panel) == ["Automatic", "Folk"]
    assert (panel.style_box.currentText(), panel.settings().style) == ("Automatic", "")
    assert panel.style_box.isEnabled()


def test_a_style_is_chosen_by_keyboard_asked_for_and_remembered(desk: Desk) -> None:
    desk.window.bridge.warm_up()
    box = desk.window.panel.style_box
    desk.until(lambda: box.count() == 4)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "Song"
    assert desk.preferences.settings.style == "song"
    desk.continue_()
    assert desk.continuer.requests[0].style == "song"
    card = desk.window.takes.card(desk.window.proposals.cards()[0].key)
    assert card is not None and card.toolTip().endswith("style: Song, as you chose")


def test_automatic_tells_which_style_was_recognised(desk: Desk) -> None:
    desk.window.bridge.warm_up()
    box = desk.window.panel.style_box
    desk.until(lambda: box.count() == 4)
    desk.continuer.recognised = "lead sheet"
    desk.continue_()
    assert box.currentText() == "Automatic (Lead sheet)"
    card = desk.window.takes.card(desk.window.proposals.cards()[0].key)
    assert card is not None and card.toolTip().endswith("style: Lead sheet, recognised from your notes")
    desk.window.proposals.dismiss()
    assert box.currentText() == "Automatic (Lead sheet)"
    desk.window.documents.new()
    assert box.currentText() == "Automatic"


def test_a_damaged_model_is_said(desk: Desk) -> None:
    damaged = "The model folk is damaged: install Antiphon again."
    desk.continuer.model_list = (ModelInfo("small", "Small"), ModelInfo("folk", "Folk", problem=damaged))
    desk.window.bridge.warm_up()
    desk.until(lambda: desk.window.messages.texts == [damaged])
    assert desk.window.panel.model.currentText() == "Small"


def test_without_models_the_panel_says_so(qtbot: QtBot) -> None:
    panel = ContinuePanel()
    qtbot.addWidget(panel)
    panel.show_models(())
    assert panel.model.currentText() == "No model found"
    assert not panel.model.isEnabled()


def test_the_dial_turns_by_mouse_wheel_and_keys(qtbot: QtBot) -> None:
    dial = TemperatureDial()
    qtbot.addWidget(dial)
    dial.resize(dial.sizeHint())
    dial.show()
    assert (dial.temperature, dial.word) == (1.0, "lively")
    QTest.keyClick(dial, Qt.Key.Key_Right)
    assert dial.temperature == 1.05
    QTest.keyClick(dial, Qt.Key.Key_Home)
    assert (dial.temperature, dial.word) == (0.1, "calm")
    QTest.keyClick(dial, Qt.Key.Key_End)
    assert (dial.temperature, dial.word) == (2.0, "daring")
    qtbot.mouseDClick(dial, Qt.MouseButton.LeftButton)
    assert dial.temperature == 1.0
    qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    qtbot.mouseMove(dial, QPoint(80, 40))
    qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=QPoint(80, 40))
    assert dial.temperature > 1.2


def test_escape_drops_a_drag_of_the_dial_and_nothing_else(desk: Desk) -> None:
    desk.continue_()
    dial = desk.window.panel.dial
    before = dial.value()
    desk.qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    desk.qtbot.mouseMove(dial, QPoint(80, 40))
    assert dial.value() != before
    desk.window.steering.escape()
    desk.qtbot.mouseMove(dial, QPoint(80, 30))
    desk.qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=QPoint(80, 30))
    assert dial.value() == before
    assert desk.window.proposals.is_shown


def turn_wheel(widget: QWidget) -> None:
    """As the system would: only such an event goes on to a parent where it is ignored."""
    place = widget.mapTo(widget.window(), widget.rect().center())
    QTest.wheelEvent(widget.window().windowHandle(), place, QPoint(0, -120))


def test_the_wheel_over_a_control_scrolls_the_side(desk: Desk) -> None:
    desk.window.resize(976, 600)
    desk.continue_()
    panel, bar = desk.window.panel, desk.window.side_scroll.verticalScrollBar()
    before = panel.settings()
    for control in (panel.dial, panel.bars, panel.repeat, panel.model, panel.style_box):
        bar.setValue(0)
        turn_wheel(control)
        assert panel.settings() == before
        assert bar.value() > 0
    panel.bars.setFocus()
    turn_wheel(panel.bars)
    assert panel.settings().bars == before.bars - 1


@pytest.mark.parametrize(("text", "pitch"), [("C4", 60), ("F#3", 54), ("bb2", 46), ("72", 72), ("any", 0)])
def test_pitches_are_written_as_names(qtbot: QtBot, text: str, pitch: int) -> None:
    box = PitchBox("Lowest note", "The lowest", 0)
    qtbot.addWidget(box)
    box.lineEdit().setText(text)
    box.interpretText()
    assert box.value() == pitch


def test_answers_on_the_same_bars_are_told_apart(desk: Desk) -> None:
    desk.continue_()
    desk.continue_()
    titles = [group._title.accessibleName() for group in desk.window.takes._groups.values()]
    assert [title.split(" · ")[0] for title in titles] == ["Answer 1", "Answer 2"]
    assert len({title.split(" · ")[1] for title in titles}) == 1


def test_a_message_is_plain_text(desk: Desk) -> None:
    """A file may be called what looks like markup."""
    strip = desk.window.messages.show_message("<b>Song</b> & more.mid", "notice")
    labels = [label for label in strip.findChildren(QLabel) if label.text()]
    assert [label.textFormat() for label in labels] == [Qt.TextFormat.PlainText]


def test_the_surprise_curve_is_up_to_date_when_it_comes_back(desk: Desk) -> None:
    desk.window.surprise.start()
    desk.until(lambda: desk.window.surprise.lane)
    desk.window.crowding.toggle("surprise_lane")
    desk.continue_()
    desk.window.crowding.toggle("surprise_lane")
    lane = desk.window.surprise.lane
    assert lane is not None
    assert lane.points == len(desk.ghosts)


def test_the_mouse_on_a_dial_leaves_the_keys_to_the_notes(desk: Desk) -> None:
    for dial in (desk.window.panel.repeat, desk.window.panel.dial):
        desk.qtbot.mouseClick(dial, Qt.MouseButton.LeftButton)
        assert desk.window.roll.hasFocus()
    assert desk.window.panel.model.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_more_is_folded_until_it_is_asked_for(desk: Desk) -> None:
    assert not desk.window.panel.more.isVisible()
    desk.qtbot.mouseClick(desk.window.panel.more_button, Qt.MouseButton.LeftButton)
    assert desk.window.panel.more.isVisible()


def test_the_key_lock_names_the_key_and_points_out_its_rows(desk: Desk) -> None:
    assert desk.window.panel.key_lock.text() == "Stay in D major"
    assert desk.window.roll.state.scale is None
    desk.window.panel.key_lock.setChecked(True)
    assert desk.window.roll.state.scale is not None
    desk.continue_()
    assert desk.continuer.requests[0].key_lock is not None


def test_cards_tell_what_they_hold(desk: Desk) -> None:
    desk.continue_()
    names = [
        card.accessibleName() for group in desk.window.takes._groups.values() for card in group.cards.values()
    ]
    assert names == [f"Take {n}, surprise 1.0" for n in range(1, 5)]
    desk.window.proposals.accept()
    card = desk.window.takes.card(desk.window.proposals.cards()[0].key)
    assert card is not None
    assert card.accessibleName() == "Take 1, kept · surprise 1.0"


def test_cards_tell_what_was_copied_and_from_where(desk: Desk) -> None:
    desk.continuer.copied = {
        0: Copied(5, "Chopin: Mazurka", 13, usual_notes=17),
        1: Copied(23, "The Boss", 1, usual_notes=17),
        2: Copied(0, usual_notes=17),
    }
    desk.continue_()
    cards = [desk.window.takes.card(card.key) for card in desk.window.proposals.cards()]
    labels = [card._copy for card in cards if card is not None]
    assert [label.text().strip() for label in labels] == ["copy: 5 notes", "copy: 23 notes", "copy: none", ""]
    assert [label.property("role") for label in labels] == ["dim", "notable", "dim", "dim"]
    assert "“Chopin: Mazurka” and 12 more; up to 17 come about by chance" in labels[0].toolTip()
    assert cards[1] is not None and cards[1].accessibleName() == "Take 2, surprise 1.0 · copy: 23 notes"
    assert len({card.height() for card in cards if card is not None}) == 1


def test_a_card_is_chosen_by_keyboard(desk: Desk) -> None:
    desk.continue_()
    key = desk.window.proposals.cards()[2].key
    card = desk.window.takes.card(key)
    assert card is not None
    card.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert desk.window.proposals.shown_key == key
    assert not desk.session.is_playing


def test_the_card_of_the_shown_take_is_scrolled_to(desk: Desk) -> None:
    desk.window.resize(1000, 600)
    desk.continue_()
    for _ in range(3):
        desk.window.proposals.show_next()
    key = desk.window.proposals.shown_key
    assert key is not None
    card = desk.window.takes.card(key)
    assert card is not None
    desk.until(lambda: card.isVisible() and card.visibleRegion().boundingRect() == card.rect())


def test_an_older_answer_folds_and_unfolds(desk: Desk) -> None:
    desk.continue_()
    desk.continue_()
    assert len(desk.window.takes._groups[1].cards) == 0
    desk.window.takes._groups[1]._title.click()
    assert len(desk.window.takes._groups[1].cards) == 4


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_messages_are_never_more_than_three_and_never_twice(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    for text in ("One.", "Two.", "Two.", "Three.", "Four."):
        bar.problem(text)
    assert bar.texts == ["Two.", "Three.", "Four."]


def in_window(desk: Desk, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(desk.window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", [(976, 600), (1440, 920)])
def test_messages_cover_nothing_and_move_nothing(
    make_desk: Callable[..., Desk], size: tuple[int, int]
) -> None:
    desk = make_desk(surprise_lane=True)
    window = desk.window
    window.resize(*size)
    desk.until(lambda: window.width() == size[0])
    desk.continue_()
    desk.qtbot.wait(50)  # the card of the take that is shown comes into sight
    roll = window.roll
    parts = (roll, roll.note_area, roll.lane, window.surprise, window.tracks, window.hint_line)
    before = [in_window(desk, part) for part in parts]
    for text in ("One.", "A sentence that is long enough to need two lines. " * 2, "Three."):
        window.messages.show_message(text, "problem", {"Do it": lambda: None})
    desk.qtbot.wait(1)
    assert [in_window(desk, part) for part in parts] == before
    messages = in_window(desk, window.messages)
    others = (*parts, window.side_scroll, window.continue_button, window.transport)
    assert not any(messages.intersects(in_window(desk, part)) for part in others)
    assert messages.bottom() < in_window(desk, window.hint_line).top()
    assert window.side_scroll.height() >= 48


@pytest.mark.parametrize("size", [(976, 600), (1440, 920)])
def test_a_message_that_comes_and_goes_during_a_drag_shifts_nothing(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.window.resize(*size)
    desk.until(lambda: desk.window.width() == size[0])
    roll, hand = desk.window.roll, Hand(desk.window.roll)
    roll.set_grid(0, "1/8")
    first = next(iter(desk.session.clip))
    middle = first.start_tick + first.length_ticks // 2
    start, end = hand.at(middle, first.pitch), hand.at(middle + 2 * EIGHTH, first.pitch + 3)
    hand.press(start)
    hand.drag_on(start, end)
    desk.window.messages.problem("The disk is full: make room and save once more.")
    desk.qtbot.wait(20)
    assert end == hand.at(middle + 2 * EIGHTH, first.pitch + 3)
    desk.window.messages._strips[0].close_strip()
    desk.qtbot.wait(20)
    hand.release(end)
    moved = desk.session.clip.notes([first.id])[0]
    assert (moved.start_tick, moved.pitch) == (first.start_tick + 2 * EIGHTH, first.pitch + 3)


def test_a_message_does_not_hide_the_card_of_the_take_that_is_shown(desk: Desk) -> None:
    window = desk.window
    window.resize(976, 600)
    desk.until(lambda: window.width() == 976)
    desk.continue_()
    window.messages.problem("No MIDI keyboard was found: plug one in, and choose it at the top right.")
    shown = window.proposals.shown_key
    assert shown is not None

    def is_in_sight() -> bool:
        card, scroll = window.takes.card(shown), window.side_scroll.viewport()
        return card is not None and in_window(desk, scroll).contains(in_window(desk, card))

    desk.until(is_in_sight)


def test_a_notice_does_not_go_while_the_hand_holds_something(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_bar, "NOTICE_MS", 20)
    monkeypatch.setattr(message_bar, "_LATER_MS", 20)
    dial = desk.window.panel.dial
    desk.qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    desk.window.messages.notice("Saved as tune.mid.")
    desk.qtbot.wait(80)
    assert desk.window.messages.texts
    desk.qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=QPoint(80, 80))
    desk.until(lambda: not desk.window.messages.texts)


def test_the_hint_line_tells_what_keys_do_now(desk: Desk) -> None:
    line = desk.window.hint_line
    assert "continues your music" in line.text
    desk.continue_()
    assert "accepts the take" in line.text
    assert line.accessibleName() == line.text
    desk.window.proposals.dismiss()
    desk.window.roll.select_all()
    assert "continues the selection" in line.text
    desk.window.documents.new()
    assert "draws" in line.text


def test_the_hint_line_tells_what_the_pointer_would_do(desk: Desk) -> None:
    line = desk.window.hint_line
    assert line.text.startswith("Click to draw a note")
    QApplication.sendEvent(desk.window, QStatusTipEvent("Click on every beat"))
    assert line.text.startswith("Click on every beat")
    QApplication.sendEvent(desk.window, QStatusTipEvent(""))
    assert line.text.startswith("Click to draw a note")


def test_the_mouse_that_leaves_the_window_takes_its_hint_along(desk: Desk) -> None:
    QApplication.sendEvent(desk.window, QStatusTipEvent("Click on every beat"))
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.Leave))
    assert desk.window.hint_line.text.startswith("Click to draw a note")


def test_a_list_without_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    box = FieldCombo("Port", "Where to", 100)
    qtbot.addWidget(box)
    box.addItem("Built-in synthesizer of this machine")
    box.resize(400, 32)
    assert box.text_in_sight == box.currentText()
    box.resize(100, 32)
    assert box.text_in_sight.endswith("…")
    assert not box.grab().isNull()


def test_the_surprise_curve_follows_the_shown_take(desk: Desk) -> None:
    slot = desk.window.surprise
    slot.start()
    desk.until(lambda: slot.lane is not None)
    assert slot.lane is not None
    desk.continue_()
    assert slot.lane.points == 64
    view = desk.window.roll.state.viewport
    ((left, right), _) = slot.lane._plot.viewRange()
    assert (left, right) == pytest.approx((view.start_tick, view.end_tick))
    notes = desk.window.roll.note_area
    plot = slot.lane._plot
    assert plot.mapTo(desk.window, QPoint(0, 0)).x() == notes.mapTo(desk.window, QPoint(0, 0)).x()
    assert plot.width() == notes.width()
    desk.window.proposals.dismiss()
    assert slot.lane.points == 0
    desk.window.crowding.toggle("surprise_lane")
    assert not slot.isVisible()


def test_every_message_has_the_height_that_its_words_need(desk: Desk) -> None:
    messages = desk.window.messages
    first = messages.show_message("No sound device was found: connect one. " * 4, "problem")
    second = messages.show_message("Changes are not saved.", "notice", {"Save": lambda: None})
    for strip in (first, second):
        assert strip.height() >= strip.layout().totalHeightForWidth(strip.width())
    assert second.geometry().top() > first.geometry().bottom()
    desk.qtbot.wait(50)
    for strip in (first, second):
        assert strip.height() >= strip.layout().totalHeightForWidth(strip.width())


@pytest.mark.parametrize(
    ("size", "words"), [((976, 600), "kept · 1.0"), ((1440, 855), "kept · surprise 1.0")]
)
def test_a_card_says_that_its_take_is_kept_in_the_room_that_it_has(
    desk: Desk, size: tuple[int, int], words: str
) -> None:
    desk.window.resize(*size)
    desk.continue_()
    key = desk.window.proposals.shown_key
    assert key is not None
    desk.window.proposals.accept()
    card = desk.window.takes.card(key)
    assert card is not None
    desk.until(lambda: card._note.text() == words)
    assert card._note.fontMetrics().horizontalAdvance(words) <= card._note.width()


@pytest.mark.parametrize("size", [(976, 600), (1280, 800)])
def test_every_button_of_a_question_shows_its_word(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.until(lambda: desk.window.width() == size[0])
    words = ("Save", "Don’t save", "Cancel")
    strip = desk.window.messages.show_message(
        "Reel in D has changes that are not saved.", "notice", dict.fromkeys(words, lambda: None)
    )
    desk.qtbot.wait(1)
    for button in strip.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width()


def test_the_hint_line_leaves_room_for_what_the_pointer_would_do(desk: Desk) -> None:
    line = desk.window.hint_line
    desk.continue_()
    all_keys = len(line.keys_in_sight)
    desk.window.resize(976, 600)
    desk.until(lambda: line.width() == 976)
    assert 2 <= len(line.keys_in_sight) < all_keys
    assert line.keys_in_sight[0][1] == "accepts the take"
    assert "dismisses" in line.text, "who hears the line hears all of it"
    assert not line.grab().isNull()
