"""`antiphon train`: teach a model on a corpus."""

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands._interrupt import Interrupt
from assistant.commands._numbers import above_zero, at_least_one, below_one
from assistant.commands._progress import Line, duration
from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from assistant.training.networks import NetConfig
    from assistant.training.school import School
    from assistant.training.trainer import Epoch, Progress, TrainConfig

RATE = 2e-3
FINE_TUNING_RATE = 3e-4
REASONS_SHOWN = 10

DESCRIPTION = """Train a model on music, and write it to a folder that Antiphon can play from.
The best weights so far are always there; last.safetensors beside them is what --resume goes on from."""

EPILOG = """Several processes learn faster than one, with the same result:
  torchrun --nproc-per-node 2 -m assistant train CORPUS... --out DIR"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `train`."""
    parser = subparsers.add_parser(
        "train", help="train a model on folders of scores, or on music21's collections",
        description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument(
        "corpus", nargs="+",
        help="STYLE=FOLDER of MIDI, MusicXML, kern or ABC files (styles: folk, song, piano, lead sheet, "
        "chorale), or one of music21's collections: ryansMammoth, oneills1850, airdsAirs, miscFolk",
    )  # fmt: skip
    parser.set_defaults(run=run)
    _add_model(parser.add_argument_group("the model"))
    _add_course(parser.add_argument_group("the course"))
    _add_machine(parser.add_argument_group("the machine"))


def _add_model(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--out", type=Path, required=True, metavar="DIR", help="the model's folder")
    group.add_argument("--title", default="", help="the name that the window shows (default: the folder's)")
    group.add_argument("--net", choices=["conv", "lstm"], help="causal convolution (default), or LSTM")
    group.add_argument(
        "--channels", type=at_least_one, metavar="N", help="width of the network (default: 128)"
    )
    group.add_argument(
        "--dropout", type=below_one, metavar="P", help="share of what it hears that is hidden (default: 0.1)"
    )
    group.add_argument(
        "--from", dest="start_from", metavar="MODEL",
        help="fine-tune: start from the weights of this model, by name or folder, at a lower rate",
    )  # fmt: skip


def _add_course(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--resume", action="store_true", help="go on where the run in DIR was stopped or killed"
    )
    group.add_argument(
        "--epochs", type=at_least_one, default=20, metavar="N", help="times through the music (default: 20)"
    )
    group.add_argument(
        "--minutes", type=above_zero, metavar="M", help="stop after so long, if the epochs take longer"
    )
    group.add_argument(
        "--patience", type=at_least_one, metavar="N",
        help="stop after so many epochs without a better held-out loss (default: never)",
    )  # fmt: skip
    group.add_argument(
        "--rate", type=above_zero, metavar="R",
        help=f"the highest learning rate (default: {RATE:g}, with --from {FINE_TUNING_RATE:g})",
    )  # fmt: skip
    group.add_argument(
        "--seed", type=int, default=0, metavar="N", help="another seed, another run (default: 0)"
    )


def _add_machine(group: "argparse._ArgumentGroup") -> None:
    group.add_argument(
        "--device", default="auto", metavar="D", help="cpu, cuda, ... (default: a GPU when there is one)"
    )
    group.add_argument(
        "--threads", type=at_least_one, default=1, metavar="N", help="processor cores to use (default: 1)"
    )
    group.add_argument(
        "--tensorboard",
        type=Path,
        metavar="DIR",
        help="write events for TensorBoard (pip install tensorboard)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read, train and export, with a line for every epoch."""
    from assistant.training.distributed import joined

    with joined(arguments.device) as crew, Interrupt() as interrupt:
        course = _Course(arguments, tells=crew.is_first)
        with crew.first_alone():
            school = course.read()
        course.train(school, interrupt)
    return 0


class _Course:
    """What the arguments ask for; of several processes only one tells of it."""

    def __init__(self, arguments: argparse.Namespace, tells: bool) -> None:
        self._arguments, self._tells = arguments, tells
        self._line = Line()

    def read(self) -> "School":
        """The corpora, read and split."""
        from assistant.paths import cache_dir
        from assistant.training.school import read_split

        names, workers = self._arguments.corpus, os.cpu_count() or 1
        school = read_split(names, cache_dir(), workers=workers, progress=self._show_reading)
        sizes = ", ".join(f"{len(scores)} {side}" for side, scores in school.split.sides.items())
        self._tell(f"{sizes}; {len(school.skipped)} could not be used")
        for reason in school.skipped[:REASONS_SHOWN]:
            self._tell(f"  {reason}")
        if len(school.skipped) > REASONS_SHOWN:
            self._tell(f"  and {len(school.skipped) - REASONS_SHOWN} more")
        school.prepare()
        return school

    def train(self, school: "School", interrupt: Interrupt) -> None:
        """To the end, or until somebody asks to stop."""
        from assistant.training.augmentation import Augmentation
        from assistant.training.school import graduate

        given, command = self._arguments, shlex.join(["antiphon", *sys.argv[1:]])
        epochs = graduate(
            school, given.out, title=given.title or given.out.name, command=command,
            net_config=_net_config(given), train_config=_train_config(given), augmentation=Augmentation(),
            seed=given.seed, start_from=_start_from(given), resume=given.resume,
            tensorboard=given.tensorboard, progress=self._show_training, stop=interrupt,
        )  # fmt: skip
        done = 0
        for epoch in epochs:
            done += 1
            self._tell_epoch(epoch)
        if interrupt():
            again = command if given.resume else f"{command} --resume"
            self._tell(f"Stopped. All is kept; go on with: {again}")
            raise KeyboardInterrupt
        self._tell(f"The model is in {given.out}." if done else "Nothing was left to do: give more --epochs.")

    def _show_reading(self, done: int, of: int, name: str) -> None:
        if self._tells:
            self._line.show(f"reading {done} of {of}: {name}")

    def _show_training(self, at: "Progress") -> None:
        left = "" if at.seconds_left is None else f"  {duration(at.seconds_left)} left"
        self._line.show(
            f"epoch {at.epoch} of {at.epochs}  {at.share:4.0%}  {at.notes_per_s:,.0f} notes/s  "
            f"{at.loss:.3f} nats a note{left}"
        )

    def _tell_epoch(self, e: "Epoch") -> None:
        train = f"train {e.train['total']:.3f}" if e.train else "before  "
        valid = "  ".join(f"{head} {nats:.3f}" for head, nats in e.valid.items())
        self._tell(f"epoch {e.epoch:3d}  {e.seconds:6.0f} s  {train}  valid {valid}")

    def _tell(self, text: str) -> None:
        if self._tells:
            self._line.clear()
            print(text, flush=True)


def _net_config(given: argparse.Namespace) -> "NetConfig":
    from assistant.training.networks import NetConfig

    sizes = {"net": given.net, "channels": given.channels, "dropout": given.dropout}
    chosen = {name: value for name, value in sizes.items() if value is not None}
    if given.start_from and chosen:
        raise AntiphonError(f"--from keeps its model's network: leave out --{' and --'.join(chosen)}.")
    return NetConfig(**chosen)


def _train_config(given: argparse.Namespace) -> "TrainConfig":
    from assistant.training.trainer import TrainConfig

    return TrainConfig(
        epochs=given.epochs, minutes=given.minutes, patience=given.patience,
        learning_rate=given.rate or (FINE_TUNING_RATE if given.start_from else RATE),
        judge_start=bool(given.start_from), device=given.device, threads=given.threads,
    )  # fmt: skip


def _start_from(given: argparse.Namespace) -> Path | None:
    from assistant.engine.registry import find_model

    if given.start_from is None:
        return None
    folder = Path(given.start_from)
    return folder if folder.is_dir() else find_model(given.start_from)
