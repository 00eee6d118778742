"""The transport: play, record, loop; the position; tempo, meter and key; ports, and how late notes leave."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QWidget

from assistant.core.piece import Piece
from assistant.core.protocols import BUILT_IN_SYNTH, Ports, Position
from assistant.core.theory import Key
from assistant.ui.actions import Actions
from assistant.ui.controls import FieldCombo, IconLabel, action_button
from assistant.ui.key_menu import KeyButton
from assistant.ui.song_fields import MeterField, TempoField

_NO_INPUT = "No keyboard"
_BUTTONS = ("to_start", "play", "record", "loop", "metronome")


class TransportBar(QFrame):
    """Shows the transport's state; the player's wishes leave as signals, tempo and meter with their ticks."""

    tempo_chosen = Signal(float, int)
    meter_chosen = Signal(int, int, int)
    key_chosen = Signal(object)
    output_chosen = Signal(str)
    input_chosen = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(48)
        self.position = QLabel("1.1.1")
        self._piece = Piece()
        self._tick = 0
        self.tempo = TempoField()
        self.meter = MeterField()
        self.key = KeyButton()
        self.lateness = QLabel("")
        self.output = FieldCombo(
            "Sound goes to", "Where the sound goes: the built-in synth or a MIDI port", 168
        )
        self.input = FieldCombo("MIDI keyboard", "The MIDI keyboard to play and record from", 168)
        self._arrange(actions)
        self.tempo.chosen.connect(self.tempo_chosen)
        self.meter.chosen.connect(self.meter_chosen)
        self.key.chosen.connect(self.key_chosen)
        self.output.activated.connect(lambda: self.output_chosen.emit(self.output.currentData()))
        self.input.activated.connect(lambda: self.input_chosen.emit(self.input.currentData()))
        self.show_ports(Ports(), BUILT_IN_SYNTH, None)

    def show_piece(self, piece: Piece, guess: Key | None) -> None:
        """Show tempo, meter and key of a piece; the key guessed from its notes where none is named."""
        self._piece = piece
        self.tempo.show_map(piece.tempo_map, piece.meter_map, self._tick)
        self.meter.show_map(piece.meter_map, self._tick)
        self.key.show_key(piece.key, guess)

    def show_position(self, position: Position) -> None:
        """Show bar, beat and sixteenth, tempo and meter there, and the lateness of the notes sent of late."""
        self._tick, piece = max(0, int(position.tick)), self._piece
        at = piece.meter_map.position(int(position.tick))
        self.position.setText(f"{at.bar}.{at.beat}.{at.ticks // 120 + 1}")
        if not self.tempo.is_in_hand:
            self.tempo.show_map(piece.tempo_map, piece.meter_map, self._tick)
        if not self.meter.is_in_hand:
            self.meter.show_map(piece.meter_map, self._tick)
        if position.lateness_ms is not None:
            self.lateness.setText(f"{position.lateness_ms:.1f} ms")
            self.lateness.setVisible(True)

    def show_ports(self, ports: Ports, output: str, chosen_input: str | None) -> None:
        """List the ports; the chosen ones stay in the lists while they are unplugged."""
        outputs = [(name, name) for name in ports.outputs] or [(BUILT_IN_SYNTH, BUILT_IN_SYNTH)]
        _fill(self.output, outputs, output)
        _fill(self.input, [(_NO_INPUT, ""), *((name, name) for name in ports.inputs)], chosen_input or "")

    def _arrange(self, actions: Actions) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(4)
        for command in _BUTTONS:
            row.addWidget(action_button(actions[command], role=command))
        row.addSpacing(8)
        row.addWidget(self._clock())
        row.addSpacing(12)
        row.addWidget(IconLabel("quarter", 18))
        row.addWidget(self.tempo)
        row.addWidget(self.meter)
        row.addWidget(self.key)
        row.addStretch(1)
        row.addWidget(self._lateness())
        row.addSpacing(8)
        row.addWidget(IconLabel("speaker"))
        row.addWidget(self.output)
        row.addSpacing(8)
        row.addWidget(IconLabel("keyboard"))
        row.addWidget(self.input)
        row.addSpacing(4)
        row.addWidget(action_button(actions["panic"]))

    def _clock(self) -> QLabel:
        self.position.setProperty("role", "clock")
        self.position.setFixedSize(112, 36)
        self.position.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.position.setAccessibleName("Position")
        self.position.setToolTip("Bar, beat and sixteenth")
        return self.position

    def _lateness(self) -> QLabel:
        self.lateness.setProperty("role", "dim")
        self.lateness.setAccessibleName("Lateness")
        self.lateness.setToolTip("How late notes leave: 99 of 100 within this time")
        self.lateness.setVisible(False)
        return self.lateness


def _fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    if chosen not in [data for _, data in entries]:
        entries = [*entries, (f"{chosen} (not there)", chosen)]
    box.blockSignals(True)
    box.clear()
    for text, data in entries:
        box.addItem(text, data)
    box.setCurrentIndex(box.findData(chosen))
    box.blockSignals(False)
