"""The style of an answer: chosen from those that a model knows, or recognised from the music."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

AUTOMATIC = "Automatic"
_TIP = "The kind of music that the answer is; Automatic recognises it from your notes"


class StyleBox(QComboBox):
    """Lists styles under "Automatic", which tells the one that was recognised last.

    ``style_chosen``: the player took another one.
    """

    style_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Style")
        self.setToolTip(_TIP)
        self.show_styles(())
        self.activated.connect(self._on_activated)

    @property
    def style_name(self) -> str:
        """The style to write in; "" for the one that is recognised."""
        return self._wanted

    def choose(self, style: str) -> None:
        """Take a style, even before it is known that the model has it."""
        self._wanted = style
        self.setCurrentIndex(max(0, self.findData(style)))

    def show_styles(self, styles: tuple[str, ...]) -> None:
        """List what a model knows."""
        self.clear()
        self.addItem(AUTOMATIC, "")
        for style in styles:
            self.addItem(style_title(style), style)
        self.setEnabled(bool(styles))
        self.setCurrentIndex(max(0, self.findData(self._wanted)))

    def forget_unknown(self) -> None:
        """Let a style go that the model does not know."""
        if self.findData(self._wanted) < 0:
            self._wanted = ""

    def show_recognised(self, style: str) -> None:
        """Say which style the music was found to be; "" for none."""
        self.setItemText(0, f"{AUTOMATIC} ({style_title(style)})" if style else AUTOMATIC)

    def _on_activated(self, _: int) -> None:
        self._wanted = self.currentData()
        self.style_chosen.emit()


def style_title(style: str) -> str:
    """A style's name as a label has it: "lead sheet" is "Lead sheet"."""
    return style.capitalize()
