"""Models on disk: loaded when sound, refused in one sentence when not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load as load_tensors

from assistant.core.errors import AntiphonError
from assistant.engine import checkpoint, registry
from assistant.paths import user_models_dir


@pytest.fixture
def model(tiny_model: Path) -> Path:
    """A copy in the user's models folder, free to be damaged."""
    folder = user_models_dir() / "mine"
    shutil.copytree(tiny_model, folder)
    return folder


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(data)


def test_a_sound_model_loads(model: Path) -> None:
    network, description = checkpoint.load(model)
    assert network.trunk.dilations == (1, 2, 4)
    assert description["title"] == "Tiny"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("name", [checkpoint.MODEL_FILE, checkpoint.WEIGHTS_FILE])
def test_one_flipped_bit_is_noticed(model: Path, name: str, share: float) -> None:
    flip(model / name, int((model / name).stat().st_size * share))
    with pytest.raises(AntiphonError, match="mine is damaged or incomplete: choose another"):
        checkpoint.load(model)


@pytest.mark.parametrize("name", [checkpoint.MODEL_FILE, checkpoint.WEIGHTS_FILE])
def test_a_missing_file_is_noticed(model: Path, name: str) -> None:
    (model / name).unlink()
    with pytest.raises(AntiphonError, match="damaged or incomplete"):
        checkpoint.load(model)


@pytest.mark.parametrize("text", ["", "[" * 100_000, "[]", "{}", '{"sha256": "x"}', "null"])
def test_nonsense_in_model_json(model: Path, text: str) -> None:
    (model / checkpoint.MODEL_FILE).write_text(text)
    with pytest.raises(AntiphonError, match="damaged or incomplete"):
        checkpoint.load(model)


def rewritten(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """model.json with a change, and a checksum that fits: made by another program, not damaged."""
    described = json.loads((folder / checkpoint.MODEL_FILE).read_text())
    del described["sha256"]
    change(described)
    text = json.dumps({**described, "sha256": checkpoint.digest(described)})
    (folder / checkpoint.MODEL_FILE).write_text(text)


@pytest.mark.parametrize("key", ["title", "net", "parameters", "config"])
def test_a_description_that_lacks_something_is_listed_with_its_problem(model: Path, key: str) -> None:
    rewritten(model, lambda described: described.pop(key))
    info = next(m for m in registry.available_models() if m.name == "mine")
    assert info.problem and "incomplete" in info.problem


def test_a_network_that_this_engine_cannot_play_is_not_tried(model: Path) -> None:
    rewritten(model, lambda described: described.update(net="transformer"))
    with pytest.raises(AntiphonError, match="another version of Antiphon"):
        checkpoint.load(model)


def test_a_config_that_does_not_fit_the_weights_is_one_sentence(model: Path) -> None:
    rewritten(model, lambda described: described["config"].update(dilations=[]))
    with pytest.raises(AntiphonError, match="damaged or incomplete"):
        checkpoint.load(model)


def test_a_model_of_another_version(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "FORMAT", 99)
    with pytest.raises(AntiphonError, match="another version of Antiphon"):
        checkpoint.load(model)


def test_the_model_that_foretells_best_is_recommended(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    description = checkpoint.load_description(tiny_model)
    weights = load_tensors((tiny_model / checkpoint.WEIGHTS_FILE).read_bytes())
    for name, nats in {"a": None, "b": 1.5, "c": 1.25}.items():
        training = {} if nats is None else {"valid_nats_per_note": {"total": nats}}
        checkpoint.save(tmp_path / name, {**description, "training": training}, weights)
    monkeypatch.setattr(registry, "models_dirs", lambda: (tmp_path,))
    assert [m.name for m in registry.available_models()] == ["c", "b", "a"]
    assert registry.find_model().name == "c"


def test_the_registry_lists_the_damaged_with_their_problem(model: Path) -> None:
    flip(model / checkpoint.WEIGHTS_FILE, 500)
    info = next(m for m in registry.available_models() if m.name == "mine")
    assert info.problem and "damaged" in info.problem


def test_without_a_name_the_first_sound_model_is_found(model: Path) -> None:
    flip(model / checkpoint.WEIGHTS_FILE, 500)
    assert registry.find_model() != model


def test_an_unknown_name_says_what_there_is(model: Path) -> None:
    with pytest.raises(AntiphonError, match="no model called 'nope'; there are: mine"):
        registry.find_model("nope")


def test_the_description_is_plain_json(model: Path) -> None:
    described = json.loads((model / checkpoint.MODEL_FILE).read_text())
    assert described["format"] == checkpoint.FORMAT and described["parameters"] > 0
