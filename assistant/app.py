"""The composition root: the one file that knows every room and puts the program together."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtWidgets import QApplication

from assistant import paths, settings
from assistant.core.edits import add_track
from assistant.core.errors import AntiphonError
from assistant.engine.deferred import DeferredContinuer
from assistant.files.chord_process import ChordProcess
from assistant.files.midi_files import MidiFiles
from assistant.performer.remote import RemotePerformer
from assistant.session import Session
from assistant.ui.main_window import MainWindow
from assistant.ui.preferences import Preferences
from assistant.ui.steering import EXAMPLE_FILE

BENCH_STARTUP = "ANTIPHON_BENCH_STARTUP"
"""Set to the parent's perf_counter_ns at the start of this process: report the first paint, and quit."""


def run(file: Path | None) -> int:
    """Open the window, with a file or, at the very first start, with an example; the exit status."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Antiphon")
    app.setStyle("Fusion")  # the same ground for the style sheet on every system
    settings_file = paths.settings_file()
    is_first_start = not settings_file.exists()
    kept, problem = settings.load(settings_file)
    session = _session(kept)
    if is_first_start and file is None:
        _show_example(session)
    preferences = Preferences(kept, settings_file)
    window = MainWindow(session, preferences, paths.recovery_dir(), chord_namer=ChordProcess())
    if problem:
        window.messages.problem(problem)
    _watch_for_faults(window)
    window.first_painted.connect(_collect_garbage)
    if BENCH_STARTUP in os.environ:
        window.first_painted.connect(_report_first_paint)
    else:
        window.first_painted.connect(window.start)
        if file is not None:
            window.first_painted.connect(lambda: window.documents.open_path(file))
    window.show()
    return app.exec()


def _session(kept: settings.Settings) -> Session:
    performer = RemotePerformer(
        output=kept.output_port or None,
        input=kept.input_port or None,
        soundfont=Path(kept.soundfont) if kept.soundfont else None,
    )
    return Session(MidiFiles(), DeferredContinuer(), performer)


def _show_example(session: Session) -> None:
    """Put the example phrase and an empty harmony on the desk: the first click on Continue makes music."""
    with contextlib.suppress(AntiphonError):  # without it, the window begins empty
        example = session.files.read(paths.resources_dir() / "seeds" / EXAMPLE_FILE).piece
        session.show(add_track(example, "harmony"))


def _watch_for_faults(window: MainWindow) -> None:
    """Say a fault of ours in the window, as well as on stderr; Ctrl+C in the terminal closes the window."""

    def say(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        window.messages.problem(
            f"Something went wrong ({kind.__name__}: {error}); save your work, then go on."
        )

    def close(_: int, __: FrameType | None) -> None:
        window.close()

    sys.excepthook = say
    signal.signal(signal.SIGINT, close)


def _collect_garbage() -> None:
    """Go on looking for garbage, but no more among what the start has made: it stays, and takes a while."""
    gc.freeze()
    gc.enable()


def _report_first_paint() -> None:
    painted_s = (time.perf_counter_ns() - int(os.environ[BENCH_STARTUP])) / 1e9
    report = {"painted_s": painted_s, "torch": "torch" in sys.modules, "music21": "music21" in sys.modules}
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()
    QApplication.quit()
