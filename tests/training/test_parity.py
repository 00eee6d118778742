"""The NumPy network at play says what the torch network says."""

from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.engine import layout
from assistant.engine.memory import Memory
from assistant.engine.network import Network
from assistant.training.columns import Piece, columns_of, piece_of
from assistant.training.dataset import evaluation_batches
from assistant.training.export import weights_of
from assistant.training.networks import HEADS, MusicNet, NetConfig
from tests.training.made_up import random_score

CONFIGS = {
    "conv": NetConfig(net="conv", channels=24, dilations=(1, 2, 4, 8), head_width=20),
    "lstm": NetConfig(net="lstm", channels=24, hidden=28, layers=2, stem=(1, 2), head_width=20),
}


def some_net(name: str) -> MusicNet:
    torch.manual_seed(3)
    net = MusicNet(CONFIGS[name]).eval()
    with torch.no_grad():
        for p in net.parameters():
            p.add_(torch.randn_like(p) * 0.1)
    return net


@pytest.mark.parametrize("chords", [False, True])
@pytest.mark.parametrize("name", CONFIGS)
def test_logits_agree_to_1e5(name: str, chords: bool, tmp_path: Path) -> None:
    net, score = some_net(name), random_score(5, 50, chords=chords)
    batch = next(evaluation_batches(columns_of([score], tmp_path)))
    with torch.no_grad():
        expected = {head: logits[0].numpy() for head, logits in net(batch).items()}
    played = logits_at_play(Network(weights_of(net), CONFIGS[name].as_json()), piece_of(score))
    for head in HEADS:
        np.testing.assert_allclose(played[head], expected[head][: len(score)], atol=1e-5, err_msg=head)


def logits_at_play(network: Network, piece: Piece) -> dict[str, np.ndarray]:
    """Step through a piece as the engine does, with its own memory; style, parts and end untold."""
    memory, state, e = Memory(1, 8), network.start(1), piece.events
    found: dict[str, list[np.ndarray]] = {head: [] for head in HEADS}
    zero, style = np.zeros(1, dtype=np.int64), np.array([len(layout.ev.STYLES)])
    place = piece.bars.at(e.onsets)
    last = layout.Event(zero + 1, *[zero] * 3, zero + layout.ev.NO_INTERVAL, zero, zero,
                        place.bar_lengths[:1], zero, style)  # fmt: skip
    for t in range(len(e)):
        past = network.step(state, last)
        onset, shift, part, pitch, length = (
            c[t : t + 1] for c in (e.onsets, e.shifts, e.parts, e.pitches, e.lengths)
        )
        bar, before_onset = place.bar_lengths[t : t + 1], e.onsets[max(t - 1, 0) : max(t, 1)]
        known = style, zero + piece.score.repeats_expanded, zero, zero
        before = layout.Setting(*known, last.position, last.bar_length, memory.held(before_onset))
        here = layout.Setting(*known, place.positions[t : t + 1], bar, memory.held(onset))
        shifts = memory.propose_shifts(last.bar_length)
        rows = layout.shift_rows(before, last.length, last.part, shifts)
        found["shift"].append(network.shift_logits(past, rows, shifts))
        parts = memory.propose_parts(onset, shift, bar)
        rows = layout.part_rows(here, shift, last.part, memory.struck(onset), parts)
        found["part"].append(network.part_logits(past, rows, parts))
        notes = memory.propose_notes(onset, shift, part, bar)
        fellow = np.where((shift == 0) & (t > 0), last.length, 0)
        own_last = memory.last_pitches[0, part]
        note = layout.Beginning(shift, part, memory.next_ranks(shift, part), own_last, fellow)
        sounding = memory.ends > onset[:, None]
        found["pitch"].append(
            network.pitch_logits(past, layout.pitch_rows(here, note, notes), sounding, notes)
        )
        rows = layout.length_rows(here, note, pitch, notes)
        found["length"].append(network.length_logits(past, rows, notes))
        memory.append(onset, shift, part, pitch, length)
        last = layout.Event(
            zero, shift, part, pitch, layout.ev.intervals(pitch, own_last), length,
            place.positions[t : t + 1], bar, place.bars[t : t + 1] % layout.ev.BAR_NUMBERS, style,
        )  # fmt: skip
    return {head: np.concatenate(rows) for head, rows in found.items()}


@pytest.mark.parametrize("name", CONFIGS)
def test_reading_at_once_is_reading_step_by_step(name: str) -> None:
    trunk = Network(weights_of(some_net(name)), CONFIGS[name].as_json()).trunk
    xs = np.random.default_rng(1).normal(size=(40, 3, 24)).astype(np.float32)
    stepped, read = trunk.start(3), trunk.start(3)
    expected = np.stack([trunk.step(stepped, x).copy() for x in xs])
    found = np.concatenate([trunk.read(read, xs[a:b]) for a, b in ((0, 1), (1, 7), (7, 40))])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    # What is remembered is the same too.
    np.testing.assert_allclose(trunk.step(read, xs[0]), trunk.step(stepped, xs[0]), atol=1e-5)
