"""Tables that add up, and judges that are told nothing of the future."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.training import evaluation, school
from assistant.training.augmentation import Augmentation
from assistant.training.baselines import NGram, nats_per_note
from assistant.training.evaluation import ADAPTIVE, AS_WRITTEN, PLAYED_OUT, Judged, Table
from assistant.training.networks import NetConfig
from assistant.training.plan import TrainConfig
from assistant.training.school import School
from assistant.training.split import SIDES, Split
from tests.training.made_up import random_score

SMALL = NetConfig(channels=16, dilations=(1, 2, 4), head_width=16, dropout=0.0)


@pytest.fixture(scope="module")
def a_school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Four tunes a side with repeats and without, and a chorale."""
    sides = {}
    for number, side in enumerate(SIDES):
        written = [replace(random_score(10 * number + i), repeats_expanded=False) for i in range(4)]
        played = [replace(random_score(10 * number + i, notes=90)) for i in range(2)]
        chorale = random_score(10 * number + 9, chords=True, style="chorale")
        sides[side] = [*written, *played, replace(chorale, repeats_expanded=False)]
    return School(Split(sides, (), 15), (), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def model(a_school: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models") / "small"
    course = school.graduate(
        a_school, out, title="Small", command="", net_config=SMALL, train_config=TrainConfig(epochs=2),
        augmentation=Augmentation(), seed=0,
    )  # fmt: skip
    list(course)
    return out


@pytest.fixture(scope="module")
def tables(a_school: School, model: Path) -> list[Table]:
    judges = {
        **evaluation.simplest(a_school), **evaluation.ngrams(a_school),
        "small": evaluation.judge_network(model),
    }  # fmt: skip
    return list(evaluation.tables(a_school, judges))


def test_every_form_and_style_has_its_pieces(tables: list[Table]) -> None:
    whole = {(t.style, t.form): t.pieces for t in tables if t.subset == "all"}
    # A piece without repeats is played as it is written.
    assert whole == {
        ("folk", AS_WRITTEN): 4, ("folk", PLAYED_OUT): 4,
        ("chorale", AS_WRITTEN): 1, ("chorale", PLAYED_OUT): 1,
    }  # fmt: skip


def test_leaked_and_clean_make_up_all(tables: list[Table]) -> None:
    for table in (t for t in tables if t.subset == "all"):
        rest = [t for t in tables if (t.style, t.form) == (table.style, table.form) and t is not table]
        assert sum(t.pieces for t in rest) == table.pieces


def test_all_judges_judge_the_same_notes(tables: list[Table]) -> None:
    for table in tables:
        assert set(table.rows) == {"marginal", "copy the past", "n-gram", ADAPTIVE, "small"}
        assert len({row.notes for row in table.rows.values()}) == 1
        assert all(row.total > 0 for row in table.rows.values())
        assert 0 <= (table.rows["small"].accuracy or 0) <= 1


def test_a_table_counts_as_the_baseline_itself_does(a_school: School, tables: list[Table]) -> None:
    scores = [s for s in a_school.split.sides["test"] if s.style == "chorale"]
    static = NGram(a_school.columns(a_school.split.sides["train"]))
    expected = nats_per_note(static, a_school.columns(scores))
    table = next(t for t in tables if t.style == "chorale" and t.subset == "all")
    assert table.rows["n-gram"].total == pytest.approx(expected["total"])


def test_a_network_judges_each_piece_whole(a_school: School, model: Path) -> None:
    scores = a_school.split.sides["test"]
    data = a_school.columns(scores)
    judge = evaluation.judge_network(model)
    together = judge(scores, data)
    alone: Judged = judge(scores[3:4], data[3:4])[0]
    for head, nats in alone.nats.items():
        np.testing.assert_allclose(nats, together[3].nats[head], atol=1e-4)
        assert len(nats) == len(scores[3]) + (head == "shift")


def test_tutorials_are_judged_by_style_and_form(a_school: School) -> None:
    rows = list(evaluation.tutorial_accuracies(a_school, "test", minutes=0.005))
    assert {(name, style) for name, _, style, _ in rows} == {
        (f"tutorial {kind}", style) for kind in ("conv", "lstm") for style in ("folk", "chorale")
    }
    assert all(0 <= accuracy <= 1 for *_, accuracy in rows)
