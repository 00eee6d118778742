import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QImage, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Piece
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.benchmark import random_clip
from assistant.ui.piano_roll.grid import GRIDS
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK, LIGHT
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import CTRL, Hand


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


# --- hints ---------------------------------------------------------------------------------------


def test_a_hint_always_says_what_a_click_would_do(roll: PianoRoll, hand: Hand, three: object) -> None:
    hints: list[str] = []
    roll.hint_changed.connect(hints.append)
    places = [
        (hand.at(4 * PPQ, 50), roll.note_area, "Click to draw a note"),
        (hand.at(200, 60), roll.note_area, "C4 at 1.1, velocity 80 · drag to move"),
        (hand.at(PPQ - 5, 60), roll.note_area, "drag to resize"),
        (hand.on_ruler(500), roll.ruler, "Click to move the playhead"),
        (hand.in_lane(500, 64), roll.lane, "Velocity 6"),
        (QPoint(10, 100), roll.keyboard, "Click to hear"),
    ]
    for place, part, words in places:
        hand.move(place, part)
        assert words in hints[-1]
    roll.set_tool("select")
    assert "Drag around notes" in hints[-1]
    roll.set_ghosts(Clip.from_notes([Note(1, BAR, PPQ, 60)]), (BAR, 2 * BAR))
    hand.move(hand.at(BAR + 400, 50))
    assert "accept the take up to the end of bar 2" in hints[-1]
    hand.press(hand.at(200, 60))
    assert "Shift keeps the axis" in hints[-1]
    hand.move(hand.at(200 + PPQ, 62))
    assert hints[-1].startswith("D4 at 1.2, velocity 80 · Drag to move")
    roll.cancel_gesture()


def test_tools_are_told_and_end_a_gesture(roll: PianoRoll, hand: Hand, session: Session) -> None:
    told: list[str] = []
    roll.tool_changed.connect(told.append)
    hand.press(hand.at(0, 60))
    roll.set_tool("erase")
    roll.set_tool("erase")
    hand.release(hand.at(0, 60))
    assert told == ["erase"]
    assert len(session.clip) == 0


# --- keys ----------------------------------------------------------------------------------------


def test_escape_on_the_keyboard_ends_a_drag(roll: PianoRoll, hand: Hand, session: Session) -> None:
    roll.setFocus()
    hand.press(hand.at(0, 60))
    QTest.keyClick(roll, Qt.Key.Key_Escape)
    hand.release(hand.at(0, 60))
    assert len(session.clip) == 0


def test_a_modifier_key_changes_a_drag_without_a_move(roll: PianoRoll, hand: Hand, three: object) -> None:
    hand.press(hand.at(200, 60))
    hand.drag_on(hand.at(200, 60), hand.at(900, 60))
    assert roll.state.preview.hidden.ids == {1}
    QTest.keyPress(roll, Qt.Key.Key_Control)
    assert roll.state.preview.hidden.ids == frozenset()
    QTest.keyRelease(roll, Qt.Key.Key_Control)
    assert roll.state.preview.hidden.ids == {1}


def test_the_window_can_be_hidden_in_the_middle_of_a_drag(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    hand.press(hand.at(0, 60))
    roll.hide()
    assert roll.runner.gesture is None
    assert len(session.clip) == 0


def test_a_release_that_went_elsewhere_ends_the_gesture(
    roll: PianoRoll, hand: Hand, session: Session
) -> None:
    hand.press(hand.at(0, 60))
    hand._buttons = Qt.MouseButton.NoButton
    hand.move(hand.at(10, 60))
    assert roll.runner.gesture is None
    assert len(session.clip) == 1


def test_keyboard_focus_is_seen(roll: PianoRoll) -> None:
    by_tab = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(roll, by_tab)
    assert picture(roll).pixelColor(0, 300).name() == DARK.focus
    QApplication.sendEvent(roll, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert picture(roll).pixelColor(0, 300).name() == DARK.panel
    by_mouse = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason)
    QApplication.sendEvent(roll, by_mouse)
    assert picture(roll).pixelColor(0, 300).name() == DARK.panel, "a hand on the mouse knows where it is"


def test_it_has_a_name_and_says_what_is_in_it(roll: PianoRoll, three: object) -> None:
    assert roll.accessibleName() == "Piano roll"
    roll.set_selection([1])
    face = QAccessible.queryAccessibleInterface(roll)
    assert face.text(QAccessible.Text.Name) == "Piano roll"
    assert face.text(QAccessible.Text.Description) == "3 notes, 1 selected"


# --- painting ------------------------------------------------------------------------------------


def test_notes_are_amber_and_lighter_the_louder(roll: PianoRoll, hand: Hand, three: object) -> None:
    image = picture(roll.note_area)
    colours = [
        image.pixelColor(hand.at(tick + 300, pitch)) for tick, pitch in ((0, 60), (PPQ, 64), (2 * PPQ, 67))
    ]
    assert all(c.red() > c.green() > c.blue() for c in colours)
    assert colours[2].lightness() < colours[0].lightness() < colours[1].lightness()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_both_themes_paint_everything(
    roll: PianoRoll, session: Session, hand: Hand, qtbot: QtBot, theme: object
) -> None:
    meter_map = MeterMap.of_changes([MeterChange(0, 4, 4), MeterChange(BAR, 3, 4)])
    other = Track(clip=Clip.from_notes([Note(1, 0, PPQ, 55)]))
    mine = Track(clip=random_clip(40, 4))
    session.show(Piece((mine, other), meter_map=meter_map, key=Key(5, "major"), loop=Loop(PPQ, BAR)))
    roll.set_theme(theme)  # type: ignore[arg-type]
    roll.set_scale(Key(2, "dorian"))
    roll.set_ghosts(Clip.from_notes([Note(1, BAR, PPQ, 60)]), (BAR, 2 * BAR))
    roll.set_recording_notes([Note(1, BAR, PPQ, 62)])
    roll.set_selection([1, 2, 3])
    roll.set_playhead(500, playing=True)
    for grid in GRIDS:
        roll.set_grid(grid.ticks, grid.label)
        picture(roll)
    for place, keys in ((hand.at(BAR + 300, 50), CTRL), (hand.at(3 * BAR, 50), CTRL)):
        hand.move(place, keys=keys)
        hand.move(place)
        picture(roll)
    hand.press(hand.at(3 * BAR, 50), keys=CTRL)
    hand.drag_on(hand.at(3 * BAR, 50), hand.at(2 * BAR, 70))
    image = picture(roll)
    roll.cancel_gesture()
    assert image.pixelColor(roll.keyboard.x() + 62, roll.ruler.y() + 20).name() == theme.panel  # type: ignore[attr-defined]


def test_a_hint_follows_what_changes_under_a_mouse_that_stands_still(
    roll: PianoRoll, hand: Hand, three: object
) -> None:
    hints: list[str] = []
    roll.hint_changed.connect(hints.append)
    hand.move(hand.at(4 * PPQ, 50))
    roll.select_all()
    roll.deselect()
    assert "Click to draw" in hints[-1]
    roll.set_ghosts(Clip.from_notes([Note(0, 4 * PPQ, PPQ, 60)]), (3 * PPQ, 8 * PPQ))
    assert "accept the take" in hints[-1]
    roll.set_ghosts(None, None)
    assert "Click to draw" in hints[-1]
    roll.set_tool("select")
    roll.select_all()
    assert "3 notes selected" in hints[-1]
    roll.deselect()
    assert "selected" not in hints[-1]


def test_the_empty_roll_says_what_the_tool_in_hand_does(roll: PianoRoll) -> None:
    pictures = []
    for tool in ("draw", "select", "erase"):
        roll.set_tool(tool)  # type: ignore[arg-type]
        pictures.append(picture(roll.note_area))
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


def test_the_empty_state_goes_with_the_first_note(roll: PianoRoll, hand: Hand) -> None:
    middle = QRect(roll.note_area.width() // 2 - 150, roll.note_area.height() // 2 - 40, 300, 60)

    def light_pixels() -> int:
        image = roll.note_area.grab(middle).toImage()
        points = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
        return sum(image.pixelColor(*point).lightness() > 150 for point in points)

    assert light_pixels() > 50
    hand.click(hand.at(0, 70))
    hand.move(hand.at(0, 74))
    assert light_pixels() == 0


class PaintLog(QObject):
    """Remembers what a widget was asked to paint."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False


def test_the_playhead_repaints_only_its_strip(roll: PianoRoll, three: object, qtbot: QtBot) -> None:
    log = PaintLog(roll.note_area)
    roll.set_playhead(5 * PPQ, playing=True)
    qtbot.waitUntil(lambda: bool(log.rects))
    log.rects.clear()
    roll.set_playhead(5 * PPQ + 8, playing=True)
    qtbot.waitUntil(lambda: bool(log.rects))
    assert sum(rect.width() for rect in log.rects) < 40


def test_a_note_that_begins_left_of_the_view_is_seen(roll: PianoRoll, hand: Hand, session: Session) -> None:
    session.add_notes([Note(0, 0, 40 * BAR, 60, 127)])
    roll.show_span(38 * BAR, 39 * BAR)
    colour = picture(roll.note_area).pixelColor(hand.at(38 * BAR + 500, 60))
    assert colour.red() > 200


def test_many_notes_look_like_few(roll: PianoRoll, hand: Hand, session: Session) -> None:
    """The quick way of painting puts notes where the pretty one does."""
    session.show(Piece((Track(clip=random_clip(3000, 60)),)))
    roll.zoom_to_all()
    roll.set_playhead(70 * BAR, playing=False)
    image = picture(roll.note_area)
    for note in list(session.clip)[:200]:
        view = roll.state.viewport
        colour = image.pixelColor(view.x_of(note.start_tick), view.y_of(note.pitch) + 1)
        assert colour.red() > colour.blue() + 25


@pytest.mark.timeout(30)
def test_a_hundred_thousand_notes_stay_quick(roll: PianoRoll, session: Session) -> None:
    """A bound that only a mistake breaks; `benchmark.py` has the figures."""
    from time import thread_time

    session.show(Piece((Track(clip=random_clip(100_000, 10_000)),)))
    roll.zoom_to_all()
    times = []
    for _ in range(5):
        started = thread_time()
        roll.state.notes_changed.emit()
        picture(roll)
        times.append(thread_time() - started)
    assert min(times) < 0.25
    started = thread_time()
    roll.document_changed()
    assert thread_time() - started < 0.01, "nothing changed, nothing to do"
