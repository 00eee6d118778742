"""The steps of the history as a list: how it began, what was done, and what was undone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assistant.core.history import History
from assistant.ui.controls import Themed
from assistant.ui.theme import Theme, qcolor, ui_font

BEGINNING = "The beginning"
_ROW_PX, _RAIL_PX, _DOT_PX = 28, 18, 4
_TIME = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """Row n is the piece after n steps; ``present`` is the row that it stands at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._labels: list[str] = [BEGINNING]
        self.present = 0

    def show_history(self, history: History) -> bool:
        """List a history as it stands; whether that is another list, or another present."""
        done, undone = history.done, history.undone
        labels = [BEGINNING, *(step.label for step in done), *(step.label for step in undone)]
        if labels == self._labels and len(done) == self.present:
            return False
        self.beginResetModel()
        self._labels, self.present = labels, len(done)
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self._labels)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(self._labels):
            return None
        return {
            int(Qt.ItemDataRole.DisplayRole): self._labels[row],
            int(Qt.ItemDataRole.ToolTipRole): self._labels[row],
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken(row),
            _TIME: (row > self.present) - (row < self.present),
        }.get(int(role))

    def _spoken(self, row: int) -> str:
        label = self._labels[row]
        if row == self.present:
            return f"{label}, the present"
        return f"{label}, undone" if row > self.present else label


class HistoryDelegate(QStyledItemDelegate):
    """A step on its rail: a full dot for the past, a ring round the present, faint what was undone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, time = Themed.theme, int(index.data(_TIME))
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(theme.hover))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 5, 5)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        if has_focus and state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(qcolor(theme.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), 5, 5)
        is_end = index.row() == 0, index.row() == index.model().rowCount() - 1
        _paint_rail(painter, box, time, is_end, theme)
        _paint_label(painter, box, time, str(index.data()), theme)
        painter.restore()


def _paint_rail(painter: QPainter, box: QRect, time: int, is_end: tuple[bool, bool], theme: Theme) -> None:
    """The line through all steps, and this one's dot on it; ``is_end``: whether it is the first, the last."""
    centre = QPoint(box.left() + _RAIL_PX, box.center().y())
    painter.setPen(QPen(qcolor(theme.line_strong), 1))
    top, bottom = (
        centre.y() if end else edge for end, edge in zip(is_end, (box.top(), box.bottom()), strict=True)
    )
    painter.drawLine(centre.x(), top, centre.x(), bottom)
    colour = qcolor(theme.accent if time == 0 else theme.text_dim)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(colour if time <= 0 else qcolor(theme.panel))
    radius = _DOT_PX + 1 if time == 0 else _DOT_PX - 1
    painter.drawEllipse(centre, radius, radius)


def _paint_label(painter: QPainter, box: QRect, time: int, label: str, theme: Theme) -> None:
    font = ui_font(9.5, QFont.Weight.DemiBold if time == 0 else QFont.Weight.Normal)
    font.setItalic(time > 0)
    painter.setFont(font)
    painter.setPen(qcolor(theme.text_dim if time > 0 else theme.text))
    room = box.adjusted(2 * _RAIL_PX, 0, -8, 0)
    text = QFontMetrics(font).elidedText(label, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
