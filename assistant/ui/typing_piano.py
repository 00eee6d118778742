"""The letter keys as a small piano, to try a note without a keyboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from assistant.core.note import MAX_PITCH
from assistant.core.theory import pitch_name
from assistant.session import Session

PIANO_LETTERS = "AWSEDFTGYHUJK"
"""From one C to the next, as on the keys of a piano."""
_KEYS = {ord(letter): step for step, letter in enumerate(PIANO_LETTERS)}
_OCTAVE_KEYS = {Qt.Key.Key_Z: -12, Qt.Key.Key_X: 12}
_MIDDLE_C = 60
_LOWEST_C, _HIGHEST_C = 0, MAX_PITCH - 19


class TypingPiano(QObject):
    """Plays A W S E D F T G Y H U J K as the keys from C to C; Z and X move by an octave.

    The window hands it the keys that no widget wanted, so text fields keep their letters. ``pressed`` and
    ``released`` carry the pitch of a key, ``said`` a sentence on what the letters play now.
    """

    toggled = Signal()
    said = Signal(str)
    pressed = Signal(int)
    released = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lowest = _MIDDLE_C
        self._sounding: dict[int, int] = {}
        self.is_on = True

    def toggle(self) -> None:
        """Switch it on or off."""
        self.is_on = not self.is_on
        self.silence()
        self.toggled.emit()
        self.said.emit(self._words if self.is_on else "The letter keys play no notes")

    def silence(self) -> None:
        """Let every key go."""
        for key in list(self._sounding):
            self._let_go(key)

    def press(self, event: QKeyEvent) -> bool:
        """A key went down; whether it is one of the piano's."""
        key = event.key()
        if not self.is_on or event.modifiers() or key not in {*_KEYS, *_OCTAVE_KEYS}:
            return False
        if event.isAutoRepeat():
            return True
        if key in _OCTAVE_KEYS:
            step = _OCTAVE_KEYS[Qt.Key(key)]
            self._lowest = min(max(self._lowest + step, _LOWEST_C), _HIGHEST_C)
            self.said.emit(self._words)
        elif key not in self._sounding:
            self._sounding[key] = self._lowest + _KEYS[key]
            self._session.audition(self._sounding[key])
            self.pressed.emit(self._sounding[key])
        return True

    def release(self, event: QKeyEvent) -> bool:
        """A key went up; whether it is one of the piano's that sounded."""
        if event.isAutoRepeat() or event.key() not in self._sounding:
            return False
        self._let_go(event.key())
        return True

    @property
    def _words(self) -> str:
        return f"The letter keys play from {pitch_name(self._lowest)} · Z and X change the octave"

    def _let_go(self, key: int) -> None:
        pitch = self._sounding.pop(key)
        self._session.audition_off(pitch)
        self.released.emit(pitch)
