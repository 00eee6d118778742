"""A small volume slider: it goes where it is clicked, and a whole drag is one choice."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

USUAL_VOLUME = 100
PAUSE_MS = 400
"""Steps by key within this time are one choice, so that undo takes back all of them."""
_HANDLE_PX = 10


class VolumeSlider(QSlider):
    """``chosen`` carries 0 to 127, ``tried`` what to hear meanwhile; a double click chooses the usual."""

    chosen = Signal(int)
    tried = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._shown = USUAL_VOLUME
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._choose)
        self.setRange(0, 127)
        self.setSingleStep(2)
        self.setPageStep(10)
        self.setProperty("role", "small")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.actionTriggered.connect(lambda _: self._pause.start())
        self.sliderReleased.connect(self._choose)
        self.valueChanged.connect(self._say)
        self.valueChanged.connect(self.tried)

    def show_volume(self, volume: int) -> None:
        """Show a track's volume, unless the hand is on the slider."""
        self._shown = volume
        if not self.isSliderDown():
            self._pause.stop()
            with QSignalBlocker(self):
                self.setValue(volume)
            self._say(volume)

    def cancel(self) -> bool:
        """Drop the drag that is under way; whether there was one."""
        was_down = self.isSliderDown()
        if was_down:
            with QSignalBlocker(self):
                self.setSliderDown(False)
            self.show_volume(self._shown)
            self.tried.emit(self._shown)
        return was_down

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(USUAL_VOLUME)
        self._choose()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the list of tracks, except over a slider that has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _follow(self, event: QMouseEvent) -> None:
        room = self.width() - _HANDLE_PX
        along = round(event.position().x()) - _HANDLE_PX // 2
        self.setSliderPosition(QStyle.sliderValueFromPosition(0, 127, along, max(1, room)))

    def _choose(self) -> None:
        self._pause.stop()
        if self.value() != self._shown:
            self._shown = self.value()
            self.chosen.emit(self.value())

    def _say(self, volume: int) -> None:
        self.setToolTip(f"Volume {volume} of 127; double-click for {USUAL_VOLUME}")
        self.setStatusTip(self.toolTip())
