"""What the Continue panel folds under More."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from assistant.core.continuation import ContinueSettings
from assistant.core.note import MAX_PITCH
from assistant.ui.controls import IconButton, dim_label, labelled, number_field
from assistant.ui.pitch_box import PitchBox

_NEW_SEED = -1


class MoreOptions(QWidget):
    """Top-p, range and random seed; ``changed`` when one of them is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top_p = QSpinBox()
        self._top_p.setRange(5, 100)
        self._top_p.setSingleStep(5)
        self._top_p.setSuffix(" %")
        tip = "Choose among the likeliest notes that make up this much together"
        number_field(self._top_p, "Likeliest notes", tip, 80)
        self._lowest = PitchBox("Lowest note", "The answer goes no lower; write it like C3", 0)
        self._highest = PitchBox("Highest note", "The answer goes no higher; write it like C6", MAX_PITCH)
        self._seed = QSpinBox()
        self._seed.setRange(_NEW_SEED, 2**31 - 1)
        self._seed.setSpecialValueText("new each time")
        number_field(self._seed, "Dice", "The same number gives the same takes again", 128)
        self._dice = IconButton("dice", "A new answer each time")
        self._dice.clicked.connect(lambda: self._seed.setValue(_NEW_SEED))
        self._arrange()
        for box in (self._top_p, self._lowest, self._highest, self._seed):
            box.valueChanged.connect(self.changed)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_settings(self, settings: ContinueSettings) -> None:
        """Show the dials as settings have them."""
        self._top_p.setValue(round(settings.top_p * 100))
        self._lowest.setValue(settings.lowest)
        self._highest.setValue(settings.highest)
        self._seed.setValue(_NEW_SEED if settings.random_seed is None else settings.random_seed)

    def read_into(self, settings: ContinueSettings) -> ContinueSettings:
        """The settings with these dials put in; a range written the wrong way round is turned."""
        low, high = sorted((self._lowest.value(), self._highest.value()))
        seed = self._seed.value()
        return replace(
            settings,
            top_p=self._top_p.value() / 100,
            lowest=low,
            highest=high,
            random_seed=None if seed == _NEW_SEED else seed,
        )

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(labelled(dim_label("Likeliest notes"), self._top_p))
        column.addLayout(labelled(dim_label("Range"), self._lowest, self._highest))
        column.addLayout(labelled(dim_label("Dice"), self._seed, self._dice))
