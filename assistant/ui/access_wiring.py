"""Who tells whom what about keys, the history and the note cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant.ui.accessible_news import announce
from assistant.ui.drafts import TakeKey
from assistant.ui.focus_keys import FocusNews, takes_key
from assistant.ui.focus_order import next_part
from assistant.ui.hints import key_hints, key_hints_beside

if TYPE_CHECKING:
    from assistant.ui.main_window import MainWindow


class AccessWiring(QObject):
    """Connects what makes the window usable by keys alone; ``changed`` when commands may be others."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.steering.add_state("history_shown", lambda: window.history.is_shown)
        window.history.changed.connect(self.changed)
        window.history.wanted.connect(window.steering.go_to_step)
        window.history.left.connect(window.roll.setFocus)
        window.roll.note_cursor.toggled.connect(self.changed)
        window.shortcuts.changed.connect(self._on_keys)
        window.typing.said.connect(window.hint_line.show_focused)
        self._shown: TakeKey | None = None
        window.proposals.begun.connect(self._on_begun)
        window.proposals.changed.connect(self._on_proposals)
        FocusNews(window).reached.connect(self._on_focus)
        self._on_keys()

    def go_to_part(self, direction: int) -> None:
        """Put the focus on the next part of the window (1), or the one before (-1)."""
        widget = next_part(self._window, forward=direction > 0)
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def tell_keys(self) -> None:
        """Say which keys matter now; a control that has the focus keeps some of them."""
        window, keys_of = self._window, self._window.shortcuts.key_map.keys_of
        hints = key_hints(window.steering.holds)
        if window.steering.holds("focus_elsewhere"):
            focus = window.focusWidget()
            hints = key_hints_beside(hints, lambda id_: takes_key(focus, next(iter(keys_of(id_)), "")))
        window.hint_line.show_keys(hints)

    def _on_focus(self, widget: QWidget) -> None:
        """What is reached by keyboard is in sight, and the hint line says what it does."""
        if self._window.side_scroll.isAncestorOf(widget):
            self._window.side_scroll.ensureWidgetVisible(widget, 0, 16)
        self._window.hint_line.show_focused(widget.statusTip() or widget.toolTip())
        self.tell_keys()

    def _on_begun(self) -> None:
        announce(self._window.roll, "Writing")

    def _on_proposals(self) -> None:
        QTimer.singleShot(0, self, self._tell_take)  # once it has its card

    def _tell_take(self) -> None:
        """Say which take is shown now."""
        key = self._window.proposals.shown_key
        card = self._window.takes.card(key) if key else None
        if key != self._shown and card is not None:
            announce(self._window.roll, f"{card.accessibleName()}, shown")
        self._shown = key

    @Slot()
    def _on_keys(self) -> None:
        """Everything that names a key follows the key map."""
        window, key_map = self._window, self._window.shortcuts.key_map
        window.commands.set_key_map(key_map)
        window.hint_line.set_key_map(key_map)
        window.continue_button.set_key_map(key_map)
