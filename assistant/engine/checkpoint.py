"""Models on disk: model.json, weights.safetensors and CARD.md in a folder; checked before anything is used.

Nothing in a model is executed. ``model.json`` carries the SHA-256 of the weights and of itself, so that a
damaged download is told apart from a model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from assistant.core.atomic import atomic_write
from assistant.core.errors import AntiphonError
from assistant.engine.network import NETS, Network
from assistant.engine.stepper import FloatArray

FORMAT = 2
_NEEDED = {"title", "net", "config", "parameters"}
MODEL_FILE = "model.json"
WEIGHTS_FILE = "weights.safetensors"


def save(folder: Path, description: Mapping[str, Any], weights: Mapping[str, FloatArray]) -> None:
    """Write a model; ``description`` needs a title, a net and its config."""
    folder.mkdir(parents=True, exist_ok=True)
    data = save_tensors({k: np.ascontiguousarray(v) for k, v in weights.items()})
    full = {
        "format": FORMAT,
        **description,
        "parameters": sum(v.size for v in weights.values()),
        "weights_sha256": hashlib.sha256(data).hexdigest(),
    }
    atomic_write(folder / WEIGHTS_FILE, data)
    text = json.dumps({**full, "sha256": digest(full)}, indent=2, ensure_ascii=False)
    atomic_write(folder / MODEL_FILE, text.encode() + b"\n")


def load_description(folder: Path) -> dict[str, Any]:
    """What model.json says; ``AntiphonError`` where it is missing or damaged."""
    try:
        description = json.loads((folder / MODEL_FILE).read_bytes())
        said = description.pop("sha256")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(folder) from error
    if said != digest(description):
        raise _damaged(folder)
    if description.get("format") == FORMAT and not description.keys() >= _NEEDED:
        raise _damaged(folder)
    if description.get("format") != FORMAT or description["net"] not in NETS:
        raise AntiphonError(
            f"The model {folder.name} was made for another version of Antiphon: update one of them."
        )
    return dict(description)


def load(folder: Path) -> tuple[Network, dict[str, Any]]:
    """A model ready to play, and its description; ``AntiphonError`` where it is damaged."""
    description = load_description(folder)
    data = check_weights(folder, description)
    try:
        network = Network(load_tensors(data), description["config"])
    except (SafetensorError, LookupError, TypeError, ValueError) as error:
        raise _damaged(folder) from error
    return network, description


def check_weights(folder: Path, description: Mapping[str, Any]) -> bytes:
    """The weights file as it was written; ``AntiphonError`` where a byte of it changed."""
    try:
        data = (folder / WEIGHTS_FILE).read_bytes()
    except OSError as error:
        raise _damaged(folder) from error
    if hashlib.sha256(data).hexdigest() != description.get("weights_sha256"):
        raise _damaged(folder)
    return data


def digest(description: Mapping[str, Any]) -> str:
    """The SHA-256 that model.json carries of all else that stands in it."""
    canonical = json.dumps(description, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _damaged(folder: Path) -> AntiphonError:
    return AntiphonError(
        f"The model {folder.name} is damaged or incomplete: choose another one, or install Antiphon again."
    )
