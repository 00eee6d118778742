"""The bar above the roll: tools and chords, grid and snap, scale and shapes, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from assistant.ui.actions import Actions
from assistant.ui.controls import FieldCombo, action_button, dim_label, divider
from assistant.ui.drag_out import DragOut
from assistant.ui.piano_roll.grid import GRIDS
from assistant.ui.piano_roll.stamps import STAMPS
from assistant.ui.piano_roll.state import RollState, Snap

_ROOM_FOR_WORDS_PX, _ROOM_FOR_ALL_PX, _NARROWEST_PX = 1000, 860, 640
_TOOLS = ("tool_select", "tool_draw", "tool_erase", "tool_split", "tool_mute")
_SNAPS: tuple[tuple[str, Snap], ...] = (("to lines", "grid"), ("by steps", "amount"), ("free", "off"))
_SNAP_TIP = "Drags go to the lines of the grid, by whole steps of it, or anywhere; hold Alt for the contrary"


class RollBar(QFrame):
    """Shows what the roll works with; the player's choices leave as signals.

    ``snap_chosen`` carries a Snap, ``stamp_chosen`` a Stamp.
    """

    grid_chosen = Signal(int, str)
    snap_chosen = Signal(str)
    stamp_chosen = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(44)
        self.stamp = FieldCombo("Chord", "What a click of the pencil draws: single notes, or chords", 104, 84)
        self.grid = FieldCombo("Grid", "The lines that notes keep to while they are drawn and moved", 112, 88)
        self.snap = FieldCombo("Snap", _SNAP_TIP, 96, 92)
        self.drag_out = DragOut()
        for stamp in STAMPS:
            self.stamp.addItem(stamp.name)
        for grid in GRIDS:
            self.grid.addItem(grid.label, grid.ticks)
        for name, snap in _SNAPS:
            self.snap.addItem(name, snap)
        self._labels = [dim_label("Draws"), dim_label("Grid")]
        self._in_menus: list[QWidget] = []
        self.tracks = action_button(actions["tracks_panel"])  # where the list with its own is folded away
        self.tracks.hide()
        self._arrange(actions)
        self.stamp.activated.connect(lambda index: self.stamp_chosen.emit(STAMPS[index]))
        self.grid.activated.connect(self._on_grid)
        self.snap.activated.connect(lambda index: self.snap_chosen.emit(_SNAPS[index][1]))

    def show_tools(self, state: RollState) -> None:
        """Show what is chosen now."""
        grids = [grid.label for grid in GRIDS]
        self.grid.setCurrentIndex(grids.index(state.grid.label) if state.grid.label in grids else -1)
        self.snap.setCurrentIndex([snap for _, snap in _SNAPS].index(state.snap))
        self.stamp.setCurrentIndex(STAMPS.index(state.stamp))

    def _arrange(self, actions: Actions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.tracks)
        for command in _TOOLS:
            row.addWidget(action_button(actions[command]))
        row.addSpacing(8)
        for widget in (self._labels[0], self.stamp, action_button(actions["keeps_scale"])):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self._labels[1], self.grid, self.snap, action_button(actions["shape"])):
            row.addWidget(widget)
        row.addStretch(1)
        self._in_menus += [action_button(actions[command]) for command in ("undo", "redo")]
        self._in_menus.append(divider())
        self._in_menus += [action_button(actions[command]) for command in ("zoom_out", "zoom_in", "fit")]
        for control in self._in_menus:
            row.addWidget(control)
        row.addSpacing(8)
        row.addWidget(self.drag_out)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the words go, and then what menus and wheel do as well."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _ROOM_FOR_WORDS_PX
        for label in self._labels:
            label.setVisible(is_wide)
        for widget in self._in_menus:
            widget.setVisible(event.size().width() >= _ROOM_FOR_ALL_PX)
        self.drag_out.show_words(is_wide)

    def _on_grid(self, index: int) -> None:
        self.grid_chosen.emit(GRIDS[index].ticks, GRIDS[index].label)
