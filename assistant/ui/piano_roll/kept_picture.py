"""The picture of what stands still in a part of the roll: kept as pixels, mended where it is out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

NEAR_PX = 20_000
"""So many pixels are drawn sooner than another rectangle is begun."""
STEP_PX = 4
"""So many logical pixels are a whole number of a device's, with all usual scales."""


class KeptPicture:
    """``paint`` paints all that is seen in a rectangle, and perhaps a little around it."""

    def __init__(self, paint: Callable[[QPainter, QRect], None]) -> None:
        self.pixmap = QPixmap()
        self.paint = paint
        self._dirty: list[QRect] | None = None

    def spoil(self) -> None:
        """All of it is out of date."""
        self._dirty = None

    def spoil_rects(self, rects: Iterable[QRect]) -> None:
        """Some of it is out of date."""
        if self._dirty is not None:
            self._dirty += rects

    def shift(self, across_px: int, down_px: int) -> None:
        """What is kept is seen so much further right and down; what came in is out of date.

        All of it where the device has no whole number of pixels to the logical one: what is rounded there may
        fall to the other side.
        """
        ratio = self.pixmap.devicePixelRatio()
        if self._dirty is None or not ratio.is_integer():
            self.spoil()
            return
        width, height = (round(side / ratio) for side in self.pixmap.size().toTuple())
        columns = QRect(0 if across_px > 0 else width + across_px, 0, abs(across_px), height)
        lines = QRect(0, 0 if down_px > 0 else height + down_px, width, abs(down_px))
        self._dirty = [*(rect.translated(across_px, down_px) for rect in self._dirty), columns, lines]
        self.pixmap.scroll(across_px * round(ratio), down_px * round(ratio), self.pixmap.rect())

    def bring_up_to_date(self, size: QSize, ratio: float) -> None:
        """Draw what is out of date; all of it where the size is another."""
        if self._dirty is None or self.pixmap.size() != size * ratio:
            self._renew(size, ratio)
        whole = QRect(QPoint(), size)
        seen = [dirty & whole for dirty in self._dirty or ()]
        for dirty in united(rect for rect in seen if not rect.isEmpty()):
            self.draw(_on_whole_pixels(dirty, ratio) & whole)
        self._dirty = []

    def _renew(self, size: QSize, ratio: float) -> None:
        if self.pixmap.size() != size * ratio:
            self.pixmap = QPixmap(size * ratio)
        self.pixmap.setDevicePixelRatio(ratio)
        self._dirty = [QRect(QPoint(), size)]

    def draw(self, dirty: QRect) -> None:
        """Draw a rectangle of it, and touch nothing else."""
        painter = QPainter(self.pixmap)
        painter.setClipRect(dirty)
        self.paint(painter, dirty)
        painter.end()


def _on_whole_pixels(rect: QRect, ratio: float) -> QRect:
    """A rectangle about this one whose edges lie between the device's pixels."""
    if ratio.is_integer():
        return rect
    if not (ratio * STEP_PX).is_integer():
        return QRect(0, 0, 2**16, 2**16)
    left, top = (start // STEP_PX * STEP_PX for start in (rect.left(), rect.top()))
    right, bottom = ((end // STEP_PX + 1) * STEP_PX for end in (rect.right(), rect.bottom()))
    return QRect(left, top, right - left, bottom - top)


def united(rects: Iterable[QRect]) -> list[QRect]:
    """The rectangles, in one where it costs little to draw what lies between them."""
    apart: list[QRect] = []
    for rect in rects:
        grown = rect
        for other in tuple(apart):
            if _area(grown.united(other)) <= _area(grown) + _area(other) + NEAR_PX:
                apart.remove(other)
                grown = grown.united(other)
        apart.append(grown)
    return apart


def _area(rect: QRect) -> int:
    return rect.width() * rect.height()
