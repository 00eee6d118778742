"""A trained network as a model folder that the engine can play."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load as load_tensors

from assistant.engine import checkpoint
from assistant.engine import events as ev
from assistant.engine.stepper import FloatArray
from assistant.training.networks import MusicNet, NetConfig


def weights_of(net: MusicNet) -> dict[str, FloatArray]:
    """The network's weights as float32 arrays under torch's names."""
    return {k: v.detach().cpu().numpy().astype(np.float32) for k, v in net.state_dict().items()}


def export(net: MusicNet, folder: Path, title: str, training: Mapping[str, Any]) -> None:
    """Write the network to a folder; ``training`` tells data, command and losses."""
    description = {
        "title": title,
        "net": net.config.net,
        "styles": list(ev.STYLES),
        "parts": list(ev.PARTS),
        "config": net.config.as_json(),
        "training": dict(training),
    }
    checkpoint.save(folder, description, weights_of(net))


def restore(folder: Path) -> MusicNet:
    """The torch network of a model folder, to evaluate it or to go on training."""
    description = checkpoint.load_description(folder)
    weights = load_tensors(checkpoint.check_weights(folder, description))
    net = MusicNet(NetConfig.from_json(description["config"]))
    net.load_state_dict({k: torch.from_numpy(v) for k, v in weights.items()})
    return net.eval()
