"""Files as the session knows them: MIDI in, MIDI out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.core.piece import Piece
from assistant.core.protocols import OpenedFile

if TYPE_CHECKING:
    from assistant.files.midi_writer import MidiFormat


class MidiFiles:
    """Reads and writes standard MIDI files; keeps the ``Files`` Protocol."""

    def read(self, path: Path) -> OpenedFile:
        """The piece in a MIDI file, with a sentence for everything that had to be mended or left out."""
        from assistant.files.midi_reader import read_midi

        return read_midi(path)

    def write(self, piece: Piece, path: Path, *, midi_format: MidiFormat = 1) -> None:
        """The piece as a MIDI file of format 1 or 0, whole or not at all."""
        # Here, so that the window starts without mido.
        from assistant.files.midi_writer import write_midi

        write_midi(piece, path, midi_format=midi_format)

    def to_bytes(self, piece: Piece) -> bytes:
        """The piece as the bytes of a MIDI file of format 1."""
        from assistant.files.midi_writer import encode_midi

        return encode_midi(piece)

    def from_bytes(self, data: bytes) -> OpenedFile:
        """The piece in the bytes of a MIDI file."""
        from assistant.files.midi_reader import read_bytes

        return read_bytes(data)
