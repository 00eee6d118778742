"""`antiphon bench NAME`: how fast it is, one row a figure."""

import argparse
import importlib

from assistant.commands import BENCHES


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench` and, under it, each bench."""
    parser = subparsers.add_parser("bench", help="measure how fast it is on this machine")
    benches = parser.add_subparsers(metavar="BENCH", required=True)
    for name in BENCHES:
        importlib.import_module(f"assistant.commands.{name}").add_parser(benches)
