"""`antiphon bench files`: reading and writing a large MIDI file."""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._figures import Figure, figure, milliseconds, print_figures
from assistant.commands._numbers import at_least_one

if TYPE_CHECKING:
    from assistant.core.piece import Piece

NOTES = 100_000


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench files`."""
    parser = subparsers.add_parser("files", help="reading and writing a MIDI file of 100,000 notes")
    parser.add_argument("-n", type=at_least_one, default=10, help="files to time")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print how long a file of 100,000 notes takes each way."""
    print_figures(_figures(arguments.n), arguments.json)
    return 0


def _figures(n: int) -> Iterator[Figure]:
    from assistant.files.midi_files import MidiFiles

    files, piece = MidiFiles(), large_piece()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.mid"
        yield figure(f"write {NOTES:,} notes", milliseconds(lambda: files.write(piece, path), n), "ms")
        yield figure(f"read {NOTES:,} notes", milliseconds(lambda: files.read(path), n), "ms")


def large_piece() -> "Piece":
    """A piece of many notes, one a 32nd."""
    from assistant.core.clip import Clip
    from assistant.core.piece import Piece

    rows = range(NOTES)
    clip = Clip.from_columns(
        [i + 1 for i in rows],
        [i * 60 for i in rows],
        [120] * NOTES,
        [36 + i * 7 % 60 for i in rows],
        [40 + i % 80 for i in rows],
    )
    return Piece().with_clip(0, clip)
