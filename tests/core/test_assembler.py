from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from assistant.core.assembler import Assembler
from assistant.core.note import Note
from assistant.core.scheduling import Schedule
from tests import strategies as own
from tests.core.test_scheduling import FAR, piece_of

MS = 1_000_000


def tick_at(ns: int) -> float:
    return ns / MS  # a tick a millisecond


def on(ms: int, pitch: int, velocity: int = 90, channel: int = 0) -> tuple[int, bytes]:
    return ms * MS, bytes((0x90 | channel, pitch, velocity))


def off(ms: int, pitch: int, channel: int = 0) -> tuple[int, bytes]:
    return ms * MS, bytes((0x80 | channel, pitch, 64))


def pedal(ms: int, value: int, channel: int = 0) -> tuple[int, bytes]:
    return ms * MS, bytes((0xB0 | channel, 64, value))


def assemble(messages: Iterable[tuple[int, bytes]], end_ns: int, **options: int) -> tuple[Note, ...]:
    assembler = Assembler(tick_at, **options)
    for message in messages:
        assembler.feed(*message)
    return assembler.finish(end_ns)


def notes(*messages: tuple[int, bytes], end_ms: int = 1000, **options: int) -> list[tuple[int, int, int]]:
    found = assemble(messages, end_ms * MS, **options)
    return [(n.start_tick, n.length_ticks, n.pitch) for n in found]


@given(own.crowded_clips())
def test_what_was_scheduled_is_assembled_again(clip: list[Note]) -> None:
    events = Schedule.of_piece(piece_of(*clip)).events_between(0, FAR)
    found = assemble([(e.tick * MS, e.data) for e in events], 1000 * MS)
    ons = sorted((e.tick, e.data[1], e.data[2]) for e in events if e.data[0] == 0x90)
    assert [(n.start_tick, n.pitch, n.velocity) for n in found] == ons
    assert sum(n.length_ticks for n in found) == sum(
        e.tick * (1 if e.data[0] == 0x80 else -1) for e in events
    )


def test_velocity_zero_is_a_note_off() -> None:
    assert notes(on(0, 60), on(100, 60, 0)) == [(0, 100, 60)]


def test_a_pitch_struck_again_ends_the_earlier_note() -> None:
    assert notes(on(0, 60), on(50, 60), off(80, 60), off(90, 60)) == [(0, 50, 60), (50, 30, 60)]


def test_notes_open_at_the_end_are_closed_there() -> None:
    assert notes(on(0, 60), on(10, 64), end_ms=40) == [(0, 40, 60), (10, 30, 64)]


def test_a_very_short_note_lasts_a_tick() -> None:
    assert notes(on(5, 60), off(5, 60)) == [(5, 1, 60)]


def test_the_pedal_keeps_notes_until_it_is_let_go() -> None:
    played = (pedal(0, 127), on(10, 60), off(20, 60), on(30, 64), pedal(100, 0), off(150, 64))
    assert notes(*played) == [(10, 90, 60), (30, 120, 64)]


def test_a_pitch_struck_again_under_the_pedal_ends_the_earlier_note() -> None:
    assert notes(pedal(0, 64), on(0, 60), off(10, 60), on(50, 60), off(60, 60), pedal(90, 0)) == [
        (0, 50, 60),
        (50, 40, 60),
    ]


def test_a_pedal_holds_its_own_channel_only() -> None:
    assert notes(pedal(0, 127, channel=1), on(0, 60), off(10, 60), pedal(50, 0, channel=1)) == [(0, 10, 60)]


def test_a_note_just_before_the_start_is_caught_at_the_start() -> None:
    early = {"start_tick": 1000, "early_ticks": 100}
    assert notes(on(950, 60), off(1100, 60), end_ms=2000, **early) == [(1000, 100, 60)]
    assert notes(on(900, 60), off(940, 60), end_ms=2000, **early) == [(1000, 40, 60)]
    assert notes(on(899, 60), off(1100, 60), end_ms=2000, **early) == []


def test_what_is_no_note_is_passed_over() -> None:
    assert notes((0, b"\xf8"), (0, b"\xc0\x05"), (0, b"\xe0\x00\x40"), (0, b""), off(3, 60)) == []


def test_what_a_broken_cable_sends_is_passed_over() -> None:
    assert notes((0, b"\x90\x3c\x80"), (0, b"\x90\x80\x40")) == []


def test_open_notes_grow_while_they_are_held() -> None:
    assembler = Assembler(tick_at)
    assembler.feed(*on(10, 60))
    assert assembler.open_notes(30 * MS) == (Note(0, 10, 20, 60),)
    assert assembler.open_notes(70 * MS) == (Note(0, 10, 60, 60),)
    assert assembler.closed == []


messages = st.tuples(st.integers(0, 200), st.binary(max_size=4)) | st.builds(
    lambda ms, kind, pitch, value: (ms, bytes((kind, pitch, value))),
    st.integers(0, 200),
    st.sampled_from((0x80, 0x90, 0xB0)),
    st.sampled_from((60, 61, 64)),
    st.integers(0, 127),
)


@given(st.lists(messages))
def test_notes_of_one_pitch_never_overlap_whatever_comes(found: list[tuple[int, bytes]]) -> None:
    stamped = [(ms * MS, data) for ms, data in sorted(found, key=lambda m: m[0]) if ms]
    by_pitch: dict[tuple[int, int], int] = {}
    for note in assemble([m for m in stamped if len(m[1]) == 3 and m[1][0] & 15 == 0], 300 * MS):
        assert note.start_tick >= by_pitch.get((0, note.pitch), 0) - 1
        by_pitch[0, note.pitch] = note.end_tick
