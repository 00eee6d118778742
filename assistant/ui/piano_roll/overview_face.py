"""The overview as a screen reader finds it: a scroll bar whose value are the bars that are seen."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from assistant.ui.piano_roll.minimap import Minimap


class OverviewFace(QAccessibleWidget):
    """Says what :class:`Minimap` says of itself, its place as its value."""

    def __init__(self, overview: Minimap) -> None:
        super().__init__(overview, QAccessible.Role.ScrollBar, overview.accessibleName())
        self._overview = overview

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value:
            return self._overview.accessibleDescription()
        return super().text(kind)


@cache
def install() -> None:
    """Have Qt ask here for the interfaces of overviews."""
    QAccessible.installFactory(_face_of)


_FACES: dict[QWidget, OverviewFace] = {}
"""Qt owns the interfaces and deletes them with their widgets; Python must hold them until then."""


def _face_of(_: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, Minimap):
        return None
    face = _FACES[widget] = OverviewFace(widget)
    widget.destroyed.connect(lambda: _FACES.pop(widget, None))
    return face
