"""The models in the box hear where the music goes on: what they fill a gap with leads there."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.engine import checkpoint
from assistant.engine.infill import Infill
from assistant.engine.network import Network
from assistant.engine.registry import find_model
from assistant.files.midi_files import MidiFiles
from assistant.paths import resources_dir, shipped_models_dir

SEEDS = sorted((resources_dir() / "seeds").glob("*.mid"))
MODELS = sorted(folder.name for folder in shipped_models_dir().iterdir() if folder.is_dir())


@pytest.fixture(scope="module", params=MODELS)
def network(request: pytest.FixtureRequest) -> Network:
    return checkpoint.load(find_model(request.param))[0]


def before_a_gap(piece: Piece, right: Clip, start_tick: int, end_tick: int) -> ContinueRequest:
    clip = piece.tracks[0].clip
    return ContinueRequest(
        seed=clip.take_rows(clip.rows_starting_between(0, start_tick)), right=right, takes=8, random_seed=1,
        start_tick=start_tick, end_tick=end_tick, meter_map=piece.meter_map, key=piece.key,
    )  # fmt: skip


def best_last_pitches(network: Network, piece: Piece, octaves: int) -> float:
    """The mean of the pitches on which the best quarter ends, where the phrase comes again after the gap."""
    meter_map, clip = piece.meter_map, piece.tracks[0].clip
    start = meter_map.bar_ceil(clip.end_tick)
    end = meter_map.bar_start_tick(meter_map.bar_at(start) + 2)
    again = Clip.from_notes(
        Note(0, n.start_tick + end, n.length_ticks, n.pitch + 12 * octaves, n.velocity) for n in clip
    )
    search = Infill(network, before_a_gap(piece, again, start, end))
    list(search.run())
    return float(np.mean([c.notes[-1].pitch for c in search.candidates[:8]]))


def test_a_gap_leads_up_to_a_high_phrase_and_down_to_a_low_one(network: Network) -> None:
    pieces = [MidiFiles().read(path).piece for path in SEEDS]
    high, low = (np.mean([best_last_pitches(network, p, octaves) for p in pieces]) for octaves in (1, -1))
    assert high > low + 1
