"""`antiphon bench midi`: how late messages leave the performer process."""

import argparse

from assistant.commands._figures import figure, print_figures


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench midi`."""
    parser = subparsers.add_parser("midi", help="lateness of MIDI messages, one every 4 ms")
    parser.add_argument(
        "--messages", type=int, default=1000, help="how many to send for a figure, 1000 at most"
    )
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Play the train twice: while this process rests, and while it is half busy, as a window that paints."""
    from assistant.performer.benchmark import train_lateness_ms

    messages = min(max(arguments.messages, 2), 1000)
    runs = (("message sent, window at rest", 0.0), ("message sent, window half busy", 0.5))
    rows = (figure(name, train_lateness_ms(messages, share), "ms late") for name, share in runs)
    print_figures(rows, arguments.json)
    return 0
