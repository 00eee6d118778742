"""Answers beside what humans went on with, for `antiphon evaluate --samples`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._progress import Line

if TYPE_CHECKING:
    from assistant.engine.copy_index import CopyIndex
    from assistant.training.likeness import Report
    from assistant.training.listening import Heard
    from assistant.training.samples import Sample
    from assistant.training.school import School
    from assistant.training.scores import Score

ROLLS = 10


def compare(folder: Path, school: "School", arguments: argparse.Namespace) -> None:
    """Print measures of a model's answers beside those of human ones, and which bars they clear."""
    from assistant.training import likeness, listening, verdicts

    index = _index()
    seeds, heard = _heard(folder, school, arguments, index)
    human = likeness.measure([sample for _, sample in seeds], index)
    model = likeness.measure([one.sample for one in heard], index)
    kept, mean = listening.ending_gain(heard)
    if arguments.json:
        bars = [asdict(v) for v in verdicts.judge(human, model)]
        endings = {"kept": kept, "mean": mean, "better": listening.ending_rank(heard)}
        found = {"human": human.means, "model": model.means, "bars": bars, "P(END)": endings}
        print(json.dumps({"name": folder.name, "answers": len(heard), **found}))
    else:
        print(f"{folder.name}: {len(heard)} answers of eight bars to seeds of four\n")
        print("\n".join(verdicts.comparison(human, model)))
        print(f"\nP(END) at the end: {kept:.3f} of the ending kept, {mean:.3f} of all drawn;")
        print(f"{listening.ending_rank(heard):.1%} of the endings drawn were more final than the one kept.")
    if arguments.pictures:
        _draw(arguments.pictures, folder, (seeds, heard), (human, model))


def _heard(
    folder: Path, school: "School", arguments: argparse.Namespace, index: "CopyIndex | None"
) -> tuple[list[tuple["Score", "Sample"]], list["Heard"]]:
    from assistant.core.errors import AntiphonError
    from assistant.engine import checkpoint
    from assistant.training.listening import Dials, answers, spread
    from assistant.training.samples import human_samples

    seeds = spread(list(human_samples(school.split.sides[arguments.side])), arguments.samples)
    if not seeds:
        raise AntiphonError("No held-out piece has twelve bars in one meter: add longer music.")
    network, _ = checkpoint.load(folder)
    dials = Dials(arguments.temperature, arguments.top_p, arguments.repeat)
    heard, line = [], Line()
    for one in answers(network, seeds, dials, index):
        heard.append(one)
        line.show(f"Answering {len(heard)} of {len(seeds)}")
    line.clear()
    return seeds, heard


def _index() -> "CopyIndex | None":
    """The index of the training corpus, where one is installed."""
    from assistant.engine.copy_check import CopyCheck
    from assistant.paths import copy_index_path

    return CopyCheck(copy_index_path()).index()


def _draw(
    pictures: Path,
    folder: Path,
    pairs: tuple[list[tuple["Score", "Sample"]], list["Heard"]],
    reports: tuple["Report", "Report"],
) -> None:
    """Ten continuations, the histograms, and the curve of the training, where the model has one."""
    from assistant.training import pictures as draw

    seeds, heard = pairs
    step = max(1, len(heard) // ROLLS)
    chosen = list(range(0, len(heard), step))[:ROLLS]
    titles = [f"{seeds[i][0].title[:48]} ({seeds[i][0].style})" for i in chosen]
    pictures.mkdir(parents=True, exist_ok=True)
    draw.save(draw.rolls([heard[i].sample for i in chosen], titles), pictures / "continuations.png")
    draw.save(draw.histograms(*reports), pictures / "histograms.png")
    if (folder / "curve.jsonl").exists():
        draw.save(draw.curves(folder / "curve.jsonl"), pictures / "curve.png")
