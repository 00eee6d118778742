"""A small untrained model on disk, so that the engine is tested without waiting for the shipped one."""

from pathlib import Path

import pytest
import torch

from assistant.training.export import export
from assistant.training.networks import MelodyNet, NetConfig


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    export(MelodyNet(NetConfig(channels=16, dilations=(1, 2, 4), head_width=16)), folder, "Tiny", {})
    return folder
