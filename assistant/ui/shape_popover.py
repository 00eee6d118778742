"""A small panel over the roll that shapes the selected notes, each shape seen before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from assistant.editing import count
from assistant.ui.controls import IconButton, Switch, dim_label, labelled, number_field, rule
from assistant.ui.escape import is_arrow_asked_for, is_escape_asked_for
from assistant.ui.piano_roll.grid import name_of
from assistant.ui.piano_roll.shaping import Quantising, Shape
from assistant.ui.piano_roll.view import PianoRoll
from assistant.ui.share_slider import ShareSlider

WIDTH_PX = 296
_MARGIN_PX = 12
_MOST_BARS = 64
_INTO = "Move notes to the nearest pitches of the scale"
_NO_KEY = "Name the key of the piece first, in the bar at the top"
_SHOWS = (QEvent.Type.Enter, QEvent.Type.FocusIn)
_ENDS = (QEvent.Type.Leave, QEvent.Type.FocusOut)


class ShapePopover(QFrame):
    """Quantise, humanise, legato, into the scale, fit to bars; ``closed`` when it has gone.

    A button that the mouse or the focus is on shows what it would do, a slider what it does.
    """

    closed = Signal()
    chosen = Signal()

    def __init__(self, roll: PianoRoll, ground: QWidget) -> None:
        super().__init__(ground)
        self._roll = roll
        self._ground = ground
        ground.installEventFilter(self)
        self._previews: dict[QObject, Callable[[], Shape]] = {}
        self.setObjectName("shape")
        self.setProperty("role", "popover")
        self.setAccessibleName("Quantise and shape")
        self.setFixedWidth(WIDTH_PX)
        self._make_controls()
        self._arrange()
        self._connect()
        self.show_settings(roll.quantising)
        self.hide()

    def toggle(self) -> None:
        """Open over the roll's upper right corner, or close."""
        if self.isVisible():
            self.close_popover()
            return
        self.refresh()
        self._propose_bars()
        self._place()
        self.show()
        self.raise_()
        self.strength.setFocus(Qt.FocusReason.TabFocusReason)

    def _place(self) -> None:
        """In the corner, but higher where the window is too low for that."""
        self.adjustSize()
        area = self._roll.note_area
        corner = area.mapTo(self._ground, area.rect().topRight())
        lowest = self._ground.height() - self.height() - _MARGIN_PX
        top = max(min(corner.y() + _MARGIN_PX, lowest), 0)
        self.move(corner.x() - self.width() - _MARGIN_PX, top)

    def close_popover(self) -> None:
        """Go away, and leave the notes as they are."""
        self._roll.take_back()
        self._roll.setFocus()  # first, or the focus would go elsewhere on its way, and be told of
        self.hide()
        self.closed.emit()

    def show_settings(self, how: Quantising) -> None:
        """Show how Q quantises."""
        for control in (self.strength, self.swing, self.ends):
            control.blockSignals(True)
        self.strength.setValue(round(how.strength * 100))
        self.swing.setValue(round(how.swing * 100))
        self.ends.setChecked(how.ends)
        for control in (self.strength, self.swing, self.ends):
            control.blockSignals(False)
        self._roll.quantising = how

    def refresh(self) -> None:
        """Say what would be shaped, and offer what can be done."""
        roll = self._roll
        notes = len(roll.state.selection)
        self._count.setText(count(notes) if notes else "none selected")
        self.quantise.setText(f"Quantise to {name_of(roll.state.grid, roll.quantise_ticks)}")
        key = roll.state.scale or roll.state.session.piece.key
        self.to_scale.setText(f"Into {key.name}" if key else "Into the scale")
        for button in (self.quantise, self.humanise, self.legato, self.to_scale, self.fit):
            button.setEnabled(bool(notes))
        self.to_scale.setEnabled(bool(notes and key))
        self.to_scale.setToolTip(_INTO if key else _NO_KEY)
        self.to_scale.setStatusTip(_INTO if key else _NO_KEY)

    # --- inside ----------------------------------------------------------------------------------

    def _make_controls(self) -> None:
        self._count = dim_label("")
        self._close = IconButton("close", "Close")
        self.strength = ShareSlider("Strength", "How far notes go towards the grid", 100)
        self.swing = ShareSlider("Swing", "How late every second grid step comes; 100 % is two to one", 0)
        self.ends = Switch("Ends too")
        self.ends.setToolTip("Draw the notes' ends to the grid as well")
        self.timing = ShareSlider("Timing", "How early or late notes may come", 12, 60, "±{} ms")
        self.velocity = ShareSlider("Velocity", "How far velocities may stray", 8, 40, "±{}")
        self.bars = QSpinBox()
        number_field(self.bars, "Bars", "How many bars the selection is to fill", 72)
        self.bars.setRange(1, _MOST_BARS)
        self.bars.setFocusPolicy(Qt.FocusPolicy.TabFocus | Qt.FocusPolicy.ClickFocus)
        roll = self._roll
        self.quantise = self._button("Quantise", "Draw the notes to the grid", roll.quantised)
        self.humanise = self._button("Humanise", "Let the notes stray, differently each time", roll.humanised)
        self.legato = self._button("Legato", "Let each note last until the next begins", roll.legato)
        self.to_scale = self._button(
            "Into the scale", "Move notes to the nearest of the scale", roll.snapped_to_scale
        )
        self.fit = self._button("Fit", "Stretch or squeeze the notes into so many bars", self._fitted)

    def _button(self, text: str, tip: str, shape: Callable[[], Shape]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setStatusTip(tip)
        button.setAccessibleDescription(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.installEventFilter(self)
        self._previews[button] = shape
        return button

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 14)
        column.setSpacing(6)
        title = QLabel("Shape the notes")
        title.setProperty("role", "title")
        column.addLayout(labelled(title, self._count, self._close))
        for widget in (self.strength, self.swing, self.ends, self.quantise):
            column.addWidget(widget)
        column.addWidget(rule())
        for widget in (self.timing, self.velocity, self.humanise):
            column.addWidget(widget)
        column.addWidget(rule())
        column.addLayout(_row(self.legato, self.to_scale))
        column.addLayout(labelled("Fit to bars", self.bars, self.fit))

    def _connect(self) -> None:
        roll = self._roll
        self._close.clicked.connect(self.close_popover)
        for control in (self.strength, self.swing):
            control.changed.connect(self._on_quantising)
        self.ends.toggled.connect(self._on_quantising)
        for control in (self.timing, self.velocity):
            control.changed.connect(self._on_humanising)
        self.bars.valueChanged.connect(lambda: self._try(self._fitted()))
        self.quantise.clicked.connect(roll.quantise_selection)
        self.humanise.clicked.connect(roll.humanise_selection)
        self.legato.clicked.connect(roll.legato_selection)
        self.to_scale.clicked.connect(roll.snap_selection_to_scale)
        self.fit.clicked.connect(lambda: roll.fit_selection_to_bars(self.bars.value()))
        roll.selection_changed.connect(self._on_change)
        roll.tools_changed.connect(self._on_change)

    def _on_quantising(self) -> None:
        strength, swing = self.strength.value() / 100, self.swing.value() / 100
        self._roll.quantising = Quantising(strength, swing, self.ends.isChecked())
        self._try(self._roll.quantised())
        self.chosen.emit()

    def _on_humanising(self) -> None:
        roll = self._roll
        time_ms, velocity = self.timing.value(), self.velocity.value()
        roll.humanising = replace(roll.humanising, time_ms=time_ms, velocity=velocity)
        self._try(roll.humanised())

    def _propose_bars(self) -> None:
        """As many as the notes are nearest to: one would squeeze a long phrase."""
        self.bars.blockSignals(True)
        self.bars.setValue(self._roll.nearest_bars())
        self.bars.blockSignals(False)

    def _on_change(self) -> None:
        if self.isVisible():
            self._roll.take_back()
            self.refresh()

    def _fitted(self) -> Shape:
        return self._roll.fitted_to_bars(self.bars.value())

    def _try(self, shape: Shape) -> None:
        if self.isVisible():
            self._roll.try_out(shape)

    # --- Qt --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._ground:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                QTimer.singleShot(0, self, self._place)  # once the layout has moved the roll
        elif event.type() in _SHOWS and watched in self._previews:
            self._try(self._previews[watched]())
        elif event.type() in _ENDS:
            self._roll.take_back()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Esc closes it, arrows go through it: they must not move what is being shaped."""
        if is_escape_asked_for(event) or is_arrow_asked_for(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._roll.take_back()
        super().leaveEvent(event)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
