"""The handle to drag the music by, into a DAW or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from assistant.ui.controls import Themed
from assistant.ui.icons import ICON_SIZE, icon
from assistant.ui.theme import Theme

_WORDS = "Drag to your DAW"


class DragOut(Themed, QPushButton):
    """Pressed, it asks for a file (``file_wanted``, answered by :meth:`give_file`); dragged, it hands it out;
    released where it was, or where nobody takes it, it gives the file back (``file_unwanted``).

    A mere click asks to export instead (``clicked``).
    """

    file_wanted = Signal()
    file_unwanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_WORDS, parent)
        self.setAccessibleName("Drag the music to your DAW, or press to export it")
        self.setToolTip("Drag the music into your DAW or a folder, as a MIDI file; click to export it")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(ICON_SIZE)
        self._pressed_at: QPointF | None = None
        self._file: Path | None = None
        self.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setIcon(icon("drag", theme, off=theme.text_dim))

    def show_words(self, shown: bool) -> None:
        """Say what it is for, or be an icon where there is little room."""
        self.setText(_WORDS if shown else "")

    def give_file(self, path: Path) -> None:
        """The file is written: it can be dragged now."""
        if self._pressed_at is None:
            self.file_unwanted.emit(path)
        else:
            self._file = path

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self._file = None
            self.file_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or self._file is None:
            return
        way = event.position() - self._pressed_at
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self._drag(self._file)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None and self._file is not None:
            self.file_unwanted.emit(self._file)
            self._file = None
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def _drag(self, path: Path) -> None:
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        drag.setMimeData(data)
        drag.setPixmap(self.icon().pixmap(ICON_SIZE * 2))
        if drag.exec(Qt.DropAction.CopyAction) == Qt.DropAction.IgnoreAction:
            self.file_unwanted.emit(path)
