"""Pages beside the window: the keys (walked from the command table), and what Antiphon is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from assistant.ui.command_table import MENUS, commands, key_text
from assistant.ui.controls import dim_label

_GESTURES = (
    ("Wheel, Shift+wheel", "scroll up and down, or in time"),
    ("Ctrl+wheel, Alt+wheel", "zoom in time at the pointer, or in pitch"),
    ("Middle-drag", "pan"),
    ("Drag a note’s edge", "make it longer or shorter, at either end"),
    ("Ctrl+drag", "drag a copy"),
    ("Alt while dragging", "leave the grid"),
    ("Right-click, right-drag", "erase in the draw tool"),
    ("Click in the ruler; drag", "put the playhead; set the loop"),
    ("A W S E D F … ; Z X", "play the letter keys as a piano; an octave down or up"),
)


class KeysPage(QDialog):
    """Every shortcut and gesture, by menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys and gestures")
        self.setModal(False)
        self.resize(600, 640)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        for menu in MENUS:
            rows = [
                (_keys(c.shortcuts), c.text.rstrip("…"))
                for c in commands()
                if c.menu.partition("/")[0] == menu and c.shortcuts
            ]
            _add_section(column, menu, rows)
        _add_section(column, "Mouse and letters", list(_GESTURES))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


class AboutPage(QDialog):
    """What Antiphon is, and on whose shoulders it stands."""

    def __init__(self, version: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Antiphon")
        self.setModal(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        title = QLabel("Antiphon")
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addWidget(dim_label(f"Version {version}"))
        text = QLabel(
            "You sketch a phrase, it answers. Everything runs on this machine.\n\n"
            "Antiphon is free software under the MIT licence. It stands on Qt, NumPy, PyTorch, mido,\n"
            "python-rtmidi, FluidSynth, music21 and pyqtgraph; resources/credits.md names them all."
        )
        column.addWidget(text)


def _add_section(column: QVBoxLayout, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    column.addSpacing(8)
    column.addWidget(heading)
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, 208)
    grid.setColumnStretch(1, 1)
    for number, (keys, what) in enumerate(rows):
        label = QLabel(keys)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        grid.addWidget(label, number, 0)
        grid.addWidget(dim_label(what), number, 1)
    column.addLayout(grid)


def _keys(shortcuts: tuple[str, ...]) -> str:
    return ", ".join(key_text(key) for key in shortcuts)
