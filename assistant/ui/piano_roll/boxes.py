"""Boxes of whole pixels on their way to the screen: thousands of them in a few calls."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from assistant.ui.piano_roll.coordinates import Viewport

Boxes = NDArray[np.int32]
"""Rows of (left, top, right, bottom) in pixels, inclusive as in QRect."""
Shades = NDArray[np.uint8]
Palette = NDArray[np.uint32]
"""Premultiplied pixels, the first one for nothing at all."""
Shaded = tuple[Boxes, Shades]

_NO_PEN = Qt.PenStyle.NoPen
MOST_AT_ONCE_PX = 2_000_000
LARGE_BLOCK = 2**24
SAMPLES = 8
QUARTERS = 4
_RIGHT, _DOWN = (1, -1, 1, -1), (1, 1, -1, -1)
"""Which way inwards is, at the four corners."""


def paint_boxes(painter: QPainter, boxes: Boxes, shades: Shades, colours: tuple[QColor, ...]) -> None:
    """Fill boxes, one call for all of a shade; later shades come to lie on top."""
    order = np.argsort(shades, kind="stable")
    bounds = np.searchsorted(shades[order], np.arange(len(colours) + 1)).tolist()
    _paint_stretches(painter, boxes[order], bounds, colours)


def paint_alike(painter: QPainter, boxes: Boxes, colour: QColor) -> None:
    """Fill boxes with one colour."""
    _paint_stretches(painter, boxes, [0, len(boxes)], (colour,))


def _paint_stretches(painter: QPainter, boxes: Boxes, bounds: list[int], colours: tuple[QColor, ...]) -> None:
    """Fill the boxes from one bound to the next with one colour, and so on.

    QPainter reads the rectangles straight from the array's memory: four int32 are what a QRect is made of.
    """
    rows = np.ascontiguousarray(boxes)
    address = rows.__array_interface__["data"][0]  # as .ctypes.data, which imports a module
    painter.setPen(_NO_PEN)
    for colour, first, last in zip(colours, bounds, bounds[1:], strict=False):
        if first < last:
            painter.setBrush(colour)
            rectangles = shiboken6.wrapInstance(address + first * rows.strides[0], QRect)
            painter.drawRects(cast(QRect, rectangles), last - first)


# --- rounded -------------------------------------------------------------------------------------


def paint_rounded(
    painter: QPainter, boxes: Boxes, shades: Shades, levels: tuple[QColor, ...], radius_px: float
) -> None:
    """Fill boxes with round corners, less round the narrower they are.

    A rounded box is a pile of plain ones, and a few fainter pixels at each corner: ``levels`` are the colours
    in full, then at a quarter, a half and three quarters (``levels_of``). ``boxes`` are of one height, and
    the device has a whole number of pixels to the logical one.
    """
    if not len(boxes):
        return
    ratio, kinds = round(painter.device().devicePixelRatio()), len(levels) // QUARTERS
    fine = boxes * np.int32(ratio)
    fine[:, 2:] += ratio - 1
    height = int(fine[0, 3] - fine[0, 1]) + 1
    radii = corner_radii(boxes, radius_px)
    parts: list[Shaded] = []
    for radius in np.unique(radii).tolist():
        alike, alike_shades = fine[radii == radius], shades[radii == radius]
        insets, dots = _corner(height, radius * ratio)
        parts += [(alike + inset, alike_shades) for inset in insets]
        for quarters, xy in dots:
            faint = alike_shades + np.uint8(quarters * kinds)
            parts.append((_corner_pixels(alike, xy), faint.repeat(4 * len(xy))))
    some_boxes, some_shades = zip(*parts, strict=True)
    painter.save()
    painter.scale(1 / ratio, 1 / ratio)
    paint_boxes(painter, np.concatenate(some_boxes), np.concatenate(some_shades), levels)
    painter.restore()


def levels_of(colours: tuple[QColor, ...]) -> tuple[QColor, ...]:
    """Solid colours in full, then as faint as the pixels at a corner are that are covered in part."""
    faint = [
        QColor(c.red(), c.green(), c.blue(), round(255 * q / QUARTERS)) for q in (1, 2, 3) for c in colours
    ]
    return (*colours, *faint)


def corner_radii(boxes: Boxes, radius_px: float) -> NDArray[np.float64]:
    """The radius of each box's corners: notes a few pixels wide are no balls."""
    widths = boxes[:, 2] - boxes[:, 0] + 1
    return np.select([widths >= 4 * radius_px, widths >= 4], [radius_px, min(2.0, radius_px)], 0.0)


Offsets = NDArray[np.int32]


@lru_cache
def _corner(height: int, radius_px: float) -> tuple[tuple[Offsets, ...], tuple[tuple[int, Offsets], ...]]:
    """What to add to a box for each one of the pile, and the corner's faint pixels (x, y) by quarters."""
    if not radius_px:
        return (np.zeros(4, dtype=np.int32),), ()
    covered = _coverage(min(radius_px, height / 2))
    rows = range(min(len(covered), (height + 1) // 2))
    insets = [(int(np.argmax(covered[y] == 1.0)), y) for y in rows if covered[y].max() == 1.0]
    pile = [(x, y, -x, -y) for x, y in insets if (x, y - 1) not in insets]
    levels = sorted({float(c) for c in covered.reshape(-1)} - {0.0, 1.0})
    faint = [
        (int(QUARTERS * level), np.argwhere(covered == level)[:, ::-1].astype(np.int32)) for level in levels
    ]
    return tuple(np.array(inset, dtype=np.int32) for inset in pile), tuple(faint)


def _coverage(radius: float) -> NDArray[np.float64]:
    """How much of each pixel of a corner is covered, in quarters, up to a row and a column of ones."""
    size = int(np.ceil(radius)) + 1
    at = (np.arange(size * SAMPLES) + 0.5) / SAMPLES
    away = np.maximum(radius - at, 0.0)
    inside = away[:, None] ** 2 + away[None, :] ** 2 <= radius**2
    shares = inside.reshape(size, SAMPLES, size, SAMPLES).mean(axis=(1, 3))
    quarters: NDArray[np.float64] = np.rint(shares * QUARTERS) / QUARTERS
    return quarters


def _corner_pixels(boxes: Boxes, pixels: Offsets) -> Boxes:
    """Each pixel at all four corners of each box, box by box."""
    x, y = (pixels[:, [axis]] * np.array(side, dtype=np.int32) for axis, side in ((0, _RIGHT), (1, _DOWN)))
    columns = boxes[:, None, [0, 2, 0, 2]] + x
    rows = boxes[:, None, [1, 1, 3, 3]] + y
    return np.stack([columns, rows, columns, rows], axis=-1).reshape(-1, 4)


# --- crowds --------------------------------------------------------------------------------------


def paint_crowd(
    painter: QPainter, boxes: Boxes, shades: Shades, colours: tuple[QColor, ...], view: Viewport
) -> None:
    """Fill very many boxes that stand in the rows of a view.

    In a crowd boxes mostly cover each other. So a map is made of one shade for every column and row, and that
    is painted as a picture. The picture is that of :func:`paint_boxes`, but that translucent boxes do not add
    up where they overlap.
    """
    if not len(boxes):
        return
    width, row_px, top = view.width_px, view.row_px, int(boxes[:, 1].min())
    shade_map = _shade_map(boxes, shades, width, (boxes[:, 1] - top) // row_px)
    picture = np.empty((len(shade_map), row_px, width), dtype=np.uint32)
    height = int(boxes[0, 3] - boxes[0, 1]) + 1
    picture[:, :height] = palette_of(colours).take(shade_map)[:, None]
    picture[:, height:] = 0
    size = (width, len(shade_map) * row_px, 4 * width)
    painter.drawImage(0, top, QImage(picture.data, *size, QImage.Format.Format_ARGB32_Premultiplied))


def paint_map(painter: QPainter, shade_map: Shades, palette: Palette, left_px: int, top_px: int) -> None:
    """Paint pixels of which each says a row of the palette."""
    picture = palette.take(shade_map)
    height, width = shade_map.shape
    size = (width, height, 4 * width)
    painter.drawImage(left_px, top_px, QImage(picture.data, *size, QImage.Format.Format_ARGB32_Premultiplied))


def _shade_map(boxes: Boxes, shades: Shades, width: int, rows: NDArray[np.int32]) -> Shades:
    """(row, column) → the greatest shade that is there, plus 1; or 0."""
    left = np.clip(boxes[:, 0], 0, width)
    widths = np.clip(boxes[:, 2] + 1, 0, width) - left
    first = rows * width + left
    if not shades.any():
        return _covered(first, widths, (int(rows.max()) + 1) * width).reshape(-1, width)
    order = np.argsort(shades, kind="stable")
    shade_map = np.zeros((int(rows.max()) + 1) * width, dtype=np.uint8)
    for part in _parts(order, widths):
        shade_map[_runs(first[part], widths[part])] = np.repeat(shades[part] + np.uint8(1), widths[part])
    return shade_map.reshape(-1, width)


def _covered(first: NDArray[np.int32], widths: NDArray[np.int32], size: int) -> Shades:
    """1 where any of the runs is, each first, first + 1, … as many as its width says: more begin than end."""
    begun = np.bincount(first, minlength=size + 1)
    begun -= np.bincount(first + widths, minlength=size + 1)
    return (np.cumsum(begun[:size]) > 0).astype(np.uint8)


def _parts(order: NDArray[np.intp], widths: NDArray[np.int32]) -> list[NDArray[np.intp]]:
    """The boxes in portions that do not ask for much memory, however wide they are."""
    total = np.cumsum(widths[order], dtype=np.int64)
    if not len(total) or total[-1] <= MOST_AT_ONCE_PX:
        return [order]
    cuts = np.searchsorted(total, np.arange(MOST_AT_ONCE_PX, int(total[-1]), MOST_AT_ONCE_PX))
    return np.split(order, cuts)


def _runs(first: NDArray[np.int32], widths: NDArray[np.int32]) -> NDArray[np.int32]:
    """first[0], first[0] + 1, …, as many as its width says; then the next ones."""
    widest = int(widths.max(initial=0))
    if widths.min(initial=widest) == widest:
        return np.add.outer(first, np.arange(widest, dtype=np.int32)).reshape(-1)
    ends = np.cumsum(widths, dtype=np.int32)
    at = np.repeat(first - (ends - widths), widths)
    at += np.arange(len(at), dtype=np.int32)
    return at


def palette_of(colours: tuple[QColor, ...]) -> Palette:
    """Premultiplied pixels for the shades, after one for no shade at all."""
    rgba = np.array([(c.red(), c.green(), c.blue(), c.alpha()) for c in colours], dtype=np.float64)
    red, green, blue = np.rint(rgba[:, :3].T * rgba[:, 3] / 255).astype(np.uint32)
    alpha = rgba[:, 3].astype(np.uint32)
    return np.append(np.uint32(0), alpha << 24 | red << 16 | green << 8 | blue).astype(np.uint32)


def _keep_freed_memory() -> None:
    """Let C's library keep what is freed for the next frame, as it does once a large block was.

    glibc gives smaller blocks back until then (mallopt(3), M_MMAP_THRESHOLD); to get their pages again takes
    a third of the time of a frame of very many notes.
    """
    np.empty(LARGE_BLOCK, dtype=np.uint8)


_keep_freed_memory()
