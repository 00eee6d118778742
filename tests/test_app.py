"""The whole program started as a user starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from assistant.paths import resources_dir
from assistant.ui.steering import EXAMPLE_FILE

PROBE = """
import json, sys
from assistant import app
from assistant.ui.main_window import MainWindow

seen = {}
def start(window):
    heavy = ("torch", "music21", "pyqtgraph", "assistant.engine.continuer", "assistant.training")
    seen["heavy"] = [name for name in heavy if name in sys.modules]
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


GARBAGE = """
import gc, json
from assistant import cli
from assistant.ui.main_window import MainWindow

def start(window):
    print(json.dumps({"looks": gc.isenabled(), "passes_over": gc.get_freeze_count()}))
    window.close()
MainWindow.start = start
cli.main([])
"""


def test_garbage_is_looked_for_once_the_window_is_painted_but_not_among_what_stays(user_home: Path) -> None:
    ran = run("-c", GARBAGE)
    assert ran.returncode == 0, ran.stderr
    report = json.loads(ran.stdout)
    assert report["looks"]
    assert report["passes_over"] > 50_000


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


FAULT = """
import sys
from PySide6.QtCore import QTimer
from assistant import app
from assistant.ui.main_window import MainWindow

def stumble():
    raise ZeroDivisionError("oh")

def start(window):
    QTimer.singleShot(0, stumble)
    QTimer.singleShot(50, lambda: (print(window.messages.texts), window.close()))

MainWindow.start = start
sys.exit(app.run(None))
"""


def test_a_fault_is_said_in_the_window_and_does_not_end_it() -> None:
    ran = run("-c", FAULT)
    assert ran.returncode == 0
    assert "ZeroDivisionError: oh" in ran.stdout
    assert "Traceback" in ran.stderr


FILE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from assistant import app
from assistant.ui.main_window import MainWindow

def start(window):
    def done():
        print(window.session.path, len(window.session.clip))
        window.close()
    window.documents.replaced.connect(done)

MainWindow.start = start
sys.exit(app.run(Path(sys.argv[1])))
"""


def test_a_file_named_on_the_command_line_is_opened() -> None:
    seed = resources_dir() / "seeds" / EXAMPLE_FILE
    ran = run("-c", FILE, str(seed))
    assert ran.returncode == 0, ran.stderr
    path, notes = ran.stdout.split()
    assert Path(path) == seed
    assert int(notes) >= 16


THREADS = """
import json, sys, threading
from PySide6.QtCore import QTimer
from assistant import app
from assistant.ui.main_window import MainWindow

elsewhere = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        touches_qt = name.partition(".")[0] in ("PySide6", "pyqtgraph") or name.startswith("assistant.ui")
        if touches_qt and threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)
sys.meta_path.insert(0, Watch())

begin = MainWindow.start
def start(window):
    begin(window)
    window.steering.begin()
    def look():
        if window.surprise.lane and not window.proposals.is_generating:
            window.session.document.mark_saved()
            window.close()
    window.looks = QTimer(window, interval=20)
    window.looks.timeout.connect(look)
    window.looks.start()
MainWindow.start = start
status = app.run(None)
print(json.dumps({"elsewhere": elsewhere, "curve": "pyqtgraph" in sys.modules, "status": status}))
"""


def test_what_touches_qt_is_imported_on_the_qt_thread_alone(user_home: Path) -> None:
    ran = run("-c", THREADS)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {"elsewhere": [], "curve": True, "status": 0}
