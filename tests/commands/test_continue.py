"""`antiphon continue` with a small untrained model: what is asked, written and said."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assistant import cli
from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.track import Part, Track
from assistant.files.midi_files import MidiFiles
from assistant.paths import user_models_dir
from assistant.training.export import export
from assistant.training.networks import MusicNet, NetConfig

BAR = 1920
TUNE = Clip.from_notes(Note(0, i * 480, 480, 62 + (i * 5) % 12) for i in range(8))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models") / "tiny"
    export(MusicNet(NetConfig(channels=16, dilations=(1, 2, 4), head_width=16)), folder, "Tiny", {})
    return folder


@pytest.fixture(autouse=True)
def installed(tiny: Path) -> None:
    shutil.copytree(tiny, user_models_dir() / "tiny")


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    MidiFiles().write(Piece(tracks=(Track(clip=TUNE),)), tmp_path / "seed.mid")
    return tmp_path / "seed.mid"


def continued(seed: Path, *arguments: str) -> tuple[int, Path]:
    """(exit status, the file that was to be written)"""
    out = seed.with_name("out.mid")
    status = cli.main(["continue", str(seed), str(out), "--model", "tiny", "--bars", "2", *arguments])
    return status, out


def test_a_style_is_asked_for_and_told(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert continued(seed, "--style", "lead sheet", "--json")[0] == 0
    assert json.loads(capsys.readouterr().out)["style"] == "lead sheet"


def test_without_a_style_the_recognised_one_is_told(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert continued(seed, "--json")[0] == 0
    assert json.loads(capsys.readouterr().out)["style"] in {"folk", "song", "piano", "lead sheet", "chorale"}


def test_an_unknown_style_is_one_sentence(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = continued(seed, "--style", "salsa")
    assert status == 2 and not out.exists()
    (line,) = capsys.readouterr().err.splitlines()
    assert "The model Tiny knows these styles: folk, song, piano, lead sheet, chorale; choose one" in line


def test_bars_are_filled_between_what_is_there(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tune = Clip.from_notes(Note(0, i * 480, 480, 62 + (i * 5) % 12) for i in range(20))
    MidiFiles().write(Piece(tracks=(Track(clip=tune),)), seed)
    status, out = continued(seed, "--fill", "2-3", "--json", "--seed", "1")
    assert status == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["start_tick"], said["end_tick"]) == (BAR, 3 * BAR)
    (track,) = MidiFiles().read(out).piece.tracks
    notes = [(n.start_tick, n.pitch) for n in track.clip]
    before = [(n.start_tick, n.pitch) for n in tune]
    assert [n for n in notes if n[0] < BAR] == before[:4]
    assert [n for n in notes if n[0] >= 3 * BAR] == before[12:]
    assert len([n for n in notes if BAR <= n[0] < 3 * BAR]) == said["notes"]


@pytest.mark.parametrize(
    ("bars", "sentence"),
    [("2", "use plain Continue"), ("1", "Nothing comes before the gap"), ("4-7", "There are bars 1 to 2"),
     ("2-1", "There are bars 1 to 2"), ("four", "'four' are no bars; write them like 5-8")],
)  # fmt: skip
def test_a_gap_that_cannot_be_filled_is_one_sentence(
    seed: Path, capsys: pytest.CaptureFixture[str], bars: str, sentence: str
) -> None:
    status, out = continued(seed, "--fill", bars)
    assert status == 2 and not out.exists()
    (line,) = capsys.readouterr().err.splitlines()
    assert sentence in line


def quartet(path: Path) -> Path:
    """Four singers and a drum; their parts stand in their names alone."""
    lines = {"Soprano": 72, "Alto": 67, "Tenor": 60, "Bass": 48}
    tracks = [
        Track(name, TUNE.replaced(range(len(TUNE)), pitches=TUNE.pitches + pitch - 62), channel=channel)
        for channel, (name, pitch) in enumerate(lines.items())
    ]
    drums = Track("Drums", Clip.from_notes([Note(0, 0, 120, 36)]), "other", channel=9)
    plain = [replace(track, part=part) for track, part in zip(tracks, PARTS_OF_FOUR, strict=True)]
    MidiFiles().write(Piece(tracks=(*plain, drums)), path)
    return path


PARTS_OF_FOUR: tuple[Part, ...] = ("melody", "harmony", "harmony", "bass")


def lengths(path: Path) -> dict[str, int]:
    return {track.name: len(track.clip) for track in MidiFiles().read(path).piece.tracks}


def test_tracks_with_the_parts_go_on_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = quartet(tmp_path / "choir.mid")
    status, out = continued(seed, "--parts", "melody,harmony,bass", "--json", "--temperature", "2")
    assert status == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tracks"] == ["Soprano", "Alto", "Tenor", "Bass"]
    after = lengths(out)
    assert sum(after[name] - 8 for name in told["tracks"]) == told["notes"]
    assert after["Drums"] == 1
    assert MidiFiles().read(out).piece.end_tick > 2 * BAR


def test_only_the_new_notes_of_the_tracks_are_written(tmp_path: Path) -> None:
    seed = quartet(tmp_path / "choir.mid")
    status, out = continued(seed, "--parts", "melody,bass", "--only-new", "--temperature", "2")
    assert status == 0
    assert set(lengths(out)) == {"Soprano", "Bass"}
    first = min(int(t.clip.starts[0]) for t in MidiFiles().read(out).piece.tracks if len(t.clip))
    assert first >= 2 * BAR


def test_a_part_alone_is_the_track_that_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = quartet(tmp_path / "choir.mid")
    assert continued(seed, "--parts", "bass", "--json")[0] == 0
    assert json.loads(capsys.readouterr().out)["tracks"] == ["Bass"]


@pytest.mark.parametrize("parts", ["other", "melody,descant", "", "melody,"])
def test_parts_that_are_not_there_are_one_sentence(
    parts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = continued(quartet(tmp_path / "choir.mid"), "--parts", parts)
    assert status == 2 and not out.exists()
    (line,) = capsys.readouterr().err.splitlines()
    assert "tracks have these parts: melody, harmony, bass; choose of them" in line


def test_a_gap_is_filled_on_one_track(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = continued(quartet(tmp_path / "choir.mid"), "--parts", "melody,bass", "--fill", "2")
    assert status == 2
    assert "--fill fills one track" in capsys.readouterr().err


def test_a_range_may_be_written_from_either_end(seed: Path) -> None:
    status, out = continued(seed, "--range", "E4-C4", "--only-new", "--seed", "1")
    assert status == 0
    (track,) = MidiFiles().read(out).piece.tracks
    assert {60 <= note.pitch <= 64 for note in track.clip} == {True}


def test_percussion_alone_is_one_sentence(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    MidiFiles().write(Piece(tracks=(Track("Drums", TUNE, "other", channel=9),)), seed)
    status, out = continued(seed)
    assert status == 2 and not out.exists()
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "antiphon: The models know no percussion: choose a track that has pitches."
