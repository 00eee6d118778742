import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.theory import (
    SCALES,
    Key,
    estimate_key,
    parse_pitch,
    pitch_class_name,
    pitch_name,
)
from tests.strategies import keys, pitches


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("D", Key(2)),
        ("d minor", Key(2, "minor")),
        ("Bb major", Key(10)),
        ("b minor", Key(11, "minor")),
        ("bb", Key(10)),
        ("F# dorian", Key(6, "dorian")),
        ("C♯m", Key(1, "minor")),
        (" G  Mixolydian ", Key(7, "mixolydian")),
        ("A harmonic minor", Key(9, "harmonic minor")),
        ("Cb", Key(11)),
        ("Ab maj", Key(8)),
    ],
)
def test_keys_are_read_as_musicians_write_them(text: str, key: Key) -> None:
    assert Key.parse(text) == key


@pytest.mark.parametrize("text", ["", "H minor", "D plaid", "minor", "1"])
def test_what_is_no_key_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is not a key; write it like 'D minor'"):
        Key.parse(text)


@given(keys)
def test_the_name_of_a_key_is_read_back(key: Key) -> None:
    assert Key.parse(key.name) == key


@pytest.mark.parametrize(
    ("key", "sharps", "name"),
    [
        (Key(0), 0, "C major"),
        (Key(2), 2, "D major"),
        (Key(10), -2, "B♭ major"),
        (Key(6), 6, "F♯ major"),
        (Key(2, "minor"), -1, "D minor"),
        (Key(6, "minor"), 3, "F♯ minor"),
        (Key(3, "minor"), 6, "D♯ minor"),
        (Key(4, "dorian"), 2, "E dorian"),
        (Key(9, "mixolydian"), 2, "A mixolydian"),
        (Key(5, "lydian"), 0, "F lydian"),
        (Key(11, "locrian"), 0, "B locrian"),
        (Key(4, "phrygian"), 0, "E phrygian"),
    ],
)
def test_key_signatures_and_names(key: Key, sharps: int, name: str) -> None:
    assert (key.sharps, key.name) == (sharps, name)


@given(keys)
def test_a_signature_names_the_scale_s_own_notes_in_the_diatonic_modes(key: Key) -> None:
    if len(SCALES[key.scale]) == 7 and key.scale not in ("harmonic minor", "melodic minor"):
        assert Key((7 * key.sharps) % 12).pitch_classes == key.pitch_classes


@given(keys)
def test_the_mask_holds_the_scale_in_every_octave(key: Key) -> None:
    mask = key.mask()
    assert mask.shape == (128,)
    assert all(mask[p] == (p % 12 in key.pitch_classes) for p in range(128))


@given(pitches, st.booleans())
def test_pitch_names_are_read_back(pitch: int, flats: bool) -> None:
    assert parse_pitch(pitch_name(pitch, flats=flats)) == pitch
    assert parse_pitch(str(pitch)) == pitch


@pytest.mark.parametrize(
    ("text", "pitch"),
    [("C4", 60), ("c4", 60), ("F#3", 54), ("Bb5", 82), ("C-1", 0), ("G9", 127), ("Cb4", 59)],
)
def test_pitches_are_read_as_musicians_write_them(text: str, pitch: int) -> None:
    assert parse_pitch(text) == pitch


@pytest.mark.parametrize("text", ["", "H4", "C", "C10", "128", "-1", "²", "A9", "Cb-1"])
def test_what_is_no_pitch_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is not a pitch; write it like C4"):
        parse_pitch(text)


def test_pitch_class_names() -> None:
    assert pitch_class_name(1) == "C♯"
    assert pitch_class_name(13, flats=True) == "D♭"


@given(st.sampled_from(["major", "minor"]), st.integers(0, 11))
def test_a_scale_played_with_weight_on_its_triad_is_known(scale: str, tonic: int) -> None:
    steps = np.array(SCALES[scale])
    lengths = [4 if i == 0 else 2 if i in (2, 4) else 1 for i in range(7)]
    assert estimate_key(60 + tonic + steps, lengths) == Key(tonic, scale)


def test_no_notes_have_no_key_and_one_note_has_one() -> None:
    assert estimate_key([], []) is None
    assert estimate_key([62], [480]) in (Key(2), Key(2, "minor"))
    assert estimate_key(range(12), [1] * 12) == Key(0)


@pytest.mark.parametrize("values", [(12, "major"), (-1, "major"), (0, "plaid")])
def test_a_key_that_does_not_exist_is_refused(values: tuple[int, str]) -> None:
    with pytest.raises(ValueError, match=r"tonic|scale"):
        Key(*values)
