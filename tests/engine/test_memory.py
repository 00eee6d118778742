"""The memories against a plain search through the past."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.memory import BARS_BACK, MAX_MATCH, NONE, Memory

Event = tuple[int, int, int]  # shift, pitch, length
EVENTS = st.lists(
    st.tuples(st.sampled_from([6, 12, 24]), st.integers(60, 63), st.sampled_from([6, 12])),
    min_size=1,
    max_size=40,
)
BAR = 48


def grown(events: list[Event]) -> tuple[Memory, list[int]]:
    memory, onsets = Memory(1, 4), []
    for shift, pitch, length in events:
        onsets.append((onsets[-1] if onsets else 0) + shift)
        memory.append(*(np.array([v]) for v in (onsets[-1], shift, pitch, length)))
    return memory, onsets


def longest_match(keys: list[object], candidates: list[int]) -> tuple[int, int]:
    """(index after the latest longest earlier match of the end, its length), by brute force."""
    best = (NONE, 0)
    for j in candidates:
        length = 0
        while length <= j and keys[j - length] == keys[len(keys) - 1 - length]:
            length += 1
        if length and length >= best[1]:
            best = (j + 1, length)
    return best


@given(EVENTS)
def test_bar_memory_finds_what_stood_some_bars_earlier(events: list[Event]) -> None:
    memory, onsets = grown(events)
    onset = onsets[-1] + 12
    found = memory.propose_notes(np.array([onset]), np.array([12]), np.array([BAR]))
    for k, bars in enumerate(BARS_BACK):
        there = [e for e, o in zip(events, onsets, strict=True) if o == onset - bars * BAR]
        assert found.pitches[0, k] == (there[-1][1] if there else NONE)
        assert found.lengths[0, k] == (there[-1][2] if there else NONE)


@given(EVENTS)
def test_motif_memory_follows_the_longest_match(events: list[Event]) -> None:
    memory, _ = grown(events)
    found = memory.propose_shifts(np.array([BAR]))
    keys = [(s, p) for s, p, _ in events]
    after, length = longest_match(list(keys), list(range(len(events) - 1)))
    assert found.shifts[0, -2] == (events[after][0] if after >= 0 else NONE)
    assert found.matches[0, 0] == min(length, MAX_MATCH)


@given(EVENTS)
def test_transposed_motif_proposes_the_same_interval(events: list[Event]) -> None:
    memory, onsets = grown(events)
    pitches = [p for _, p, _ in events]
    steps = [None, *(b - a for a, b in itertools.pairwise(pitches))]
    keys = [(e[0], step) for e, step in zip(events, steps, strict=True)]
    candidates = [j for j in range(len(events) - 1) if events[j + 1][0] == 12]
    after, length = longest_match(list(keys), candidates)
    found = memory.propose_notes(np.array([onsets[-1] + 12]), np.array([12]), np.array([BAR]))
    expected = pitches[-1] + pitches[after] - pitches[after - 1] if after >= 0 else NONE
    assert found.pitches[0, -1] == expected
    assert found.matches[0, 1] == min(length, MAX_MATCH)


def test_copies_go_on_alone() -> None:
    memory, _ = grown([(12, 60, 12), (12, 62, 12)])
    twins = memory.copies(2)
    twins.append(np.array([36, 36]), np.array([12, 12]), np.array([60, 65]), np.array([12, 12]))
    proposals = twins.propose_shifts(np.array([BAR, BAR]))
    assert proposals.matches[0, 0] == 1 and proposals.matches[1, 0] == 0
    assert len(memory) == 2


def test_a_literal_copy_is_stopped_when_it_grows_too_long() -> None:
    riff = [(12, p, 12) for p in (60, 62, 64, 65)]
    memory, onsets = grown(riff * 2)
    onset, shift = np.array([onsets[-1] + 12]), np.array([12])
    forbidden = memory.copies_of_past(onset, shift, since=onsets[4], longest=36)
    assert np.flatnonzero(forbidden[0]).tolist() == [60]
    assert not memory.copies_of_past(onset, shift, since=onsets[4], longest=48).any()
    assert not memory.copies_of_past(onset, np.array([6]), since=onsets[4], longest=36).any()
