"""A small school day: scores in, a model out that plays, and losses that fall."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.core.errors import AntiphonError
from assistant.engine import checkpoint
from assistant.engine.events import MELODY
from assistant.training import corpora, school
from assistant.training.augmentation import Augmentation
from assistant.training.networks import NetConfig
from assistant.training.plan import Epoch, TrainConfig
from assistant.training.school import School
from assistant.training.split import Split, split
from tests.training.made_up import random_score

SMALL = NetConfig(channels=16, dilations=(1, 2, 4), hidden=16, head_width=16, dropout=0.0)


@pytest.fixture
def small_school(tmp_path: Path) -> School:
    folk = [random_score(i, notes=40) for i in range(60)]
    chorales = [random_score(i, notes=40, chords=True, style="chorale") for i in range(60, 80)]
    return School(split([*folk, *chorales]), (), tmp_path / "cache")


def graduated(small_school: School, out: Path, epochs: int, **changes: object) -> list[Epoch]:
    course = {
        "title": "Small", "command": "antiphon train made-up", "net_config": SMALL,
        "train_config": TrainConfig(epochs=epochs, warmup_steps=5), "augmentation": Augmentation(),
        "seed": 1, **changes,
    }  # fmt: skip
    return list(school.graduate(small_school, out, **course))  # type: ignore[arg-type]


@pytest.mark.parametrize("net", ["conv", "lstm"])
def test_a_model_is_trained_and_kept(small_school: School, tmp_path: Path, net: str) -> None:
    out = tmp_path / "small"
    epochs = graduated(small_school, out, 6, net_config=replace(SMALL, net=net))
    assert epochs[-1].valid["total"] < epochs[0].valid["total"]
    _, description = checkpoint.load(out)
    assert description["net"] == net
    assert description["training"]["command"] == "antiphon train made-up"
    best = min(e.valid["total"] for e in epochs)
    assert description["training"]["valid_nats_per_note"]["total"] == pytest.approx(best)
    assert len((out / "curve.jsonl").read_text().splitlines()) == 6


def test_fine_tuning_starts_from_what_is_known(small_school: School, tmp_path: Path) -> None:
    first = graduated(small_school, tmp_path / "first", 4)
    tuned = graduated(small_school, tmp_path / "tuned", 1, start_from=tmp_path / "first")
    assert tuned[0].valid["total"] < first[0].valid["total"]
    _, description = checkpoint.load(tmp_path / "tuned")
    assert description["training"]["from"] == "first"


def test_training_is_repeatable(small_school: School, tmp_path: Path) -> None:
    first, second = (graduated(small_school, tmp_path / name, 2) for name in "ab")
    assert [e.valid for e in first] == [e.valid for e in second]


def test_lessons_bring_forms_together_and_melodies_beside_them(tmp_path: Path) -> None:
    tune = replace(random_score(1, notes=40), title="Tune")
    played = replace(random_score(1, notes=60), title="Tune", repeats_expanded=True)
    song = random_score(2, notes=40, chords=True, style="song")
    rest = random_score(3, notes=40, style="folk")
    sides = {"train": [tune, played, song], "valid": [rest], "test": [rest]}
    lessons = School(Split(sides, (), 3), (), tmp_path).lessons()[1:]  # the shorter one is shown twice
    assert [(len(found.forms), found.melody is None) for found in lessons] == [(2, True), (1, False)]
    assert lessons[1].melody is not None
    assert 8 <= len(lessons[1].melody["shift"]) < len(lessons[1].forms[0]["shift"])
    assert (lessons[1].melody["part"] == MELODY).all()


def test_styles_with_little_music_are_shown_more_often() -> None:
    def piece(style: int, notes: int) -> list[dict[str, np.ndarray]]:
        return [{"style": np.full(notes, style), "shift": np.zeros(notes)}]

    pieces = [piece(0, 1000), piece(0, 1000), piece(3, 300), piece(4, 20)]
    assert school._showings(pieces) == [1, 1, 3, 3]


def test_too_little_music_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    few = corpora.Reading((random_score(0),), ())
    monkeypatch.setattr(school.corpora, "read", lambda *_, **__: few)
    with pytest.raises(AntiphonError, match="1 pieces are too few"):
        school.read_split(["folder"], tmp_path, workers=1)
