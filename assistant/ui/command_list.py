"""Commands as a list, for the palette and the page of keys: what was found, and how a line looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assistant.ui.controls import Themed
from assistant.ui.matching import Findable, score
from assistant.ui.theme import Theme, qcolor, ui_font

_ROW_PX, _PAD_PX, _CAP_PAD_PX = 36, 12, 7
_ENTRY = int(Qt.ItemDataRole.UserRole)
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as it is listed; ``reason`` says why it cannot be used now, empty where it can."""

    command_id: str
    name: str
    menu: str
    keys: tuple[str, ...] = ()
    reason: str = ""
    tip: str = ""
    synonyms: Sequence[str] = ()

    @property
    def spoken(self) -> str:
        """The line for those who hear it."""
        return ", ".join(part for part in (self.name, self.menu, " or ".join(self.keys), self.reason) if part)

    @property
    def findable(self) -> Findable:
        """What it is found by."""
        return Findable(self.name, self.synonyms, self.menu, self.tip)


class CommandModel(QAbstractListModel):
    """The entries that fit what was typed, best first; those that can be used before the others."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._found: list[Entry] = []

    def set_entries(self, entries: list[Entry]) -> None:
        """List these."""
        self._entries = entries

    def row_of(self, command_id: str) -> int:
        """The line of a command; the first one where it was not found."""
        return next((row for row, entry in enumerate(self._found) if entry.command_id == command_id), 0)

    def search(self, query: str) -> None:
        """Find what fits; all in their order where nothing was typed."""
        self.beginResetModel()
        scored = [(score(query, entry.findable), entry) for entry in self._entries]
        found = [(worth, entry) for worth, entry in scored if worth > 0]
        if query.strip():
            found.sort(key=lambda pair: -pair[0] * (0.9 if pair[1].reason else 1.0))
        self._found = [entry for _, entry in found]
        self.endResetModel()

    def entry(self, index: _Index) -> Entry | None:
        """The entry of a line."""
        return self._found[index.row()] if index.isValid() and index.row() < len(self._found) else None

    @property
    def found(self) -> list[str]:
        """The ids of what was found."""
        return [entry.command_id for entry in self._found]

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self._found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entry(index)
        if entry is None:
            return None
        return {
            int(Qt.ItemDataRole.DisplayRole): entry.name,
            int(Qt.ItemDataRole.AccessibleTextRole): entry.spoken,
            _ENTRY: entry,
        }.get(int(role))


class CommandDelegate(Themed, QStyledItemDelegate):
    """A line: the name, its menu or the reason why not, and the key on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, theme = index.data(_ENTRY), Themed.theme
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            has_focus = state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(qcolor(theme.accent), 2) if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(theme.hover))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(qcolor(theme.accent))
            painter.drawRoundedRect(QRect(box.left(), box.top() + 8, 3, box.height() - 16), 1.5, 1.5)
        inner = box.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        for key in reversed(entry.keys):
            inner.setRight(_paint_key(painter, inner, key, theme) - _PAD_PX // 2)
        _paint_words(painter, inner, entry, theme)
        painter.restore()


def _paint_words(painter: QPainter, box: QRect, entry: Entry, theme: Theme) -> None:
    name, beside = ui_font(10.5), ui_font(9)
    painter.setFont(name)
    painter.setPen(qcolor(theme.text_dim if entry.reason else theme.text))
    painter.drawText(box, _LEFT, entry.name)
    taken = QFontMetrics(name).horizontalAdvance(entry.name) + 16
    room = box.adjusted(taken, 0, -_PAD_PX // 2, 0)
    painter.setFont(beside)
    painter.setPen(qcolor(theme.text_dim))
    text = entry.reason or entry.menu.replace("/", " · ")
    text = QFontMetrics(beside).elidedText(text, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.drawText(room, _RIGHT, text)


def _paint_key(painter: QPainter, box: QRect, key: str, theme: Theme) -> int:
    """A key cap at the right edge; where it begins."""
    font = ui_font(8.5, QFont.Weight.DemiBold)
    width = QFontMetrics(font).horizontalAdvance(key) + 2 * _CAP_PAD_PX
    cap = QRectF(box.right() - width + 0.5, box.center().y() - 9.5, width, 20)
    painter.setPen(QPen(qcolor(theme.line_strong), 1))
    painter.setBrush(qcolor(theme.panel))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setFont(font)
    painter.setPen(qcolor(theme.text))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    return round(cap.left())
