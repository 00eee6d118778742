"""The system's clipboard, on which copied notes lie as MIDI for other programs, and theirs for us."""

from __future__ import annotations

from functools import partial
from itertools import count

from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from assistant.core.clip import NO_IDS, IntColumn
from assistant.core.piece import Piece
from assistant.core.protocols import OpenedFile
from assistant.session import Session
from assistant.ui.jobs import Jobs

KINDS = ("audio/midi", "audio/x-midi", "audio/mid")
"""What programs call MIDI bytes on a clipboard, the registered name first."""
_OURS = "application/x-antiphon-copy"
MOST_NOTES = 10_000
"""More than these are not written for other programs: it would be felt at every copy."""
MOST_READ_AT_ONCE = 2**16
"""More bytes than these (some 8,000 notes) are read beside the window, and pasted a moment later."""
_copies = count(1)


class MidiClipboard(QObject):
    """Notes that were copied here are pasted as they were; MIDI from elsewhere when it came later.

    ``changed`` when there may be something else to paste; ``pasted`` carries the ids of notes that took so
    long to read that they came later, ``failed`` a sentence where they cannot come.
    """

    changed = Signal()
    pasted = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = Jobs(self)
        self._token = b""
        self._holds_foreign = False
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._look)
        self._look()

    @property
    def holds_notes(self) -> bool:
        """Whether there is something to paste."""
        return self._holds_foreign or bool(len(self._session.clipboard))

    def offer(self) -> None:
        """Let other programs have the notes that the session has copied."""
        copied = self._session.clipboard
        if not len(copied):
            return
        self._token = str(next(_copies)).encode()
        data = QMimeData()
        data.setData(_OURS, QByteArray(self._token))
        if len(copied) <= MOST_NOTES:
            midi = QByteArray(self._session.clipboard_midi())
            for kind in KINDS:
                data.setData(kind, midi)
        self._clipboard.setMimeData(data)

    def paste(self, at_tick: int) -> IntColumn:
        """Paste what was copied last, here or elsewhere; the new ids, none where they come later.

        ``AntiphonError`` where it is none.
        """
        midi = self._foreign_midi() if self._holds_foreign else b""
        if len(midi) > MOST_READ_AT_ONCE:
            self._paste_later(midi, at_tick)
            return NO_IDS
        return self._session.paste_midi(midi, at_tick) if midi else self._session.paste(at_tick)

    def _paste_later(self, midi: bytes, at_tick: int) -> None:
        session = self._session
        asked = (session.piece, session.active_track)
        read = partial(session.files.from_bytes, midi)
        self._jobs.start(read, partial(self._on_read, asked, at_tick), self.failed.emit)

    def _on_read(self, asked: tuple[Piece, int], at_tick: int, opened: OpenedFile) -> None:
        """What was asked for in a piece that is no longer so might not be wanted now."""
        session = self._session
        if session.piece is asked[0] and session.active_track == asked[1]:
            self.pasted.emit(session.paste_piece(opened.piece, at_tick))
        else:
            self.failed.emit("The piece was changed while the notes were being read: paste once more.")

    def _look(self) -> None:
        """See whose notes lie there; asking at every paste alone would leave the command greyed out."""
        data = self._clipboard.mimeData()
        # A system without a clipboard gives None, whatever Qt's types say.
        is_midi = data is not None and any(map(data.hasFormat, KINDS))  # type: ignore[redundant-expr]
        is_ours = is_midi and bool(self._token) and bytes(data.data(_OURS).data()) == self._token
        self._holds_foreign = is_midi and not is_ours
        self.changed.emit()

    def _foreign_midi(self) -> bytes:
        data = self._clipboard.mimeData()
        found = (bytes(data.data(kind).data()) for kind in KINDS if data.hasFormat(kind))
        return next(found, b"")
