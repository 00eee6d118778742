"""Files made by hand, byte by byte, and what must be read in each (`antiphon*.mid` are our writer's)."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.core.note import Note
from assistant.core.overlaps import trim_overlaps
from assistant.core.piece import Piece
from assistant.core.protocols import OpenedFile
from assistant.core.track import Track
from assistant.files.midi_files import MidiFiles
from assistant.files.midi_writer import encode_midi

FOLDER = Path(__file__).parent / "golden"
GOLDEN = sorted(FOLDER.glob("*.mid"))


def described(opened: OpenedFile) -> dict[str, Any]:
    """A piece as the JSON beside the golden files has it."""
    piece = opened.piece
    loop = piece.loop
    return {
        "title": piece.title,
        "tempo": [[c.tick, c.us_per_quarter] for c in piece.tempo_map.changes],
        "meter": [[c.tick, c.numerator, c.denominator] for c in piece.meter_map.changes],
        "key": piece.key.name if piece.key else None,
        "markers": [[m.tick, m.name] for m in piece.markers],
        "loop": [loop.start_tick, loop.end_tick, loop.enabled] if loop else None,
        "end_tick": piece.end_tick,
        "tracks": [_described_track(track) for track in piece.tracks],
        "warnings": list(opened.warnings),
    }


def _described_track(track: Track) -> dict[str, Any]:
    plain = ("name", "part", "channel", "program", "volume", "colour", "muted", "soloed")
    found = {name: getattr(track, name) for name in plain}
    controls = {str(lane.number): [*map(list, lane.points)] for lane in track.controls}
    muted = _rows(note for note in track.clip if note.muted)
    found |= {"controls": controls} if controls else {}
    found |= {"bend_range": track.bend_range} if track.bend_range != 2 else {}
    found |= {"muted_notes": muted} if muted else {}
    return {**found, "notes": _rows(track.clip.sounding)}


def _rows(notes: Iterable[Note]) -> list[list[int]]:
    return [[n.start_tick, n.length_ticks, n.pitch, n.velocity] for n in notes]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_file_reads_as_its_json_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert described(MidiFiles().read(path)) == expected


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("midi_format", [0, 1])
def test_a_golden_file_written_again_reads_the_same(path: Path, tmp_path: Path, midi_format: Any) -> None:
    piece = MidiFiles().read(path).piece
    MidiFiles().write(piece, tmp_path / "again.mid", midi_format=midi_format)
    again = MidiFiles().read(tmp_path / "again.mid")
    assert described(again) == described(OpenedFile(_trimmed(piece)))


def _trimmed(piece: Piece) -> Piece:
    return replace(piece, tracks=tuple(replace(t, clip=trim_overlaps(t.clip)) for t in piece.tracks))


@pytest.mark.parametrize("name", ["antiphon", "antiphon-controls"])
def test_no_byte_that_is_written_changes_by_accident(name: str) -> None:
    path = FOLDER / f"{name}.mid"
    assert encode_midi(MidiFiles().read(path).piece) == path.read_bytes()
