"""The command hands on what it was told, shows how it goes, and stops when it is asked to."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from assistant import cli
from assistant.training import trainer
from tests.training import toy


class School(ModuleType):
    """Stands in for the school: its corpora are three words, and its network is a toy."""

    def __init__(self) -> None:
        super().__init__("assistant.training.school")
        self.asked: dict[str, Any] = {}
        self.interrupt_at_step = 0

    def read_split(self, names: list[str], cache: Path, *, workers: int, progress: Any) -> SimpleNamespace:
        self.asked["names"] = names
        progress(1, 1, "tune.abc")
        split = SimpleNamespace(sides={"train": [1, 2, 3], "valid": [4], "test": [5]})
        return SimpleNamespace(split=split, skipped=("broken.mid: no notes",) * 12, prepare=lambda: None)

    def graduate(self, split: Any, out: Path, **asked: Any) -> Iterator[trainer.Epoch]:
        self.asked |= {"out": out, **asked}
        steps: list[trainer.Progress] = []

        def progress(at: trainer.Progress) -> None:
            steps.append(at)
            asked["progress"](at)
            if len(steps) == self.interrupt_at_step:
                signal.raise_signal(signal.SIGINT)

        yield from trainer.train(
            toy.toy_net(), toy.losses, toy.batches, lambda: toy.batches(0), asked["train_config"],
            folder=out, resume=asked["resume"], progress=progress, stop=asked["stop"],
        )  # fmt: skip


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> School:
    fake = School()
    monkeypatch.setitem(sys.modules, "assistant.training.school", fake)
    return fake


def test_every_epoch_is_a_line_and_nothing_else_without_a_terminal(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["train", "folk=here", "--out", str(tmp_path / "m"), "--epochs", "2"]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert lines[0] == "3 train, 1 valid, 1 test; 12 could not be used"
    assert lines[1:12] == ["  broken.mid: no notes"] * 10 + ["  and 2 more"]
    assert [line.split()[:2] for line in lines[12:14]] == [["epoch", "1"], ["epoch", "2"]]
    assert "train 2.1" in lines[12] and "valid low" in lines[12]
    assert lines[14] == f"The model is in {tmp_path / 'm'}."
    assert said.err == ""


def test_what_is_asked_for_is_handed_on(school: School, tmp_path: Path) -> None:
    cli.main([
        "train", "folk=here", "chorale=there", "--out", str(tmp_path), "--title", "Airs", "--net", "lstm",
        "--channels", "32", "--dropout", "0.3", "--epochs", "1", "--minutes", "2", "--patience", "3",
        "--rate", "0.01", "--threads", "1", "--device", "cpu", "--seed", "9",
        "--tensorboard", str(tmp_path / "e"),
    ])  # fmt: skip
    asked = school.asked
    assert asked["names"] == ["folk=here", "chorale=there"]
    assert (asked["title"], asked["seed"], asked["start_from"]) == ("Airs", 9, None)
    assert (asked["net_config"].net, asked["net_config"].channels, asked["net_config"].dropout) == (
        "lstm",
        32,
        0.3,
    )
    config = asked["train_config"]
    assert (config.epochs, config.minutes, config.patience, config.learning_rate) == (1, 2.0, 3, 0.01)
    assert not config.judge_start and asked["tensorboard"] == tmp_path / "e"


def test_fine_tuning_starts_from_a_model_at_a_lower_rate(school: School, tmp_path: Path) -> None:
    start = tmp_path / "start"
    start.mkdir()
    cli.main(["train", "folk=here", "--out", str(tmp_path / "m"), "--from", str(start), "--epochs", "1"])
    assert school.asked["start_from"] == start
    config = school.asked["train_config"]
    assert config.judge_start and config.learning_rate < trainer.TrainConfig().learning_rate


def test_a_model_to_start_from_brings_its_own_network(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["train", "folk=here", "--out", str(tmp_path), "--from", str(tmp_path), "--net", "conv"]
    assert cli.main(asked) == 2
    assert "leave out --net" in capsys.readouterr().err


def test_ctrl_c_keeps_all_and_says_how_to_go_on(
    school: School, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["train", "folk=here", "--out", str(tmp_path / "m"), "--epochs", "3"]
    school.interrupt_at_step = 14
    assert cli.main(asked) == cli.INTERRUPTED
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Stopped. All is kept; go on with: antiphon ") and last.endswith(" --resume")
    school.interrupt_at_step = 0
    assert cli.main([*asked, "--resume"]) == 0
    assert [line["epoch"] for line in toy.curve(tmp_path / "m")] == [1, 2, 3]
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[-3:-1]] == [["epoch", "2"], ["epoch", "3"]]
    assert cli.main([*asked, "--resume"]) == 0
    assert "Nothing was left to do" in capsys.readouterr().out


def test_the_line_on_a_terminal_tells_epoch_speed_and_time_left(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("assistant.commands._progress.RENEW_AFTER_S", 0.0)
    monkeypatch.setenv("COLUMNS", "120")
    cli.main(["train", "folk=here", "--out", str(tmp_path / "m"), "--epochs", "2"])
    shown = capsys.readouterr().err.split("\r\x1b[K")
    assert "reading 1 of 1: tune.abc" in shown
    last = [text for text in shown if text][-1]
    assert "epoch 2 of 2" in last and "notes/s" in last and last.endswith("s left")


def test_every_option_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["train", "--help"])
    said = capsys.readouterr().out
    for name in (
        "net", "out", "title", "from", "resume", "epochs", "minutes", "patience", "channels", "dropout",
        "rate", "threads", "device", "seed", "tensorboard",
    ):  # fmt: skip
        (line,) = [text for text in said.split("\n  --")[1:] if text.startswith(name)]
        assert len(line.split()) > 4, name
