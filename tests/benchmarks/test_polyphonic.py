"""The published benchmark: proper probabilities, causal networks, honest counting, and one clear sentence."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.io import savemat

from assistant.core.errors import AntiphonError
from benchmarks import polyphonic
from benchmarks._counting import BASELINES
from benchmarks._fitting import Fit, fit, nats
from benchmarks._heads import spelling
from benchmarks._nets import HEADS, TRUNKS, FrameNet, Shape
from benchmarks._rolls import KEYS, Roll, batch, leaked, read, remembered, transposed

SMALL = 4  # keys of a keyboard whose frames can all be listed
EVERY_FRAME = np.array(list(product((False, True), repeat=SMALL)))


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def rolls_of(keys: int, seed: int, pieces: int = 6, frames: int = 20) -> list[Roll]:
    rng = np.random.default_rng(seed)
    return [rng.random((frames + i, keys)) < 0.3 for i in range(pieces)]


def small_net(trunk: str, heads: str, keys: int = SMALL, *, memory: bool = True) -> FrameNet:
    torch.manual_seed(3)
    shape = Shape(trunk, heads, keys, channels=16, dilations=(1, 2), memory=memory)
    net = FrameNet(shape).eval()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(3)  # far from the even chances of a fresh network
    return net


def total_chance(cost_of_last: NDArray[np.float64]) -> float:
    return float(np.exp(-cost_of_last).sum())


@pytest.mark.parametrize("trunk", TRUNKS)
@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("memory", [True, False])
def test_the_chances_of_all_frames_sum_to_one(trunk: str, heads: str, memory: bool) -> None:
    net = small_net(trunk, heads, memory=memory)
    past = rolls_of(SMALL, seed=1, pieces=1)[0]
    for length in (0, 1, 12):
        pieces = [remembered(np.vstack([past[:length], frame])) for frame in EVERY_FRAME]
        assert total_chance(np.array([one[-1] for one in nats(net, pieces)])) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("name", BASELINES)
def test_the_chances_of_all_frames_sum_to_one_in_the_baselines_too(name: str) -> None:
    training = [remembered(roll) for roll in rolls_of(SMALL, seed=2)]
    past = np.tile(rolls_of(SMALL, seed=1, pieces=1, frames=6)[0], (2, 1))
    pieces = [remembered(np.vstack([past, frame])) for frame in EVERY_FRAME]
    found = BASELINES[name](training, pieces)
    assert total_chance(np.array([one[-1] for one in found])) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("trunk", TRUNKS)
@pytest.mark.parametrize("heads", HEADS)
def test_no_frame_knows_of_what_comes_after_it(trunk: str, heads: str) -> None:
    net = small_net(trunk, heads, keys=12)
    past, future, other = rolls_of(12, seed=4, pieces=3)
    futures = [remembered(np.vstack([past, past[:9], rest])) for rest in (future, other, past)]
    shared = len(past) + 9
    costs = [one[:shared] for one in nats(net, futures)]
    for cost in costs[1:]:
        np.testing.assert_allclose(cost, costs[0], rtol=1e-4)


@given(st.integers(1, 40), st.integers(0, 10**6))
@settings(max_examples=10)
def test_padding_changes_no_cost(frames: int, seed: int) -> None:
    net = small_net("conv", "joint", keys=12)
    short, long = (remembered(np.random.default_rng(seed + n).random((n, 12)) < 0.3) for n in (frames, 45))
    np.testing.assert_allclose(nats(net, [short, long])[0], nats(net, [short])[0], rtol=1e-3, atol=1e-3)


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=6))
def test_a_spelling_says_the_frame_from_the_top_and_nothing_else(frames: list[list[bool]]) -> None:
    for frame, notes in zip(frames, spelling(torch.tensor(frames).float()).tolist(), strict=True):
        sounding = [key for key in reversed(range(7)) if frame[key]]
        assert notes == sounding + [7] * (len(notes) - len(sounding))
        assert notes[-1] == 7


def test_the_memory_proposes_what_came_next_after_the_longest_common_past() -> None:
    keys = [0, 1, 2, 3, 1, 2, 5, 0, 1, 2]
    piece = remembered(np.eye(6, dtype=bool)[[*keys, 4]])
    assert piece.proposals[10, 0].nonzero()[0].tolist() == [3]  # after 0 1 2, not after the later 1 2
    assert piece.matches[10].tolist() == [3, 3]
    assert piece.matches[3, 0] == 0 and not piece.proposals[3, 0].any()


def test_a_piece_is_transposed_no_further_than_the_keyboard() -> None:
    piece = remembered(np.eye(6, dtype=bool)[[1, 2, 1, 2]])
    assert transposed(piece, 9).roll.nonzero()[1].tolist() == [4, 5, 4, 5]
    assert transposed(piece, -9).proposals[3, 0].nonzero()[0].tolist() == [1]


def test_a_piece_is_leaked_when_its_tune_is_in_a_training_piece_in_any_key() -> None:
    tune = np.random.default_rng(5).integers(20, 40, 30)
    training = np.eye(KEYS, dtype=bool)[tune]
    other = np.eye(KEYS, dtype=bool)[np.random.default_rng(6).integers(20, 40, 30)]
    assert leaked([training[5:25], np.roll(training, 3, axis=1), other], [training]) == [True, True, False]


def test_a_batch_gives_the_heads_every_frame_once() -> None:
    pieces = [remembered(roll) for roll in rolls_of(12, seed=7)]
    part = batch(pieces)
    assert part.mask.sum() == len(part.frames) == sum(part.lengths)
    torch.testing.assert_close(part.past[part.mask], part.before)


def test_fitting_learns_and_the_same_seed_learns_the_same() -> None:
    loop = [remembered(np.tile(np.eye(6, dtype=bool), (4, 1))) for _ in range(16)]
    how = Fit(minutes=60, epochs=20, learning_rate=3e-2, warmup_steps=1)
    ends = []
    for _ in range(2):
        net, epochs = fit(Shape("conv", "joint", 6, channels=16, dropout=0.1), loop, loop[:2], how)
        history = list(epochs)
        assert len(history) == 20 and history[-1].progress == 1
        assert history[-1].best < history[0].valid / 3
        ends.append(np.concatenate(nats(net, loop[:1])))
    np.testing.assert_array_equal(ends[0], ends[1])


def test_fitting_stops_when_its_time_is_up() -> None:
    clock = iter(float(second) for second in range(1000))
    pieces = [remembered(roll) for roll in rolls_of(6, seed=8)]
    _, epochs = fit(
        Shape("conv", "independent", 6, channels=8), pieces, pieces, Fit(0.1), lambda: next(clock)
    )
    assert len(list(epochs)) == 6


def cells(rolls: list[Roll]) -> NDArray[np.object_]:
    found = np.empty((1, len(rolls)), object)
    found[0] = [roll.astype(np.uint8) for roll in rolls]
    return found


@pytest.fixture
def benchmark_file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.mat"
    sides = {
        name: cells(rolls_of(KEYS, seed)) for seed, name in enumerate(("traindata", "validdata", "testdata"))
    }
    savemat(path, sides)
    return path


def test_the_sides_of_a_file_are_read(benchmark_file: Path) -> None:
    sides = read(benchmark_file)
    np.testing.assert_array_equal(sides["valid"][2], rolls_of(KEYS, 1)[2])


@pytest.mark.parametrize("wrong", ["text", "cells", "keys", "values", "nothing"])
def test_a_wrong_file_is_refused_in_one_sentence(
    tmp_path: Path, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.mat"
    good = {name: cells(rolls_of(KEYS, 1)) for name in ("traindata", "validdata", "testdata")}
    if wrong == "text":
        path.write_text("no music here")
    elif wrong == "cells":
        savemat(path, {"traindata": good["traindata"]})
    elif wrong == "keys":
        savemat(path, good | {"testdata": cells(rolls_of(12, 1))})
    elif wrong == "values":
        savemat(path, good | {"testdata": np.array([[7, 8]])})
    with pytest.raises(AntiphonError) as refusal:
        read(path)
    assert str(refusal.value).count(". ") == 0 and str(path) in str(refusal.value)
    assert polyphonic.main([str(path)]) == 2
    assert capsys.readouterr().err.strip() == str(refusal.value)


def test_the_table_stands_beside_the_published_one(
    benchmark_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert polyphonic.main([str(benchmark_file), "--epochs", "1", "--net", "conv", "--heads", "joint"]) == 0
    printed = capsys.readouterr().out
    for words in (
        "| conv, joint |",
        "| Markov, independent keys |",
        "| RNN-NADE, joint | 5.19 | 2.31 |",
        "6 test",
    ):
        assert words in printed


def test_the_figures_are_given_as_json(benchmark_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    polyphonic.main([str(benchmark_file), "--epochs=1", "--net=lstm", "--json", "--transpose", "0", "2"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["model"] for row in rows[len(BASELINES) :]] == [
        "lstm, independent keys",
        "lstm, independent keys, ±2 semitones",
        "lstm, joint",
        "lstm, joint, ±2 semitones",
    ]
    assert all(row["nats"] > 0 for row in rows)
