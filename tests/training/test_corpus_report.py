"""The report counts what is there, and its pictures can be drawn."""

from pathlib import Path

import numpy as np
import pytest

from assistant.training import corpus_pictures, pictures
from assistant.training.corpus_report import CorpusReport, dropped_share, report, told
from assistant.training.split import Split
from tests.training.little_scores import melody_score, song


@pytest.fixture
def found() -> CorpusReport:
    tune = melody_score(list(range(60, 80)), off_grid=5, grid_error=2.5)
    sides = {
        "train": [tune, song(1), song(2)],
        "valid": [song(3, repeats_expanded=True)],
        "test": [song(4), tune],
    }
    skipped = ("a.krn: line 3 has 4 columns", "b.krn: line 77 has 2 columns", "c #3: no notes")
    return report(Split(sides, (song(1),), 5), skipped)


def test_pieces_and_notes_are_counted_by_side_and_form(found: CorpusReport) -> None:
    folk, songs = found.styles
    assert (folk.style, songs.style) == ("folk", "song")
    assert folk.pieces == {("train", "written"): 1, ("test", "written"): 1}
    assert songs.pieces == {("train", "written"): 2, ("valid", "played"): 1, ("test", "written"): 1}
    assert folk.notes[("train", "written")] == 20
    assert songs.copies == {"written": 1}


def test_music_is_counted(found: CorpusReport) -> None:
    folk, songs = found.styles
    assert folk.pitches[60:80].tolist() == [2] * 20
    assert folk.lengths[24] == 40
    assert folk.kept_share == pytest.approx(0.75)
    assert folk.error == pytest.approx(0.5)
    assert songs.parts.nonzero()[0].tolist() == [0, 3]
    assert (folk.leaks, songs.leaks) == (0, 0)


def test_reasons_are_gathered(found: CorpusReport) -> None:
    assert found.reasons == (("line … has … columns", 2), ("no notes", 1))


def test_a_threshold_drops_what_is_rare() -> None:
    kinds = np.array([1, 4, 5, 90])
    assert [dropped_share(kinds, limit) for limit in (1, 5, 100)] == [0.0, 0.05, 1.0]


def test_the_text_has_a_line_for_every_style_and_form(found: CorpusReport) -> None:
    text = "\n".join(told(found))
    assert "song        written        2      0      1       1" in text
    assert "song        played         0      1      0       0" in text
    assert "75.00%" in text
    assert "2  line … has … columns" in text


def test_pictures_can_be_drawn(found: CorpusReport, tmp_path: Path) -> None:
    for name, figure in (("a", corpus_pictures.overview(found)), ("b", corpus_pictures.histograms(found))):
        pictures.save(figure, tmp_path / f"{name}.png")
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
