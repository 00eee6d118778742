"""`antiphon corpus`: read scores for training, and say what they hold."""

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._numbers import at_least_one
from assistant.commands._progress import Line, duration

if TYPE_CHECKING:
    from assistant.training.corpus_report import CorpusReport

STEADY_AFTER = 20
"""Files after which the time that is left can be told."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `corpus`."""
    parser = subparsers.add_parser(
        "corpus",
        help="read scores for training and say what they hold",
        description="Read folders of MIDI, MusicXML, kern and ABC files, or music21's collections by name "
        "(ryansMammoth, oneills1850, airdsAirs, miscFolk), find duplicates, split, and report. What was read "
        "is kept, so training on the same scores begins at once.",
    )
    parser.add_argument(
        "corpus", nargs="+", metavar="CORPUS", help="STYLE=FOLDER, such as song=lieder, or a collection"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FOLDER", help="write the report with its pictures there"
    )
    parser.add_argument(
        "--index", type=Path, metavar="FILE", help="write the index of the training side that tells copies"
    )
    parser.add_argument(
        "--threads", type=at_least_one, default=1, metavar="N", help="files to read at once (default: 1)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, split and report."""
    from assistant.paths import cache_dir
    from assistant.training.corpora import read
    from assistant.training.corpus_report import report, told
    from assistant.training.split import split

    line = Line()
    reading = read(
        arguments.corpus, cache_dir() / "corpus", workers=arguments.threads, progress=shown_on(line)
    )
    line.clear()
    sides = split(reading.scores)
    found = report(sides, reading.skipped)
    lines = list(told(found))
    print("\n".join(lines))
    if arguments.report:
        _write(arguments.report, found, lines, reading.skipped)
        print(f"\nThe report is in {arguments.report}.")
    if arguments.index:
        from assistant.training import copy_corpus

        index = copy_corpus.build(sides.sides["train"], sides.sides["valid"])
        index.save(arguments.index)
        print(f"\nThe index of {len(index.titles):,} melodies is in {arguments.index}.")
    return 0


def shown_on(line: Line, clock: Callable[[], float] = time.monotonic) -> Callable[[int, int, str], None]:
    """Progress as how many files of how many are read, and how long the rest will take."""
    started_s = clock()

    def show(done: int, of: int, name: str) -> None:
        left = ""
        if done >= STEADY_AFTER:
            left = f", {duration((clock() - started_s) / done * (of - done))} left"
        line.show(f"reading {done} of {of}{left}: {name}")

    return show


def _write(folder: Path, found: "CorpusReport", lines: Iterable[str], skipped: Iterable[str]) -> None:
    """The report's text, every piece left out with its reason, and the pictures."""
    from assistant.core.atomic import atomic_write
    from assistant.training import corpus_pictures, pictures

    folder.mkdir(parents=True, exist_ok=True)
    atomic_write(folder / "corpus.txt", ("\n".join(lines) + "\n").encode())
    atomic_write(folder / "left_out.txt", "".join(f"{reason}\n" for reason in skipped).encode())
    if found.styles:
        pictures.save(corpus_pictures.overview(found), folder / "corpus.png")
        pictures.save(corpus_pictures.histograms(found), folder / "histograms.png")
