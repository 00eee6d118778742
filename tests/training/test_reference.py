"""The torch steppers that NumPy is timed against do the same work: they give what the whole pass gives."""

import pytest
import torch

from assistant.engine.layout import EVENT
from assistant.training.networks import MusicNet, NetConfig
from assistant.training.reference import TorchStepper


@pytest.mark.parametrize("name", ["conv", "lstm"])
def test_a_step_gives_what_the_whole_pass_gives(name: str) -> None:
    torch.manual_seed(1)
    net = MusicNet(NetConfig(net=name, channels=12, dilations=(1, 2, 4), hidden=10, head_width=8)).eval()
    rows = torch.randint(0, EVENT.rows, (3, 11, len(EVENT.fields)))
    stepper = TorchStepper(net, 3)
    with torch.no_grad():
        whole = net.trunk(net.events(rows))
    for t in range(rows.shape[1]):
        torch.testing.assert_close(stepper.step(rows[:, t]), whole[:, t], atol=1e-5, rtol=1e-5)
