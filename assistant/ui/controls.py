"""Small controls of the window that Qt does not draw as we want them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from assistant.ui.icons import ICON_SIZE, icon, pixmap
from assistant.ui.theme import DARK, Theme, qcolor


class Themed:
    """A widget that paints with the theme's colours; the window hands it the theme."""

    theme: Theme = DARK
    """The theme in use, which a new widget begins with; :func:`apply_theme` sets it for all."""

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme."""
        self.theme = theme
        if isinstance(self, QWidget):
            self.update()


def apply_theme(root: QWidget, theme: Theme) -> None:
    """Hand the theme to every widget under ``root`` that paints with it, and to those still to come."""
    Themed.theme = theme
    for widget in root.findChildren(QWidget):
        if isinstance(widget, Themed):
            widget.set_theme(theme)


def action_button(action: QAction, role: str = "") -> QToolButton:
    """An icon button for a command; by mouse it takes no focus, so that keys stay with the roll."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(ICON_SIZE)
    button.setFixedSize(36, 36)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    button.setAccessibleDescription(action.statusTip())
    if role:
        button.setProperty("role", role)
    return button


class IconButton(Themed, QToolButton):
    """A small button with an icon of its own, for what is no command of the window."""

    def __init__(self, name: str, tip: str, name_on: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._name_on = name, name_on
        self.setCheckable(bool(name_on))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(16, 16))
        self.setFixedSize(28, 28)
        self.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        on = theme.note_loud if theme.is_dark else theme.note_middle
        self.setIcon(icon(self._name, theme, off=theme.text_dim, on=on, name_on=self._name_on))


class IconLabel(Themed, QLabel):
    """An icon that stands for the field beside it."""

    def __init__(self, name: str, size_px: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size_px = name, size_px
        self.setFixedWidth(size_px)
        self.set_theme(self.theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        scale = 2 if self.devicePixelRatioF() > 1 else 1
        self.setPixmap(pixmap(self._name, theme.text_dim, self._size_px, scale))


class Switch(Themed, QAbstractButton):
    """An on-off switch with its sentence beside it."""

    TRACK = QSize(32, 18)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text_width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(text_width + self.TRACK.width() + 16, 28)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        painter.setPen(qcolor(theme.text if self.isEnabled() else theme.text_disabled))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), flags, self.text())
        self._paint_track(painter)

    def _paint_track(self, painter: QPainter) -> None:
        theme, height = self.theme, self.TRACK.height()
        left = self.width() - self.TRACK.width() - 2
        track = QRectF(left, (self.height() - height) / 2, self.TRACK.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        off = theme.text_dim if self.underMouse() else theme.line_strong
        painter.setBrush(qcolor(theme.accent if self.isChecked() else off))
        painter.drawRoundedRect(track, height / 2, height / 2)
        centre = track.right() - height / 2 if self.isChecked() else track.left() + height / 2
        off = theme.panel if self.underMouse() else theme.text_dim
        painter.setBrush(qcolor(theme.on_accent if self.isChecked() else off))
        painter.drawEllipse(QPointF(centre, track.center().y()), height / 2 - 3, height / 2 - 3)
        if self.hasFocus():
            painter.setPen(QPen(qcolor(theme.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2, -2, 1, 2), height / 2 + 2, height / 2 + 2)


def labelled(label: QLabel | str, *widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    """A row: a label on the left, controls on the right."""
    row = QHBoxLayout()
    row.setSpacing(8)
    text = QLabel(label) if isinstance(label, str) else label
    if widgets:
        text.setBuddy(widgets[0])
    row.addWidget(text)
    if stretch:
        row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row


class _NumberLine(QLineEdit):
    """The text of a number field: a click into it selects all of it, so that typing replaces the number.

    No number has a space in it: Space stays the window's key, which plays.
    """

    def event(self, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if is_key and event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self.selectAll)  # the click itself comes after

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.selectAll()


def number_field(box: QAbstractSpinBox, name: str, tip: str, width: int) -> None:
    """What every number field of the window has."""
    box.setLineEdit(_NumberLine())
    for widget in (box, box.lineEdit()):
        widget.setAccessibleName(name)
    box.setToolTip(tip)
    box.setFixedWidth(width)


class FieldCombo(QComboBox):
    """A list of a bar: as wide as it is told, and giving way in a narrow window."""

    def __init__(self, name: str, tip: str, width: int, narrowest: int = 72) -> None:
        super().__init__()
        self._width, self._narrowest = width, narrowest
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def text_in_sight(self) -> str:
        """The chosen entry, as much of it as there is room for."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(kind, option, part, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, but a text that has no room ends in an ellipsis."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.text_in_sight
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._narrowest, super().minimumSizeHint().height())


def dim_label(text: str) -> QLabel:
    """A quiet label."""
    label = QLabel(text)
    label.setProperty("role", "dim")
    return label


def divider() -> QFrame:
    """A thin upright line between groups of a bar."""
    line = QFrame()
    line.setProperty("role", "divider")
    line.setFixedSize(1, 24)
    return line


def rule() -> QFrame:
    """A thin level line between sections of a panel."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line
