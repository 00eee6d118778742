"""The whole program started as a user starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

PROBE = """
import json, sys
from assistant import app
from assistant.ui.main_window import MainWindow

seen = {}
def start(window):
    seen["heavy"] = [name for name in ("torch", "music21", "pyqtgraph") if name in sys.modules]
    seen["notes"] = len(window.session.clip)
    seen["title"] = window.windowTitle()
    window.close()
MainWindow.start = start
status = app.run(None)
print(json.dumps({**seen, "status": status}))
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def test_nothing_heavy_is_imported_before_the_first_paint(user_home: Path) -> None:
    ran = run("-c", PROBE)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report["heavy"] == []
    assert report["status"] == 0
    assert (user_home / "settings.json").exists()


def test_the_first_start_opens_an_example_and_later_ones_do_not(user_home: Path) -> None:
    first = json.loads(run("-c", PROBE).stdout)
    assert first["notes"] >= 16
    second = json.loads(run("-c", PROBE).stdout)
    assert second["notes"] == 0


def test_the_first_paint_is_reported_in_one_line(user_home: Path) -> None:
    ran = run("-m", "assistant", ANTIPHON_BENCH_STARTUP=str(time.perf_counter_ns()))
    assert ran.returncode == 0, ran.stderr
    (line,) = ran.stdout.splitlines()
    report = json.loads(line)
    assert 0 < report["painted_s"] < 30
    assert (report["torch"], report["music21"]) == (False, False)
    assert not (user_home / "recovery").exists()
