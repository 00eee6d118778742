"""Copied notes lie on the system's clipboard as MIDI; other programs' MIDI is pasted."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.session import Session
from assistant.ui.piano_roll.view import PianoRoll


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    """What was copied before the test is not its business."""
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def lay_down(data: bytes, kind: str = "audio/midi") -> None:
    """As another program does it."""
    mime = QMimeData()
    mime.setData(kind, data)
    QGuiApplication.clipboard().setMimeData(mime)


def test_copied_notes_lie_there_as_midi(roll: PianoRoll, session: Session, three: object) -> None:
    roll.set_selection([2, 3])
    roll.copy_selection()
    mime = QGuiApplication.clipboard().mimeData()
    for kind in ("audio/midi", "audio/x-midi"):
        data = bytes(mime.data(kind).data())
        notes = list(session.files.from_bytes(data).piece.tracks[0].clip)
        assert [(n.start_tick, n.pitch) for n in notes] == [(0, 64), (PPQ, 67)]


def test_what_was_copied_here_is_pasted_as_it_was(roll: PianoRoll, session: Session, three: object) -> None:
    session.mute_notes([1], True)
    roll.set_selection([1])
    roll.cut_selection()
    roll.set_playhead(8 * PPQ, playing=False)
    roll.paste_at_playhead()
    (note,) = session.clip.notes(sorted(roll.selected_ids))
    assert (note.start_tick, note.pitch, note.muted) == (8 * PPQ, 60, True)


@pytest.mark.parametrize("kind", ["audio/midi", "audio/x-midi", "audio/mid"])
def test_notes_of_another_program_are_pasted(
    roll: PianoRoll, session: Session, three: object, kind: str
) -> None:
    roll.set_selection([1])
    roll.copy_selection()
    theirs = Piece((Track(clip=Clip.from_notes([Note(1, 0, PPQ, 71), Note(2, PPQ, PPQ, 72)])),))
    lay_down(session.files.to_bytes(theirs), kind)
    roll.set_playhead(8 * PPQ, playing=False)
    roll.paste_at_playhead()
    pasted = session.clip.notes(sorted(roll.selected_ids))
    assert [(n.start_tick, n.pitch) for n in pasted] == [(8 * PPQ, 71), (9 * PPQ, 72)]
    assert session.document.history.done[-1].label == "Paste 2 notes"


def test_a_great_many_notes_are_pasted_here_alone(
    roll: PianoRoll, session: Session, three: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They take too long to write at every copy; what another program laid down before is out of date."""
    lay_down(session.files.to_bytes(session.piece))
    monkeypatch.setattr("assistant.ui.midi_clipboard.MOST_NOTES", 2)
    roll.select_all()
    session.delete_notes([2], None)
    session.add_notes([Note(0, 4 * PPQ, PPQ, 50), Note(0, 5 * PPQ, PPQ, 52)])
    roll.select_all()
    roll.copy_selection()
    assert not QGuiApplication.clipboard().mimeData().hasFormat("audio/midi")
    roll.set_playhead(8 * PPQ, playing=False)
    roll.paste_at_playhead()
    assert len(roll.selected_ids) == 4


@pytest.fixture
def slow(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """What another program laid down counts as much; it is read once the gate is open."""
    gate = threading.Event()
    monkeypatch.setattr("assistant.ui.midi_clipboard.MOST_READ_AT_ONCE", 0)
    read = session.files.from_bytes
    monkeypatch.setattr(session.files, "from_bytes", lambda data: (gate.wait(10), read(data))[1])
    theirs = Piece((Track(clip=Clip.from_notes([Note(1, 0, PPQ, 71), Note(2, PPQ, PPQ, 72)])),))
    lay_down(session.files.to_bytes(theirs))
    yield gate
    gate.set()


def test_much_is_read_beside_the_window_and_pasted_then(
    roll: PianoRoll, session: Session, three: object, slow: threading.Event, qtbot: QtBot
) -> None:
    roll.set_playhead(8 * PPQ, playing=False)
    roll.paste_at_playhead()
    roll.set_playhead(0, playing=False)
    assert session.document.history.done == ()
    slow.set()
    qtbot.waitUntil(lambda: bool(session.document.history.done))
    pasted = session.clip.notes(sorted(roll.selected_ids))
    assert [(n.start_tick, n.pitch) for n in pasted] == [(8 * PPQ, 71), (9 * PPQ, 72)]


def test_where_the_piece_was_changed_meanwhile_it_is_not_pasted(
    roll: PianoRoll, session: Session, three: object, slow: threading.Event, qtbot: QtBot
) -> None:
    told: list[str] = []
    roll.failed.connect(told.append)
    roll.paste_at_playhead()
    session.move_notes([1], 0, 1)
    changed = session.piece
    slow.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["The piece was changed while the notes were being read: paste once more."]
    assert session.piece is changed


def test_there_is_nothing_to_paste_in_text(roll: PianoRoll, session: Session) -> None:
    QGuiApplication.clipboard().setText("la la la")
    assert not roll.midi_clipboard.holds_notes
    roll.paste_at_playhead()
    assert session.document.history.done == ()


def test_what_only_says_to_be_midi_is_told(roll: PianoRoll, session: Session) -> None:
    told: list[str] = []
    roll.failed.connect(told.append)
    lay_down(b"nothing of the kind")
    assert roll.midi_clipboard.holds_notes
    roll.paste_at_playhead()
    assert len(told) == 1
    assert session.document.history.done == ()
