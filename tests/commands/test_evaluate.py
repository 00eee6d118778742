"""`antiphon evaluate` on made-up music and an untrained model: every table comes out whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assistant import cli
from assistant.engine.events import STYLES
from assistant.training import school
from assistant.training.export import export
from assistant.training.networks import MusicNet, NetConfig
from assistant.training.school import School
from assistant.training.split import SIDES, Split
from tests.training.made_up import random_score


@pytest.fixture(autouse=True)
def a_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    def side(first: int) -> list:  # type: ignore[type-arg]
        tunes = [replace(random_score(first + i, notes=150), repeats_expanded=False) for i in range(6)]
        chorales = [random_score(first + i, notes=150, chords=True, style="chorale") for i in range(6, 12)]
        return [*tunes, *(replace(c, repeats_expanded=False) for c in chorales)]

    sides = {name: side(100 * number) for number, name in enumerate(SIDES)}
    found = School(Split(sides, (), 36), (), tmp_path / "cache")
    monkeypatch.setattr(school, "read_split", lambda *_, **__: found)
    return found


@pytest.fixture
def model(tmp_path: Path) -> str:
    torch.manual_seed(0)
    folder = tmp_path / "tiny"
    export(MusicNet(NetConfig(channels=16, dilations=(1, 2, 4), head_width=16)), folder, "Tiny", {})
    nats = {"shift": 1.0, "part": 0.5, "pitch": 1.5, "length": 0.5, "total": 3.5}
    curve = {"epoch": 1, "seconds": 60.0, "train": nats, "valid": nats}
    (folder / "curve.jsonl").write_text(json.dumps(curve) + "\n")
    return str(folder)


def objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_losses_stand_beside_the_baselines(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", model, "folk=here", "--json", "--tutorial", "0.003"]) == 0
    rows = objects(capsys)
    judged = {r["name"] for r in rows if r.get("style") == "folk" and "total" in r}
    assert judged == {"marginal", "copy the past", "n-gram", "adaptive n-gram", "tiny"}
    assert {r["name"] for r in rows} > {"tutorial conv", "tutorial lstm"}
    assert cli.main(["evaluate", model, "folk=here"]) == 0
    assert "chorale, repeats as written, all: 6 pieces; nats a note" in capsys.readouterr().out


def test_answers_stand_beside_human_ones(
    model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["evaluate", model, "folk=here", "--samples", "4", "--pictures", str(tmp_path / "pictures")]
    assert cli.main(command) == 0
    out = capsys.readouterr().out
    assert "answers of eight bars" in out and "overlap, pitch class" in out
    names = {p.name for p in (tmp_path / "pictures").iterdir()}
    assert names == {"continuations.png", "histograms.png", "curve.png"}
    assert cli.main([*command[:5], "--json"]) == 0
    (found,) = objects(capsys)
    assert found["P(END)"]["better"] == 0  # type: ignore[index]


def test_styles_are_confused_by_all(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", model, "folk=here", "--styles", "--json"]) == 0
    rows = objects(capsys)
    assert {r["view"] for r in rows} == {"melody alone", "all parts"}
    assert len({r["name"] for r in rows}) == 5
    for row in rows:
        assert sum(map(sum, row["confusion"])) > 0  # type: ignore[call-overload]
        assert set(row["styles"]) <= set(STYLES)  # type: ignore[call-overload]


def test_a_file_is_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.mid").write_bytes(b"")
    assert cli.main(["evaluate", str(tmp_path / "x.mid")]) == 2
    assert "add --style auto" in capsys.readouterr().err


def test_music_to_judge_by_is_needed(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", model]) == 2
    assert "Name the music" in capsys.readouterr().err
