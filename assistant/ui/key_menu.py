"""The key: named by the player, or guessed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from assistant.core.theory import SCALES, Key


class KeyButton(QToolButton):
    """Shows the key and lets another be chosen; ``chosen`` carries a Key, or None for no key."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guess: Key | None = None
        self._menu = QMenu(self)
        self._adopt = QAction(self)  # made here: an action that a menu makes can lose its Python side
        self._adopt.triggered.connect(lambda: self.chosen.emit(self._guess))
        self._menu.addAction(self._adopt)
        self._menu.addAction("No key", lambda: self.chosen.emit(None))
        self._menu.addSeparator()
        for scale in SCALES:
            self._add_scale(scale)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("role", "field")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("The key of the piece; with a question mark it is guessed from the notes")
        self.show_key(None, None)

    def show_key(self, key: Key | None, guess: Key | None) -> None:
        """Show the key that was named, or the one guessed."""
        self._guess = guess
        self.setText(key.name if key else f"{guess.name}?" if guess else "No key")
        self.setAccessibleName(f"Key: {self.text()}")
        self._adopt.setText(f"{guess.name}, as guessed" if guess else "Guessed from the notes")
        self._adopt.setEnabled(guess is not None)

    def _add_scale(self, scale: str) -> None:
        menu = self._menu.addMenu(scale[0].upper() + scale[1:])
        for tonic in range(12):
            key = Key(tonic, scale)
            menu.addAction(key.name).triggered.connect(partial(self.chosen.emit, key))
