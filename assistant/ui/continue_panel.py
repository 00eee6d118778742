"""The Continue panel: one big button, one big dial, and what else an answer depends on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant.core.continuation import MAX_BARS, ContinueSettings
from assistant.core.protocols import ModelInfo
from assistant.core.theory import Key
from assistant.ui.controls import Switch, dim_label, labelled, number_field
from assistant.ui.dial import TemperatureDial
from assistant.ui.more_options import MoreOptions
from assistant.ui.style_box import StyleBox

MOST_TAKES = 8
_TOGETHER = "Continue the tracks together"
_DIAL_TIP = "How far the answer may stray, from calm to daring; drag it, double-click for 1.00"


class ContinuePanel(QWidget):
    """The dials of ContinueSettings; ``changed`` when one of them is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted_model = ""
        self._models: tuple[ModelInfo, ...] = ()
        self.dial = TemperatureDial()
        self.dial.setToolTip(_DIAL_TIP)
        self.bars = _count_box("Bars", MAX_BARS, "How many bars the answer fills")
        self.takes = _count_box("Takes", MOST_TAKES, "How many different answers to write")
        self.key_lock = Switch("Stay in the key")
        self.key_lock.setToolTip("No note of the answer leaves the scale")
        self.together = Switch(_TOGETHER)
        self.together.setToolTip("The other tracks go on as well, each in its part, in one take")
        self.together.hide()
        self.repeat = QSlider(Qt.Orientation.Horizontal)
        self.repeat.setRange(0, 40)
        self.repeat.setPageStep(5)
        self.repeat.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.repeat.setAccessibleName("Invent or repeat")
        self.repeat.setToolTip("Left: new ideas; right: lean on the phrases you played")
        self.model = QComboBox()
        self.model.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.model.setAccessibleName("Model")
        self.model.setToolTip("The model that answers")
        self.style_box = StyleBox()
        self.more = MoreOptions()
        self.more_button = QPushButton("▸  More")
        self._arrange()
        self._connect()

    def settings(self) -> ContinueSettings:
        """What the dials say."""
        settings = ContinueSettings(
            model=self._wanted_model,
            bars=self.bars.value(),
            takes=self.takes.value(),
            temperature=self.dial.temperature,
            repeat=self.repeat.value() / 20,
            key_lock=self.key_lock.isChecked(),
            style=self.style_box.style_name,
            together=self.together.isChecked(),
        )
        return self.more.read_into(settings)

    def show_settings(self, settings: ContinueSettings) -> None:
        """Set the dials."""
        self._wanted_model = settings.model
        self.bars.setValue(settings.bars)
        self.takes.setValue(settings.takes)
        self.dial.setValue(round(settings.temperature * 100))
        self.repeat.setValue(round(settings.repeat * 20))
        self.key_lock.setChecked(settings.key_lock)
        self.together.setChecked(settings.together)
        self.style_box.choose(settings.style)
        self.more.show_settings(settings)

    def show_models(self, models: tuple[ModelInfo, ...]) -> None:
        """List the models that can be used; one that was chosen before stays chosen."""
        usable = [model for model in models if model.problem is None]
        self._models = tuple(usable)
        self.model.blockSignals(True)
        self.model.clear()
        for info in usable:
            self.model.addItem(info.title, info.name)
        if self.model.findData(self._wanted_model) < 0:  # none was chosen, or it is no longer there
            self._wanted_model = ""
        self.model.setCurrentIndex(max(0, self.model.findData(self._wanted_model)))
        self.model.setEnabled(len(usable) > 1)
        self.model.blockSignals(False)
        if not usable:
            self.model.addItem("No model found")
        self._show_styles()

    def show_key(self, key: Key | None) -> None:
        """Say which key the answer would stay in."""
        self.key_lock.setText(f"Stay in {key.name}" if key else "Stay in the key")
        self.key_lock.updateGeometry()
        self.key_lock.update()

    def show_tracks(self, count: int) -> None:
        """Offer to continue several tracks together, where there are any that can."""
        self.together.setVisible(count > 1)
        self.together.setText(f"Continue {count} tracks together")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.dial, 0, Qt.AlignmentFlag.AlignHCenter)
        counts = QHBoxLayout()
        counts.setSpacing(16)
        counts.addLayout(labelled(dim_label("Bars"), self.bars))
        counts.addLayout(labelled(dim_label("Takes"), self.takes))
        column.addLayout(counts)
        column.addWidget(self.key_lock)
        column.addWidget(self.together)
        slider = QHBoxLayout()
        slider.setSpacing(8)
        slider.addWidget(dim_label("invent"))
        slider.addWidget(self.repeat, 1)
        slider.addWidget(dim_label("repeat"))
        column.addLayout(slider)
        column.addLayout(self._model_and_style())
        column.addWidget(self.more_button)
        column.addWidget(self.more)
        self.more.hide()

    def _model_and_style(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, box) in enumerate({"Model": self.model, "Style": self.style_box}.items()):
            label = dim_label(name)
            label.setBuddy(box)
            grid.addWidget(label, row, 0)
            grid.addWidget(box, row, 1)
        return grid

    def _connect(self) -> None:
        self.more_button.setProperty("role", "fold")
        self.more_button.setCheckable(True)
        self.more_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more_button.setToolTip("Likeliest notes, range and dice")
        self.more_button.setAccessibleName("More options")
        self.more_button.toggled.connect(self._on_more)
        self.model.currentIndexChanged.connect(self._on_model)
        for signal in (self.dial.valueChanged, self.bars.valueChanged, self.takes.valueChanged):
            signal.connect(self._on_changed)
        self.repeat.valueChanged.connect(self._on_changed)
        self.key_lock.toggled.connect(self._on_changed)
        self.together.toggled.connect(self._on_changed)
        self.style_box.style_chosen.connect(self.changed)
        self.more.changed.connect(self.changed)

    def _on_changed(self, _: object = None) -> None:
        self.changed.emit()

    def _on_more(self, opened: bool) -> None:
        self.more.setVisible(opened)
        self.more_button.setText("▾  More" if opened else "▸  More")

    def _on_model(self, _: int) -> None:
        self._wanted_model = self.model.currentData() or ""
        self._show_styles()
        self.changed.emit()

    def _show_styles(self) -> None:
        """List the styles of the model that would answer."""
        styles = next((m.styles for m in self._models if m.name == self.model.currentData()), ())
        self.style_box.show_styles(styles)
        self.style_box.forget_unknown()


def _count_box(name: str, most: int, tip: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(1, most)
    number_field(box, name, tip, 72)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # by the wheel it gets none
    return box
