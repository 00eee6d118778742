"""Notes to events: on the grid, in their parts, with the tonic on C."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.core.clip import Clip
from assistant.core.note import Note
from assistant.core.tempo import MeterMap
from assistant.core.theory import Key
from assistant.engine.codec import Frame, encode, frame_of, octaves_from, recent, transposition_to_c
from assistant.engine.events import BASS, GRID_TICKS, MELODY, UPPER, Events
from assistant.engine.scoring import score_for

C = Key(0)


def events_of(
    notes: list[Note], key: Key = C, until: int | None = None, meters: MeterMap | None = None
) -> Events:
    clip = Clip.from_notes(notes)
    end = until or -(-clip.end_tick // GRID_TICKS) * GRID_TICKS
    frame = frame_of([clip], meters or MeterMap(), key)
    return encode([clip], score_for([clip], ["melody"]), frame, end)


def test_a_scale_comes_out_as_written() -> None:
    events = events_of([Note(0, i * 240, 240, 72 + i) for i in range(4)])
    assert events.onsets.tolist() == [0, 12, 24, 36]
    assert events.shifts.tolist() == [0, 12, 12, 12]
    assert events.pitches.tolist() == [72, 73, 74, 75]
    assert events.lengths.tolist() == [12] * 4
    assert events.parts.tolist() == [MELODY] * 4


def test_played_notes_are_drawn_to_16ths_and_triplets() -> None:
    events = events_of(
        [Note(0, 7, 230, 72), Note(0, 252, 100, 74), Note(0, 490, 150, 76), Note(0, 655, 120, 77)]
    )
    assert events.onsets.tolist() == [0, 12, 24, 32]


def test_chords_are_told_from_the_lowest_note_up() -> None:
    chord = [Note(0, t, 480, pitch) for t in (0, 480) for pitch in (67, 60, 64)]
    events = events_of(chord)
    assert events.pitches.tolist() == [60, 64, 67, 60, 64, 67]
    assert events.shifts.tolist() == [0, 0, 0, 24, 0, 0]
    assert events.lengths.tolist() == [24] * 6


def test_two_hands_are_told_apart() -> None:
    right = [Note(0, i * 240, 240, 72 + i) for i in range(8)]
    left = [Note(0, i * 960, 960, pitch) for i in range(2) for pitch in (48, 52, 55)]
    events = events_of(right + left)
    assert events.parts[events.pitches >= 60].tolist() == [MELODY] * 8
    assert events.parts[events.pitches < 60].tolist() == [BASS] * 6


def test_tracks_get_the_parts_they_have() -> None:
    clips = [Clip.from_notes([Note(0, 0, 480, pitch)]) for pitch in (72, 60, 64, 40)]
    scoring = score_for(clips, ["melody", "harmony", "harmony", "bass"])
    assert [s.part for s in scoring.sung] == [MELODY, UPPER, 2, BASS]
    frame = frame_of(clips, MeterMap(), C)
    events = encode(clips, scoring, frame, 480)
    assert events.pitches.tolist() == [72, 60, 64, 40]
    assert [scoring.voice_of(p) for p in events.parts] == [0, 1, 2, 3]


def test_a_fifth_voice_and_an_empty_one_are_not_heard() -> None:
    clips = [Clip.from_notes([Note(0, 0, 480, 60 + i)]) for i in range(6)]
    clips[1] = Clip.empty()
    scoring = score_for(clips, ["melody"] * 6)
    assert [s.voice for s in scoring.sung] == [0, 2, 3, 4]
    assert scoring.ensemble == 15


def test_an_untidy_melody_is_one_line() -> None:
    notes = [Note(0, i * 240, 260, 72 + i % 5) for i in range(24)]
    events = events_of([*notes, Note(0, 245, 100, 60)])
    assert len(events) == 24
    assert (events.lengths[:-1] == 12).all()


def test_bars_are_counted_from_the_bar_of_the_first_note() -> None:
    clip = Clip.from_notes([Note(0, 3 * 1920 + 480, 480, 72)])
    frame = frame_of([clip], MeterMap(), C)
    events = encode([clip], score_for([clip], ["melody"]), frame, 4 * 1920)
    assert frame.origin_tick == 3 * 1920
    assert events.onsets.tolist() == [24]
    assert frame.note(24, 72, 24, 90) == Note(0, 3 * 1920 + 480, 480, 72, 90)


def test_a_low_seed_is_moved_by_octaves_and_back() -> None:
    clip = Clip.from_notes([Note(0, 0, 480, 36), Note(0, 480, 480, 38)])
    key = Key.parse("D")
    octaves = octaves_from(37 - transposition_to_c(key), 74)
    frame = frame_of([clip], MeterMap(), key, octaves)
    events = encode([clip], score_for([clip], ["melody"]), frame, 960)
    assert events.pitches.tolist() == [70, 72]
    assert frame.transposition == -34
    assert frame.note(0, 70, 24, 90).pitch == 36


def test_every_tonic_is_within_half_an_octave() -> None:
    assert {transposition_to_c(Key(t)) for t in range(12)} == set(range(-6, 6))


def test_the_last_notes_of_tracks_go_together() -> None:
    clips = [Clip.from_notes(Note(0, i * 480, 480, 60) for i in range(n)) for n in (400, 300)]
    long, short = recent(clips)
    assert len(long) + len(short) in (512, 513)
    assert abs(int(long.starts[0]) - int(short.starts[0])) == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 20_000), st.integers(1, 3_000), st.integers(0, 127)), min_size=1, max_size=60
    ),
    st.integers(0, 11),
)
def test_events_are_in_order_and_end_at_the_seam(rows: list[tuple[int, int, int]], tonic: int) -> None:
    clip = Clip.from_notes(Note(0, *row) for row in rows)
    until = -(-clip.end_tick // GRID_TICKS) * GRID_TICKS
    scoring = score_for([clip], ["melody"])
    frame: Frame = frame_of([clip], MeterMap.of(3, 4), Key(tonic))
    events = encode([clip], scoring, frame, until)
    keys = list(zip(events.onsets, events.parts, events.pitches, strict=True))
    assert keys and keys == sorted(set(keys))
    assert (events.lengths >= 1).all()
    assert (events.onsets + events.lengths).max() <= frame.grid_ceil(until)
    assert events.pitches.min() >= 0 and events.pitches.max() <= 127
    if scoring.is_one_line:
        assert (events.onsets[:-1] + events.lengths[:-1] <= events.onsets[1:]).all()
