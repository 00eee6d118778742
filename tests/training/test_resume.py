"""A run that is killed and goes on is the run that was never killed."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from assistant.core.errors import AntiphonError
from assistant.training.trainer import Progress
from tests.training import toy
from tests.training.toy import CONFIG


def test_the_losses_after_a_kill_are_those_of_an_uninterrupted_run(tmp_path: Path) -> None:
    toy.run(folder=tmp_path / "whole")
    command = [sys.executable, "-m", "tests.training.toy", str(tmp_path / "killed"), "{}"]
    killed = subprocess.run([*command, "--kill-at-step", "27"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(toy.curve(tmp_path / "killed")) == 2
    subprocess.run([*command, "--resume"], check=True)
    assert toy.curve(tmp_path / "killed") == toy.curve(tmp_path / "whole")
    whole, resumed = (load_file(tmp_path / name / "last.safetensors") for name in ("whole", "killed"))
    assert whole.keys() == resumed.keys()
    for name, weights in whole.items():
        assert torch.equal(weights, resumed[name]), name


@pytest.mark.parametrize("last_step", [1, 9, 10, 25])
def test_a_run_that_is_asked_to_stop_goes_on_from_there(tmp_path: Path, last_step: int) -> None:
    whole, epochs = toy.run(folder=tmp_path / "whole")
    told = list[Progress]()
    stopped = toy.run(
        folder=tmp_path / "stopped", progress=told.append, stop=lambda: len(told) >= last_step - 1
    )
    assert len(told) == last_step
    assert len(stopped[1]) == (last_step - 1) // 10
    went_on, rest = toy.run(folder=tmp_path / "stopped", resume=True)
    assert toy.curve(tmp_path / "stopped") == toy.curve(tmp_path / "whole")
    assert len(stopped[1]) + len(rest) == len(epochs)
    torch.testing.assert_close(went_on.state_dict(), whole.state_dict(), rtol=0, atol=0)


def test_a_finished_run_goes_on_if_it_gets_more_epochs(tmp_path: Path) -> None:
    toy.run(folder=tmp_path)
    assert toy.run(folder=tmp_path, resume=True)[1] == []
    more = toy.run(replace(CONFIG, epochs=6), folder=tmp_path, resume=True)[1]
    assert [epoch.epoch for epoch in more] == [5, 6]
    assert [line["epoch"] for line in toy.curve(tmp_path)] == [1, 2, 3, 4, 5, 6]


def test_seconds_of_all_sittings_are_counted(tmp_path: Path) -> None:
    first = toy.run(replace(CONFIG, epochs=1), folder=tmp_path, clock=iter(range(10**6)).__next__)[1]
    second = toy.run(
        replace(CONFIG, epochs=2), folder=tmp_path, resume=True, clock=iter(range(10**6)).__next__
    )[1]
    assert second[-1].seconds > 1.5 * first[-1].seconds


def test_a_torn_line_of_the_curve_is_written_again(tmp_path: Path) -> None:
    toy.run(folder=tmp_path)
    whole = toy.curve(tmp_path)
    with (tmp_path / "curve.jsonl").open("a") as file:
        file.write('{"epoch": 5, "sec')
    toy.run(folder=tmp_path, resume=True)
    assert toy.curve(tmp_path) == whole


def test_nothing_to_go_on_from_is_said(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="leave out --resume"):
        toy.run(folder=tmp_path, resume=True)


def test_a_state_of_another_network_is_said(tmp_path: Path) -> None:
    toy.run(replace(CONFIG, epochs=1), folder=tmp_path)
    with pytest.raises(AntiphonError, match="belongs to another network"):
        toy.run(folder=tmp_path, resume=True, net=toy.toy_net(width=12))


def test_a_damaged_state_is_said(tmp_path: Path) -> None:
    toy.run(replace(CONFIG, epochs=1), folder=tmp_path)
    (tmp_path / "last.safetensors").write_bytes(json.dumps({}).encode())
    with pytest.raises(AntiphonError, match="is damaged"):
        toy.run(folder=tmp_path, resume=True)
