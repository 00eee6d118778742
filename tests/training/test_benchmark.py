"""The arithmetic of a step is counted right, the LSTM's too."""

import pytest
import torch

from assistant.training import benchmark
from assistant.training.networks import MusicNet, NetConfig


@pytest.fixture(autouse=True)
def _small_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "PIECES", 2)
    monkeypatch.setattr(benchmark, "STEPS", 16)


@pytest.mark.parametrize("kind", benchmark.NETS)
def test_every_weight_that_multiplies_is_counted_once_forward_and_twice_backward(kind: str) -> None:
    net = MusicNet(NetConfig(net=kind))
    multiplying = sum(
        p.numel() for name, p in net.named_parameters()
        if p.dim() == 2 and not name.endswith("table.weight") and not name.startswith("events.")
    )  # fmt: skip
    # Nobody asks for the gradient of the inputs that are no weights' doing: what sounds at the onset.
    spared = net.sounding.weight.numel()
    notes = 2 * 16
    assert benchmark.flops_of(net, benchmark.synthetic_batch()) == 2 * notes * (3 * multiplying - spared)


def test_a_step_learns_the_batch() -> None:
    step = benchmark.TrainingStep("lstm", threads=1, device="cpu")
    step()
    first = step.loss
    for _ in range(8):
        step()
    assert step.loss < first and torch.isfinite(torch.tensor(first))
