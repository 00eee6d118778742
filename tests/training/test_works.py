"""Editions of a work have one name, different works have different ones."""

import pytest

from assistant.training.works import work_of
from tests.training.little_scores import melody_score


def work(source: str, title: str = "A Title", composer: str = "") -> str:
    return work_of(melody_score([60], source=source, title=title, composer=composer))


@pytest.mark.parametrize(
    ("editions", "name"),
    [
        (("001-1-BRZ.krn", "001-1a-HO.krn"), "opus 001 no 1"),
        (("006-1-KI-003.krn", "006-1b-Sm-003.krn"), "opus 006 no 3"),
        (("025-1b-LE-007.krn", "025_7-12-1a-BH-007.krn"), "opus 025 no 7"),
        (("009-1-KI-002.krn", "009_1et2-1a-W-002.krn"), "opus 009 no 2"),
        (("034_2-1-BH-002.krn", "034_2-1-Sm-002.krn"), "opus 034 no 2"),
        (("064-1a-BH-001.krn", "064_1-1-BR-001.krn"), "opus 064 no 1"),
        (("008-1-Sm-001.krn", "008-1b-W-001-piano.krn"), "opus 008 no 1"),
        (("MEG-1a-BB.krn", "MEG-1a-CH.krn"), "opus meg no 1"),
    ],
)
def test_first_editions_share_opus_and_number(editions: tuple[str, ...], name: str) -> None:
    assert {work(source) for source in editions} == {name}


def test_titles_are_compared_without_articles_and_marks() -> None:
    assert work("a.mxl", "The Red-Haired Girl") == work("b.abc", "Red Haired Girl, The") == "redhairedgirl"
    assert work("a.krn", "Śpiewak", "Żeleński, Władysław") == "spiewak zelenskiwladyslaw"
    assert work("a.mxl", "Song", "Brahms") != work("b.mxl", "Song", "Schubert")
