"""Answers of any model, trained or not, keep to what was asked."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, TakeDone, TakeNote, Voice, answer_span
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key
from assistant.engine import checkpoint, seeds
from assistant.engine.answer import ENDINGS, Answer
from assistant.engine.choice import longest_copy
from assistant.engine.continuer import EngineContinuer
from assistant.engine.events import STYLES, Events
from assistant.engine.network import Network
from assistant.engine.seeds import Seed, SeedReader, seed_of
from assistant.engine.walk import Walk

SEED = Clip.from_notes(Note(0, i * 240, 240, 62 + (i * 5) % 12, 60 + i) for i in range(16))


@pytest.fixture(scope="module", params=["tiny_model", "tiny_lstm"])
def network(request: pytest.FixtureRequest) -> Network:
    return checkpoint.load(request.getfixturevalue(request.param))[0]


def asked(
    seed: Clip = SEED, bars: int = 4, meters: MeterMap | None = None, **dials: object
) -> ContinueRequest:
    meter_map = meters or MeterMap()
    start, end = answer_span(seed.end_tick, bars, meter_map, int(seed.starts[-1]))
    return ContinueRequest(seed=seed, start_tick=start, end_tick=end, meter_map=meter_map, **dials)  # type: ignore[arg-type]


Take = list[TakeNote]


def found(network: Network, request: ContinueRequest) -> list[Take]:
    takes: list[Take] = [[] for _ in range(request.takes)]
    done = []
    for event in Answer(network, request).run():
        if isinstance(event, TakeNote):
            assert event.index not in done
            takes[event.index].append(event)
        else:
            done.append(event.index)
    assert sorted(done) == list(range(request.takes))
    return takes


def answers(network: Network, request: ContinueRequest) -> list[list[Note]]:
    return [[event.note for event in take] for take in found(network, request)]


def check(take: list[Note], request: ContinueRequest) -> None:
    """The promises of every answer."""
    assert take
    assert all(a.start_tick <= b.start_tick for a, b in itertools.pairwise(take))
    assert take[0].start_tick >= request.start_tick
    assert max(n.end_tick for n in take) <= request.end_tick
    last_bar = request.meter_map.bar_at(request.end_tick - 1)
    reached = request.meter_map.bar_at(max(n.end_tick for n in take) - 1)
    assert reached == last_bar
    if seed_of(request).scoring.is_one_line:
        assert all(a.end_tick <= b.start_tick for a, b in itertools.pairwise(take))
    if len(np.flatnonzero(request.allowed_pitches())) > 12:
        check_unstruck(take)
    allowed = request.allowed_pitches()
    assert all(allowed[n.pitch] for n in take)


def check_unstruck(take: list[Note]) -> None:
    """No pitch is struck while it sounds."""
    for _, same in itertools.groupby(sorted(take, key=lambda n: (n.pitch, n.start_tick)), lambda n: n.pitch):
        assert all(a.end_tick <= b.start_tick for a, b in itertools.pairwise(same))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 4000), st.integers(1, 1500), st.integers(0, 127)), min_size=1, max_size=20
    ),
    bars=st.integers(1, 6),
    meter=st.sampled_from([(4, 4), (3, 4), (6, 8), (7, 8), (2, 2)]),
    lock=st.sampled_from([None, Key.parse("D minor"), Key.parse("F# blues")]),
    span=st.sampled_from([(0, 127), (60, 84), (0, 40), (100, 111)]),
    temperature=st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    repeat=st.sampled_from([0.0, 0.5, 1.0, 2.0]),
)
def test_every_answer_keeps_its_promises(  # noqa: PLR0917
    network: Network, rows: list[tuple[int, int, int]], bars: int, meter: tuple[int, int], lock: Key | None,
    span: tuple[int, int], temperature: float, repeat: float,
) -> None:  # fmt: skip
    seed = Clip.from_notes(Note(0, *row) for row in rows)
    request = asked(
        seed, bars, MeterMap.of(*meter), key_lock=lock, lowest=span[0], highest=span[1],
        temperature=temperature, repeat=repeat, takes=2,
    )  # fmt: skip
    for take in answers(network, request):
        check(take, request)


def test_a_bar_change_inside_the_answer(network: Network) -> None:
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(1920 * 3, 3, 4)))
    request = asked(bars=4, meters=meters)
    assert request.end_tick == 1920 * 3 + 3 * 1440
    for take in answers(network, request):
        check(take, request)


def test_a_short_last_bar_is_filled_as_well(network: Network) -> None:
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(1920 * 4, 1, 8)))
    request = asked(bars=3, meters=meters, takes=32, temperature=2.0)
    assert request.end_tick == 1920 * 4 + 240
    for take in answers(network, request):
        check(take, request)


def test_an_end_off_the_grid_is_kept(network: Network) -> None:
    """A bar of 5/64 lasts 150 ticks, which are seven and a half steps of the model's grid."""
    meters = MeterMap((MeterChange(0, 4, 4), MeterChange(1920 * 2, 5, 64)))
    request = asked(bars=1, meters=meters, takes=32)
    assert request.end_tick == 1920 * 2 + 150
    for take in answers(network, request):
        assert all(n.end_tick <= request.end_tick for n in take)


def test_a_piano_answers_with_both_hands_on_one_track(network: Network) -> None:
    chords = [Note(0, i * 960, 960, pitch, 60) for i in range(4) for pitch in (38, 45, 50)]
    request = asked(SEED.with_notes(chords), takes=2)
    assert not seed_of(request).scoring.is_one_line
    for take in found(network, request):
        check([event.note for event in take], request)
        assert {event.voice for event in take} == {0}


def test_tracks_go_on_together(network: Network) -> None:
    bass = Clip.from_notes(Note(0, i * 960, 960, 40 + i) for i in range(4))
    request = asked(takes=2, others=(Voice(1, "bass", bass), Voice(2, "harmony", Clip.empty())))
    for take in found(network, request):
        check([event.note for event in take], request)
        assert {event.voice for event in take} <= {0, 1}
        for voice in (0, 1):
            own = [event.note for event in take if event.voice == voice]
            assert all(a.end_tick <= b.start_tick for a, b in itertools.pairwise(own))


def test_chords_are_not_taken_for_a_tune(network: Network) -> None:
    chords = Clip.from_notes(Note(0, i * 960, 960, p, 80) for i in range(4) for p in (60, 64, 67))
    assert all(Answer(network, asked(chords, random_seed=i)).style != 0 for i in range(3))
    assert Answer(network, asked(chords, style="folk")).style == 0


def test_the_style_is_recognised_or_taken_as_told(network: Network) -> None:
    assert Answer(network, asked(style="chorale")).style == 4
    assert Answer(network, asked()).style in range(5)
    with pytest.raises(AntiphonError, match="folk, song, piano"):
        Answer(network, asked(style="techno"))


def test_the_most_final_of_the_endings_is_kept(network: Network) -> None:
    answer = Answer(network, asked(takes=3))
    list(answer.run())
    assert len(answer.finalities) == 3
    for kept, *others in answer.finalities:
        assert len(others) == ENDINGS - 1
        assert kept >= max(others)


def test_the_same_seed_gives_the_same_takes(network: Network) -> None:
    first, second = (answers(network, asked(takes=3, random_seed=11)) for _ in range(2))
    assert first == second
    assert answers(network, asked(takes=3, random_seed=12)) != first


def test_takes_differ_from_one_another(network: Network) -> None:
    one, two = answers(network, asked(takes=2, random_seed=1))
    assert one != two


def test_velocities_follow_the_seed(network: Network) -> None:
    quiet = Clip.from_notes(replace(n, velocity=30 + n.id % 5) for n in SEED)
    velocities = [n.velocity for take in answers(network, asked(quiet)) for n in take]
    assert 25 < np.mean(velocities) < 40
    even = Clip.from_notes(replace(n, velocity=64) for n in SEED)
    assert {n.velocity for take in answers(network, asked(even)) for n in take} == {64}


def test_closing_the_answer_cancels_it(network: Network) -> None:
    running = Answer(network, asked(bars=16)).run()
    assert isinstance(next(running), TakeNote)
    running.close()
    assert list(running) == []


def test_a_take_tells_its_mean_surprise(network: Network) -> None:
    events = list(Answer(network, asked(takes=1)).run())
    notes = [e.surprise_bits for e in events if isinstance(e, TakeNote)]
    done = [e for e in events if isinstance(e, TakeDone)]
    assert done[0].surprise_bits == pytest.approx(np.mean(notes))


def test_a_take_tells_the_style_it_was_written_in(network: Network) -> None:
    for style in ("lead sheet", ""):
        answer = Answer(network, asked(takes=1, style=style))
        (done,) = (event for event in answer.run() if isinstance(event, TakeDone))
        assert done.style == STYLES[answer.style]
        assert not style or done.style == style


@pytest.mark.parametrize("repeat", [0.0, 0.5, 1.0, 2.0])
def test_the_seed_is_never_given_back(repeat: float) -> None:
    seed = Events(np.arange(16) * 24, np.zeros(16, dtype=np.int64), np.full(16, 60), np.full(16, 24))
    assert longest_copy(repeat, seed, 96) < 15 * 24


def test_continuer_finds_and_keeps_its_model(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engine.continuer.find_model", lambda name: tiny_model)
    continuer = EngineContinuer()
    continuer.warm_up()
    events = list(continuer.generate(asked(takes=2)))
    assert sum(isinstance(e, TakeDone) for e in events) == 2


def test_a_seed_is_read_once_and_answered_as_ever(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engine.continuer.find_model", lambda name: tiny_model)
    first, second = asked(takes=2, random_seed=5), asked(bars=2, takes=1, random_seed=6, repeat=2.0)
    expected = [list(EngineContinuer().generate(request)) for request in (first, second, first)]
    reads: list[ContinueRequest] = []

    def read_and_count(network: Network, seed: Seed, request: ContinueRequest) -> tuple[Walk, int]:
        reads.append(request)
        return seeds.read(network, seed, request)

    monkeypatch.setattr("assistant.engine.continuer.SeedReader", lambda: SeedReader(read_and_count))
    continuer = EngineContinuer()
    continuer.prepare(first)
    assert [list(continuer.generate(request)) for request in (first, second, first)] == expected
    assert len(reads) == 1
    list(continuer.generate(asked(takes=1, style="song")))
    assert len(reads) == 2


def test_a_model_warmed_up_without_a_name_is_not_loaded_again_by_its_name(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[Path] = []

    def load(folder: Path) -> tuple[Network, dict[str, object]]:
        loaded.append(folder)
        return checkpoint.load(folder)

    monkeypatch.setattr("assistant.engine.continuer.find_model", lambda name: tiny_model)
    monkeypatch.setattr("assistant.engine.continuer.load", load)
    continuer = EngineContinuer()
    continuer.warm_up()
    next(continuer.generate(asked(model="tiny")))
    assert loaded == [tiny_model]
