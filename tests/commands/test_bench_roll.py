import json

import pytest
from pytestqt.qtbot import QtBot

from assistant.cli import main


def test_each_row_is_a_figure_in_milliseconds(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "roll", "--runs", "1", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["unit"] for row in rows} == {"ms"}
    assert any("100,000 notes, all visible" in row["name"] for row in rows)
    assert all(0 < row["median"] < 1000 for row in rows)
