"""The example seeds in the box: whole phrases that ask for an answer."""

import pytest

from assistant.core.asking import build_request
from assistant.core.clip import Clip
from assistant.core.continuation import ContinueSettings
from assistant.core.protocols import OpenedFile
from assistant.core.theory import Key
from assistant.files.midi_files import MidiFiles
from assistant.files.midi_writer import encode_midi
from assistant.paths import resources_dir

SEEDS = {
    "d-major-reel": (Key(2), (4, 4), 4),
    "e-dorian-jig": (Key(4, "dorian"), (6, 8), 4),
    "g-major-waltz": (Key(7), (3, 4), 8),
}


def read(name: str) -> OpenedFile:
    return MidiFiles().read(resources_dir() / "seeds" / f"{name}.mid")


def melody(name: str) -> Clip:
    (track,) = read(name).piece.tracks
    assert track.part == "melody"
    return track.clip


def test_these_are_all_the_seeds() -> None:
    assert sorted(path.stem for path in (resources_dir() / "seeds").glob("*.mid")) == sorted(SEEDS)


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_reads_without_warnings_and_fills_its_bars(name: str) -> None:
    key, meter, bars = SEEDS[name]
    opened = read(name)
    (change,) = opened.piece.meter_map.changes
    assert opened.warnings == ()
    assert opened.piece.key == key
    assert (change.numerator, change.denominator) == meter
    assert opened.piece.end_tick == melody(name).end_tick == bars * change.bar_ticks


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_is_a_melody_in_its_key_that_ends_open(name: str) -> None:
    key, _, _ = SEEDS[name]
    clip = melody(name)
    assert {p % 12 for p in clip.pitches.tolist()} <= key.pitch_classes
    assert clip.ends[:-1].tolist() == clip.starts[1:].tolist(), "one note after another"
    assert clip.pitches[-1] % 12 != key.tonic
    assert len(set(clip.velocities.tolist())) > 8, "played, not typed"


@pytest.mark.parametrize("name", SEEDS)
def test_an_answer_to_a_seed_begins_on_the_bar_line(name: str) -> None:
    piece = read(name).piece
    request = build_request(piece, 0, ContinueSettings(bars=4))
    bar_ticks = piece.meter_map.changes[0].bar_ticks
    assert (request.start_tick, request.end_tick) == (piece.end_tick, piece.end_tick + 4 * bar_ticks)


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_is_as_our_writer_writes_it(name: str) -> None:
    path = resources_dir() / "seeds" / f"{name}.mid"
    assert encode_midi(read(name).piece) == path.read_bytes()
