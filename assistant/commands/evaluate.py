"""`antiphon evaluate`: how well models know held-out music, how they sound, what style they take it for."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._dials import add_dials
from assistant.commands._numbers import above_zero, at_least_one
from assistant.commands._progress import Line
from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from assistant.training.school import School

AUTO = "auto"
DESCRIPTION = """Judge models on the held-out side of corpora, beside the baselines: nats a note by style and
head, and how often the next pitch was right.
  --samples N          compare answers with how humans went on
  --styles             how well styles are told apart
  FILE --style auto    name the style of a file"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `evaluate`."""
    parser = subparsers.add_parser(
        "evaluate",
        help="a model beside baselines on held-out music; or the style of a file",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", help="the model's name or folder, several with commas; or a file")
    parser.add_argument("corpus", nargs="*", help="STYLE=FOLDER, or one of music21's collections")
    parser.add_argument("--side", choices=["valid", "test"], default="test", help="which held-out music")
    parser.add_argument(
        "--threads",
        type=at_least_one,
        default=os.cpu_count() or 1,
        help="processor cores to use (default: all)",
    )
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument(
        "--tutorial", type=above_zero, metavar="M", help="judge the tutorials' networks, trained M minutes"
    )
    _add_sounds(parser.add_argument_group("answers"))
    _add_styles(parser.add_argument_group("styles"))
    parser.set_defaults(run=run)


def _add_sounds(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--samples", type=at_least_one, metavar="N", help="compare N answers with human ones")
    add_dials(group)
    group.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw what was compared")


def _add_styles(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--style", choices=[AUTO], help="name the style of a file by likelihood")
    group.add_argument("--by", metavar="MODEL", default="", help="the model that names it")
    group.add_argument("--styles", action="store_true", help="confusion tables, beside classifiers'")


def run(arguments: argparse.Namespace) -> int:
    """Print what was asked for."""
    from assistant.commands import _losses, _recognition, _sounds

    if arguments.style:
        _recognition.name_style(Path(arguments.model), arguments.by, arguments.json)
        return 0
    folders = [_folder(name) for name in arguments.model.split(",")]
    school = _school(arguments)
    if arguments.styles:
        _recognition.print_confusions(folders, school, arguments.json)
    elif arguments.samples:
        for folder in folders:
            _sounds.compare(folder, school, arguments)
    else:
        _losses.print_tables(folders, school, arguments)
    return 0


def _folder(name: str) -> Path:
    from assistant.engine.registry import find_model

    if Path(name).is_file():
        raise AntiphonError(f"{name} is no model: name one, or add --style {AUTO} to learn the file's style.")
    return Path(name) if Path(name).is_dir() else find_model(name)


def _school(arguments: argparse.Namespace) -> "School":
    from assistant.paths import cache_dir
    from assistant.training.school import read_split

    if not arguments.corpus:
        raise AntiphonError("Name the music to judge by: STYLE=FOLDER, or one of music21's collections.")
    line = Line()
    school = read_split(
        arguments.corpus, cache_dir(), workers=arguments.threads,
        progress=lambda done, of, name: line.show(f"Reading {done} of {of}: {name}"),
    )  # fmt: skip
    line.clear()
    return school
