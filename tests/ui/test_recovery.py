"""Unsaved work outlives a crash."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QPushButton

from assistant.files.midi_files import MidiFiles
from tests.ui.conftest import Desk, phrase

CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QLockFile
copy = Path(sys.argv[1])
lock = QLockFile(str(copy.with_suffix(".lock")))
lock.setStaleLockTime(0)
assert lock.tryLock(0)
os._exit(1)
"""


def crash(folder: Path, belongs_to: str = "") -> Path:
    """What a window that was killed leaves behind."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / "lost.mid"
    MidiFiles().write(phrase(5), copy)
    copy.with_suffix(".json").write_text(f'{{"path": "{belongs_to}"}}')
    subprocess.run([sys.executable, "-c", CRASH, str(copy)], check=False)
    assert copy.with_suffix(".lock").exists()
    return copy


def press(desk: Desk, name: str) -> None:
    (button,) = [b for b in desk.window.messages.findChildren(QPushButton) if b.text() == name]
    button.click()


def found(make_desk: Callable[..., Desk]) -> Desk:
    desk = make_desk()
    desk.session.files = MidiFiles()
    desk.window.recovery.start()
    desk.until(lambda: desk.window.messages.texts)
    return desk


def test_unsaved_work_is_kept_and_forgotten_once_it_is_saved(desk: Desk) -> None:
    folder = desk.window.recovery._folder
    desk.window.recovery.keep()
    desk.window.jobs.wait()
    assert not folder.exists()  # nothing was changed
    desk.session.files = MidiFiles()
    desk.session.delete_notes([1])
    desk.window.recovery.keep()
    desk.window.jobs.wait()
    (copy,) = folder.glob("*.mid")
    assert len(MidiFiles().read(copy).piece.tracks[0].clip) == 15
    desk.session.document.mark_saved()
    desk.window.recovery.keep()
    assert not list(folder.iterdir())


def test_closing_leaves_nothing_behind(desk: Desk) -> None:
    desk.session.files = MidiFiles()
    desk.session.delete_notes([1])
    desk.window.recovery.keep()
    desk.window.close()
    assert not list(desk.window.recovery._folder.iterdir())


def test_lost_work_is_offered_and_restored_as_unsaved(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    copy = crash(tmp_path / "recovery", "/music/reel.mid")
    desk = found(make_desk)
    assert "reel.mid" in desk.window.messages.texts[0]
    press(desk, "Restore")
    assert len(desk.session.clip) == 40
    assert desk.session.path == Path("/music/reel.mid")
    assert desk.session.document.is_modified
    desk.until(lambda: not copy.exists())
    assert len(list(copy.parent.glob("*.mid"))) == 1  # a copy of what is on the desk now


def test_lost_work_that_was_not_restored_after_all_is_not_thrown_away(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    copy = crash(tmp_path / "recovery")
    desk = found(make_desk)
    desk.session.delete_notes([1])
    desk.questions.answer = "cancel"
    press(desk, "Restore")
    assert len(desk.session.clip) == 15
    assert copy.exists()


def test_lost_work_can_be_discarded(make_desk: Callable[..., Desk], tmp_path: Path) -> None:
    copy = crash(tmp_path / "recovery")
    desk = found(make_desk)
    press(desk, "Discard")
    assert len(desk.session.clip) == 16
    assert not copy.exists()


def test_the_work_of_a_window_that_still_lives_is_left_alone(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    copy = crash(tmp_path / "recovery")
    alive = QLockFile(str(copy.with_suffix(".lock")))
    assert alive.tryLock(0)
    desk = make_desk()
    desk.session.files = MidiFiles()
    desk.window.recovery.start()
    desk.window.jobs.wait()
    desk.qtbot.wait(20)
    assert desk.window.messages.texts == []
    assert copy.exists()


def test_a_folder_that_cannot_be_written_is_said_once(desk: Desk) -> None:
    desk.files.problem = "The disk is full; free some space."
    for _ in range(2):
        desk.session.delete_notes([desk.session.clip.ids[0]])
        desk.window.recovery.keep()
        desk.window.jobs.wait()
        desk.until(lambda: desk.window.messages.texts)
    desk.files.problem = None
    assert len(desk.window.messages.texts) == 1
    assert "full" in desk.window.messages.texts[0]


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("a file is in the way")
    desk.session.set_tempo(90)
    desk.window.recovery.keep()
    desk.until(lambda: desk.window.messages.texts)
    (said,) = desk.window.messages.texts
    assert said.startswith("Unsaved work cannot be kept against a crash. Could not write in ")
    assert said.endswith("recovery (File exists); make it writable, or set ANTIPHON_HOME.")


def test_a_copy_is_made_soon_after_the_last_change(desk: Desk) -> None:
    desk.session.files = MidiFiles()
    recovery = desk.window.recovery
    recovery.start()
    desk.session.delete_notes([1])
    assert recovery._pause.isActive()
    assert recovery._pause.interval() <= 3_000
    recovery._pause.timeout.emit()
    desk.window.jobs.wait()
    assert list(recovery._folder.glob("*.mid"))


def test_lost_work_that_was_not_answered_is_offered_again(
    make_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    copy = crash(tmp_path / "recovery")
    found(make_desk).window.close()
    assert copy.exists()
    again = found(make_desk)
    press(again, "Restore")
    assert len(again.session.clip) == 40


def test_what_takes_long_to_copy_is_copied_more_rarely(desk: Desk) -> None:
    desk.window.recovery._on_kept(2_000)
    assert desk.window.recovery._pause.interval() == 10_000
