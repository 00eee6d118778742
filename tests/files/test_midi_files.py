"""The disk: what can go wrong there leaves the old file as it was."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.piece import Piece, blank_piece
from assistant.core.protocols import Files, OpenedFile
from assistant.files.midi_files import MidiFiles

PIECE = Piece().with_clip(0, Clip.from_notes([Note(0, 0, 480, 60)]))
FILES: Files = MidiFiles()


def test_a_piece_is_written_and_read(tmp_path: Path) -> None:
    FILES.write(PIECE, tmp_path / "song.mid")
    assert FILES.read(tmp_path / "song.mid").piece == PIECE
    assert [path.name for path in tmp_path.iterdir()] == ["song.mid"]


def test_the_clipboard_s_bytes_are_a_midi_file() -> None:
    data = FILES.to_bytes(PIECE)
    assert data.startswith(b"MThd")
    assert FILES.from_bytes(data).piece == PIECE


def test_what_is_no_midi_on_the_clipboard_is_said() -> None:
    with pytest.raises(AntiphonError, match="Could not read the clipboard: it is not a MIDI file"):
        FILES.from_bytes(b"words")


def test_empty_tracks_do_no_harm(tmp_path: Path) -> None:
    FILES.write(blank_piece(), tmp_path / "blank.mid")
    assert FILES.read(tmp_path / "blank.mid") == OpenedFile(blank_piece())


def test_format_0_on_request(tmp_path: Path) -> None:
    MidiFiles().write(PIECE, tmp_path / "song.mid", midi_format=0)
    assert (tmp_path / "song.mid").read_bytes()[8:10] == b"\0\0"
    assert FILES.read(tmp_path / "song.mid").piece == PIECE


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link.mid").symlink_to(tmp_path / "real.mid")
    FILES.write(PIECE, tmp_path / "link.mid")
    assert (tmp_path / "link.mid").is_symlink()
    assert FILES.read(tmp_path / "real.mid").piece == PIECE


def test_a_read_only_file_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept.mid"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(AntiphonError, match=r"Could not write .*kept\.mid: writing there is not allowed"):
        FILES.write(PIECE, path)
    assert path.read_bytes() == b"old"
    path.chmod(0o644)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "song.mid"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((Path, "replace") if step == "replace" else (os, "fsync")), fail)
    with pytest.raises(AntiphonError, match="the disk is full; free some space"):
        FILES.write(PIECE, path)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["song.mid"]


def test_a_folder_or_a_missing_folder_as_target_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="is a folder; choose a file name"):
        FILES.write(PIECE, tmp_path)
    with pytest.raises(AntiphonError, match="does not exist; create it"):
        FILES.write(PIECE, tmp_path / "none" / "song.mid")


def test_a_window_that_only_opens_files_starts_without_mido() -> None:
    program = (
        "import assistant.files.midi_files, assistant.files.midi_reader, sys; print('mido' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
