"""Two processes learn what one does."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assistant.training.distributed import Crew, joined
from tests.training import toy
from tests.training.toy import CONFIG


def test_alone_a_crew_is_one_process_and_costs_nothing() -> None:
    batch = next(toy.batches(1))
    with joined("cpu") as crew, crew.first_alone():
        assert crew == Crew(0, 1) == Crew.present() and crew.is_first
        assert crew.share(batch) == (batch, 1.0)
        assert crew.totals([1.0, 2.0]) == [1.0, 2.0]


def test_each_takes_its_rows_and_one_without_rows_counts_for_nothing() -> None:
    batch = next(toy.batches(1))
    first, second = (Crew(rank, 2).share(batch) for rank in range(2))
    assert (first[1], second[1]) == (1.0, 1.0)
    assert torch.equal(torch.cat([first[0].target, second[0].target]), batch.target[[0, 2, 4, 1, 3]])
    single = Crew(0, 2).share(batch)[0].__class__(**{k: v[:1] for k, v in vars(batch).items()})
    assert [Crew(rank, 2).share(single)[1] for rank in range(2)] == [1.0, 0.0]


@pytest.mark.timeout(120)
def test_two_processes_have_the_curve_of_one(tmp_path: Path) -> None:
    options = '{"mixed_precision": false}'
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]
    subprocess.run(
        [*command, "tests.training.toy", str(tmp_path / "two"), options, "--dropout", "0"],
        check=True, capture_output=True,
    )  # fmt: skip
    toy.run(replace(CONFIG, mixed_precision=False), net=toy.toy_net(dropout=0.0), folder=tmp_path / "one")
    one, two = toy.curve(tmp_path / "one"), toy.curve(tmp_path / "two")
    assert len(one) == len(two) == CONFIG.epochs
    for expected, found in zip(one, two, strict=True):
        assert found["step"] == expected["step"]
        for side in ("train", "valid"):
            assert found[side] == pytest.approx(expected[side], abs=1e-5)
