"""Small untrained models on disk, so that the engine is tested without waiting for the shipped ones."""

from pathlib import Path

import pytest
import torch

from assistant.training.export import export
from assistant.training.networks import MusicNet, NetConfig


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    config = NetConfig(channels=16, dilations=(1, 2, 4), head_width=16)
    export(MusicNet(config), folder, "Tiny", {})
    return folder


@pytest.fixture(scope="session")
def tiny_lstm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models") / "tiny-lstm"
    config = NetConfig(net="lstm", channels=16, hidden=20, head_width=16)
    export(MusicNet(config), folder, "Tiny LSTM", {})
    return folder
