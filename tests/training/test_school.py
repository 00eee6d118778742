"""A small school day: tunes in, a model out that plays, and losses that fall."""

from pathlib import Path

import pytest

from assistant.core.errors import AntiphonError
from assistant.engine import checkpoint
from assistant.training import school
from assistant.training.corpus import Reading
from assistant.training.dataset import Augmentation, split_of
from assistant.training.networks import NetConfig
from assistant.training.trainer import TrainConfig
from tests.training.tunes import random_tune

SMALL = NetConfig(channels=16, dilations=(1, 2, 4), head_width=16, dropout=0.0)


@pytest.fixture
def split() -> school.Split:
    tunes = [random_tune(i, notes=40) for i in range(60)]
    sides = {side: [t for t in tunes if split_of(t) == side] for side in ("train", "valid", "test")}
    return school.Split(sides, (), 0)


def graduated(split: school.Split, out: Path, epochs: int) -> list[school.Epoch]:
    return list(
        school.graduate(
            split, out, title="Small", command="antiphon train made-up", net_config=SMALL,
            train_config=TrainConfig(epochs=epochs, warmup_steps=5), augmentation=Augmentation(), seed=1,
        )
    )  # fmt: skip


def test_a_model_is_trained_kept_and_judged(split: school.Split, tmp_path: Path) -> None:
    out = tmp_path / "small"
    epochs = graduated(split, out, 8)
    assert epochs[-1].valid["total"] < epochs[0].valid["total"]
    network, description = checkpoint.load(out)
    assert network.trunk.dilations == (1, 2, 4)
    assert description["training"]["command"] == "antiphon train made-up"
    best = min(e.valid["total"] for e in epochs)
    assert description["training"]["valid_nats_per_note"]["total"] == pytest.approx(best)
    assert len((out / "curve.jsonl").read_text().splitlines()) == 8
    tunes, table = school.held_out_tables([out], split, "valid")["repeats played out"]
    assert tunes == len(split.tunes["valid"])
    assert table["small"]["total"] == pytest.approx(best, rel=1e-4)
    assert set(table) == {"n-gram", "adaptive n-gram", "small"}


def test_training_is_repeatable(split: school.Split, tmp_path: Path) -> None:
    first, second = (graduated(split, tmp_path / name, 2) for name in "ab")
    assert [e.valid for e in first] == [e.valid for e in second]


def test_too_little_music_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few = Reading((random_tune(0),), ())
    monkeypatch.setattr(school, "read_corpora", lambda *_, **__: few)
    with pytest.raises(AntiphonError, match="1 tunes are too few"):
        school.read_split(["folder"], tmp_path, workers=1)
