"""Tempo and meter as they are at the playhead; what is chosen holds from where the shown one began."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QMenu, QToolButton, QWidget

from assistant.core.tempo import MeterMap, TempoMap
from assistant.ui.controls import number_field

SLOWEST_BPM, FASTEST_BPM = 20.0, 400.0
_METERS = ((2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (2, 2), (3, 8), (6, 8), (7, 8), (9, 8), (12, 8))
_PAUSE_MS = 400
"""Steps of the tempo within this time are one edit, so that undo takes back the whole turn of a wheel."""
_WIDTH_PX = 88


class TempoField(QDoubleSpinBox):
    """``chosen`` carries another tempo and the tick from which the one it replaces holds."""

    chosen = Signal(float, int)

    def __init__(self) -> None:
        super().__init__()
        self._since_tick = 0
        self._shown_bpm = 0.0
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self.setRange(SLOWEST_BPM, FASTEST_BPM)
        self.setDecimals(1)
        self.setKeyboardTracking(False)
        number_field(self, "Tempo", "", _WIDTH_PX)
        self._pause.timeout.connect(self._choose)
        self.valueChanged.connect(lambda _: self._pause.start())
        self.editingFinished.connect(self._choose)

    @property
    def is_in_hand(self) -> bool:
        """Whether a number is being typed or turned."""
        return self._pause.isActive() or self.lineEdit().isModified()

    def show_map(self, tempo_map: TempoMap, meter_map: MeterMap, tick: int) -> None:
        """Show the tempo in force at a tick, whatever stood here."""
        self._pause.stop()
        change = tempo_map.change_at(tick)
        self._since_tick = change.tick
        with QSignalBlocker(self):
            self.setValue(change.bpm)
        self._shown_bpm = self.value()
        self.lineEdit().setModified(False)
        _tell(self, "Tempo {}, in quarter notes a minute", change.tick, meter_map)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the tempo as it was, whatever was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self._pause.stop()
            with QSignalBlocker(self):
                self.setValue(self._shown_bpm)
            self.lineEdit().setModified(False)
        super().keyPressEvent(event)

    def _choose(self) -> None:
        """A number that was only looked at changes nothing, though the piece may know it more exactly."""
        self._pause.stop()
        self.lineEdit().setModified(False)
        if self.value() != self._shown_bpm:
            self._shown_bpm = self.value()
            self.chosen.emit(self.value(), self._since_tick)


class MeterField(QToolButton):
    """``chosen`` carries numerator and denominator and the tick from which the meter it replaces holds."""

    chosen = Signal(int, int, int)

    def __init__(self) -> None:
        super().__init__()
        self._since_tick = 0
        menu = QMenu(self)
        for numerator, denominator in _METERS:
            chosen = partial(self._choose, numerator, denominator)
            menu.addAction(f"{numerator}/{denominator}").triggered.connect(chosen)
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("role", "field")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def is_in_hand(self) -> bool:
        """Whether another meter is being chosen."""
        return self.menu().isVisible()

    def show_map(self, meter_map: MeterMap, tick: int) -> None:
        """Show the meter in force at a tick."""
        change = meter_map.change_at(tick)
        self._since_tick = change.tick
        self.setText(f"{change.numerator}/{change.denominator}")
        self.setAccessibleName(f"Meter: {self.text()}")
        _tell(self, "Meter {}", change.tick, meter_map)

    def _choose(self, numerator: int, denominator: int) -> None:
        self.chosen.emit(numerator, denominator, self._since_tick)


def _tell(field: QWidget, what: str, since_tick: int, meter_map: MeterMap) -> None:
    """Say what is shown and since when, and what another value would do, to eye and ear."""
    if since_tick:
        at = meter_map.position(since_tick)
        place = f"bar {at.bar}" if (at.beat, at.ticks) == (1, 0) else f"bar {at.bar}, beat {at.beat}"
        text = f"{what.format(f'since {place}')}; another one holds from there on"
    else:
        text = f"{what.format('of the beginning')}; the ruler changes it further on"
    if field.toolTip() != text:
        field.setToolTip(text)
        field.setStatusTip(text)
        field.setAccessibleDescription(text)
