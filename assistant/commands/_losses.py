"""Tables of held-out loss for `antiphon evaluate`."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.training.evaluation import Judge, Row, Table
    from assistant.training.school import School


def print_tables(folders: list[Path], school: "School", arguments: argparse.Namespace) -> None:
    """One table a style, form and subset; and what the tutorials' networks get right."""
    from assistant.training import evaluation

    _tell("Counting n-grams")
    judges: dict[str, Judge] = {**evaluation.simplest(school), **evaluation.ngrams(school)}
    judges |= {folder.name: evaluation.judge_network(folder) for folder in folders}
    for table in evaluation.tables(school, judges, arguments.side, tell=_tell):
        _print(table, arguments.json)
    if arguments.tutorial:
        _print_tutorial(school, arguments)


def _print(table: "Table", as_json: bool) -> None:
    from assistant.training.evaluation import ADAPTIVE

    rival = table.rows[ADAPTIVE].total
    if not as_json:
        print(f"\n{table.style}, {table.form}, {table.subset}: {table.pieces} pieces; nats a note")
    for name, row in table.rows.items():
        better = 1 - row.total / rival
        if as_json:
            about = {"style": table.style, "form": table.form, "subset": table.subset, "pieces": table.pieces}
            print(json.dumps({**about, "name": name, **_figures(row), "below adaptive n-gram": better}))
        else:
            heads = "".join(f"{head:>8} {nats:6.3f}" for head, nats in row.nats.items())
            print(f"  {name:<18}{row.total:7.3f} {better:+7.1%} {heads}{_accuracies(row)}")


def _figures(row: "Row") -> dict[str, float | None]:
    accuracies = {"accuracy": row.accuracy, "melody accuracy": row.melody_accuracy}
    return {"total": row.total, **row.nats, **accuracies}


def _accuracies(row: "Row") -> str:
    if row.accuracy is None:
        return ""
    melody = "" if row.melody_accuracy is None else f", of the melody {row.melody_accuracy:.1%}"
    return f"   pitch right {row.accuracy:.1%}{melody}"


def _print_tutorial(school: "School", arguments: argparse.Namespace) -> None:
    """Next-pitch accuracy on melodies alone, where all networks count the same thing."""
    from assistant.training.evaluation import tutorial_accuracies

    for kind, form, style, accuracy in tutorial_accuracies(
        school, arguments.side, arguments.tutorial, tell=_tell
    ):
        if arguments.json:
            print(json.dumps({"name": kind, "style": style, "form": form, "melody accuracy": accuracy}))
        else:
            print(f"  {kind:<18}{style}, {form}: pitch of the melody right {accuracy:.1%}")


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
