"""`antiphon train`: teach a model on a corpus."""

import argparse
import shlex
import sys
from pathlib import Path

from assistant.commands._numbers import above_zero, at_least_one


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `train`."""
    parser = subparsers.add_parser(
        "train",
        help="train a model on folders of scores, or on music21's collections",
        description="Train a model on folders of scores, or on music21's collections by name "
        "(ryansMammoth, oneills1850, airdsAirs, miscFolk).",
    )
    parser.add_argument("corpus", nargs="+", help="a folder, or the name of a collection")
    parser.add_argument("--net", choices=["conv"], default="conv", help="the kind of network")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder")
    parser.add_argument("--title", default="", help="the name that the window shows")
    parser.add_argument("--epochs", type=at_least_one, default=20)
    parser.add_argument("--minutes", type=above_zero, default=float("inf"), help="stop when they are over")
    parser.add_argument("--channels", type=at_least_one, default=128)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--threads", type=at_least_one, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, train and export, with a line of progress for every epoch."""
    from assistant.paths import cache_dir
    from assistant.training.dataset import Augmentation
    from assistant.training.networks import NetConfig
    from assistant.training.school import graduate, read_split
    from assistant.training.trainer import TrainConfig

    split = read_split(
        arguments.corpus, cache_dir() / "corpus", workers=arguments.threads, progress=_progress
    )
    sizes = ", ".join(f"{len(tunes)} {side}" for side, tunes in split.tunes.items())
    print(
        f"\n{sizes}; {split.duplicates} duplicates and {len(split.skipped)} unreadable left out", flush=True
    )
    epochs = graduate(
        split,
        arguments.out,
        title=arguments.title or arguments.out.name,
        command=shlex.join(["antiphon", *sys.argv[1:]]),
        net_config=NetConfig(channels=arguments.channels, dropout=arguments.dropout),
        train_config=TrainConfig(
            epochs=arguments.epochs, minutes=arguments.minutes, threads=arguments.threads
        ),
        augmentation=Augmentation(),
        seed=arguments.seed,
    )
    for e in epochs:
        valid = "  ".join(f"{k} {v:.3f}" for k, v in e.valid.items())
        print(
            f"epoch {e.epoch:3d}  {e.seconds:6.0f} s  train {e.train['total']:.3f}  valid {valid}", flush=True
        )
    print(f"The model is in {arguments.out}.")
    return 0


def _progress(done: int, of: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\rreading {done} of {of}: {name[:40]:<40}", end="", file=sys.stderr, flush=True)
