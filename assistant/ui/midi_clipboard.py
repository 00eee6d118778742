"""The system's clipboard, on which copied notes lie as MIDI for other programs, and theirs for us."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QByteArray, QMimeData, QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from assistant.session import Session

KINDS = ("audio/midi", "audio/x-midi", "audio/mid")
"""What programs call MIDI bytes on a clipboard, the registered name first."""
_OURS = "application/x-antiphon-copy"
MOST_NOTES = 10_000
"""More than these are not written for other programs: it would be felt at every copy."""
_copies = count(1)


class MidiClipboard(QObject):
    """Notes that were copied here are pasted as they were; MIDI from elsewhere when it came later.

    ``changed`` when there may be something else to paste.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
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

    def paste(self, at_tick: int) -> tuple[int, ...]:
        """Paste what was copied last, here or elsewhere; the new ids. ``AntiphonError`` where it is none."""
        midi = self._foreign_midi() if self._holds_foreign else b""
        return self._session.paste_midi(midi, at_tick) if midi else self._session.paste(at_tick)

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
