"""The models in the box: the same in NumPy as in torch, and never the seed again."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.core.asking import build_request
from assistant.core.clip import Clip
from assistant.core.continuation import ContinueSettings, TakeNote
from assistant.core.note import Note
from assistant.core.piece import Piece
from assistant.core.surprise import SurpriseRequest
from assistant.engine import checkpoint
from assistant.engine.answer import Answer
from assistant.engine.judging import judge
from assistant.engine.network import Network
from assistant.engine.registry import find_model
from assistant.files.midi_files import MidiFiles
from assistant.paths import resources_dir, shipped_models_dir
from assistant.training.columns import columns_of, piece_of
from assistant.training.dataset import told_batch
from assistant.training.export import restore
from tests.training.made_up import random_score
from tests.training.test_parity import logits_at_play

SEEDS = sorted((resources_dir() / "seeds").glob("*.mid"))
MODELS = sorted(folder.name for folder in shipped_models_dir().iterdir() if folder.is_dir())


@pytest.fixture(scope="module", params=MODELS)
def name_of_model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def network(name_of_model: str) -> Network:
    return checkpoint.load(find_model(name_of_model))[0]


def seed_piece(name: str) -> Piece:
    return MidiFiles().read(resources_dir() / "seeds" / f"{name}.mid").piece


def answers(network: Network, piece: Piece, **dials: object) -> list[Clip]:
    request = build_request(piece, 0, ContinueSettings(**dials))  # type: ignore[arg-type]
    notes: list[list[object]] = [[] for _ in range(request.takes)]
    for event in Answer(network, request).run():
        if isinstance(event, TakeNote):
            notes[event.index].append(event.note)
    return [Clip.from_notes(n) for n in notes]  # type: ignore[arg-type]


def test_both_kinds_of_network_are_in_the_box() -> None:
    assert {checkpoint.load_description(find_model(name))["net"] for name in MODELS} == {"conv", "lstm"}


def test_numpy_and_torch_say_the_same(network: Network, name_of_model: str, tmp_path: Path) -> None:
    score = random_score(7, 60, chords=True)
    batch = told_batch(columns_of([score], tmp_path))
    with torch.no_grad():
        expected = restore(find_model(name_of_model))(batch)
    played = logits_at_play(network, piece_of(score))
    for head, logits in expected.items():
        theirs = logits[0, : len(score)].numpy()
        # Logits of trained weights run to some ten: this is single precision.
        np.testing.assert_allclose(
            played[head], theirs, atol=1e-5 * max(1.0, np.abs(theirs).max()), err_msg=head
        )


@pytest.mark.parametrize("name", [path.stem for path in SEEDS])
@pytest.mark.parametrize("repeat", [0.0, 1.0, 2.0])
def test_an_answer_never_contains_its_seed(network: Network, name: str, repeat: float) -> None:
    piece = seed_piece(name)
    seed = _melody(piece.tracks[0].clip)
    for take in answers(network, piece, bars=16, takes=8, repeat=repeat, random_seed=1):
        heard = _melody(take)
        assert not any(heard[i : i + len(seed)] == seed for i in range(len(heard)))


def test_the_dial_from_invent_to_repeat_repeats_more(network: Network) -> None:
    piece = seed_piece("d-major-reel")
    shares = []
    for repeat in (0.0, 1.0, 2.0):
        takes = answers(network, piece, bars=8, takes=16, repeat=repeat, random_seed=2)
        shares.append(np.mean([_share_of_seed(piece.tracks[0].clip, take) for take in takes]))
    assert shares[0] < shares[1] < shares[2]


def test_a_hotter_dial_is_more_surprising(network: Network) -> None:
    piece = seed_piece("g-major-waltz")
    leaps = []
    for temperature in (0.5, 1.8):
        takes = answers(network, piece, bars=8, takes=16, temperature=temperature, top_p=1.0, random_seed=3)
        leaps.append(np.mean([np.abs(np.diff(take.pitches)).mean() for take in takes]))
    assert leaps[0] < leaps[1]


@pytest.mark.parametrize("name", [path.stem for path in SEEDS])
def test_answers_stay_mostly_in_the_seeds_key_by_themselves(network: Network, name: str) -> None:
    piece = seed_piece(name)
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


def test_a_wrong_note_stands_out_of_the_surprise_curve(network: Network) -> None:
    tune = (62, 64, 66, 69, 74, 69, 66, 62)
    pitches = list(tune * 8)
    pitches[45] = 68
    clip = Clip.from_notes(Note(0, i * 240, 240, pitch) for i, pitch in enumerate(pitches))
    bits = {id_: step.bits for step in judge(network, SurpriseRequest(clip)) for id_ in step.ids}
    assert len(bits) == len(clip)
    late = list(bits.values())[24:]
    assert late.index(max(late)) == 45 - 24
    assert max(late) > 3 + float(np.median(late))
