import json

import pytest

from assistant.commands._figures import Figure, figure, milliseconds, print_figures


def test_median_and_p99_are_of_the_samples() -> None:
    assert figure("step", [3.0, 1.0, 2.0], "us") == Figure("step", 2.0, 3.0, 3, "us")
    assert figure("step", [4.0, 1.0], "us").median == 2.5
    assert figure("step", list(range(1, 201)), "us").p99 == 198


def test_json_has_the_keys_that_scripts_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([figure("a", [1.0], "s"), figure("b", [2.0], "s")], as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == {"name": "a", "median": 1.0, "p99": 1.0, "n": 1, "unit": "s"}


def test_the_table_has_a_head_and_a_row_a_figure(capsys: pytest.CaptureFixture[str]) -> None:
    print_figures([figure("window painted", [0.5], "s")], as_json=False)
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["name", "median", "p99", "n", "unit"]
    assert row.split() == ["window", "painted", "0.5", "0.5", "1", "s"]


def test_every_call_is_timed() -> None:
    calls: list[int] = []
    samples = milliseconds(lambda: calls.append(1), 5)
    assert len(calls) == len(samples) == 5
    assert all(sample >= 0 for sample in samples)
