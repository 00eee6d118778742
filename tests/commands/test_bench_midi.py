import json

import pytest

from assistant import cli


def test_the_lateness_of_a_real_performer_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "midi", "--messages", "100", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == ["message sent, window at rest", "message sent, window half busy"]
    for row in rows:
        assert (row["n"], row["unit"]) == (100, "ms late")
        assert 0 <= row["median"] <= row["p99"] < 1000
