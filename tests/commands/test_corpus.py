"""`antiphon corpus` reads, reports and keeps what it read."""

import io
from pathlib import Path

import pytest

from assistant import cli
from assistant.commands._progress import Line
from assistant.commands.corpus import shown_on
from assistant.engine.copy_index import CopyIndex

KERN = "\n".join(["**kern", "*M4/4", "*C:", *(f"=\n1{p}" for p in "cdefgabc" * 4), "==", "*-"])


def test_it_reports_in_text_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTIPHON_HOME", str(tmp_path / "home"))
    music = tmp_path / "folk"
    music.mkdir()
    (music / "tune.krn").write_text(KERN)
    (music / "broken.krn").write_text("nothing")
    assert cli.main(["corpus", str(music), "--report", str(tmp_path / "report")]) == 0
    out = capsys.readouterr().out
    assert "folk        written" in out
    assert "notes before the first **kern" in out
    names = sorted(p.name for p in (tmp_path / "report").iterdir())
    assert names == ["corpus.png", "corpus.txt", "histograms.png", "left_out.txt"]
    assert (tmp_path / "report" / "left_out.txt").read_text().startswith("broken.krn: ")
    assert len(list((tmp_path / "home" / "cache" / "corpus").iterdir())) == 2


def test_it_writes_the_index_of_what_is_trained_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANTIPHON_HOME", str(tmp_path / "home"))
    music, index = tmp_path / "folk", tmp_path / "index.safetensors"
    music.mkdir()
    for i, letters in enumerate(("cdefgabc", "ceagdfbe", "gfedcbag")):
        text = KERN.replace("".join(f"=\n1{p}\n" for p in "cdefgabc"), "".join(f"=\n1{p}\n" for p in letters))
        (music / f"tune {i}.krn").write_text(text)
    assert cli.main(["corpus", str(music), "--index", str(index)]) == 0
    assert "melodies is in" in capsys.readouterr().out
    assert CopyIndex.load(index).titles


def test_a_wrong_name_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["corpus", str(tmp_path / "nothing")]) == 2
    assert "is no folder" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_tells_how_long_the_rest_will_take() -> None:
    now_s = [0.0]
    terminal = Terminal()
    show = shown_on(Line(terminal, lambda: now_s[0]), lambda: now_s[0])
    show(1, 100, "a.krn")
    assert "reading 1 of 100: a.krn" in terminal.getvalue()
    now_s[0] = 40.0
    show(20, 100, "b.krn")
    assert "reading 20 of 100, 3 min left: b.krn" in terminal.getvalue()
