"""How surprising written notes are, with tiny models."""

import math
from pathlib import Path

import numpy as np
import pytest

from assistant.core.clip import Clip
from assistant.core.note import PPQ, Note
from assistant.core.surprise import SurpriseRequest
from assistant.core.theory import Key
from assistant.engine import checkpoint
from assistant.engine.continuer import EngineContinuer
from assistant.engine.events import STYLES
from assistant.engine.hindsight import surprise
from assistant.engine.judging import judge
from assistant.engine.network import Network
from assistant.engine.seeds import seed_of
from assistant.engine.walk import Told, Walk
from tests.engine.test_continuer import asked

MELODY = Clip.from_notes(Note(0, i * 240, 240, 60 + (i * 5) % 12, 60 + i) for i in range(16))
PIANO = Clip.from_notes(
    Note(0, bar * 4 * PPQ, PPQ, pitch) for bar in range(4) for pitch in (36, 43, 64, 67, 72 + bar)
)
KEY = Key(0)


@pytest.fixture(scope="module", params=["tiny_model", "tiny_lstm"])
def network(request: pytest.FixtureRequest) -> Network:
    return checkpoint.load(request.getfixturevalue(request.param))[0]


def bits_of(network: Network, request: SurpriseRequest) -> dict[int, float]:
    return {id_: step.bits for step in judge(network, request) for id_ in step.ids}


def test_every_note_has_the_nats_of_a_walk_in_bits(network: Network) -> None:
    seed = seed_of(asked(MELODY, key=KEY))
    walk = Walk(network, seed.frame, Told(ensemble=seed.scoring.ensemble), 1)
    expected = surprise(walk, seed.events)[0] / math.log(2)
    found = bits_of(network, SurpriseRequest(MELODY, key=KEY))
    assert list(found) == MELODY.ids.tolist()
    assert list(found.values()) == pytest.approx(expected.tolist())
    assert min(found.values()) > 0


def test_what_comes_before_is_read_and_not_judged(network: Network) -> None:
    whole = bits_of(network, SurpriseRequest(MELODY, key=KEY))
    late = list(judge(network, SurpriseRequest(MELODY, from_tick=8 * 240, key=KEY)))
    assert [step.ids for step in late[:8]] == [()] * 8
    assert [step.ids for step in late[8:]] == [(i,) for i in MELODY.ids.tolist()[8:]]
    assert [step.bits for step in late[8:]] == pytest.approx(list(whole.values())[8:])


def test_the_notes_of_two_hands_are_all_judged(network: Network) -> None:
    assert set(bits_of(network, SurpriseRequest(PIANO, part="harmony"))) == set(PIANO.ids.tolist())


def test_doubled_notes_share_their_surprise(network: Network) -> None:
    doubled = Clip.from_notes([*PIANO, Note(0, 0, 2 * PPQ, 64)])
    found = bits_of(network, SurpriseRequest(doubled, part="harmony"))
    twins = [n.id for n in doubled if n.start_tick == 0 and n.pitch == 64]
    assert len(twins) == 2
    assert found[twins[0]] == found[twins[1]]


def test_a_style_that_is_told_counts(network: Network) -> None:
    plain = bits_of(network, SurpriseRequest(MELODY, key=KEY))
    told = bits_of(network, SurpriseRequest(MELODY, key=KEY, style=STYLES[0]))
    assert not np.allclose(list(plain.values()), list(told.values()))


def test_no_notes_are_no_surprise(network: Network) -> None:
    assert list(judge(network, SurpriseRequest(Clip.empty()))) == []


def test_the_continuer_answers_step_by_step(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engine.continuer.find_model", lambda name: tiny_model)
    running = EngineContinuer().surprise(SurpriseRequest(MELODY))
    assert next(running).ids == (int(MELODY.ids[0]),)
    assert sum(1 for _ in running) == len(MELODY) - 1
