"""Temperature, top-p, masks and repeatability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.sampling import bits, sample, softmax

LOGITS = np.array([[0.0, 1.0, 2.0, 3.0]], dtype=np.float32)
ALL = np.ones((1, 4), dtype=bool)


def draws(temperature: float, top_p: float, allowed: np.ndarray = ALL, n: int = 4000) -> np.ndarray:
    rows = [np.random.default_rng([7, i]) for i in range(n)]
    logits, mask = np.repeat(LOGITS, n, axis=0), np.repeat(allowed, n, axis=0)
    return np.bincount(sample(logits, mask, temperature, top_p, rows), minlength=4) / n


def test_frequencies_follow_the_probabilities() -> None:
    np.testing.assert_allclose(draws(1.0, 1.0), softmax(LOGITS[0].astype(float)), atol=0.02)


def test_temperature_flattens() -> None:
    np.testing.assert_allclose(draws(2.0, 1.0), softmax(LOGITS[0] / 2.0), atol=0.02)


def test_temperature_zero_takes_the_likeliest() -> None:
    assert draws(0.0, 1.0, n=20).tolist() == [0, 0, 0, 1]


def test_top_p_keeps_the_likeliest_that_reach_it() -> None:
    kept = draws(1.0, 0.7)
    assert kept[0] == kept[1] == 0 and kept[2] > 0.2
    assert draws(1.0, 0.1, n=50)[3] == 1


@given(
    st.lists(st.floats(-20, 20, width=32), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4).filter(any),
    st.floats(0, 2),
    st.floats(0.01, 1),
    st.integers(0, 2**31),
)
def test_a_mask_is_never_broken(
    logits: list[float], allowed: list[bool], temperature: float, top_p: float, seed: int
) -> None:
    row = np.array([logits], dtype=np.float32)
    generator = np.random.default_rng(seed)
    chosen = sample(row, np.array([allowed]), temperature, top_p, [generator])
    assert allowed[chosen[0]]


def test_takes_draw_from_their_own_generators() -> None:
    def three(seed: int) -> list[int]:
        rows = [np.random.default_rng([seed, i]) for i in range(3)]
        return sample(np.repeat(LOGITS, 3, axis=0), np.repeat(ALL, 3, axis=0), 1.0, 1.0, rows).tolist()

    assert three(1) == three(1)
    alone = sample(LOGITS, ALL, 1.0, 1.0, [np.random.default_rng([1, 0])])
    assert three(1)[0] == alone[0]


def test_bits() -> None:
    assert bits(np.log(np.array([[1, 1, 2, 4]], dtype=np.float32)), np.array([2])) == pytest.approx([2.0])
