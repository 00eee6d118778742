"""Where the history panel stands: in the left column, in the right one, over the notes, or nowhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.core.history import History
from assistant.ui.history_panel import HistoryPanel
from assistant.ui.preferences import Preferences

_DOCKED_PX, _NARROWEST_PX, _UNBOUNDED_PX = 240, 168, 16_777_215
_AFLOAT_WIDTH_PX, _AFLOAT_HEIGHT_PX, _MARGIN_PX = 288, 420, 12


class HistoryDock(QObject):
    """Builds the panel when it is first wanted and keeps its place; ``changed`` when it comes or goes.

    ``slots`` are the layouts of the columns by the place's name; afloat it stands over the notes.
    """

    changed = Signal()
    wanted = Signal(int)
    left = Signal()

    def __init__(self, history: History, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._history = history
        self._preferences = preferences
        self._last = preferences.settings.history_place or "right"
        self._panel: HistoryPanel | None = None
        self._slots: dict[str, QVBoxLayout] = {}
        self._ground: QWidget | None = None
        self._notes: QWidget | None = None

    def stand(self, ground: QWidget, notes: QWidget, slots: dict[str, QVBoxLayout]) -> None:
        """Know the places there are, and take the one that was chosen last time."""
        self._ground, self._notes, self._slots = ground, notes, slots
        notes.installEventFilter(self)
        if self.is_shown:
            self._place()

    @property
    def is_shown(self) -> bool:
        """Whether the panel is wanted."""
        return bool(self._preferences.settings.history_place)

    @property
    def panel(self) -> HistoryPanel:
        """The panel."""
        if self._panel is None:
            self._panel = HistoryPanel()
            self._panel.place_chosen.connect(self.choose)
            self._panel.closed.connect(self.toggle)
            self._panel.chosen.connect(self.wanted)
            self._panel.left.connect(self.left)
        return self._panel

    def toggle(self) -> None:
        """Show the panel and give it the keys, or take it away."""
        if self.is_shown:
            self._preferences.update(history_place="")
            self.panel.hide()
            self.left.emit()
            self.changed.emit()
        else:
            self.choose(self._last)
            self.panel.take_focus()

    def choose(self, place: str) -> None:
        """Stand somewhere else."""
        self._last = place
        self._preferences.update(history_place=place)
        self._place()
        self.changed.emit()

    def refresh(self) -> None:
        """The history is another: show it, where it is seen."""
        if self.is_shown:
            self.panel.show_history(self._history)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._last == "afloat" and self.is_shown:
            self._float()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        panel = self.panel
        for slot in self._slots.values():
            slot.removeWidget(panel)
        if self._last in self._slots:
            panel.setMinimumSize(_NARROWEST_PX, _DOCKED_PX)
            panel.setMaximumSize(_UNBOUNDED_PX, _DOCKED_PX)
            self._slots[self._last].addWidget(panel)
        else:
            panel.setParent(self._ground)
            self._float()
        panel.show_place(self._last)
        panel.show()
        panel.raise_()
        self.refresh()

    def _float(self) -> None:
        """Lie over the upper right corner of the notes, under the ruler."""
        if self._notes is None or self._ground is None:
            return
        notes = QRect(self._notes.mapTo(self._ground, QPoint()), self._notes.size())
        room = notes.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        width, height = min(_AFLOAT_WIDTH_PX, room.width()), min(_AFLOAT_HEIGHT_PX, room.height())
        self.panel.setFixedSize(width, height)
        self.panel.move(room.right() - width, room.top())
