"""Has the chords of the piece named beside the window, after every change that is heard."""

from __future__ import annotations

from operator import is_

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.core.harmony import heard_clips
from assistant.core.piece import Piece
from assistant.core.protocols import ChordNamer
from assistant.core.theory import Key
from assistant.ui.jobs import Jobs

PAUSE_MS = 250
"""Names are looked for when the hand has rested so long."""
FIRST_PAUSE_MS = 1000
"""The first ones have time until everything else stands."""


class ChordWatch(QObject):
    """Asks one question at a time; ``found`` carries names of the piece as it is now, never older ones.

    The namer's first answer takes a second (it imports music21): nothing is asked before :meth:`start`,
    nor where nothing sounds.
    """

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, namer: ChordNamer | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._namer = namer
        self._jobs = Jobs(self)
        self._is_started = self._is_busy = self._has_failed = False
        self._wanted: tuple[Piece, Key | None] | None = None
        self._heard: tuple[object, ...] = ()
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._ask)

    def start(self) -> None:
        """The window stands: begin."""
        self._is_started = True
        self._pause.start(FIRST_PAUSE_MS)

    def look(self, piece: Piece, key: Key | None) -> None:
        """The piece, or its key, may have changed."""
        heard = (key, piece.meter_map, *heard_clips(piece))
        if len(heard) == len(self._heard) and all(map(is_, heard, self._heard)):
            return
        self._heard = heard
        self._wanted = (piece, key)
        if len(heard) == 2:
            self._wanted = None
            self.found.emit(())
        if self._is_started:
            self._pause.start(PAUSE_MS)

    def close(self) -> None:
        """Let the answer under way come to its end; no more is asked."""
        self._is_started = False
        self._pause.stop()
        if self._namer is not None:
            self._namer.close()
        self._jobs.wait()

    @Slot()
    def _ask(self) -> None:
        if self._wanted is None or self._is_busy or self._namer is None:
            return
        (piece, key), namer = self._wanted, self._namer
        self._wanted, self._is_busy = None, True
        asked = self._heard
        self._jobs.start(
            lambda: namer.names(piece, key),
            lambda names: self._on_names(asked, names),
            self._on_failed,
        )

    def _on_names(self, asked: tuple[object, ...], names: object) -> None:
        """An answer to a question that has changed meanwhile is dropped, and the new one asked."""
        self._is_busy = self._has_failed = False
        if asked is self._heard:
            self.found.emit(names)
        elif self._is_started:
            self._pause.start(PAUSE_MS)

    def _on_failed(self, sentence: str) -> None:
        """It is told once: the next edits try again, and need not tell of it again."""
        self._is_busy = False
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(sentence)
