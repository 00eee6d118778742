from dataclasses import FrozenInstanceError

import pytest

from assistant.core.note import Note


def test_a_note_ends_where_its_length_says() -> None:
    assert Note(1, 480, 240, 60).end_tick == 720


@pytest.mark.parametrize(
    "values",
    [(-1, 1, 60, 90), (0, 0, 60, 90), (0, 1, -1, 90), (0, 1, 128, 90), (0, 1, 60, 0), (0, 1, 60, 128)],
)
def test_no_note_breaks_the_rules_of_midi(values: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        Note(0, *values)


def test_a_note_is_a_value() -> None:
    assert Note(1, 0, 480, 60) == Note(1, 0, 480, 60)
    with pytest.raises(FrozenInstanceError):
        Note(1, 0, 480, 60).pitch = 61  # type: ignore[misc]
