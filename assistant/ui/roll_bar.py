"""The bar above the roll: tools, grid, track and instrument, zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from assistant.core.piece import Piece
from assistant.ui.actions import Actions
from assistant.ui.controls import FieldCombo, action_button, dim_label, divider
from assistant.ui.drag_out import DragOut
from assistant.ui.instruments import INSTRUMENTS, NO_INSTRUMENT
from assistant.ui.piano_roll.grid import GRIDS

_ROOM_FOR_WORDS_PX, _NARROWEST_PX = 920, 640


class RollBar(QFrame):
    """Shows what the roll works with; the player's choices leave as signals.

    ``instrument_chosen`` carries a General MIDI program, or None.
    """

    grid_chosen = Signal(int, str)
    track_chosen = Signal(int)
    instrument_chosen = Signal(object)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(44)
        self.grid = FieldCombo(
            "Grid", "Where notes snap to while drawing and moving; hold Alt to be free of it", 128, 112
        )
        self.track = FieldCombo("Track", "The track being edited", 144)
        self.instrument = FieldCombo("Instrument", "The instrument that the track sounds with", 192)
        self.drag_out = DragOut()
        for grid in GRIDS:
            self.grid.addItem(grid.label, grid.ticks)
        for program, name in [(None, NO_INSTRUMENT), *enumerate(INSTRUMENTS)]:
            self.instrument.addItem(name, program)
        self._labels = [dim_label("Grid"), dim_label("Instrument")]
        self._track_label = dim_label("Track")
        self._arrange(actions)
        self.grid.activated.connect(self._on_grid)
        self.track.activated.connect(self.track_chosen)
        self.instrument.activated.connect(self._on_instrument)

    def show_piece(self, piece: Piece, active_track: int) -> None:
        """Show the tracks of a piece and the active one's instrument."""
        names = [track.name or f"Track {number}" for number, track in enumerate(piece.tracks, start=1)]
        if names != [self.track.itemText(i) for i in range(self.track.count())]:
            self.track.clear()
            self.track.addItems(names)
        self.track.setCurrentIndex(active_track)
        for widget in (self.track, self._track_label):
            widget.setVisible(len(names) > 1)
        program = piece.tracks[active_track].program
        self.instrument.setCurrentIndex(0 if program is None else program + 1)

    def _arrange(self, actions: Actions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for command in ("tool_select", "tool_draw", "tool_erase"):
            row.addWidget(action_button(actions[command]))
        row.addSpacing(8)
        for widget in (self._labels[0], self.grid):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self._track_label, self.track):
            row.addWidget(widget)
        row.addSpacing(8)
        for widget in (self._labels[1], self.instrument):
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

    def _on_instrument(self, index: int) -> None:
        self.instrument_chosen.emit(None if index == 0 else index - 1)
