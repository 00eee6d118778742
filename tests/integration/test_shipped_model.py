"""The model in the box: the same in NumPy as in torch, quick to answer, and never the seed again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueSettings, TakeNote, build_request
from assistant.core.piece import Piece
from assistant.engine import checkpoint
from assistant.engine.answer import Answer
from assistant.engine.events import GRID_TICKS
from assistant.engine.network import EventColumns, Network
from assistant.engine.registry import find_model
from assistant.files.midi_files import MidiFiles
from assistant.paths import resources_dir
from assistant.training.corpus import Tune
from assistant.training.dataset import columns_of, melody, to_batch
from assistant.training.export import restore

SEEDS = sorted((resources_dir() / "seeds").glob("*.mid"))


@pytest.fixture(scope="module")
def network() -> Network:
    return checkpoint.load(find_model())[0]


def piece_of(name: str) -> Piece:
    return MidiFiles().read(resources_dir() / "seeds" / f"{name}.mid").piece


def answers(network: Network, piece: Piece, **dials: object) -> list[Clip]:
    request = build_request(piece, 0, ContinueSettings(**dials))  # type: ignore[arg-type]
    notes: list[list[object]] = [[] for _ in range(request.takes)]
    for event in Answer(network, request).run():
        if isinstance(event, TakeNote):
            notes[event.index].append(event.note)
    return [Clip.from_notes(n) for n in notes]  # type: ignore[arg-type]


def test_numpy_and_torch_summarise_the_past_alike(network: Network) -> None:
    clip = piece_of("d-major-reel").tracks[0].clip
    notes = tuple((n.start_tick // GRID_TICKS, n.length_ticks // GRID_TICKS, n.pitch) for n in clip)
    tune = Tune("seed", "", "folk", 2, "major", ((0, 4, 4),), notes, False)
    columns = columns_of([melody(tune)])[0]
    with torch.no_grad():
        expected = restore(find_model()).past(to_batch([columns]))[0].numpy()
    state, past = network.start(1)
    np.testing.assert_allclose(past[0], expected[0], atol=1e-5)
    for t in range(1, len(expected)):
        event = {k: columns[f"event_{k}"][t : t + 1] for k in EventColumns.__dataclass_fields__}
        np.testing.assert_allclose(network.step(state, EventColumns(**event))[0], expected[t], atol=1e-5)


@pytest.mark.parametrize("name", [path.stem for path in SEEDS])
@pytest.mark.parametrize("repeat", [0.0, 1.0, 2.0])
def test_an_answer_never_contains_its_seed(network: Network, name: str, repeat: float) -> None:
    piece = piece_of(name)
    seed = _melody(piece.tracks[0].clip)
    for take in answers(network, piece, bars=16, takes=8, repeat=repeat, random_seed=1):
        heard = _melody(take)
        assert not any(heard[i : i + len(seed)] == seed for i in range(len(heard)))


def test_the_dial_from_invent_to_repeat_repeats_more(network: Network) -> None:
    piece = piece_of("d-major-reel")
    shares = []
    for repeat in (0.0, 1.0, 2.0):
        takes = answers(network, piece, bars=8, takes=16, repeat=repeat, random_seed=2)
        shares.append(np.mean([_share_of_seed(piece.tracks[0].clip, take) for take in takes]))
    assert shares[0] < shares[1] < shares[2]


def test_a_hotter_dial_is_more_surprising(network: Network) -> None:
    piece = piece_of("g-major-waltz")
    leaps = []
    for temperature in (0.5, 1.8):
        takes = answers(network, piece, bars=8, takes=16, temperature=temperature, top_p=1.0, random_seed=3)
        leaps.append(np.mean([np.abs(np.diff(take.pitches)).mean() for take in takes]))
    assert leaps[0] < leaps[1]


@pytest.mark.parametrize("name", [path.stem for path in SEEDS])
def test_answers_stay_mostly_in_the_seeds_key_by_themselves(network: Network, name: str) -> None:
    piece = piece_of(name)
    assert piece.key is not None
    takes = answers(network, piece, bars=8, takes=8, random_seed=4)
    inside = [n.pitch % 12 in piece.key.pitch_classes for take in takes for n in take]
    assert np.mean(inside) > 0.9


def _melody(clip: Clip) -> list[tuple[int, int]]:
    """(steps to the next onset, pitch); the last note's own length in place of a next onset."""
    notes = list(clip)
    gaps = [b.start_tick - a.start_tick for a, b in pairwise(notes)] + [notes[-1].length_ticks]
    return [(gap, n.pitch) for gap, n in zip(gaps, notes, strict=True)]


def _share_of_seed(seed: Clip, take: Clip) -> float:
    """The share of four-note runs of the take that stand in the seed."""
    there = {tuple(run) for run in _runs(seed)}
    runs = _runs(take)
    return float(np.mean([tuple(run) in there for run in runs]))


def _runs(clip: Clip) -> list[tuple[int, ...]]:
    pitches = clip.pitches.tolist()
    return [tuple(pitches[i : i + 4]) for i in range(len(pitches) - 3)]
