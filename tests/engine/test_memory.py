"""The memories against a plain search through the past."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.constraints import CopyBound
from assistant.engine.events import MAX_SHIFT, Events
from assistant.engine.memory import Memory
from assistant.engine.proposals import BARS_BACK, MAX_MATCH, NONE, SLOTS

BAR = 48
NOTES = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 6, 12, 24]), st.sampled_from([0, 0, 1, 3]), st.integers(60, 63),
        st.sampled_from([6, 12]),
    ),
    min_size=1, max_size=40,
)  # fmt: skip
Row = tuple[int, int, int, int, int]  # onset, shift, part, pitch, length


def rows_of(notes: list[tuple[int, int, int, int]]) -> list[Row]:
    """Notes in the order of events, each (onset, part, pitch) once."""
    onset, found = 0, {}
    for shift, part, pitch, length in notes:
        onset += shift
        found.setdefault((onset, part, pitch), length)
    table = [(*key, length) for key, length in sorted(found.items())]
    onsets = [0, *(t[0] for t in table)]
    return [(o, o - before, p, q, d) for (o, p, q, d), before in zip(table, onsets, strict=False)]


def grown(rows: list[Row], batch: int = 1) -> Memory:
    memory = Memory(batch, 4)
    for row in rows:
        memory.append(*(np.full(batch, v) for v in row))
    return memory


def longest_match(keys: list[object], candidates: list[int]) -> tuple[int, int]:
    """(index of the latest longest earlier match of the end, its length), by brute force."""
    best = (NONE, 0)
    for j in candidates:
        length = 0
        while length <= j and keys[j - length] == keys[len(keys) - 1 - length]:
            length += 1
        if length and length >= best[1]:
            best = (j, length)
    return best


@given(NOTES, st.sampled_from([0, 1, 3]), st.sampled_from([6, 12, 24]))
def test_bar_memory_finds_what_stood_some_bars_earlier(
    notes: list[tuple[int, int, int, int]], part: int, shift: int
) -> None:
    rows = rows_of(notes)
    onset = rows[-1][0] + shift
    found = grown(rows).propose_notes(*(np.array([v]) for v in (onset, shift, part, BAR)))
    for k, bars in enumerate(BARS_BACK):
        there = [r for r in rows if r[0] == onset - bars * BAR and r[2] == part]
        assert found.pitches[0, k] == (there[0][3] if there else NONE)
        assert found.lengths[0, k] == (there[0][4] if there else NONE)


@given(NOTES)
def test_bar_memory_goes_on_in_a_chord(notes: list[tuple[int, int, int, int]]) -> None:
    rows = rows_of(notes)
    onset, _, part, pitch, _ = rows[-1]
    found = grown(rows).propose_notes(*(np.array([v]) for v in (onset, 0, part, BAR)))
    for k, bars in enumerate(BARS_BACK):
        there = [r[3] for r in rows if r[0] == onset - bars * BAR and r[2] == part and r[3] > pitch]
        assert found.pitches[0, k] == (there[0] if there else NONE)


@given(NOTES)
def test_bar_memory_proposes_when_and_who(notes: list[tuple[int, int, int, int]]) -> None:
    rows = rows_of(notes)
    memory, (onset, _, part, _, _) = grown(rows), rows[-1]
    rank = sum(r[0] == onset and r[2] == part for r in rows) - 1
    ranks = [sum(q[0] == r[0] and q[2] == r[2] and q[3] < r[3] for q in rows) for r in rows]
    shifts = memory.propose_shifts(np.array([BAR]))
    for k, bars in enumerate(BARS_BACK):
        past = onset - bars * BAR
        later = [r for r, q in zip(rows, ranks, strict=True) if (r[0], r[2], q) > (past, part, rank)]
        expected = NONE if past < 0 or len(rows) < 2 or not later else min(later[0][0] - past, MAX_SHIFT)
        assert shifts.values[0, k] == expected
    parts = memory.propose_parts(*(np.array([v]) for v in (onset + 12, 12, BAR)))
    for k, bars in enumerate(BARS_BACK):
        there = [r for r in rows if r[0] == onset + 12 - bars * BAR]
        assert parts.values[0, k] == (there[0][2] if there and len(rows) > 1 else NONE)


@given(NOTES)
def test_motif_memory_follows_the_longest_match(notes: list[tuple[int, int, int, int]]) -> None:
    rows = rows_of(notes)
    found = grown(rows).propose_shifts(np.array([BAR]))
    at, length = longest_match([r[1:4] for r in rows], list(range(len(rows) - 1)))
    assert found.values[0, SLOTS - 2] == (rows[at + 1][1] if at >= 0 else NONE)
    assert found.matches[0, 0] == min(length, MAX_MATCH)


@given(NOTES, st.sampled_from([0, 1, 3]), st.sampled_from([6, 12]))
def test_voice_memory_follows_its_own_part(
    notes: list[tuple[int, int, int, int]], part: int, shift: int
) -> None:
    rows = rows_of(notes)
    onset = rows[-1][0] + shift
    found = grown(rows).propose_notes(*(np.array([v]) for v in (onset, shift, part, BAR)))
    own = [r for r in rows if r[2] == part]
    gaps = [NONE, *(b[0] - a[0] for a, b in pairwise(own))]
    keys = [(gap, r[3]) for gap, r in zip(gaps, own, strict=False)]
    wanted = onset - own[-1][0] if own else None
    at, length = longest_match(list(keys), [j for j in range(len(own) - 1) if gaps[j + 1] == wanted])
    assert found.pitches[0, SLOTS] == (own[at + 1][3] if at >= 0 else NONE)
    assert found.lengths[0, SLOTS] == (own[at + 1][4] if at >= 0 else NONE)
    assert found.matches[0, 2] == min(length, MAX_MATCH)


def test_a_motif_is_found_on_another_degree() -> None:
    pitches = [60, 62, 64, 65, 70, 72, 74]
    rows = [(i * 12, 12, 0, p, 12) for i, p in enumerate(pitches)]
    found = grown(rows).propose_notes(*(np.array([v]) for v in (len(rows) * 12, 12, 0, 10_000)))
    assert found.pitches[0, SLOTS - 1] == found.pitches[0, SLOTS + 1] == 75


def next_pitches(pitches: list[int]) -> np.ndarray:
    rows = [(i * 12, 12, 0, p, 12) for i, p in enumerate(pitches)]
    found = grown(rows).propose_notes(*(np.array([v]) for v in (len(rows) * 12, 12, 0, 10_000)))
    return found.pitches[0]


def test_a_motif_is_found_upside_down() -> None:
    found = next_pitches([60, 62, 65, 66, 90, 80, 78, 75])
    assert found[SLOTS + 2] == 74


def test_what_else_followed_is_the_second_proposal() -> None:
    found = next_pitches([60, 62, 64, 55, 60, 62, 69, 57, 60, 62])
    assert (found[SLOTS - 2], found[SLOTS + 3]) == (69, 64)
    # By interval 64 went on as well, nine semitones down.
    assert (found[SLOTS + 1], found[SLOTS + 4]) == (69, 53)


def test_where_nothing_else_followed_there_is_no_second_proposal() -> None:
    found = next_pitches([60, 62, 64, 55, 60, 62])
    assert found[SLOTS - 2] == 64
    assert found[SLOTS + 3] == NONE


@given(NOTES, NOTES)
def test_chosen_pieces_go_on_apart(
    notes: list[tuple[int, int, int, int]], more: list[tuple[int, int, int, int]]
) -> None:
    rows = rows_of([*notes, *more])
    first, rest = rows[: len(rows) // 2], rows[len(rows) // 2 :]
    memory = grown(first, batch=2).chosen(np.array([1, 0, 0]))
    for row in rest:
        moved = np.array([row[3], row[3], row[3] + 20])
        memory.append(*(np.full(3, v) for v in row[:3]), moved, np.full(3, row[4]))
    onset = rows[-1][0] + 12
    at = [np.full(3, v) for v in (onset, 12, 0, BAR)]
    alone = grown(rows).propose_notes(*(v[:1] for v in at))
    for row in (0, 1):
        np.testing.assert_array_equal(memory.propose_notes(*at).pitches[row], alone.pitches[0])


def test_a_copy_of_the_past_is_told_before_it_is_too_long() -> None:
    rows = [(i * 12, 12 if i else 0, 0, 60 + i % 4, 12) for i in range(10)]
    memory = grown(rows)
    at = [np.array([v]) for v in (120, 12, 0)]
    assert np.flatnonzero(memory.copies_of_past(*at, CopyBound(48, 24, 9))).tolist() == [62]
    assert not memory.copies_of_past(*at, CopyBound(48, 200, 9)).any()
    assert not memory.copies_of_past(*(np.array([v]) for v in (120, 12, 1)), CopyBound(48, 24, 9)).any()


def test_a_loop_stops_before_its_fourth_time() -> None:
    rows = [(i * 12, 12 if i else 0, 0, 60 + i % 4, 12) for i in range(14)]
    for since, times, stopped in ((0, 3, True), (0, 4, False), (80, 3, False)):
        at = [np.array([v]) for v in (168, 12, 0)]
        forbidden = grown(rows).copies_of_past(*at, CopyBound(since, 1000, times))
        assert forbidden[0, 62] == stopped


def test_a_sequence_stops_before_its_fourth_time() -> None:
    """Four notes that come a tone lower each time."""
    pitches = [90 + (0, 3, 7, 5)[i % 4] - 2 * (i // 4) for i in range(14)]
    at = [np.array([v]) for v in (168, 12, 0)]
    for since, times, stopped in ((0, 3, [91]), (0, 4, []), (80, 3, [])):
        rows = [(i * 12, 12 if i else 0, 0, pitch, 12) for i, pitch in enumerate(pitches)]
        forbidden = grown(rows).copies_of_past(*at, CopyBound(since, 1000, 99, times))
        assert np.flatnonzero(forbidden).tolist() == stopped


def test_a_long_scale_is_no_sequence() -> None:
    scale = grown([(i * 12, 12 if i else 0, 0, 90 - i, 12) for i in range(10)])
    at = [np.array([v]) for v in (120, 12, 0)]
    assert not scale.copies_of_past(*at, CopyBound(0, 1000, 99)).any()


def test_events_split() -> None:
    events = Events(*(np.arange(4) for _ in range(4)))
    first, last = events.split(1)
    assert len(first) == 1 and last.onsets.tolist() == [1, 2, 3]


def test_it_tells_who_holds_on_and_who_has_begun() -> None:
    memory = grown([(0, 0, 0, 72, 24), (0, 0, 3, 48, 96), (24, 24, 0, 74, 12)])
    assert memory.held(np.array([24])).tolist() == [[12, 0, 0, 72]]
    assert memory.held(np.array([40])).tolist() == [[0, 0, 0, 56]]
    assert memory.struck(np.array([24])).tolist() == [1]
    assert memory.struck(np.array([0])).tolist() == [8]
    assert memory.struck(np.array([36])).tolist() == [0]


@given(NOTES, st.sampled_from([0, 1, 3]), st.integers(0, 200))
def test_a_line_is_the_highest_note_of_each_onset(
    notes: list[tuple[int, int, int, int]], part: int, until: int
) -> None:
    rows = rows_of(notes)
    onsets, pitches, line = grown(rows, batch=2).line_before(part, np.array([until, until + 6]))
    for row, end in enumerate((until, until + 6)):
        # They rise, so the last one of an onset is what stays.
        highest = {onset: pitch for onset, _, sung, pitch, _ in rows if sung == part and onset < end}
        found = dict(zip(onsets[row, line[row]].tolist(), pitches[row, line[row]].tolist(), strict=True))
        assert found == highest
        assert line[row].sum() == len(highest)
