"""The overview is taken and pulled with the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Loop, Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.benchmark import random_clip
from assistant.ui.piano_roll.minimap import HEIGHT_PX, Minimap
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.theme import DARK, LIGHT, Theme
from tests.ui.piano_roll.conftest import BAR
from tests.ui.piano_roll.hand import CTRL, MIDDLE, Hand

BARS = 100


@pytest.fixture(autouse=True)
def long_piece(session: Session, roll: PianoRoll) -> None:
    notes = [Note(0, i * PPQ, PPQ // 2, 50 + i % 24) for i in range(BARS * 4)]
    session.show(Piece((Track(clip=Clip.from_notes(notes)),)))
    roll.state.set_viewport(roll.state.viewport.spanning(20 * BAR, 40 * BAR))


@pytest.fixture
def minimap(roll: PianoRoll) -> Minimap:
    return roll.minimap


def at(minimap: Minimap, bar: float) -> QPoint:
    return QPoint(minimap.x_of(bar * BAR), HEIGHT_PX // 2)


def bars(roll: PianoRoll) -> tuple[float, float]:
    """The first and the last bar that is seen."""
    view = roll.state.viewport
    return view.start_tick / BAR, view.end_tick / BAR


def test_the_frame_goes_along_with_the_hand(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    zoom, height = roll.state.viewport.px_per_tick, roll.state.viewport.scroll_y_px
    hand.drag(at(minimap, 30), at(minimap, 50), minimap)
    assert bars(roll) == pytest.approx((40, 60), abs=0.3)
    assert (roll.state.viewport.px_per_tick, roll.state.viewport.scroll_y_px) == (zoom, height)


@pytest.mark.parametrize("beyond", [-300, 5000])
def test_the_frame_stays_on_the_sheet(roll: PianoRoll, minimap: Minimap, hand: Hand, beyond: int) -> None:
    hand.drag(at(minimap, 30), QPoint(beyond, 10), minimap)
    first, last = minimap.frame()
    assert 0 <= first < last < minimap.width()


def test_a_click_beside_the_frame_looks_there(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    hand.click(at(minimap, 70), minimap)
    assert bars(roll) == pytest.approx((60, 80), abs=0.3)
    hand.press(at(minimap, 10), minimap)
    hand.drag_on(at(minimap, 10), at(minimap, 12), minimap)
    hand.release(at(minimap, 12), minimap)
    assert bars(roll) == pytest.approx((2, 22), abs=0.3)


def test_a_click_on_the_frame_moves_nothing(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    before = roll.state.viewport
    hand.click(at(minimap, 25), minimap)
    assert bars(roll) == pytest.approx((20, 40), abs=0.1)
    assert roll.state.viewport.px_per_tick == before.px_per_tick


def test_the_middle_button_moves_the_frame_too(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    hand.drag(at(minimap, 20), at(minimap, 30), minimap, button=MIDDLE)
    assert bars(roll) == pytest.approx((30, 50), abs=0.3)


def test_the_ends_of_the_frame_zoom(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    hand.drag(at(minimap, 40), at(minimap, 60), minimap)
    assert bars(roll) == pytest.approx((20, 60), abs=0.5)
    hand.drag(at(minimap, 20), at(minimap, 50), minimap)
    assert bars(roll) == pytest.approx((50, 60), abs=0.5)


def test_an_end_is_not_pulled_over_the_other(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    hand.drag(at(minimap, 20), at(minimap, 90), minimap)
    view = roll.state.viewport
    assert view.start_tick < view.end_tick
    assert view.end_tick / BAR == pytest.approx(40, abs=1)
    first, last = minimap.frame()
    assert last - first >= 10, "and can still be taken"


def test_escape_goes_back(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    before = roll.state.viewport
    hand.press(at(minimap, 30), minimap)
    hand.drag_on(at(minimap, 30), at(minimap, 70), minimap)
    assert roll.state.viewport != before
    assert roll.cancel_gesture()
    assert roll.state.viewport == before
    hand.release(at(minimap, 70), minimap)
    assert roll.state.viewport == before


def test_the_wheel_works_here_as_in_the_note_area(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    middle = sum(bars(roll)) / 2
    hand.wheel(at(minimap, 30), QPoint(0, 120), keys=CTRL, part=minimap)
    assert bars(roll)[1] - bars(roll)[0] == pytest.approx(20 / 1.2, abs=0.2)
    assert sum(bars(roll)) / 2 == pytest.approx(middle, abs=0.3)


def test_it_says_what_it_does(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    said: list[str] = []
    roll.hint_changed.connect(said.append)
    hand.move(at(minimap, 30), minimap)
    assert "Drag the frame" in said[-1]
    hand.move(at(minimap, 40), minimap)
    assert "zoom" in said[-1]
    assert minimap.accessibleName() == "Overview"
    assert "Bars 21 to 40 of 100" in minimap.accessibleDescription()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_it_shows_the_whole_piece(
    roll: PianoRoll, session: Session, minimap: Minimap, theme: Theme, qtbot: QtBot
) -> None:
    mine = Track(clip=Clip.from_notes([Note(0, bar * BAR, BAR, 60) for bar in range(50)]))
    other = Track(clip=Clip.from_notes([Note(0, bar * BAR, BAR, 72) for bar in range(50, 100)]), colour=2)
    session.show(Piece((mine, other), loop=Loop(0, 10 * BAR)))
    roll.set_theme(theme)
    roll.zoom_to_all()
    image = minimap.grab().toImage()

    def colours(bar: int) -> set[str]:
        return {image.pixelColor(minimap.x_of(bar * BAR), y).name() for y in range(4, HEIGHT_PX - 4)}

    assert any(QColor(c).red() > QColor(c).blue() + 60 for c in colours(20))
    assert any(QColor(c).green() > QColor(c).red() + 30 for c in colours(70))
    assert len(colours(101)) == 1
    assert image.pixelColor(minimap.x_of(5 * BAR), 1) != image.pixelColor(minimap.x_of(15 * BAR), 1), "loop"


def test_notes_are_painted_once_an_edit(
    roll: PianoRoll, session: Session, minimap: Minimap, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.show(Piece((Track(clip=random_clip(2000, 200)),)))
    minimap.grab()
    drawn: list[None] = []
    draw = minimap.picture.draw

    def draw_and_tell(dirty: QRect) -> None:
        drawn.append(None)
        draw(dirty)

    monkeypatch.setattr(minimap.picture, "draw", draw_and_tell)
    for bar in range(5):
        roll.show_span(bar * 30 * BAR, bar * 30 * BAR)
        minimap.grab()
    roll.set_playhead(20 * BAR, playing=True)
    minimap.grab()
    assert drawn == []
    session.delete_notes([1])
    minimap.grab()
    minimap.grab()
    assert len(drawn) == 1


# --- by key --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        (Qt.Key.Key_Right, 25, 45),
        (Qt.Key.Key_Left, 15, 35),
        (Qt.Key.Key_PageDown, 40, 60),
        (Qt.Key.Key_PageUp, 0, 20),
        (Qt.Key.Key_Plus, 22, 38),
        (Qt.Key.Key_Minus, 17.5, 42.5),
        (Qt.Key.Key_Home, -0.2, 19.8),
        (Qt.Key.Key_End, 81.25, 101.25),
    ],
)
def test_keys_move_and_zoom_the_view(
    roll: PianoRoll, minimap: Minimap, key: Qt.Key, first: float, last: float
) -> None:
    minimap.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(minimap, key)
    assert bars(roll) == pytest.approx((first, last), abs=0.2)


def test_up_and_down_look_at_other_octaves(roll: PianoRoll, minimap: Minimap) -> None:
    highest = roll.state.viewport.highest_pitch
    QTest.keyClick(minimap, Qt.Key.Key_Up)
    assert roll.state.viewport.highest_pitch == highest + 12
    QTest.keyClick(minimap, Qt.Key.Key_Down)
    assert roll.state.viewport.highest_pitch == highest


def test_keys_wait_until_the_hand_lets_go(roll: PianoRoll, minimap: Minimap, hand: Hand) -> None:
    hand.press(at(minimap, 30), minimap)
    before = roll.state.viewport
    QTest.keyClick(minimap, Qt.Key.Key_Right)
    assert roll.state.viewport == before


def test_the_focus_is_seen_and_told(roll: PianoRoll, minimap: Minimap, qtbot: QtBot) -> None:
    said: list[str] = []
    roll.hint_changed.connect(said.append)
    roll.activateWindow()
    before = minimap.grab().toImage()
    minimap.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(minimap.hasFocus)
    assert "move the view" in said[-1]
    assert minimap.grab().toImage() != before


def test_its_value_is_what_is_seen(minimap: Minimap) -> None:
    face = QAccessible.queryAccessibleInterface(minimap)
    assert face.role() == QAccessible.Role.ScrollBar
    assert face.text(QAccessible.Text.Name) == "Overview"
    assert face.text(QAccessible.Text.Value) == "Bars 21 to 40 of 100"


# --- the take on offer ---------------------------------------------------------------------------


def test_a_take_is_shown_by_its_notes(roll: PianoRoll, minimap: Minimap, qtbot: QtBot) -> None:
    def bright(bar: float) -> int:
        image = minimap.grab().toImage()
        column = [image.pixelColor(minimap.x_of(bar * BAR) + 1, y) for y in range(4, HEIGHT_PX - 4)]
        return sum(1 for colour in column if colour.blue() > 140)

    roll.state.set_viewport(roll.state.viewport.spanning(90 * BAR, 110 * BAR))
    notes = [Note(0, bar * BAR, BAR, 60) for bar in (100, 102)]
    roll.set_ghosts(Clip.from_notes(notes), (100 * BAR, 104 * BAR))
    assert bright(100) in {1, 2, 3}
    assert bright(101.5) == 0, "no block where the take is silent"
    roll.append_ghosts([Note(0, 101 * BAR, BAR, 62)])
    assert bright(101.5) in {1, 2, 3}
    roll.set_ghosts(None, None)
    assert bright(100) == 0
