"""Files: nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton

from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.protocols import Ports, Position, Recorded
from assistant.core.track import Track
from assistant.files.midi_files import MidiFiles
from assistant.settings import load
from assistant.ui.dialogs.files import FileQuestions, with_midi_suffix
from tests.ui.conftest import Desk, phrase

HERE, THERE = Path("/music/here.mid"), Path("/music/there.mid")


def test_a_performer_that_does_not_answer_holds_no_window(desk: Desk) -> None:
    desk.say(Ports(inputs=("Keys",)))
    desk.window.playback.record()
    desk.window.documents.new()
    assert len(desk.session.clip) == 16
    desk.window.playback._patience.timeout.emit()
    assert len(desk.session.clip) == 0


@pytest.mark.parametrize("leave", ["new", "close"])
def test_what_is_being_recorded_is_asked_about_before_the_document_goes(desk: Desk, leave: str) -> None:
    desk.say(Ports(inputs=("Keys",)))
    desk.window.playback.record()
    desk.say(Position(0, True, recording=True))
    desk.questions.answer = "cancel"
    desk.window.close() if leave == "close" else desk.window.documents.new()
    assert desk.performer.calls[-1] == ("stop",)
    assert desk.questions.asked == []
    desk.say(Recorded((Note(0, 0, 480, 70),), finished=True))
    assert desk.questions.asked == ["unsaved"]
    assert desk.window.isVisible()
    assert len(desk.session.clip) == 17


def test_a_file_is_opened_and_remembered(desk: Desk, tmp_path: Path) -> None:
    desk.files.pieces[HERE] = phrase(3)
    desk.files.warnings = ("A bad key signature was passed over.",)
    desk.questions.opened = HERE
    desk.window.documents.open()
    desk.until(lambda: desk.session.path == HERE)
    assert desk.session.piece == phrase(3)
    assert desk.window.messages.texts == ["A bad key signature was passed over."]
    assert desk.window.windowTitle().startswith("here.mid")
    assert [action.text() for action in desk.window.recent.menu.actions()] == ["here.mid"]
    assert load(tmp_path / "settings.json").settings.recent_files == (str(HERE),), "a crash may come"


@pytest.mark.parametrize("damage", [b"", b"This is no music.", b"MThd\x00\x00\x00\x06\x00\x01"])
def test_a_bad_file_leaves_the_document_untouched(desk: Desk, tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "bad.mid"
    path.write_bytes(damage)
    desk.session.files = MidiFiles()
    before = desk.session.piece
    desk.window.documents.open_path(path)
    desk.until(lambda: desk.window.messages.texts)
    assert desk.session.piece is before
    assert desk.session.path is None
    assert "bad.mid" in desk.window.messages.texts[0]


def test_what_was_edited_while_a_file_was_read_is_not_thrown_away(desk: Desk) -> None:
    desk.files.pieces[HERE] = phrase(3)
    desk.window.documents.open_path(HERE)
    desk.session.delete_notes([1])
    desk.until(lambda: desk.window.messages.texts)
    assert len(desk.session.clip) == 15
    assert "once more" in desk.window.messages.texts[0]


def test_saving_asks_once_then_goes_to_the_same_file(desk: Desk) -> None:
    desk.session.delete_notes([1])
    assert desk.window.isWindowModified()
    desk.questions.written = HERE
    desk.window.documents.save()
    desk.until(lambda: not desk.window.isWindowModified())
    assert desk.files.pieces[HERE] == desk.session.piece
    desk.session.delete_notes([2])
    desk.window.documents.save()
    desk.until(lambda: not desk.window.isWindowModified())
    assert desk.files.pieces[HERE] == desk.session.piece
    assert desk.questions.asked == ["Save as"]


def test_what_is_edited_while_it_is_saved_is_still_to_be_saved(desk: Desk) -> None:
    desk.session.delete_notes([1])
    desk.questions.written = HERE
    desk.window.documents.save()
    desk.session.delete_notes([2])
    desk.until(lambda: desk.session.path == HERE)
    assert desk.session.document.is_modified


def test_exporting_keeps_the_documents_own_file(desk: Desk) -> None:
    desk.questions.written = THERE
    desk.window.documents.export()
    desk.until(lambda: THERE in desk.files.pieces)
    desk.until(lambda: desk.window.messages.texts == [f"Exported to {THERE}."])
    assert desk.session.path is None


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_marked_saved(desk: Desk) -> None:
    desk.session.delete_notes([1])
    desk.files.problem = "Could not write /music/here.mid: the disk is read-only; choose another place."
    desk.questions.written = HERE
    desk.window.documents.save()
    desk.until(lambda: desk.window.messages.texts == [desk.files.problem])
    assert desk.session.document.is_modified
    desk.files.problem = None


@pytest.mark.parametrize(("answer", "goes"), [("cancel", False), ("discard", True), ("save", True)])
def test_unsaved_changes_are_asked_about(desk: Desk, answer: str, goes: bool) -> None:
    desk.session.delete_notes([1])
    desk.questions.answer = answer  # type: ignore[assignment]
    desk.questions.written = HERE
    desk.window.documents.new()
    desk.window.jobs.wait()
    desk.qtbot.wait(1)
    assert (not len(desk.session.clip)) == goes
    assert (HERE in desk.files.pieces) == (answer == "save")


def test_a_save_that_fails_keeps_the_document_on_the_desk(desk: Desk) -> None:
    desk.session.delete_notes([1])
    desk.questions.answer, desk.questions.written = "save", HERE
    desk.files.problem = "The disk is full; free some space."
    desk.window.documents.new()
    desk.until(lambda: desk.window.messages.texts == [desk.files.problem])
    assert len(desk.session.clip) == 15
    assert not desk.window.close()
    desk.window.jobs.wait()
    desk.files.problem = None


def test_closing_asks_and_can_be_called_off(desk: Desk) -> None:
    desk.session.delete_notes([1])
    desk.questions.answer = "cancel"
    assert not desk.window.close()
    assert desk.window.isVisible()
    desk.questions.answer = "discard"
    assert desk.window.close()
    assert desk.performer.called("close")


def drop_of(*names: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in names])
    return data


def test_a_dropped_midi_file_is_opened(desk: Desk) -> None:
    desk.files.pieces[HERE] = phrase(3)
    data = drop_of("/music/picture.png", str(HERE))
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)
    desk.until(lambda: desk.session.path == HERE)


@pytest.mark.parametrize(("name", "taken"), [("a.mid", True), ("b.MIDI", True), ("c.txt", False)])
def test_only_midi_files_may_be_dropped(desk: Desk, name: str, taken: bool) -> None:
    data = drop_of(f"/music/{name}")
    event = QDragEnterEvent(
        desk.window.rect().center(),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    desk.window.dragEnterEvent(event)
    assert event.isAccepted() == taken


def test_pressing_the_handle_writes_a_file_to_drag(desk: Desk) -> None:
    handle = desk.window.roll_bar.drag_out
    desk.qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    desk.until(lambda: handle._file is not None)
    assert handle._file is not None
    assert desk.files.pieces[handle._file] == desk.session.piece
    assert handle._file.name == "Phrase.mid"
    desk.qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)


def test_a_file_that_nobody_dragged_away_is_cleared_up(desk: Desk) -> None:
    handle = desk.window.roll_bar.drag_out
    desk.qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    desk.until(lambda: handle._file is not None)
    assert handle._file is not None
    folder = handle._file.parent
    assert folder.exists()
    desk.qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    assert not folder.exists()
    assert desk.questions.asked == ["Export a MIDI file"]


def test_a_file_among_several_tracks_is_a_choice_of_tracks(desk: Desk) -> None:
    clip = phrase().tracks[0].clip
    desk.session.show(Piece(tracks=(Track(name="Empty"), Track(name="Flute", clip=clip, program=73))))
    desk.window.documents.replaced.emit()
    rows = desk.window.tracks.rows
    assert [row.name.full_text for row in rows] == ["Empty", "Flute"]
    assert rows[1].property("chosen")
    desk.qtbot.mouseClick(rows[0].name, Qt.MouseButton.LeftButton)
    assert desk.session.active_track == 0
    assert not len(desk.window.roll.state.clip)


def test_the_dials_and_the_window_are_remembered(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.window.panel.bars.setValue(3)
    desk.window.panel.dial.setValue(130)
    desk.window.panel.key_lock.setChecked(True)
    desk.window.playback.toggle_metronome()
    desk.window.close()
    kept = desk.preferences.settings
    assert (kept.bars, kept.temperature, kept.key_lock, kept.metronome) == (3, 1.3, True, True)
    assert kept.window_geometry
    again = make_desk(**{name: getattr(kept, name) for name in ("bars", "temperature", "window_geometry")})
    assert again.window.panel.bars.value() == 3
    assert again.window.panel.dial.temperature == 1.3


@pytest.mark.parametrize(
    ("name", "written"), [("a", "a.mid"), ("a.mid", "a.mid"), ("a.MIDI", "a.MIDI"), ("a.b", "a.b.mid")]
)
def test_names_end_in_mid(name: str, written: str) -> None:
    assert with_midi_suffix(Path("/m") / name) == Path("/m") / written


def ask_in_the_window(desk: Desk) -> None:
    """Let the window itself ask about unsaved changes, not the fake."""
    asks = FileQuestions(desk.window, desk.window._ask)
    desk.questions.in_the_window = asks.unsaved_changes
    desk.session.delete_notes([1])


def focused_button(desk: Desk) -> str:
    focus = desk.window.focusWidget()
    return focus.text() if isinstance(focus, QPushButton) else ""


def test_the_question_stops_nobody_and_is_answered_by_keyboard(desk: Desk) -> None:
    ask_in_the_window(desk)
    desk.questions.written = HERE
    assert not desk.window.close()
    assert desk.window.messages.texts == ["Phrase has changes that are not saved."]
    assert focused_button(desk) == "Save"
    desk.session.delete_notes([2])  # the work goes on meanwhile
    desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    desk.until(lambda: not desk.window.isVisible())
    assert len(desk.files.pieces[HERE].tracks[0].clip) == 14


def test_escape_answers_the_question_with_no(desk: Desk) -> None:
    ask_in_the_window(desk)
    desk.window.documents.new()
    desk.qtbot.keyClick(desk.window.focusWidget(), Qt.Key.Key_Escape)
    assert desk.window.messages.texts == []
    assert len(desk.session.clip) == 15
    desk.until(desk.window.roll.hasFocus)


def test_the_question_goes_when_the_changes_are_saved_otherwise(desk: Desk) -> None:
    ask_in_the_window(desk)
    desk.window.documents.new()
    desk.questions.written = HERE
    desk.window.documents.save()
    desk.until(lambda: desk.window.messages.texts == [f"Saved as {HERE}."])


def test_a_file_that_opens_takes_back_what_was_said_of_another(desk: Desk) -> None:
    desk.window.documents.failed.emit("Could not read a.mid: it is empty.")
    desk.window.documents.failed.emit("Could not read b.mid: it is empty.")
    assert desk.window.messages.texts == ["Could not read b.mid: it is empty."]
    desk.files.pieces[HERE] = phrase(3)
    desk.window.documents.open_path(HERE)
    desk.until(lambda: desk.session.path == HERE)
    assert desk.window.messages.texts == []
