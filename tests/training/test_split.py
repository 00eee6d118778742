"""Families stay together, shares are 80/10/10, and corpora that have nothing to do with it move nothing."""

from collections import Counter

from assistant.training.split import SIDES, side_of, split
from tests.training.test_duplicates import others, strain, tune


def sides(scores: list) -> dict[str, str]:  # type: ignore[type-arg]
    return {s.work: side for side, own in split(scores).sides.items() for s in own}


def test_the_shares_are_as_said() -> None:
    found = Counter(side_of(f"work {n}") for n in range(5000))
    shares = [found[side] / 5000 for side in SIDES]
    assert all(abs(share - said) < 0.02 for share, said in zip(shares, (0.8, 0.1, 0.1), strict=True))


def test_a_family_is_on_one_side_under_its_first_name() -> None:
    scores = [tune(strain(1), work=f"name {n}", up=n, repeats_expanded=n > 0) for n in range(2)]
    scores.append(tune(strain(1), strain(2), work="another name"))
    assert set(sides([*scores, *others()]).items()) >= {(s.work, side_of("another name")) for s in scores}


def test_copies_are_left_out_and_counted() -> None:
    scores = [tune(strain(1), work="a"), tune(strain(1), work="b", up=2), *others(30)]
    found = split(scores)
    assert [s.work for s in found.duplicates] == ["b"]
    assert found.families == 31
    assert sum(map(len, found.sides.values())) == 31


def test_unrelated_corpora_move_nothing() -> None:
    scores = others(30)
    alone = sides(scores)
    with_more = sides([tune(strain(n), work=f"new {n}") for n in range(30)] + scores)
    assert {work: with_more[work] for work in alone} == alone
