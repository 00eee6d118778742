"""Nothing is crowded out, in the smallest window as little as in a wide one."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from tests.ui.conftest import Desk

KINDS = (QAbstractButton, QComboBox, QLabel)
SIZES = ((976, 600), (1000, 640), (1280, 800), (1440, 920), (1920, 1080))


def shown(bar: QWidget) -> list[QWidget]:
    return [
        child
        for child in bar.findChildren(QWidget)
        if child.parent() is bar and child.isVisible() and child.width() > 1
    ]


def crowded(bar: QWidget) -> list[str]:
    """What of a bar is cut off, squeezed or covered."""
    children = shown(bar)
    found = [
        child.accessibleName()
        for child in children
        if not bar.rect().contains(child.geometry())
        or (isinstance(child, KINDS) and child.width() < child.minimumSizeHint().width())
    ]
    pairs = combinations(children, 2)
    return found + [a.accessibleName() for a, b in pairs if a.geometry().intersects(b.geometry())]


@pytest.mark.parametrize("size", SIZES)
def test_the_bars_have_room_for_all_they_show(desk: Desk, size: tuple[int, int]) -> None:
    for part in ("harmony", "bass", "harmony"):
        desk.session.add_track(part)  # type: ignore[arg-type]
    desk.window.resize(QSize(*size))
    desk.until(lambda: desk.window.transport.width() == size[0])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # what words went makes room
    for bar in (desk.window.transport, desk.window.roll_bar):
        assert crowded(bar) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_roll_keeps_a_place_to_write_in(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(QSize(*size))
    desk.until(lambda: desk.window.transport.width() == size[0])
    assert desk.window.roll.note_area.height() >= 0.43 * size[1]
    assert desk.window.roll.note_area.width() >= 400
