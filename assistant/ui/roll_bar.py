"""The bar above the roll: tools, grid, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from assistant.ui.actions import Actions
from assistant.ui.controls import FieldCombo, action_button, dim_label, divider
from assistant.ui.drag_out import DragOut
from assistant.ui.piano_roll.grid import GRIDS

_ROOM_FOR_WORDS_PX, _NARROWEST_PX = 920, 640


class RollBar(QFrame):
    """Shows what the roll works with; the player's choices leave as signals."""

    grid_chosen = Signal(int, str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(44)
        self.grid = FieldCombo(
            "Grid", "Where notes snap to while drawing and moving; hold Alt to be free of it", 128, 112
        )
        self.drag_out = DragOut()
        for grid in GRIDS:
            self.grid.addItem(grid.label, grid.ticks)
        self._labels = [dim_label("Grid")]
        self._arrange(actions)
        self.grid.activated.connect(self._on_grid)

    def _arrange(self, actions: Actions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for command in ("tool_select", "tool_draw", "tool_erase"):
            row.addWidget(action_button(actions[command]))
        row.addSpacing(8)
        for widget in (self._labels[0], self.grid):
            row.addWidget(widget)
        row.addStretch(1)
        for command in ("undo", "redo"):
            row.addWidget(action_button(actions[command]))
        row.addSpacing(4)
        row.addWidget(divider())
        row.addSpacing(4)
        for command in ("zoom_out", "zoom_in", "fit"):
            row.addWidget(action_button(actions[command]))
        row.addSpacing(8)
        row.addWidget(self.drag_out)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the words go and the controls stay."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _ROOM_FOR_WORDS_PX
        for label in self._labels:
            label.setVisible(is_wide)
        self.drag_out.show_words(is_wide)

    def _on_grid(self, index: int) -> None:
        self.grid_chosen.emit(GRIDS[index].ticks, GRIDS[index].label)
