"""`antiphon bench edits`: edits of a large piece, from the call to the undo step, and in the window."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter_ns, thread_time_ns
from typing import TYPE_CHECKING

from assistant.commands._figures import Figure, figure, milliseconds, print_figures
from assistant.commands._numbers import at_least_one
from assistant.commands._screen import paint_somewhere
from assistant.commands.bench_files import NOTES, large_piece

if TYPE_CHECKING:
    from assistant.editing import Editing

SOME = 1_000
WINDOW_BYTES = 1600 * 900 * 4
Clock = Callable[[], int]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench edits`."""
    parser = subparsers.add_parser("edits", help="edits in a piece of 100,000 notes, and undoing them")
    parser.add_argument("-n", type=at_least_one, default=50, help="edits of each kind")
    parser.add_argument("--in-window", type=at_least_one, default=10, help="edits of all notes of each kind")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument(
        "--processor-time",
        action="store_true",
        help="count what is computed, not what is waited for",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print how long edits of one note, of some and of all take among 100,000."""
    clock = thread_time_ns if arguments.processor_time else perf_counter_ns
    print_figures(_figures(arguments.n, arguments.in_window, clock), arguments.json)
    return 0


def _figures(n: int, in_window: int, clock: Clock) -> Iterator[Figure]:
    bytearray(WINDOW_BYTES)  # as in the program: once so much was let go of, C keeps the memory of columns
    for name, edit in _edits().items():
        editing = _editing()
        yield figure(name, milliseconds(partial(edit, editing), n, clock), "ms")
        yield figure(f"undo: {name}", milliseconds(editing.undo, n, clock), "ms")
    yield from _figures_in_window(in_window, clock)


def _figures_in_window(n: int, clock: Clock) -> Iterator[Figure]:
    """Edits of all notes in the real window, up to the last pixel."""
    from assistant.engine.continuer import EngineContinuer
    from assistant.files.midi_files import MidiFiles
    from assistant.performer.remote import RemotePerformer
    from assistant.session import Session

    paint_somewhere(os.environ)
    from assistant.ui.edits_benchmark import measure

    session = Session(MidiFiles(), EngineContinuer(), RemotePerformer())
    with tempfile.TemporaryDirectory() as folder:
        for name, samples in measure(session, Path(folder), n, clock):
            yield figure(f"window: {name}", samples, "ms")


def _edits() -> "dict[str, Callable[[Editing], object]]":
    """Each edit by its name; what it does is another thing every time."""
    from assistant.core.note import Note

    return {
        "add 1 note": lambda desk: desk.add_notes([Note(0, int(desk.clip.starts[_row(desk)]) + 1, 60, 60)]),
        "delete 1 note": lambda desk: desk.delete_notes([int(desk.clip.ids[_row(desk)])]),
        "move 1 note": lambda desk: desk.move_notes([int(desk.clip.ids[_row(desk)])], 1000, 1),
        "velocity of 1 note": lambda desk: desk.set_velocities({int(desk.clip.ids[_row(desk)]): 1}),
        f"move {SOME:,} notes": lambda desk: desk.move_notes(desk.clip.ids[:: NOTES // SOME], 1000, 0),
        f"copy {SOME:,} notes": lambda desk: desk.copy_notes_by(desk.clip.ids[:SOME], 90, 0),
        f"move {NOTES:,} notes": lambda desk: desk.move_notes(desk.clip.ids, 60, 0),
    }


def _row(desk: "Editing") -> int:
    """A row that is another one after every step."""
    return 7919 * (1 + len(desk.document.history.done)) % len(desk.clip)


def _editing() -> "Editing":
    from assistant.editing import Editing

    editing = Editing()
    editing.document.open(large_piece())
    return editing
