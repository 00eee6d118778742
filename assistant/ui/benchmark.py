"""How long the player waits in the real window: from the click on Continue to ghost notes on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from assistant.core.piece import Piece
from assistant.session import Session
from assistant.settings import Settings
from assistant.ui.main_window import MainWindow
from assistant.ui.preferences import Preferences

PATIENCE_MS = 20_000
WARMING_MS = 2_000
SETTLING_MS = 200


class _Waits(QObject):
    """Sees when the roll first paints ghost notes, and when the answer to a click is complete."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._loop = QEventLoop(self)
        self._started_s = self._first_s = self._whole_s = 0.0
        window.roll.note_area.installEventFilter(self)
        window.proposals.changed.connect(self._on_changed)

    def of_click_ms(self) -> tuple[float, float]:
        """Click on Continue; how long both took.

        Between events the window sleeps, as it does in use: one that looks again and again whether something
        has come would keep the interpreter from the model.
        """
        self._first_s = self._whole_s = 0.0
        self._started_s = perf_counter()
        self._window.continue_button.click()
        given_up = QTimer(singleShot=True, interval=PATIENCE_MS)
        given_up.timeout.connect(self._loop.quit)
        given_up.start()
        self._loop.exec()
        return 1e3 * self._first_s, 1e3 * self._whole_s

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint with ghost notes in place is what the player is waiting for."""
        if event.type() == QEvent.Type.Paint and self._window.roll.state.ghosts.notes and not self._first_s:
            self._first_s = perf_counter() - self._started_s
            self._end_if_both()
        return False

    def _on_changed(self) -> None:
        if not self._window.proposals.is_generating and not self._whole_s:
            self._whole_s = perf_counter() - self._started_s
            self._end_if_both()

    def _end_if_both(self) -> None:
        if self._first_s and self._whole_s:
            self._loop.quit()


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
    waits = _Waits(window)
    _run_for(WARMING_MS)
    for piece in pieces:
        session.show(piece)
        _run_for(SETTLING_MS)
        if ahead:
            window.steering.prepare()
            _run_for(SETTLING_MS)
        yield waits.of_click_ms()
        window.proposals.dismiss()
        session.document.mark_saved()
    window.close()
    app.processEvents()


def _application() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


def _run_for(duration_ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(duration_ms, loop.quit)
    loop.exec()
