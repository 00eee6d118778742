"""How long the player waits in the real window: from the click on Continue to ghost notes on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from assistant.core.piece import Piece
from assistant.session import Session
from assistant.settings import Settings
from assistant.ui.main_window import MainWindow
from assistant.ui.preferences import Preferences

PATIENCE_S = 20.0
WARMING_S = 2.0
SETTLING_S = 0.2
HEARTBEAT_MS = 2


class _PaintWatch(QObject):
    """Sees the roll paint ghost notes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.painted = False
        window.roll.note_area.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint with ghost notes in place is what the player is waiting for."""
        if event.type() == QEvent.Type.Paint and self._window.roll.state.ghosts.notes:
            self.painted = True
        return False


def answer_waits_ms(
    session: Session, folder: Path, settings: Settings, pieces: Sequence[Piece], *, ahead: bool
) -> Iterator[tuple[float, float]]:
    """(to the first ghost note painted, to the last take complete) of a click for every piece.

    The model is warmed up; ``ahead`` lets the pointer come to the button a moment before the click, so that
    the seed has been read. ``folder`` gets the window's settings and recovery files.
    """
    app = _application()
    window = MainWindow(session, Preferences(settings, folder / "settings.json"), folder)
    window.show()
    window.start()
    watch = _PaintWatch(window)
    _run_for(app, WARMING_S)
    for piece in pieces:
        session.show(piece)
        _run_for(app, SETTLING_S)
        if ahead:
            window.steering.prepare()
            _run_for(app, SETTLING_S)
        watch.painted = False
        started = perf_counter()
        window.continue_button.click()
        first = _until(app, lambda: watch.painted) - started
        whole = _until(app, lambda: not window.proposals.is_generating) - started
        yield 1e3 * first, 1e3 * whole
        window.proposals.dismiss()
        session.document.mark_saved()
    window.close()


def _application() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


def _until(app: QApplication, holds: Callable[[], bool]) -> float:
    """Let the window live until something holds; the time then (``perf_counter`` seconds).

    Between events it sleeps, as a window does: one that spins would keep the interpreter from the model.
    """
    given_up = perf_counter() + PATIENCE_S
    heartbeat = QTimer(interval=HEARTBEAT_MS)
    heartbeat.start()
    while not holds() and perf_counter() < given_up:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return perf_counter()


def _run_for(app: QApplication, duration_s: float) -> None:
    end = perf_counter() + duration_s
    _until(app, lambda: perf_counter() >= end)
