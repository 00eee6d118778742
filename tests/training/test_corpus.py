"""Reading scores: bars laid on the meter, repeats played and not, what cannot be read listed."""

from pathlib import Path

import pytest

from assistant.core.errors import AntiphonError
from assistant.training.corpus import _laid_out, read_corpora, read_file

TUNE = """X:1
T:The Test Reel
M:4/4
L:1/8
K:D
A2|d2fd A2fd|e2ge c2ge|d2fd A2fd|e2c2 d2:|
|:fg|a2fa g2eg|f2df e2cA|d2fd A2fd|e2c2 d2:|
"""


def written(tmp_path: Path, text: str, name: str = "tune.abc") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_a_tune_comes_as_written_and_as_played(tmp_path: Path) -> None:
    reading = read_file(written(tmp_path, TUNE), "folk")
    assert reading.skipped == ()
    as_written, as_played = reading.tunes
    assert not as_written.repeats_expanded and as_played.repeats_expanded
    assert len(as_played.notes) == 2 * len(as_written.notes)
    assert (as_written.title, as_written.tonic, as_written.scale) == ("The Test Reel", 2, "major")


def test_the_pick_up_ends_on_the_first_bar_line(tmp_path: Path) -> None:
    tune = read_file(written(tmp_path, TUNE), "folk").tunes[0]
    assert tune.meters == ((0, 4, 4),)
    assert tune.notes[0] == (72, 24, 69)
    assert tune.notes[1][:2] == (96, 24)


def test_every_phrase_begins_where_the_meter_says(tmp_path: Path) -> None:
    for tune in read_file(written(tmp_path, TUNE), "folk").tunes:
        strains = [onset for onset, length, pitch in tune.notes if (length, pitch) == (24, 81)]
        assert strains and all(onset % 96 == 0 for onset in strains)


def test_grace_notes_and_chord_symbols_are_passed_over(tmp_path: Path) -> None:
    plain = read_file(written(tmp_path, TUNE), "folk").tunes[0]
    adorned = TUNE.replace("|d2fd", '|"D"{e}d2fd')
    assert read_file(written(tmp_path, adorned), "folk").tunes[0].notes == plain.notes


@pytest.mark.parametrize(
    ("spans", "starts"),
    [
        ([96, 96], [0, 96]),
        ([24, 96, 72], [72, 96, 192]),
        ([24, 96, 72, 24, 96], [72, 96, 192, 264, 288]),
        ([24, 96, 96, 24, 96], [72, 96, 192, 264, 288]),
        ([96, 72, 96], [0, 24, 96]),
        ([96, 192, 96], [0, 96, 288]),
    ],
)
def test_measures_are_laid_on_the_meter(spans: list[int], starts: list[int]) -> None:
    assert _laid_out(spans, [96] * len(spans)) == starts


def test_mostly_irregular_bars_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        _laid_out([50] * 10, [96] * 10)


def test_what_cannot_be_read_is_listed_with_the_reason(tmp_path: Path) -> None:
    written(tmp_path, TUNE)
    written(tmp_path, "X:1\nT:Short\nK:C\nCDEF|\n", "short.abc")
    written(tmp_path, "not a midi file", "broken.mid")
    reading = read_corpora([str(tmp_path)], tmp_path / "cache")
    assert len(reading.tunes) == 2
    assert sorted(reason.split(":")[0] for reason in reading.skipped) == ["broken.mid", "short.abc"]


def test_a_second_reading_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    music = tmp_path / "music"
    music.mkdir()
    written(music, TUNE)
    first = read_corpora([str(music)], tmp_path / "cache")
    stored = list((tmp_path / "cache").iterdir())
    assert len(stored) == 1
    before = stored[0].stat().st_mtime_ns
    assert read_corpora([str(music)], tmp_path / "cache") == first
    assert stored[0].stat().st_mtime_ns == before


def test_an_unknown_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(AntiphonError, match="'nowhere' is no folder"):
        read_corpora(["nowhere"], tmp_path)
    with pytest.raises(AntiphonError, match="No music was found"):
        read_corpora([str(tmp_path)], tmp_path)
