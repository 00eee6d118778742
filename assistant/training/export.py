"""A trained network as a model folder that the engine can play."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assistant.engine import checkpoint
from assistant.engine.stepper import FloatArray
from assistant.training.networks import MelodyNet


def weights_of(net: MelodyNet) -> dict[str, FloatArray]:
    """The network's weights as float32 arrays under torch's names."""
    return {k: v.detach().cpu().numpy().astype(np.float32) for k, v in net.state_dict().items()}


def export(net: MelodyNet, folder: Path, title: str, training: Mapping[str, Any]) -> None:
    """Write the network to a folder; ``training`` tells data, command and losses."""
    description = {
        "title": title,
        "net": checkpoint.NET,
        "styles": ["folk"],
        "parts": ["melody"],
        "config": net.config.as_json(),
        "training": dict(training),
    }
    checkpoint.save(folder, description, weights_of(net))


def restore(folder: Path) -> MelodyNet:
    """The torch network of a model folder, to evaluate it or to go on training."""
    import torch
    from safetensors.numpy import load_file

    from assistant.training.networks import NetConfig

    config = dict(checkpoint.load_description(folder)["config"])
    config.pop("net")
    net = MelodyNet(NetConfig(**{**config, "dilations": tuple(config["dilations"])}))
    weights = load_file(folder / checkpoint.WEIGHTS_FILE)
    net.load_state_dict({k: torch.from_numpy(v) for k, v in weights.items()})
    return net.eval()
