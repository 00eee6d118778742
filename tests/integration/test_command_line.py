"""The same job by command line on real files, and every kind of bad input in one sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.engine.registry import find_model
from assistant.files.midi_files import MidiFiles
from assistant.paths import resources_dir, user_models_dir

SEEDS = sorted((resources_dir() / "seeds").glob("*.mid"))
BAR = 4 * PPQ


def antiphon(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        capture_output=True, text=True, timeout=50, check=False,
    )  # fmt: skip


def notes_of(path: Path) -> list[Note]:
    return [note for track in MidiFiles().read(path).piece.tracks for note in track.clip]


def said(ran: subprocess.CompletedProcess[str]) -> str:
    """The one line that a refused command says."""
    assert ran.returncode == 2, ran
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    return line


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem)
def test_an_example_is_continued(seed: Path, tmp_path: Path) -> None:
    ran = antiphon("continue", seed, tmp_path / "out.mid", "--bars", 8, "--seed", 3)
    assert ran.returncode == 0, ran.stderr
    before, after = MidiFiles().read(seed).piece, MidiFiles().read(tmp_path / "out.mid").piece
    old, new = notes_of(seed), notes_of(tmp_path / "out.mid")
    assert new[: len(old)] == old
    end = before.meter_map.bar_start_tick(before.meter_map.bar_at(old[-1].end_tick) + 8)
    assert new[len(old)].start_tick >= old[-1].end_tick
    assert before.meter_map.bar_start_tick(before.meter_map.bar_at(end - 1)) < new[-1].end_tick <= end
    assert after.tempo_map == before.tempo_map
    assert after.meter_map == before.meter_map
    assert after.tracks[0].name == before.tracks[0].name


def test_several_takes_are_several_files(tmp_path: Path) -> None:
    ran = antiphon(
        "continue", SEEDS[0], tmp_path / "x.mid", "--takes", 3, "--only-new", "--json", "--seed", 1,
        "--bars", 4, "--key", "A minor", "--range", "C4-C6", "--temperature", 1.5,
    )  # fmt: skip
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [Path(row["path"]).name for row in rows] == ["x-1.mid", "x-2.mid", "x-3.mid"]
    scale = Key.parse("A minor").pitch_classes
    takes = [notes_of(Path(row["path"])) for row in rows]
    assert [len(notes) for notes in takes] == [row["notes"] for row in rows]
    assert all(n.pitch % 12 in scale and 60 <= n.pitch <= 84 for notes in takes for n in notes)
    assert all(n.start_tick >= rows[0]["start_tick"] for notes in takes for n in notes)
    assert takes[0] != takes[1]
    assert all({"copied_notes", "copied_from"} <= row.keys() for row in rows)


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.mid", "b.mid"):
        antiphon("continue", SEEDS[0], tmp_path / name, "--seed", 5, "--bars", 2)
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


def bad_file(folder: Path, kind: str) -> Path:
    """A file that is no good, called like one that is."""
    path = folder / f"{kind}.mid"
    whole = SEEDS[0].read_bytes()
    content = {"truncated": whole[: len(whole) // 2], "text": b"Dear all, see attached.\n", "empty": b""}
    if kind == "folder":
        path.mkdir()
    elif kind in content:
        path.write_bytes(content[kind])
    return path


@pytest.mark.parametrize("kind", ["truncated", "text", "empty", "missing", "folder"])
def test_a_bad_file_is_one_sentence_and_writes_nothing(kind: str, tmp_path: Path) -> None:
    path = bad_file(tmp_path, kind)
    line = said(antiphon("continue", path, tmp_path / "out.mid"))
    assert f"{kind}.mid" in line
    assert not (tmp_path / "out.mid").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--key", "H dur"], "'H dur' is not a key"),
        (["--range", "low-high"], "'low' is not a pitch"),
        (["--range", "C4-C4", "--key", "D major"], "No pitch lies both in the range and in the key"),
        (["--bars", "0"], "Ask for 1 to 64 bars"),
        (["--takes", "99"], "Ask for 1 to 32 takes"),
        (["--temperature", "9"], "Temperature goes from 0 to 2"),
        (["--model", "nope"], "There is no model called 'nope'"),
        (["--style", "salsa"], "knows these styles: folk"),
        (["--parts", "bass"], "tracks have these parts: melody"),
        (["--track", "7"], "give --track 1 to 1"),
    ],
)
def test_a_bad_wish_is_one_sentence(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    assert sentence in said(antiphon("continue", SEEDS[0], tmp_path / "out.mid", *arguments))
    assert not (tmp_path / "out.mid").exists()


def test_a_folder_to_write_to_is_one_sentence(tmp_path: Path) -> None:
    line = said(antiphon("continue", SEEDS[0], tmp_path, "--takes", 2))
    assert "give the name of a .mid file" in line


def test_what_the_reader_had_to_mend_is_said(tmp_path: Path) -> None:
    """A track of a file that goes on with nonsense is read as far as it makes sense, but not silently."""
    data = SEEDS[0].read_bytes()
    (tmp_path / "torn.mid").write_bytes(data[:-4] + b"\x00\xf1\x00\x00")
    ran = antiphon("continue", tmp_path / "torn.mid", tmp_path / "out.mid", "--seed", 1)
    assert ran.returncode == 0
    assert "is damaged in bar" in ran.stderr


def test_the_melody_is_continued_and_not_the_drums_before_it(tmp_path: Path) -> None:
    piece = MidiFiles().read(SEEDS[0]).piece
    drums = Track("Drums", Clip.from_notes(Note(0, i * 240, 120, 36) for i in range(64)), "other", channel=9)
    MidiFiles().write(replace(piece, tracks=(drums, *piece.tracks)), tmp_path / "band.mid")
    ran = antiphon("continue", tmp_path / "band.mid", tmp_path / "out.mid", "--bars", 2)
    assert ran.returncode == 0, ran.stderr
    lengths = [len(track.clip) for track in MidiFiles().read(tmp_path / "out.mid").piece.tracks]
    assert lengths[0] == 64 and lengths[1] > len(piece.tracks[0].clip)


def test_a_piece_without_notes_says_so(tmp_path: Path) -> None:
    from assistant.core.piece import Piece

    MidiFiles().write(Piece(), tmp_path / "silence.mid")
    assert "nothing to continue yet" in said(
        antiphon("continue", tmp_path / "silence.mid", tmp_path / "o.mid")
    )


def test_a_damaged_model_is_one_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    shipped = find_model()
    damaged = user_models_dir() / shipped.name
    shutil.copytree(shipped, damaged)
    weights = damaged / "weights.safetensors"
    data = bytearray(weights.read_bytes())
    data[-100] ^= 0x01
    weights.write_bytes(data)
    (tmp_path / "out.mid").write_text("the old one")
    line = said(antiphon("continue", SEEDS[0], tmp_path / "out.mid", "--model", shipped.name))
    assert f"The model {shipped.name} is damaged" in line
    assert (tmp_path / "out.mid").read_text() == "the old one"


def test_a_target_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    target = tmp_path / "out.mid"
    target.mkdir()
    assert "out.mid" in said(antiphon("continue", SEEDS[0], target))
    assert "gone" in said(antiphon("continue", SEEDS[0], tmp_path / "gone" / "out.mid"))
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o500)
        assert "locked" in said(antiphon("continue", SEEDS[0], tmp_path / "locked" / "out.mid"))


def test_a_hundred_thousand_notes_are_continued(tmp_path: Path) -> None:
    from assistant.core.clip import Clip
    from assistant.core.piece import Piece

    notes = (Note(0, i * 120, 120, 48 + i * 7 % 36, 80) for i in range(100_000))
    MidiFiles().write(Piece().with_clip(0, Clip.from_notes(notes)), tmp_path / "long.mid")
    ran = antiphon("continue", tmp_path / "long.mid", tmp_path / "out.mid", "--only-new", "--bars", 2)
    assert ran.returncode == 0, ran.stderr
    assert notes_of(tmp_path / "out.mid")
