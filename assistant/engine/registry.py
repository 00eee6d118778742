"""Which models are here, and whether they are sound."""

from __future__ import annotations

import math
from pathlib import Path

from assistant.core.errors import AntiphonError
from assistant.core.protocols import ModelInfo
from assistant.engine import checkpoint
from assistant.paths import models_dirs


def available_models() -> tuple[ModelInfo, ...]:
    """Every model in the user's folder and in the box, the recommended one first.

    The user's own come before those in the box, and in each folder those that foretold held-out music best.
    The damaged ones are there with their problem.
    """
    return tuple(_info(folder) for folder in _folders().values())


def find_model(name: str = "") -> Path:
    """The folder of a model (without a name: the first sound one); ``AntiphonError`` where there is none."""
    folders = _folders()
    if name:
        if name not in folders:
            there = ", ".join(folders) or "none"
            raise AntiphonError(f"There is no model called {name!r}; there are: {there}.")
        return folders[name]
    sound = (folder for folder in folders.values() if _info(folder).problem is None)
    folder = next(sound, None)
    if folder is None:
        raise AntiphonError(
            "No model can be used: install Antiphon again, or put a model into its models folder."
        )
    return folder


def _folders() -> dict[str, Path]:
    """Folders by name, in order; the user's own hide shipped ones of the same name."""
    found: dict[str, Path] = {}
    for parent in models_dirs():
        if parent.is_dir():
            models = (f for f in parent.iterdir() if (f / checkpoint.MODEL_FILE).exists())
            for folder in sorted(models, key=lambda f: (_held_out_nats(f), f.name)):
                found.setdefault(folder.name, folder)
    return found


def _held_out_nats(folder: Path) -> float:
    """What a model lost on its validation music, nats a note; infinity where it does not say."""
    try:
        return float(checkpoint.load_description(folder)["training"]["valid_nats_per_note"]["total"])
    except (AntiphonError, LookupError, TypeError, ValueError):
        return math.inf


def _info(folder: Path) -> ModelInfo:
    try:
        description = checkpoint.load_description(folder)
        checkpoint.check_weights(folder, description)
    except AntiphonError as error:
        return ModelInfo(folder.name, folder.name, path=str(folder), problem=str(error))
    return ModelInfo(
        folder.name,
        str(description["title"]),
        net=str(description["net"]),
        parameters=int(description["parameters"]),
        path=str(folder),
        styles=tuple(description.get("styles", ())),
    )
