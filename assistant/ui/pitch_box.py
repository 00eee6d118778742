"""A spin box that speaks in note names."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from assistant.core.note import MAX_PITCH
from assistant.core.theory import parse_pitch, pitch_name


class PitchBox(QSpinBox):
    """Shows and takes pitches as C4, F♯3 or 60."""

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, MAX_PITCH)
        self.setAccessibleName(name)
        self.setToolTip(tip)

    def textFromValue(self, value: int) -> str:
        return pitch_name(value)

    def valueFromText(self, text: str) -> int:
        try:
            return parse_pitch(text)
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        try:
            parse_pitch(text)
        except ValueError:
            return QValidator.State.Intermediate, text, position
        return QValidator.State.Acceptable, text, position
