"""`antiphon evaluate FILE --style auto` says in one sentence why a file has no style."""

from pathlib import Path

import pytest

from assistant import cli
from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.track import Track
from assistant.files.midi_files import MidiFiles


def told(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.main(["evaluate", str(path), "--style", "auto"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_percussion_has_no_style(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drums = Track("Drums", Clip.from_notes([Note(0, 0, 120, 36)]), "other", channel=9)
    MidiFiles().write(Piece(tracks=(drums,)), tmp_path / "drums.mid")
    sentence = "drums.mid has no style: no notes; give a file with more notes, percussion apart."
    assert told(tmp_path / "drums.mid", capsys) == f"antiphon: {sentence}"


def test_a_file_that_cannot_be_read_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "words.mid").write_text("no music at all")
    line = told(tmp_path / "words.mid", capsys)
    assert line.count("words.mid") == 1 and line.startswith("antiphon: Could not read ")
