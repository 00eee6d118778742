"""The note cursor: notes are found, heard, read, selected, drawn and changed by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.note import Note
from assistant.ui.piano_roll.note_cursor import NoteCursor
from assistant.ui.piano_roll.view import PianoRoll
from tests.ui.conftest import Desk
from tests.ui.piano_roll.hand import Hand

CTRL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
Key = Qt.Key
EIGHTH, BAR = 240, 1920


class Keyboard:
    """Presses keys on the roll of a window, and hears what is said."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.roll = desk, desk.window.roll
        self.roll.set_grid(EIGHTH, "1/8")
        self.said: list[str] = []
        self.roll.speech.said.connect(self.said.append)

    def press(self, *keys: Qt.Key, keys_held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self.roll, key, keys_held)

    @property
    def place(self) -> tuple[int, int] | None:
        return self.roll.state.cursor

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self.desk.session.clip)

    def stand_at(self, tick: int, pitch: int) -> None:
        self.press(Key.Key_Left)
        while self.place is not None and self.place[1] != pitch:
            self.press(Key.Key_Up if self.place[1] < pitch else Key.Key_Down)
        while self.place is not None and self.place[0] != tick:
            self.press(Key.Key_Right if self.place[0] < tick else Key.Key_Left)


@pytest.fixture
def keys(desk: Desk) -> Keyboard:
    return Keyboard(desk)


def test_the_first_arrow_calls_it_and_the_next_ones_move_it(keys: Keyboard) -> None:
    assert keys.place is None
    keys.press(Key.Key_Right)
    start = keys.place
    assert start is not None and start[0] == 0
    keys.press(Key.Key_Right, Key.Key_Right, Key.Key_Left, Key.Key_Up)
    assert keys.place == (EIGHTH, start[1] + 1)
    keys.press(Key.Key_Down, keys_held=SHIFT)
    assert keys.place == (EIGHTH, start[1] - 11)
    keys.press(Key.Key_Right, keys_held=CTRL)
    assert keys.place == (BAR, start[1] - 11)
    keys.press(Key.Key_Left, keys_held=CTRL)
    assert keys.place[0] == 0


def test_it_reads_what_it_comes_to_and_sounds_it(keys: Keyboard) -> None:
    keys.stand_at(0, 62)
    assert keys.said[-1] == "D4, bar 1 beat 1, an eighth, velocity 90"
    assert keys.desk.performer.called("audition")[-1][0] == 62
    keys.press(Key.Key_Right)
    assert keys.said[-1] == "D4, bar 1 beat 1 and an eighth, empty"
    keys.press(Key.Key_Up, Key.Key_Up)
    assert keys.said[-1] == "E4, bar 1 beat 1 and an eighth, an eighth, velocity 90"
    assert keys.desk.window.hint_line.text.startswith(keys.said[-1] + " · Return selects")


def test_return_selects_and_arrows_move_what_is_selected(keys: Keyboard) -> None:
    keys.stand_at(0, 62)
    keys.press(Key.Key_Return)
    assert keys.said[-1] == "D4, bar 1 beat 1, an eighth, velocity 90, selected"
    keys.press(Key.Key_Up)
    assert "Transpose 1 note: E♭4, bar 1 beat 1, an eighth, velocity 90, selected" in (
        said.replace("D♯", "E♭").replace("D#", "E♭").replace("Eb", "E♭") for said in keys.said
    )
    keys.press(Key.Key_Right)
    assert (keys.notes[0].start_tick, keys.place) == (EIGHTH, (EIGHTH, 63))
    keys.press(Key.Key_Escape)
    assert keys.said[-1] == "Nothing selected"
    keys.press(Key.Key_Right)
    assert keys.place == (2 * EIGHTH, 63)


def test_return_draws_where_nothing_is_and_undo_tells_of_it(keys: Keyboard) -> None:
    keys.stand_at(2 * BAR, 60)
    keys.press(Key.Key_Return)
    drawn = keys.notes[-1]
    assert (drawn.start_tick, drawn.pitch) == (2 * BAR, 60)
    assert "Add 1 note" in keys.said
    keys.press(Key.Key_Z, keys_held=CTRL)
    assert keys.said[-1] == "Undone: Add 1 note"
    keys.press(Key.Key_Y, keys_held=CTRL)
    assert keys.said[-1] == "Again: Add 1 note"


def test_notes_are_inserted_resized_and_deleted_at_it(keys: Keyboard) -> None:
    keys.stand_at(2 * BAR, 60)
    keys.press(Key.Key_N)
    drawn = keys.notes[-1]
    assert (drawn.start_tick, drawn.pitch) == (2 * BAR, 60)
    keys.press(Key.Key_Right, keys_held=CTRL | SHIFT)
    assert keys.notes[-1].length_ticks == drawn.length_ticks + EIGHTH
    keys.press(Key.Key_Left, keys_held=CTRL | SHIFT)
    assert keys.notes[-1].length_ticks == drawn.length_ticks
    keys.press(Key.Key_Delete)
    assert len(keys.notes) == 16
    assert keys.said[-2:] == ["Nothing selected", "Delete 1 note"]


def test_several_notes_are_selected_while_it_roams(keys: Keyboard) -> None:
    keys.stand_at(0, 62)
    keys.press(Key.Key_Return, Key.Key_C)
    assert keys.said[-1] == "Arrows move the note cursor"
    keys.press(Key.Key_Right, Key.Key_Up, Key.Key_Up, Key.Key_Return)
    assert len(keys.roll.selected_ids) == 2
    assert keys.said[-1] == "2 notes selected"
    keys.press(Key.Key_Return)
    assert len(keys.roll.selected_ids) == 1
    keys.press(Key.Key_Escape)
    assert keys.said[-1] == "Arrows move the selected notes"
    keys.press(Key.Key_Up)
    assert keys.notes[0].pitch == 63


def test_it_climbs_through_a_chord(keys: Keyboard) -> None:
    keys.desk.session.add_notes([Note(0, 0, EIGHTH, 69), Note(0, 0, EIGHTH, 74)])
    keys.stand_at(0, 62)
    keys.press(Key.Key_Up, keys_held=ALT)
    assert keys.place == (0, 69)
    keys.press(Key.Key_Up, Key.Key_Up, keys_held=ALT)
    assert keys.place == (0, 74)
    keys.press(Key.Key_Down, keys_held=ALT)
    assert keys.place == (0, 69)


def test_it_is_where_one_plays_and_pastes(keys: Keyboard) -> None:
    assert not keys.desk.window.commands["cursor_play"].isEnabled()
    keys.stand_at(BAR, 62)
    keys.press(Key.Key_P)
    assert keys.desk.session.playhead_tick == BAR
    keys.press(Key.Key_Home)
    keys.press(Key.Key_Return, keys_held=SHIFT)
    assert keys.desk.session.is_playing
    assert keys.desk.performer.called("play")[-1][1] == BAR


def test_a_point_sounds_the_row_where_no_note_is(keys: Keyboard) -> None:
    keys.stand_at(2 * BAR, 60)
    keys.press(Key.Key_Period)
    assert keys.desk.performer.called("audition")[-1][0] == 60


def test_escape_and_the_mouse_send_it_away(keys: Keyboard) -> None:
    keys.press(Key.Key_Right)
    keys.press(Key.Key_Escape)
    assert keys.place is None
    keys.press(Key.Key_Right)
    hand = Hand(keys.roll)
    hand.click(hand.at(3 * BAR, 62))
    assert keys.place is None


def test_takes_keep_their_arrows_and_return(keys: Keyboard) -> None:
    keys.press(Key.Key_Right)
    keys.desk.continue_()
    shown = keys.desk.window.proposals.shown_key
    place = keys.place
    keys.press(Key.Key_Down)
    assert keys.desk.window.proposals.shown_key != shown
    assert keys.place == place
    keys.press(Key.Key_Return)
    assert not keys.desk.window.proposals.is_shown
    assert len(keys.notes) > 16


def test_it_goes_by_the_rows_that_are_shown(roll: PianoRoll, three: tuple[Note, ...]) -> None:
    view = roll.state.viewport
    roll.state.set_viewport(view.folded((60, 64, 67, 72)))
    cursor: NoteCursor = roll.note_cursor
    roll.state.cursor = (0, 60)
    for wanted in (64, 67, 72, 72):
        cursor.climb(1)
        assert roll.state.cursor == (0, wanted)
    cursor.climb(-1)
    assert roll.state.cursor == (0, 67)
    cursor.climb(-12)
    assert roll.state.cursor == (0, 60)


def test_it_is_seen(roll: PianoRoll, three: tuple[Note, ...], hand: Hand) -> None:
    before = roll.note_area.grab().toImage()
    roll.state.cursor = (960, 62)
    roll.state.overlay_changed.emit()
    after = roll.note_area.grab().toImage()
    at = hand.at(960, 62)
    ring = at.y() - roll.state.viewport.row_px // 2 - 1
    assert before.pixelColor(at.x() + 10, ring) != after.pixelColor(at.x() + 10, ring)
    assert after.pixelColor(at.x() + 10, ring).name() == roll.state.theme.focus
