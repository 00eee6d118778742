"""Notes to events: quantised, one at a time, with the tonic on C."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.engine.codec import encode, octaves_from, transposition_to_c
from assistant.engine.events import GRID_TICKS, Events

C = Key(0)


def events_of(
    notes: list[Note], key: Key = C, until: int | None = None, meters: MeterMap | None = None
) -> Events:
    clip = Clip.from_notes(notes)
    end = until or -(-clip.end_tick // GRID_TICKS) * GRID_TICKS
    return encode(clip, meters or MeterMap(), key, end)[0]


def test_a_scale_comes_out_as_written() -> None:
    events = events_of([Note(0, i * 240, 240, 72 + i) for i in range(4)])
    assert events.onsets.tolist() == [0, 12, 24, 36]
    assert events.shifts.tolist() == [0, 12, 12, 12]
    assert events.pitches.tolist() == [72, 73, 74, 75]
    assert events.lengths.tolist() == [12] * 4


def test_played_notes_are_drawn_to_16ths_and_triplets() -> None:
    events = events_of(
        [Note(0, 7, 230, 72), Note(0, 252, 100, 74), Note(0, 490, 150, 76), Note(0, 655, 120, 77)]
    )
    assert events.onsets.tolist() == [0, 12, 24, 32]


def test_the_highest_of_a_chord_is_the_melody() -> None:
    events = events_of([Note(0, 0, 480, 60), Note(0, 5, 480, 76), Note(0, 0, 480, 67)])
    assert events.pitches.tolist() == [76]


def test_a_note_ends_where_the_next_begins() -> None:
    events = events_of([Note(0, 0, 960, 72), Note(0, 480, 480, 74)])
    assert events.lengths.tolist() == [24, 24]


def test_bars_are_counted_from_the_bar_of_the_first_note() -> None:
    clip = Clip.from_notes([Note(0, 3 * 1920 + 480, 480, 72)])
    events, frame = encode(clip, MeterMap(), C, 4 * 1920)
    assert frame.origin_tick == 3 * 1920
    assert events.onsets.tolist() == [24]
    assert frame.note(24, 72, 24, 90) == Note(0, 3 * 1920 + 480, 480, 72, 90)


def test_a_low_seed_is_moved_by_octaves_and_back() -> None:
    clip = Clip.from_notes([Note(0, 0, 480, 36), Note(0, 480, 480, 38)])
    key = Key.parse("D")
    octaves = octaves_from(37 - transposition_to_c(key), 74)
    events, frame = encode(clip, MeterMap(), key, 960, octaves)
    assert events.pitches.tolist() == [70, 72]
    assert frame.transposition == -34
    assert frame.note(0, 70, 24, 90).pitch == 36


def test_every_tonic_is_within_half_an_octave() -> None:
    assert {transposition_to_c(Key(t)) for t in range(12)} == set(range(-6, 6))


@given(
    st.lists(
        st.tuples(st.integers(0, 20_000), st.integers(1, 3_000), st.integers(0, 127)), min_size=1, max_size=60
    ),
    st.integers(0, 11),
)
def test_events_are_always_a_melody_that_ends_at_the_seam(
    rows: list[tuple[int, int, int]], tonic: int
) -> None:
    clip = Clip.from_notes(Note(0, *row) for row in rows)
    until = -(-clip.end_tick // GRID_TICKS) * GRID_TICKS
    events, frame = encode(clip, MeterMap.of(3, 4), Key(tonic), until)
    assert len(events) and (np.diff(events.onsets) > 0).all()
    assert (events.lengths >= 1).all()
    ends = events.onsets + events.lengths
    assert (ends[:-1] <= events.onsets[1:]).all()
    assert ends[-1] <= frame.grid_ceil(until)
    assert events.pitches.min() >= 0 and events.pitches.max() <= 127
