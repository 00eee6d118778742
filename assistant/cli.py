"""The `antiphon` command: it finds the sub-command, and does no work of its own."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from assistant.commands import COMMANDS
from assistant.core.errors import AntiphonError

WRONG = 2
INTERRUPTED = 130  # what shells report for Ctrl+C


class _OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, as every other mistake is said."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sub-command; 0, or 2 with one line on stderr that says what is wrong and what to do."""
    given = _with_default_command(list(sys.argv[1:] if arguments is None else arguments))
    parsed = _parser(given[0]).parse_args(given)
    try:
        status: int = parsed.run(parsed)
        sys.stdout.flush()
    except AntiphonError as error:
        print(f"antiphon: {error}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, `head` for one, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser(asked: str = "") -> argparse.ArgumentParser:
    """Knows the command that is asked for; all of them where it is none, but help, say."""
    parser = _OneLineParser(
        prog="antiphon",
        description="You sketch a phrase, it answers. Without a command the window opens: antiphon [FILE].",
    )
    parser.add_argument(
        "--version", action=_ShowVersion, nargs=0, default=argparse.SUPPRESS, help="show the version"
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [name for name in COMMANDS if name.rstrip("_") == asked] or COMMANDS:
        importlib.import_module(f"assistant.commands.{name}").add_parser(subparsers)
    return parser


class _ShowVersion(argparse.Action):
    """Looks the version up only when it is asked for: reading package metadata takes a while."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        print(f"antiphon {version('antiphon')}")
        parser.exit()


def _with_default_command(given: list[str]) -> list[str]:
    """`antiphon [FILE]` is the window; a file that is called like a command is written ./doctor."""
    names = {name.rstrip("_") for name in COMMANDS}
    asks_for_more = given[:1] and (given[0] in names or given[0] in {"-h", "--help", "--version"})
    return given if asks_for_more else ["window", *given]
