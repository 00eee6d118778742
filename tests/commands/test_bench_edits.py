import json

import pytest

from assistant import cli


def test_edits_of_a_large_piece_and_their_undoing_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "edits", "-n", "2", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    names = [row["name"] for row in rows]
    assert names[:2] == ["add 1 note", "undo: add 1 note"]
    assert "move 1,000 notes" in names
    for row in rows:
        assert (row["n"], row["unit"]) == (2, "ms")
        assert 0 <= row["median"] <= row["p99"] < 5000
