"""The page that tells what Antiphon is."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from assistant.ui.controls import dim_label


class AboutPage(QDialog):
    """What Antiphon is, and on whose shoulders it stands."""

    def __init__(self, version: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Antiphon")
        self.setModal(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(8)
        title = QLabel("Antiphon")
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addWidget(dim_label(f"Version {version}"))
        text = QLabel(
            "You sketch a phrase, it answers. Everything runs on this machine.\n\n"
            "Antiphon is free software under the MIT licence. It stands on Qt, NumPy, PyTorch, mido,\n"
            "python-rtmidi, FluidSynth, music21 and pyqtgraph; resources/credits.md names them all."
        )
        column.addWidget(text)
