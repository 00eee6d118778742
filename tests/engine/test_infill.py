"""A gap is filled within what was asked, by what leads best into the music after it."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.core.clip import Clip
from assistant.core.continuation import ContinueRequest, Searching, TakeDone, TakeEvent, TakeNote, Voice
from assistant.core.errors import AntiphonError
from assistant.core.note import Note
from assistant.core.tempo import MeterChange, MeterMap
from assistant.core.theory import Key
from assistant.engine import checkpoint, infill
from assistant.engine.choice import Found
from assistant.engine.continuer import EngineContinuer
from assistant.engine.events import Events
from assistant.engine.hindsight import surprise
from assistant.engine.infill import HEARD_AFTERWARDS, MOST_CANDIDATES, Candidate, Infill, ranked, right_events
from assistant.engine.network import Network
from assistant.engine.seeds import read, seed_of
from assistant.engine.walk import Walk

BAR = 1920


def eighths(first_bar: int, bars: int) -> Clip:
    starts = range(first_bar * BAR, (first_bar + bars) * BAR, 240)
    return Clip.from_notes(Note(0, s, 240, 62 + (i * 5) % 12, 70) for i, s in enumerate(starts))


LEFT, RIGHT = eighths(0, 2), eighths(4, 2)


@pytest.fixture(scope="module", params=["tiny_model", "tiny_lstm"])
def network(request: pytest.FixtureRequest) -> Network:
    return checkpoint.load(request.getfixturevalue(request.param))[0]


def gap(left: Clip = LEFT, right: Clip | None = RIGHT, **dials: object) -> ContinueRequest:
    asked = {"start_tick": 2 * BAR, "end_tick": 4 * BAR, "takes": 2} | dials
    return ContinueRequest(seed=left, right=right, **asked)  # type: ignore[arg-type]


def takes_of(events: Iterator[TakeEvent]) -> list[list[Note]]:
    """The notes of each take; takes come whole, one after another."""
    takes: list[list[Note]] = [[]]
    for event in events:
        match event:
            case TakeNote(index, note):
                assert index == len(takes) - 1
                takes[-1].append(note)
            case TakeDone(index):
                assert index == len(takes) - 1
                takes.append([])
    assert takes.pop() == []
    return takes


def filled(network: Network, request: ContinueRequest) -> list[list[Note]]:
    return takes_of(Infill(network, request).run())


@pytest.mark.parametrize(
    "dials",
    [
        {},
        {"takes": 3, "temperature": 2.0, "repeat": 0.0},
        {"key_lock": Key.parse("D minor"), "lowest": 60, "highest": 72, "repeat": 2.0},
        {"temperature": 0.0},
        {"start_tick": 2 * BAR + 240, "end_tick": 4 * BAR - 480},
        {"meter_map": MeterMap((MeterChange(0, 4, 4), MeterChange(3 * BAR, 3, 4)))},
    ],
)
def test_every_take_keeps_its_promises(network: Network, dials: dict[str, object]) -> None:
    request = gap(**dials)
    takes = filled(network, request)
    assert len(takes) == request.takes
    allowed = request.allowed_pitches()
    for take in takes:
        assert take
        assert take[0].start_tick >= request.start_tick
        assert take[-1].end_tick <= request.end_tick
        assert all(a.end_tick <= b.start_tick for a, b in itertools.pairwise(take))
        assert all(allowed[n.pitch] for n in take)
        last_bar = request.meter_map.bar_at(request.end_tick - 1)
        # A long note may fill the last bar from the one before.
        assert request.meter_map.bar_at(take[-1].end_tick - 1) == last_bar


def test_chords_are_filled_with_both_hands(network: Network) -> None:
    left, right = (
        clip.with_notes(
            Note(0, int(s), 480, pitch, 60) for s in clip.starts[::4] for pitch in (38, 45, 50)
        )
        for clip in (LEFT, RIGHT)
    )  # fmt: skip
    takes = filled(network, gap(left, right))
    assert all(2 * BAR <= n.start_tick < n.end_tick <= 4 * BAR for take in takes for n in take)


def test_the_same_seed_gives_the_same_takes(network: Network) -> None:
    first, second = (filled(network, gap(random_seed=11)) for _ in range(2))
    assert first == second
    assert filled(network, gap(random_seed=12)) != first


def test_takes_differ_from_one_another(network: Network) -> None:
    takes = filled(network, gap(takes=4, random_seed=1))
    assert all(a != b for a, b in itertools.combinations(takes, 2))


def test_more_are_drawn_than_are_given(network: Network) -> None:
    for takes, candidates in ((1, 4), (3, 12), (9, MOST_CANDIDATES), (32, 32)):
        assert len(Infill(network, gap(takes=takes)).candidates) == candidates


def test_the_best_come_first_and_are_judged_as_one_by_one(network: Network) -> None:
    """Candidates of equal length walk on together; each alone, from the start, comes to the same."""
    request = gap(takes=3)
    search = Infill(network, request)
    given = takes_of(search.run())
    judged = [c.nats for c in search.candidates]
    assert judged == sorted(judged)
    assert [[n.start_tick for n in take] for take in given] == [
        [search.seed.frame.tick(n.onset) for n in c.notes] for c in search.candidates[:3]
    ]
    for candidate in search.candidates[:4]:
        walk, _ = read(network, search.seed, request)
        columns = np.array([(n.onset, n.part, n.pitch, n.length) for n in candidate.notes]).T
        for onset, part, pitch, length in columns.T:
            shift = np.array([onset]) - walk.onsets
            walk.take_in(np.array([onset]), shift, *(np.array([x]) for x in (part, pitch, length)))
        after = right_events(request, search.seed, 4 * 96)
        assert surprise(walk, after).sum() == pytest.approx(candidate.nats_afterwards, abs=1e-3)


def test_what_makes_the_music_after_the_gap_likelier_is_chosen(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of candidates that end on different pitches the one nearest to what follows is the best."""
    first_after = int(RIGHT.pitches[0])

    def by_distance(walk: Walk, events: Events) -> np.ndarray:
        following = int(events.pitches[0])
        return np.abs(walk.last.pitch - following)[:, None] * 10.0

    monkeypatch.setattr(infill, "surprise", by_distance)
    search = Infill(network, gap(takes=8, temperature=2.0))
    takes = takes_of(search.run())
    distances = [abs(take[-1].pitch - first_after) for take in takes]
    moved = search.seed.frame.transposition
    all_of_them = [abs(c.notes[-1].pitch + moved - first_after) for c in search.candidates]
    assert distances == sorted(distances)
    assert distances[0] == min(all_of_them) < np.mean(all_of_them)


def test_what_leads_on_as_well_is_ranked_by_its_own_likelihood() -> None:
    def one(number: int, bits: float, afterwards: float, pitch: int) -> Candidate:
        return Candidate(number, [Found(0, 0, pitch, 24, bits)], afterwards)

    odd, likely, leading = one(0, 9.0, 50.0, 60), one(1, 2.0, 50.0, 61), one(2, 9.0, 40.0, 62)
    assert ranked([odd, likely, leading]) == [leading, likely, odd]


def test_what_was_drawn_twice_is_given_last() -> None:
    def one(number: int, afterwards: float, pitch: int) -> Candidate:
        return Candidate(number, [Found(0, 0, pitch, 24, 1.0)], afterwards)

    first, twin, worse = one(0, 40.0, 60), one(1, 40.0, 60), one(2, 50.0, 61)
    assert ranked([first, twin, worse]) == [first, worse, twin]


def test_what_follows_is_cut_and_begins_after_the_gap() -> None:
    long = eighths(4, 12)
    early = long.replaced([0], starts=[4 * BAR + 1])
    for right in (long, early):
        request = gap(right=right)
        events = right_events(request, seed_of(request), 4 * 96)
        assert len(events) == HEARD_AFTERWARDS
        assert events.onsets[0] == 4 * 96


def test_a_note_that_is_held_into_the_gap_stays(network: Network) -> None:
    held = LEFT.with_notes([Note(0, 2 * BAR - 10, BAR, 50)])
    last = LEFT.replaced([len(LEFT) - 1], lengths=[240 + 960])
    for take in filled(network, gap(last)):
        assert take[0].start_tick >= 2 * BAR + 960
    assert filled(network, gap(held))


def test_a_gap_without_room_is_told(network: Network) -> None:
    through = LEFT.replaced([len(LEFT) - 1], lengths=[3 * BAR])
    with pytest.raises(AntiphonError, match="held through it"):
        filled(network, gap(through, end_tick=3 * BAR))


def test_a_gap_has_music_after_it() -> None:
    for right in (Clip.empty(), eighths(3, 4)):
        with pytest.raises(AntiphonError, match="use plain Continue"):
            gap(right=right)
    with pytest.raises(AntiphonError, match="one track at a time"):
        gap(others=(Voice(1, "bass", LEFT),))


def test_the_search_is_told_and_can_be_cancelled(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.engine.continuer.find_model", lambda name: tiny_model)
    events = list(EngineContinuer().generate(gap()))
    shares = [e.share for e in events if isinstance(e, Searching)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert sum(isinstance(e, TakeDone) for e in events) == 2
    running = EngineContinuer().generate(gap(random_seed=3))
    assert isinstance(next(running), Searching)
    running.close()  # type: ignore[attr-defined]
    assert list(running) == []
