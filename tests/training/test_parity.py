"""The NumPy network at play says what the torch network says."""

import numpy as np
import pytest
import torch

from assistant.engine import events as ev
from assistant.engine.memory import Memory
from assistant.engine.network import EventColumns, Network
from assistant.training.dataset import Columns, columns_of, melody, to_batch
from assistant.training.export import weights_of
from assistant.training.networks import MelodyNet, NetConfig
from tests.training.tunes import random_tune

CONFIG = NetConfig(channels=24, dilations=(1, 2, 4, 8), head_width=20)


@pytest.fixture
def net() -> MelodyNet:
    torch.manual_seed(3)
    net = MelodyNet(CONFIG).eval()
    with torch.no_grad():
        for p in net.parameters():
            p.add_(torch.randn_like(p) * 0.1)
    return net


@pytest.mark.parametrize("seed", range(3))
def test_logits_agree_to_1e5(net: MelodyNet, seed: int) -> None:
    tune = random_tune(seed)
    columns = columns_of([melody(tune)])[0]
    with torch.no_grad():
        expected = [logits[0].numpy() for logits in net(to_batch([columns]))]
    played = _logits_at_play(Network(weights_of(net), CONFIG.dilations), columns)
    for head, theirs, ours in zip(("shift", "pitch", "length"), expected, played, strict=True):
        np.testing.assert_allclose(ours, theirs[: len(ours)], atol=1e-5, err_msg=head)


def _logits_at_play(network: Network, c: Columns) -> list[np.ndarray]:
    """Step through the columns as the engine does, with its own memory."""
    memory = Memory(1, 8)
    state, past = network.start(1)
    found: list[list[np.ndarray]] = [[], [], []]
    notes = int(c["note_mask"].sum())
    onsets = c["onsets"]
    for t in range(notes):

        def at(name: str, t: int = t) -> np.ndarray:
            return c[name][t : t + 1]

        if t:
            past = network.step(
                state,
                EventColumns(
                    **{k: at(f"event_{k}") for k in EventColumns.__dataclass_fields__},
                ),
            )
        place = {
            "position": at("event_position"), "bar_length": at("event_bar_length"), "left": at("shift_left"),
            "form": at("form"),
        }  # fmt: skip
        bar_lengths = c["bar_lengths"][max(t - 1, 0) : max(t, 1)]
        found[0].append(
            network.shift_logits(
                past, place, at("event_length"), proposals=memory.propose_shifts(bar_lengths)
            )
        )
        shift, pitch, length = at("shift_target"), at("pitch_target"), at("length_target")
        told = {
            "position": at("note_position"), "bar_length": at("note_bar_length"),
            "left": at("note_left"), "form": at("form"), "shift": shift,
        }  # fmt: skip
        proposals = memory.propose_notes(onsets[t : t + 1], shift, c["bar_lengths"][t : t + 1])
        last = at("last_pitch")
        found[1].append(network.pitch_logits(past, told, last, proposals=proposals))
        found[2].append(network.length_logits(past, told, last, pitch, proposals=proposals))
        memory.append(onsets[t : t + 1], np.minimum(shift, ev.MAX_SHIFT), pitch, length)
    return [np.concatenate(rows) for rows in found]
