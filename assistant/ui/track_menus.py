"""The menus of a track: colour, part, instrument, and what can be done with the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from assistant.core.track import PARTS, Track
from assistant.ui.instruments import FAMILIES, INSTRUMENTS, NO_INSTRUMENT
from assistant.ui.theme import Theme, qcolor
from assistant.ui.track_fields import COLOUR_NAMES

Wish = Callable[[str, object], None]
"""Told a field of the track and its new value."""
_IN_A_FAMILY = 8


def fill_menu(menu: QMenu, kind: str, track: Track, theme: Theme, wish: Wish) -> None:
    """Fill a menu of one kind: "colour", "part" or "instrument"."""
    fill = {"colour": _fill_colours, "part": _fill_parts, "instrument": _fill_instruments}[kind]
    fill(menu, track, theme, wish)


def track_menu(
    parent: QWidget, track: Track, theme: Theme, wish: Wish, commands: dict[str, Callable[[], None] | None]
) -> QMenu:
    """What a right click on a track opens: commands by their texts (None: not now), then its fields."""
    menu = QMenu(parent)
    for text, command in commands.items():
        menu.addAction(text, command or _nothing).setEnabled(command is not None)
    menu.addSeparator()
    for kind in ("instrument", "part", "colour"):
        if kind != "instrument" or not track.is_percussion:
            fill_menu(menu.addMenu(kind.capitalize()), kind, track, theme, wish)
    return menu


def _fill_colours(menu: QMenu, track: Track, theme: Theme, wish: Wish) -> None:
    for index, name in enumerate(COLOUR_NAMES):
        action = menu.addAction(_patch(theme.track_colour(index)), name)
        action.triggered.connect(partial(_tell, wish, "colour", index))
        action.setCheckable(True)
        action.setChecked(track.colour % len(COLOUR_NAMES) == index)


def _fill_parts(menu: QMenu, track: Track, theme: Theme, wish: Wish) -> None:
    for part in PARTS:
        action = menu.addAction(part.capitalize())
        action.triggered.connect(partial(_tell, wish, "part", part))
        action.setCheckable(True)
        action.setChecked(track.part == part)


def _fill_instruments(menu: QMenu, track: Track, theme: Theme, wish: Wish) -> None:
    menu.addAction(NO_INSTRUMENT, partial(_tell, wish, "program", None))
    menu.addSeparator()
    for family, title in enumerate(FAMILIES):
        is_in = track.program is not None and track.program // _IN_A_FAMILY == family
        inner = menu.addMenu(f"{title}  ✓" if is_in else title)
        for program in range(family * _IN_A_FAMILY, (family + 1) * _IN_A_FAMILY):
            action = inner.addAction(INSTRUMENTS[program])
            action.triggered.connect(partial(_tell, wish, "program", program))
            action.setCheckable(True)
            action.setChecked(program == track.program)


def _tell(wish: Wish, field: str, value: object, _: bool = False) -> None:
    wish(field, value)


def _nothing() -> None:
    """What a command does that cannot be done."""


def _patch(colour: str) -> QIcon:
    pixmap = QPixmap(QSize(16, 16))
    pixmap.fill(qcolor(colour))
    return QIcon(pixmap)
