import json
import subprocess
import sys
import time

import pytest

from assistant import cli
from assistant.commands import bench_startup

# A stand-in for the window that reports like it, so that the measuring is tested apart from the window.
WINDOW = """
import json, os, sys, time
started_ns = int(os.environ["ANTIPHON_BENCH_STARTUP"])
print("a line of chatter")
print(json.dumps({"painted_s": (time.perf_counter_ns() - started_ns) / 1e9, "torch": False, "music21": True}))
"""


def started_as(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    real = subprocess.run
    monkeypatch.setattr(
        bench_startup.subprocess,
        "run",
        lambda _command, **options: real([sys.executable, "-c", code], **options),
    )


def test_rows_come_from_what_the_window_reports(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started_as(monkeypatch, WINDOW)
    before_ns = time.perf_counter_ns()
    assert cli.main(["bench", "startup", "--runs", "2", "--json"]) == 0
    elapsed_s = (time.perf_counter_ns() - before_ns) / 1e9
    painted, torch, music21 = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert painted["n"] == 2
    assert 0 < painted["median"] <= painted["p99"] < elapsed_s
    assert (torch["median"], music21["median"]) == (0, 1)


@pytest.mark.parametrize("code", ["raise SystemExit('no screen')", "pass"])
def test_a_window_that_does_not_open_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    started_as(monkeypatch, code)
    assert cli.main(["bench", "startup", "--runs", "1"]) == 2
    assert "run antiphon doctor" in capsys.readouterr().err


@pytest.mark.timeout(120)
def test_the_real_window_paints_without_torch_or_music21(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "startup", "--runs", "1", "--json"]) == 0
    rows = {row["name"]: row["median"] for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["window painted"] > 0
    assert rows["torch imported on the way"] == 0
    assert rows["music21 imported on the way"] == 0
