import json

import pytest
from pytestqt.qtbot import QtBot

from assistant import cli


@pytest.mark.parametrize("options", [[], ["--processor-time"]])
def test_edits_of_a_large_piece_and_their_undoing_are_measured(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert cli.main(["bench", "edits", "-n", "2", "--in-window", "1", "--json", *options]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [row["name"] for row in rows]
    assert names[:2] == ["add 1 note", "undo: add 1 note"]
    assert "move 1,000 notes" in names
    assert {"window: paste", "window: undo: quantise", "window: drag all, release"} < set(names)
    for row in rows:
        assert row["n"] == 1 + (not row["name"].startswith("window"))
        assert row["unit"] == "ms"
        assert 0 <= row["median"] <= row["p99"] < 5000
