"""What a drop onto the window brings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_midi_file(data: QMimeData) -> Path | None:
    """The first MIDI file among dropped things, or None."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in {".mid", ".midi"}), None)
