"""The torch stepper that timings are compared with is the same network."""

import numpy as np
import torch

from assistant.engine.network import EventColumns, Network
from assistant.training.export import weights_of
from assistant.training.networks import MelodyNet, NetConfig
from assistant.training.reference import TorchStepper


def test_it_steps_as_numpy_does() -> None:
    torch.manual_seed(1)
    config = NetConfig(channels=16, dilations=(1, 2, 4), head_width=16)
    net = MelodyNet(config).eval()
    network, stepper = Network(weights_of(net), config.dilations), TorchStepper(net, 2)
    state = network.trunk.start(2)
    for value in (3, 5, 7, 2, 9, 11):
        column = np.array([value, value + 1])
        ours = network.step(state, EventColumns(**dict.fromkeys(stepper.columns, column % 8)))
        theirs = stepper.step(dict.fromkeys(stepper.columns, torch.from_numpy(column % 8)))
        np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-5)
