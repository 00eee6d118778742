"""Pictures are small, of the right size, and refuse what they cannot show."""

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.core.errors import AntiphonError
from assistant.training import pictures
from assistant.training.likeness import measure
from assistant.training.samples import Sample, human_samples
from tests.training.little_scores import song

PNG = b"\x89PNG"
SMALL_BYTES = 60_000


def samples(count: int) -> list[Sample]:
    return [found for _, found in human_samples(song(n) for n in range(count))]


def written(figure: object, folder: Path) -> bytes:
    pictures.save(figure, folder / "picture.png")
    return (folder / "picture.png").read_bytes()


def test_ten_seeds_with_their_continuations(tmp_path: Path) -> None:
    figure = pictures.rolls(samples(10), [f"song {n}" for n in range(10)])
    assert [axes.get_title(loc="left") for axes in figure.axes] == [f"song {n}" for n in range(10)]
    data = written(figure, tmp_path)
    assert data.startswith(PNG)
    assert len(data) < SMALL_BYTES


def test_seed_and_answer_have_their_colours_and_parts_their_shades() -> None:
    from matplotlib.colors import to_hex

    (axes,) = pictures.rolls(samples(1), ["song"]).axes
    seed, answer = ({to_hex(c) for c in found.get_facecolors()} for found in axes.collections)
    assert seed == {pictures.AMBER[0], pictures.AMBER[3]}
    assert answer == {pictures.CYAN[0], pictures.CYAN[3]}


def test_a_seed_without_an_answer_is_drawn(tmp_path: Path) -> None:
    (found,) = samples(1)
    silent = Sample(found.seed, np.zeros((0, 4), dtype=np.int32), found.start, found.bar_length)
    assert written(pictures.rolls([silent], ["silence"]), tmp_path).startswith(PNG)


def test_curves_mark_the_best_epoch(tmp_path: Path) -> None:
    losses = [3.0, 2.0, 1.5, 1.6]
    lines = [
        {"epoch": i, "train": {"pitch": x, "total": x + 1}, "valid": {"pitch": x, "total": x + 1}}
        for i, x in enumerate(losses, 1)
    ]
    (tmp_path / "curve.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    figure = pictures.curves(tmp_path / "curve.jsonl")
    assert "best: 2.500" in [t.get_text() for t in figure.axes[0].get_legend().get_texts()]
    assert len(written(figure, tmp_path)) < SMALL_BYTES


@pytest.mark.parametrize("text", [None, "", "{}", "no json"])
def test_no_curve_is_one_sentence(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "curve.jsonl").write_text(text)
    with pytest.raises(AntiphonError, match="holds no learning curve"):
        pictures.curves(tmp_path / "curve.jsonl")


def test_histograms_say_their_overlap(tmp_path: Path) -> None:
    human, model = measure(samples(3)), measure(samples(5)[3:])
    figure = pictures.histograms(human, model)
    assert len(figure.axes) == 4
    assert all("overlap 0." in axes.get_title(loc="left") for axes in figure.axes[:2])
    assert len(written(figure, tmp_path)) < SMALL_BYTES


def test_the_same_picture_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(pictures.rolls(samples(2), ["a", "b"]), tmp_path) for _ in range(2))
    assert first == second
