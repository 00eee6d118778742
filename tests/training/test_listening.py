"""The measures on music whose measures are known."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assistant.core.clip import Clip
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.training.corpus import Tune
from assistant.training.export import export
from assistant.training.listening import Excerpt, human_excerpts, model_excerpts, overlaps, report
from assistant.training.networks import MelodyNet, NetConfig

BAR = 1920


def bars(pitches: list[int], count: int, start: int = 0, length: int = 240) -> list[Note]:
    notes = range(count * BAR // length)
    return [Note(0, start + i * length, length, pitches[i % len(pitches)]) for i in notes]


def excerpt(answer: list[Note]) -> Excerpt:
    seed = bars([60, 62, 64, 65, 67, 69, 71, 72], 4)
    return Excerpt(Clip.from_notes(seed), Clip.from_notes(answer), 4 * BAR, BAR)


def test_a_literal_repeat_is_all_copy() -> None:
    means = report([excerpt(bars([60, 62, 64, 65, 67, 69, 71, 72], 8, 4 * BAR))]).means
    assert means["bars copied from the seed"] == means["bars repeated"] == 1.0
    assert means["longest copy of the seed (notes)"] == 32
    assert means["scale consistency"] == means["groove"] == 1.0
    assert means["notes a bar"] == 8


def test_new_music_is_no_copy() -> None:
    means = report([excerpt(bars([61, 63, 66, 68, 70, 61, 66, 70, 63], 8, 4 * BAR))]).means
    assert means["bars copied from the seed"] == 0
    assert means["longest copy of the seed (notes)"] == 0


def test_entropy_of_two_pitch_classes_is_one_bit() -> None:
    assert report([excerpt(bars([60, 67], 8, 4 * BAR))]).means["pitch-class entropy"] == pytest.approx(1.0)


def test_overlap_is_one_with_itself_and_less_with_others() -> None:
    same, other = report([excerpt(bars([60, 62], 8, 4 * BAR))]), report([excerpt(bars([60, 66], 8, 4 * BAR))])
    assert all(area == pytest.approx(1.0) for area in overlaps(same, same).values())
    areas = overlaps(same, other)
    assert areas["pitch class"] == pytest.approx(0.5)
    assert areas["onset"] == pytest.approx(1.0)


def tune(bars_long: int) -> Tune:
    notes = tuple((i * 12, 12, 60 + i * 5 % 12) for i in range(8 * bars_long))
    return Tune("t", "s", "folk", 0, "major", ((0, 4, 4),), notes, False)


def test_human_excerpts_are_four_bars_and_the_eight_that_follow() -> None:
    found = list(human_excerpts([tune(16), tune(8), replace(tune(16), repeats_expanded=True)]))
    assert len(found) == 1
    taken, key, _ = found[0]
    assert (len(taken.seed), len(taken.answer), taken.start_tick) == (32, 64, 4 * BAR)
    assert key.name == "C major"


def test_tunes_too_short_for_an_excerpt_are_one_sentence(tmp_path: Path) -> None:
    export(MelodyNet(NetConfig(channels=8, dilations=(1, 2), head_width=8)), tmp_path / "m", "M", {})
    with pytest.raises(AntiphonError, match="12 bars in one meter: add longer music"):
        model_excerpts(tmp_path / "m", [tune(8)], 2, temperature=1.0, top_p=0.95, repeat=1.0)


def test_a_model_answers_the_same_seeds(tmp_path: Path) -> None:
    torch.manual_seed(0)
    export(MelodyNet(NetConfig(channels=8, dilations=(1, 2), head_width=8)), tmp_path / "m", "M", {})
    human, generated = model_excerpts(
        tmp_path / "m", [tune(16)] * 3, 2, temperature=1.0, top_p=0.95, repeat=1.0
    )
    assert len(human) == len(generated) == 2
    assert human[0].seed == generated[0].seed
    assert len(generated[0].answer) > 0
