"""The window's icons: SVG drawings in one weight, tinted with the theme's colours."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from assistant.paths import resources_dir
from assistant.ui.theme import Theme

ICON_SIZE = QSize(20, 20)
_SCALES = (1, 2)
_INK = b"#000000"


@cache
def icon(name: str, theme: Theme, off: str = "", on: str = "", name_on: str = "") -> QIcon:
    """The icon for a button: the colour ``off`` (text) where it is not checked, ``on`` (accent) where it is.

    ``name_on`` is another drawing for the checked state.
    """
    drawn = QIcon()
    for mode, state, drawing, tint in (
        (QIcon.Mode.Normal, QIcon.State.Off, name, off or theme.text),
        (QIcon.Mode.Normal, QIcon.State.On, name_on or name, on or theme.accent),
        (QIcon.Mode.Disabled, QIcon.State.Off, name, theme.text_disabled),
        (QIcon.Mode.Disabled, QIcon.State.On, name_on or name, theme.text_disabled),
    ):
        for scale in _SCALES:
            drawn.addPixmap(pixmap(drawing, tint, ICON_SIZE.width(), scale), mode, state)
    return drawn


@cache
def pixmap(name: str, colour: str, size_px: int = 20, scale: int = 1) -> QPixmap:
    """The drawing in one colour, ``size_px`` logical pixels wide, for a screen of that scale."""
    svg = _source(name).replace(_INK, colour.encode())
    drawn = QPixmap(size_px * scale, size_px * scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size_px * scale, size_px * scale))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


def application_icon() -> QIcon:
    """The mark of Antiphon: a call and its response."""
    return QIcon(str(resources_dir() / "icons" / "antiphon.svg"))


@cache
def _source(name: str) -> bytes:
    return (resources_dir() / "icons" / f"{name}.svg").read_bytes()
