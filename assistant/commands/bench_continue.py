"""`antiphon bench continue`: how long a player waits for the first note, and for eight bars."""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._figures import Figure, figure, milliseconds, print_figures
from assistant.commands._numbers import at_least_one
from assistant.commands._screen import paint_somewhere

if TYPE_CHECKING:
    from assistant.core.continuation import ContinueRequest
    from assistant.core.piece import Piece
    from assistant.core.protocols import Continuer

SEED_NOTES = 64
BARS = 8
TAKES = (1, 4, 8)
WINDOW_TAKES = (1, 4)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench continue`."""
    parser = subparsers.add_parser("continue", help="time to the first note and to eight bars")
    parser.add_argument("--model", default="", help="a name that `antiphon models` lists")
    parser.add_argument("-n", type=at_least_one, default=30, help="answers to time")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the waiting times of a 64-note seed, with the model already loaded."""
    print_figures(_figures(arguments.model, arguments.n), arguments.json)
    return 0


def _figures(model: str, n: int) -> Iterator[Figure]:
    from assistant.engine.continuer import EngineContinuer

    continuer = EngineContinuer()
    yield figure("load the model", milliseconds(lambda: continuer.warm_up(model)), "ms")
    for takes in TAKES:
        first, whole = zip(*(_waits(continuer, _request(model, takes, i)) for i in range(n)), strict=True)
        yield figure(f"first note, {takes} takes, {SEED_NOTES}-note seed", first, "ms")
        yield figure(f"{BARS} bars of melody, {takes} takes", whole, "ms")
    for takes in WINDOW_TAKES:
        for ahead in (False, True):
            seed = "known seed" if ahead else "new seed"
            first, whole = zip(*_waits_in_window(model, takes, n, ahead=ahead), strict=True)
            yield figure(f"click to first ghost note painted, {takes} takes, {seed}", first, "ms")
            yield figure(f"click to {BARS} bars complete, {takes} takes, {seed}", whole, "ms")


def _waits_in_window(model: str, takes: int, n: int, *, ahead: bool) -> list[tuple[float, float]]:
    """Such seeds in the real window, with the performer process beside it."""
    from assistant.engine.continuer import EngineContinuer
    from assistant.files.midi_files import MidiFiles
    from assistant.performer.remote import RemotePerformer
    from assistant.session import Session
    from assistant.settings import Settings
    from assistant.ui.benchmark import answer_waits_ms

    paint_somewhere(os.environ)
    session = Session(MidiFiles(), EngineContinuer(), RemotePerformer())
    pieces, settings = [_piece(i) for i in range(n)], Settings(model=model, takes=takes)
    with tempfile.TemporaryDirectory() as folder:
        return list(answer_waits_ms(session, Path(folder), settings, pieces, ahead=ahead))


def _waits(continuer: "Continuer", request: "ContinueRequest") -> tuple[float, float]:
    """Milliseconds to the first note and to the last."""
    started = time.perf_counter()
    events = continuer.generate(request)
    next(events)
    first = time.perf_counter() - started
    for _ in events:
        pass
    return 1e3 * first, 1e3 * (time.perf_counter() - started)


def _request(model: str, takes: int, random_seed: int) -> "ContinueRequest":
    from assistant.core.asking import build_request
    from assistant.core.continuation import ContinueSettings

    settings = ContinueSettings(model=model, bars=BARS, takes=takes, random_seed=random_seed)
    return build_request(_piece(random_seed), 0, settings)


def _piece(number: int) -> "Piece":
    """A seed that differs from the one before, which the engine would remember."""
    from assistant.core.clip import Clip
    from assistant.core.note import Note
    from assistant.core.piece import Piece

    steps = (0, 2, 4, 7, 9, 7, 4, 2)
    lowest = 62 + number % 2
    notes = [Note(0, i * 240, 240, lowest + steps[(i + i // 8) % 8]) for i in range(SEED_NOTES)]
    return Piece().with_clip(0, Clip.from_notes(notes))
