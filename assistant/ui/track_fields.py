"""The parts of a track's row: its colour, its name, and the small fields and buttons beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
)

from assistant.ui.controls import Themed
from assistant.ui.theme import qcolor

COLOUR_NAMES = ("Amber", "Lilac", "Green", "Blue", "Rose", "Lime", "Brown", "Grey")
"""What the theme's track colours are called."""
_INSET_PX = 4
"""How far from its left edge every text of a row begins, so that all stand under one another."""


class Swatch(Themed, QAbstractButton):
    """The track's colour; a click opens the others."""

    def __init__(self) -> None:
        super().__init__()
        self._colour = 0
        self.setFixedSize(QSize(18, 22))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def colour(self) -> QColor:
        """As it is painted."""
        return qcolor(self.theme.track_colour(self._colour))

    def show_colour(self, index: int, name: str) -> None:
        """Show a colour, as that of a named track."""
        self._colour = index
        self.setAccessibleName(f"Colour of {name}: {COLOUR_NAMES[index % len(COLOUR_NAMES)]}")
        self.setToolTip("The track’s colour, in which its notes are seen behind another track’s")
        self.setStatusTip(self.toolTip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.colour)
        painter.setPen(qcolor(self.theme.focus) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(2, 4, 12, 14), 3, 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(0.5, 1.5, 16, 18), 5, 5)


class NameLabel(Themed, QLabel):
    """A name that ends in an ellipsis where it has no room; pale where the track is not heard."""

    def __init__(self) -> None:
        super().__init__()
        self.full_text = ""
        self.setMinimumWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)
        self.setProperty("role", "heading")

    def show_text(self, text: str, *, is_heard: bool) -> None:
        """Show a name."""
        self.full_text = text
        self.setEnabled(is_heard)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(qcolor(self.theme.text if self.isEnabled() else self.theme.text_dim))
        room = self.rect().adjusted(_INSET_PX, 0, 0, 0)
        text = self.fontMetrics().elidedText(self.full_text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class QuietField(QToolButton):
    """A flat field that opens a menu; its text ends in an ellipsis where it has no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "quiet-field")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(22)
        self.setMinimumWidth(32)

    def show_text(self, text: str, described: str) -> None:
        """Show what is chosen, and say what it is."""
        self.setText(text)
        self.setAccessibleName(described)
        self.setToolTip(described)
        self.setStatusTip(described)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        room = self.width() - 2 * _INSET_PX
        text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setPen(self.palette().buttonText().color())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(_INSET_PX, 0, -_INSET_PX, 0), flags, text)


def letter_button(text: str, role: str) -> QToolButton:
    """A small button with a letter that stays down."""
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setProperty("role", role)
    button.setFixedSize(24, 22)
    return button


def show_letter(button: QToolButton, name: str, is_on: bool) -> None:
    """Show whether a button is down, and tell nobody."""
    button.blockSignals(True)
    button.setChecked(is_on)
    button.blockSignals(False)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setStatusTip(name)
