import json

import pytest
from pytestqt.qtbot import QtBot

from assistant.cli import main

BARS = {
    "notes, 100,000, all visible (≤ 20)",
    "notes, 10,000, all visible (≤ 3)",
    "drag 1,000 selected, all visible (≤ 16)",
    "edit, release to paint, all visible (≤ 5)",
    "drag 1,000 selected, one screen (≤ 16)",
    "edit, release to paint, one screen (≤ 5)",
}


@pytest.mark.parametrize("options", [[], ["--processor-time"]])
def test_each_row_is_a_figure_in_milliseconds(
    qtbot: QtBot, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert main(["bench", "roll", "--runs", "1", "--json", *options]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = {row["name"] for row in rows}
    assert {row["unit"] for row in rows} == {"ms"}
    assert names >= BARS
    assert any(name.startswith("notes, 2") and name.endswith("of 100,000 (≤ 1)") for name in names)
    assert all(0 < row["median"] < 1000 for row in rows)
