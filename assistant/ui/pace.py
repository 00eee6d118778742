"""When cards, curve and sound follow the notes of an answer: every few frames of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

FRAMES = 3
STALLED_MS = 60


class Pace(QObject):
    """``due`` with every third frame of notes, or when none have come for a while.

    So what follows is painted together with notes, and not in frames of its own: each of them keeps the
    model waiting.
    """

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames = 0
        self._stalled = QTimer(self, interval=STALLED_MS, singleShot=True)
        self._stalled.timeout.connect(self._end_round)

    def begin(self) -> None:
        """Notes are on their way."""
        self._frames = 0
        self._stalled.start()

    def count(self) -> None:
        """A frame of notes has come."""
        self._frames += 1
        if self._frames == FRAMES:
            self._end_round()
        else:
            self._stalled.start()

    def stop(self) -> None:
        """No more will come."""
        self._frames = 0
        self._stalled.stop()

    def _end_round(self) -> None:
        self.stop()
        self.due.emit()
