"""`antiphon bench roll`: how long the piano roll takes to paint a frame, with up to 100,000 notes."""

import argparse
import os
from time import perf_counter_ns, thread_time_ns

from assistant.commands._figures import figure, print_figures
from assistant.commands._numbers import at_least_one
from assistant.commands._screen import paint_somewhere


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench roll`."""
    parser = subparsers.add_parser("roll", help="painting the piano roll")
    parser.add_argument("--runs", type=at_least_one, default=20, help="frames to measure for each row")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument(
        "--processor-time",
        action="store_true",
        help="count what is computed, not what is waited for",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Paint a piano roll of 1600 x 900 pixels that is not shown on any screen.

    A name ends with the most milliseconds that the row's median may take, where there is such a bar.
    """
    paint_somewhere(os.environ)
    from assistant.ui.piano_roll.benchmark import measure

    rows = measure(arguments.runs, thread_time_ns if arguments.processor_time else perf_counter_ns)
    print_figures((figure(name, samples, "ms") for name, samples in rows), arguments.json)
    return 0
