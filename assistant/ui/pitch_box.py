"""A spin box that speaks in note names."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from assistant.core.note import MAX_PITCH
from assistant.core.theory import parse_pitch, pitch_name
from assistant.ui.controls import number_field

_ANY = "any"


class PitchBox(QSpinBox):
    """Shows and takes pitches as C4, F♯3 or 60; its open end (0 or 127) is called "any"."""

    def __init__(self, name: str, tip: str, open_end: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_end = open_end
        self.setRange(0, MAX_PITCH)
        number_field(self, name, tip, 80)

    def textFromValue(self, value: int) -> str:
        return _ANY if value == self._open_end else pitch_name(value)

    def valueFromText(self, text: str) -> int:
        if text.strip().lower() == _ANY:
            return self._open_end
        try:
            return parse_pitch(text)
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if text.strip().lower() == _ANY:
            return QValidator.State.Acceptable, text, position
        try:
            parse_pitch(text)
        except ValueError:
            return QValidator.State.Intermediate, text, position
        return QValidator.State.Acceptable, text, position
