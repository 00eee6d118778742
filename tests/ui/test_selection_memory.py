"""Undo gives back the selection that was there before the step, redo the one after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.ui.piano_roll.selection_memory import MOST_PLACES, SelectionMemory
from tests.ui.conftest import BAR, EIGHTH, Desk, phrase
from tests.ui.piano_roll.hand import CTRL as CTRL_KEY
from tests.ui.piano_roll.hand import Hand

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
THREE = frozenset({1, 2, 9})


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window.roll, key, modifiers)


def undo(desk: Desk) -> frozenset[int]:
    press(desk, Key.Key_Z, CTRL)
    return desk.window.roll.selected_ids


def redo(desk: Desk) -> frozenset[int]:
    press(desk, Key.Key_Z, CTRL | SHIFT)
    return desk.window.roll.selected_ids


@pytest.fixture
def chosen(desk: Desk) -> Desk:
    """Three notes are selected."""
    desk.window.roll.set_selection(THREE)
    return desk


def test_duplicates_go_and_the_originals_are_selected_again(chosen: Desk) -> None:
    press(chosen, Key.Key_D, CTRL)
    copies = chosen.window.roll.selected_ids
    assert len(copies) == 3
    assert not copies & THREE
    assert undo(chosen) == THREE
    assert redo(chosen) == copies


@pytest.mark.parametrize(
    "edit",
    [
        lambda desk: press(desk, Key.Key_Delete),
        lambda desk: press(desk, Key.Key_X, CTRL),
        lambda desk: press(desk, Key.Key_J, CTRL),
        lambda desk: (press(desk, Key.Key_C, CTRL), press(desk, Key.Key_V, CTRL)),
        lambda desk: desk.session.split_notes({1: EIGHTH // 2}),
        lambda desk: press(desk, Key.Key_Right),
        lambda desk: desk.window.roll.insert_note(),
    ],
    ids=["delete", "cut", "join", "paste", "split", "nudge", "insert"],
)
def test_every_edit_gives_back_what_was_selected(chosen: Desk, edit: Callable[[Desk], object]) -> None:
    done = len(chosen.session.document.history.done)
    edit(chosen)
    assert len(chosen.session.document.history.done) == done + 1
    after = chosen.window.roll.selected_ids
    assert undo(chosen) == THREE
    assert redo(chosen) == after
    assert undo(chosen) == THREE


def test_a_dragged_copy_gives_the_selection_back(chosen: Desk) -> None:
    roll, hand = chosen.window.roll, Hand(chosen.window.roll)
    roll.set_tool("select")
    note = chosen.session.clip.notes([2])[0]
    start = hand.at(note.start_tick + note.length_ticks / 2, note.pitch)
    hand.drag(start, hand.at(BAR + note.start_tick, note.pitch - 5), keys=CTRL_KEY)
    copies = roll.selected_ids
    assert len(copies) == 3
    assert not copies & THREE
    assert undo(chosen) == THREE
    assert redo(chosen) == copies


def test_what_was_selected_since_comes_back_by_redo(chosen: Desk) -> None:
    """Undo and redo together change nothing at all."""
    press(chosen, Key.Key_Right)
    chosen.window.roll.set_selection([5])
    assert undo(chosen) == THREE
    assert redo(chosen) == {5}


def test_a_jump_in_the_history_finds_it_too(chosen: Desk) -> None:
    press(chosen, Key.Key_D, CTRL)
    press(chosen, Key.Key_Right)
    press(chosen, Key.Key_Delete)
    chosen.window.steering.go_to_step(0)
    assert chosen.window.roll.selected_ids == THREE
    chosen.window.steering.go_to_step(2)
    assert len(chosen.window.roll.selected_ids) == 3
    chosen.window.steering.go_to_step(3)
    assert not chosen.window.roll.selected_ids


def test_another_piece_begins_with_nothing_selected(chosen: Desk) -> None:
    press(chosen, Key.Key_Right)
    chosen.session.show(phrase(4))
    assert not chosen.window.roll.selected_ids
    press(chosen, Key.Key_A, CTRL)
    press(chosen, Key.Key_Right)
    chosen.window.roll.deselect()
    assert len(undo(chosen)) == len(chosen.session.clip)


# --- tracks -------------------------------------------------------------------------------------------


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two tracks whose notes bear the same ids; three notes of the first are selected."""
    clip = desk.session.clip
    low = Clip.from_notes([Note(n.id, n.start_tick, n.length_ticks, n.pitch - 24) for n in clip])
    desk.session.show(Piece((Track(clip=clip), Track("Harmony", low, "harmony", 1))))
    desk.window.documents.replaced.emit()
    desk.window.roll.set_selection(THREE)
    return desk


def test_a_track_that_moves_keeps_its_selection(two: Desk) -> None:
    two.session.move_track(0, 1)
    assert two.session.active_track == 1
    assert two.window.roll.selected_ids == THREE


def test_a_track_that_goes_takes_its_selection_along_and_brings_it_back(two: Desk) -> None:
    two.session.delete_track(0)
    assert two.session.active_track == 0
    assert not two.window.roll.selected_ids
    assert undo(two) == THREE
    assert redo(two) == frozenset()


def test_no_selection_comes_to_a_track_that_it_was_not_made_in(two: Desk) -> None:
    press(two, Key.Key_Right)
    two.window.tracks.track_chosen.emit(1)
    assert not two.window.roll.selected_ids
    two.window.roll.set_selection([7])
    assert undo(two) == {7}
    assert redo(two) == {7}


# --- the memory ---------------------------------------------------------------------------------------


def test_the_oldest_places_are_forgotten(desk: Desk) -> None:
    memory = SelectionMemory(desk.session.document)
    ids = desk.session.clip.ids
    for number in range(MOST_PLACES + 1):
        desk.session.set_tempo(60 + number % 2)
        assert memory.moved(0, ids) is None
    desk.session.document.go_to(0)
    assert memory.moved(0, ids) is None
    desk.session.document.go_to(9)
    assert memory.moved(0, ids) is not None
