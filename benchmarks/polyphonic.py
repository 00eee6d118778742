"""The project's trunks on the published polyphonic benchmarks: nats per frame, lower is better.

    python -m benchmarks.polyphonic PATH.mat [--net conv|lstm|both] [--heads independent|joint|both]

The file has the cells traindata, validdata and testdata of frames by 88 keys. As in Bai et al. the mean
is over all frames of the test pieces but the first of each, every frame given all frames before it; the means
with the first frames and over pieces stand beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.core.errors import AntiphonError
from benchmarks._counting import BASELINES
from benchmarks._fitting import Fit, fit, nats
from benchmarks._nets import HEADS, TRUNKS, Shape
from benchmarks._rolls import RUN, Piece, leaked, read, remembered

BAI = "Bai, Kolter and Koltun 2018, arXiv:1803.01271, table 1"
BOULANGER = "Boulanger-Lewandowski, Bengio and Vincent 2012, arXiv:1206.6392, table 1"
# Model, how a frame's keys are modelled, JSB Chorales, Nottingham, source.
PUBLISHED = (
    ("RNN", "independent", 8.91, 4.05, BAI),
    ("GRU", "independent", 8.43, 3.46, BAI),
    ("LSTM", "independent", 8.45, 3.29, BAI),
    ("TCN", "independent", 8.10, 3.07, BAI),
    ("TCN, the authors' code rerun", "independent", 8.19, 3.00, "measured for this project"),
    ("RNN-NADE", "joint", 5.19, 2.31, BOULANGER),
)
TABLE_HEAD = (
    "| nats per frame, test | all | leaked | clean | with first frames | mean of pieces | valid | seed"
    " | epochs | parameters |\n|---|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Row:
    """One line of the table: nats per frame of the test side."""

    model: str
    nats: float  # over frames, without each piece's first
    leaked: float  # the same over the pieces whose tune is in the training side too
    clean: float  # and over the others
    with_first: float
    by_piece: float  # mean of the pieces' means, without first frames
    seed: int | None = None
    epochs: int | None = None
    parameters: int | None = None
    valid: float | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for and print the table; 2 if the file is no benchmark."""
    options = _options(arguments)
    torch.set_num_threads(1)
    try:
        sides = read(options.path)
    except AntiphonError as error:
        print(error, file=sys.stderr)
        return 2
    shared = leaked(sides["test"], sides["train"])
    pieces = {side: [remembered(roll) for roll in rolls] for side, rolls in sides.items()}
    _say(options, _described(pieces, shared))
    rows = []
    for row in _rows(options, pieces, shared):
        rows.append(row)
        _say(options, _line(row))
    if options.json:
        print(json.dumps({"file": options.path.name, "rows": [asdict(row) for row in rows]}, indent=1))
    else:
        print(_published())
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.polyphonic", description="Nats per frame.")
    parser.add_argument("path", type=Path, help=".mat file of piano rolls: traindata, validdata, testdata")
    parser.add_argument("--net", choices=(*TRUNKS, "both"), default="both")
    parser.add_argument("--heads", choices=(*HEADS, "both"), default="both")
    parser.add_argument(
        "--minutes", type=float, default=Fit.minutes, help="processor time of each network (2)"
    )
    parser.add_argument("--epochs", type=int, default=Fit.epochs, help="at most so many passes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--transpose", type=int, nargs="+", default=[0], metavar="SEMITONES",
        help="move training pieces at random by up to so many semitones; a row for each value (0)",
    )  # fmt: skip
    parser.add_argument(
        "--no-memory", dest="memory", action="store_false", help="trunk alone, no motif memory"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args(arguments)


def _rows(
    options: argparse.Namespace, pieces: dict[str, list[Piece]], shared: Sequence[bool]
) -> Iterator[Row]:
    for name, count in BASELINES.items():
        yield _row(name, count(pieces["train"], pieces["test"]), shared)
    all_heads = tuple(HEADS) if options.heads == "both" else (options.heads,)
    trunks = TRUNKS if options.net == "both" else (options.net,)
    for heads, trunk, transpose in product(all_heads, trunks, options.transpose):
        how = Fit(options.minutes, options.epochs, options.seed, transpose)
        yield _trained(Shape(trunk, heads, memory=options.memory), how, pieces, shared)


def _trained(shape: Shape, how: Fit, pieces: dict[str, list[Piece]], shared: Sequence[bool]) -> Row:
    net, epochs = fit(shape, pieces["train"], pieces["valid"], how)
    count = 0
    for epoch in epochs:
        count = epoch.epoch
        print(
            f"\r{shape.trunk} {shape.heads} {epoch.progress:4.0%}  train {epoch.train:.3f}"
            f"  valid {epoch.valid:.3f}  best {epoch.best:.3f}",
            end="", file=sys.stderr, flush=True,
        )  # fmt: skip
    print(file=sys.stderr)
    name = f"{shape.trunk}, {shape.heads}{' keys' if shape.heads == 'independent' else ''}"
    name += f", ±{how.transpose} semitones" if how.transpose else ""
    name += "" if shape.memory else ", no memory"
    parameters = sum(p.numel() for p in net.parameters())
    valid = float(_but_first(nats(net, pieces["valid"])).mean())
    learnt = {"seed": how.seed, "epochs": count, "parameters": parameters}
    return _row(name, nats(net, pieces["test"]), shared, valid=valid, **learnt)


def _row(
    model: str,
    found: Sequence[NDArray[np.float64]],
    shared: Sequence[bool],
    *,
    seed: int | None = None,
    epochs: int | None = None,
    parameters: int | None = None,
    valid: float | None = None,
) -> Row:
    def over(chosen: bool) -> float:
        part = [one for one, leak in zip(found, shared, strict=True) if leak == chosen]
        return float(_but_first(part).mean()) if part else float("nan")

    return Row(
        model,
        nats=float(_but_first(found).mean()),
        leaked=over(True),
        clean=over(False),
        with_first=float(np.concatenate(found).mean()),
        by_piece=float(np.mean([one[1:].mean() for one in found if len(one) > 1])),
        seed=seed,
        epochs=epochs,
        parameters=parameters,
        valid=valid,
    )


def _but_first(found: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.concatenate([one[1:] for one in found])


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.json:
        print(text, flush=True)


def _described(pieces: dict[str, list[Piece]], shared: Sequence[bool]) -> str:
    sizes = ", ".join(
        f"{side} {len(part)} pieces of {sum(len(p.roll) for p in part)} frames"
        for side, part in pieces.items()
    )
    return (
        f"{sizes}.\n{sum(shared)} of {len(shared)} test pieces share a run of {RUN} intervals of the top"
        f" voice with a training piece: leaked; the others are clean.\n\n{TABLE_HEAD}"
    )


def _line(row: Row) -> str:
    figures = (row.nats, row.leaked, row.clean, row.with_first, row.by_piece)
    learnt = "" if row.valid is None else f"{row.valid:.3f}"
    rest = ("" if n is None else f"{n:,}" for n in (row.seed, row.epochs, row.parameters))
    return f"| {' | '.join([row.model, *(f'{n:.3f}' for n in figures), learnt, *rest])} |"


def _published() -> str:
    lines = (
        f"| {model}, {kind} | {jsb:.2f} | {nottingham:.2f} | {source} |"
        for model, kind, jsb, nottingham, source in PUBLISHED
    )
    head = "\n| published | JSB Chorales | Nottingham | source |\n|---|---|---|---|\n"
    return head + "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
