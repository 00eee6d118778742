"""`antiphon [FILE]`: the window."""

import argparse
import gc
from pathlib import Path

from assistant.core.errors import AntiphonError


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `window`, which is also what runs without a command."""
    parser = subparsers.add_parser("window", help="open the window (the default)")
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a file to open in it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the window; a mistyped command looks like a file, so both are named when there is none."""
    file: Path | None = arguments.file
    if file is not None and not file.exists():
        raise AntiphonError(f"There is no file and no command {file}; see antiphon --help for the commands.")
    gc.disable()  # until the first paint: a seventh of the start went into finding that nothing is garbage
    from assistant import app

    return app.run(file)
