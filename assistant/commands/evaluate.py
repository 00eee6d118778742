"""`antiphon evaluate`: a model's held-out loss, with the baselines' beside it."""

import argparse
import json
import sys
from pathlib import Path


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `evaluate`."""
    parser = subparsers.add_parser("evaluate", help="held-out loss in nats a note, beside the baselines'")
    parser.add_argument("model", help="the name of a model, or its folder")
    parser.add_argument("corpus", nargs="+", help="a folder, or the name of one of music21's collections")
    parser.add_argument("--side", choices=["valid", "test"], default="test", help="which held-out tunes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a row for each of n-gram, adaptive n-gram and the model."""
    from assistant.engine.registry import find_model
    from assistant.paths import cache_dir
    from assistant.training.school import held_out_table, read_split

    folder = Path(arguments.model) if Path(arguments.model).is_dir() else find_model(arguments.model)
    split = read_split(arguments.corpus, cache_dir() / "corpus", workers=arguments.threads)
    table = held_out_table([folder], split, arguments.side, tell=_tell)
    if not arguments.json:
        print(f"{len(split.tunes[arguments.side])} {arguments.side} tunes, nats a note")
    for name, row in table.items():
        if arguments.json:
            print(json.dumps({"name": name, **row}))
        else:
            print(f"{name:<18}" + "".join(f"{head:>9} {value:.3f}" for head, value in row.items()))
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
