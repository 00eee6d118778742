import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.piece import Loop, Piece
from assistant.core.theory import Key
from assistant.core.track import Track
from assistant.files import extras
from tests.strategies import keys, loops

PREFIX = b"\x7dantiphon:"

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(keys)
def test_every_key_comes_back(key: Key) -> None:
    values = extras.decode_piece(extras.encode_piece(Piece(key=key)) or b"")
    assert extras.key(values, extras.signature_of_key(key)) == key


@given(loops)
def test_every_loop_comes_back(loop: Loop) -> None:
    assert extras.loop(extras.decode_piece(extras.encode_piece(Piece(loop=loop)) or b"")) == loop


def test_a_plain_piece_needs_nothing_of_its_own() -> None:
    assert extras.encode_piece(Piece(key=Key(2, "minor"))) is None


def test_it_is_json_that_a_person_can_read() -> None:
    written = extras.encode_track(Track(part="bass", channel=3, soloed=True))
    assert json.loads(written.removeprefix(PREFIX)) == {
        "track": {"channel": 3, "part": "bass", "colour": 0, "soloed": True}
    }


def test_a_mode_gives_way_when_another_program_changed_the_signature() -> None:
    values = {"key": "D dorian"}
    assert extras.key(values, (0, True)) == Key(2, "dorian")
    assert extras.key(values, (-1, True)) == Key(2, "minor")
    assert extras.key(values, None) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x7d",
        b"\x43\x10",
        PREFIX,
        PREFIX + b"{",
        PREFIX + b"\xff",
        PREFIX + b"[" * 100_000,
        PREFIX + b"7",
    ],
)
def test_what_is_damaged_or_foreign_is_passed_over(data: bytes) -> None:
    assert extras.decode_piece(data) == {}
    assert extras.decode_track(data) == {}


@given(st.dictionaries(st.sampled_from(["channel", "part", "colour", "key", "loop", "name"]), json_values))
def test_no_value_of_any_kind_does_harm(values: dict[str, object]) -> None:
    data = PREFIX + json.dumps({"track": values, "piece": values}).encode()
    own = extras.decode_track(data)
    assert not own or 0 <= own["channel"] <= 15
    extras.part(own)
    assert 0 <= extras.whole_number(own, "colour", 0, 255, 0) <= 255
    extras.loop(extras.decode_piece(data))
    extras.key(extras.decode_piece(data), (0, False))


@given(json_values, st.integers(0, 1000))
def test_damaged_muted_notes_are_left_out(notes: object, tick: int) -> None:
    data = PREFIX + json.dumps({"muted": {"channel": 3, "notes": notes}}).encode()
    channel, rows = extras.decode_muted(data, tick)
    assert channel == 3
    assert all(start >= tick and length >= 1 for start, length, _, _ in rows)


@pytest.mark.parametrize(
    "row", [[-1, 1, 60, 90], [0, 0, 60, 90], [0, 1, 128, 90], [0, 1, 60, 0], [2**40, 1, 60, 90], [0, 1, 60]]
)
def test_a_muted_note_that_cannot_be_is_left_out(row: list[int]) -> None:
    data = PREFIX + json.dumps({"muted": {"channel": 0, "notes": [row, [0, 10, 60, 90]]}}).encode()
    assert extras.decode_muted(data, 5) == (0, [(5, 10, 60, 90)])
