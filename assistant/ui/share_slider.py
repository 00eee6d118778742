"""A slider with its name before it and its number behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

_NAME_PX, _NUMBER_PX = 64, 52


class ShareSlider(QWidget):
    """0 to ``most``; ``changed`` when the hand or a key moves it."""

    changed = Signal()

    def __init__(self, name: str, tip: str, value: int, most: int = 100, form: str = "{} %") -> None:
        super().__init__()
        self._form = form
        self._number = QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, most)
        self.slider.setPageStep(max(1, most // 10))
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(name)
        self.slider.setAccessibleDescription(tip)
        self.slider.setStatusTip(tip)
        self.setToolTip(tip)
        self.setFocusProxy(self.slider)
        self._arrange(QLabel(name))
        self.slider.valueChanged.connect(self._on_value)
        self.slider.setValue(value)
        self._say()

    def value(self) -> int:
        """Where it stands."""
        return self.slider.value()

    def setValue(self, value: int) -> None:
        """Put it somewhere."""
        self.slider.setValue(value)

    def _arrange(self, name: QLabel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name.setFixedWidth(_NAME_PX)
        self._number.setFixedWidth(_NUMBER_PX)
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(name)
        row.addWidget(self.slider, 1)
        row.addWidget(self._number)

    def _on_value(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self._number.setText(self._form.format(self.slider.value()))
