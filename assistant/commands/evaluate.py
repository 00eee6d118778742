"""`antiphon evaluate`: a model's held-out loss, with the baselines' beside it."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._numbers import at_least_one

if TYPE_CHECKING:
    from assistant.training.school import Split


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `evaluate`."""
    parser = subparsers.add_parser("evaluate", help="held-out loss in nats a note, beside the baselines'")
    parser.add_argument("model", help="the name of a model, or its folder")
    parser.add_argument("corpus", nargs="+", help="a folder, or the name of one of music21's collections")
    parser.add_argument("--side", choices=["valid", "test"], default="test", help="which held-out tunes")
    parser.add_argument(
        "--samples",
        type=at_least_one,
        metavar="N",
        help="compare N answers with how held-out tunes go on",
    )
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--top-p", type=float, default=0.95)
    parser.add_argument("--repeat", type=float, default=1.0, help="0 (invent) to 2 (repeat)")
    parser.add_argument("--threads", type=at_least_one, default=2)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print held-out loss, or measures of answers beside those of human music."""
    from assistant.engine.registry import find_model
    from assistant.paths import cache_dir
    from assistant.training.school import read_split

    folder = Path(arguments.model) if Path(arguments.model).is_dir() else find_model(arguments.model)
    split = read_split(arguments.corpus, cache_dir() / "corpus", workers=arguments.threads)
    if arguments.samples:
        _compare_samples(arguments, folder, split)
    else:
        _print_losses(arguments, folder, split)
    return 0


def _print_losses(arguments: argparse.Namespace, folder: Path, split: "Split") -> None:
    """Two tables: repeats as signs, and repeats played out."""
    from assistant.training.school import held_out_tables

    for form, (tunes, table) in held_out_tables([folder], split, arguments.side, tell=_tell).items():
        if not arguments.json:
            print(f"{tunes} {arguments.side} tunes, {form}; nats a note")
        for name, row in table.items():
            if arguments.json:
                print(json.dumps({"name": name, "form": form, **row}))
            else:
                print(f"  {name:<18}" + "".join(f"{head:>9} {value:.3f}" for head, value in row.items()))


def _compare_samples(arguments: argparse.Namespace, folder: Path, split: "Split") -> None:
    from assistant.training.listening import model_excerpts, overlaps, report

    excerpts = model_excerpts(
        folder, split.tunes[arguments.side], arguments.samples,
        temperature=arguments.temperature, top_p=arguments.top_p, repeat=arguments.repeat,
    )  # fmt: skip
    human, model = (report(e) for e in excerpts)
    if arguments.json:
        print(json.dumps({"human": human.means, "model": model.means, "overlap": overlaps(human, model)}))
        return
    print(f"{len(excerpts[0])} seeds of four bars, answers of eight; mean (standard deviation)")
    for name in human.means:
        both = (f"{r.means[name]:7.3f} ({r.deviations[name]:.3f})" for r in (human, model))
        print(f"  {name:<34} human {next(both)}   model {next(both)}")
    for name, area in overlaps(human, model).items():
        print(f"  {'overlap of ' + name:<34} {area:.3f}")


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
