"""`antiphon bench step`: the price of a note at play, beside torch and beside what memory allows."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands._figures import Figure, figure, milliseconds, print_figures
from assistant.commands._numbers import at_least_one

if TYPE_CHECKING:
    from assistant.engine.network import Network

BATCHES = (1, 8, 32)
PAST_NOTES = 128
MEGABYTE = 2**20


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench step`."""
    parser = subparsers.add_parser("step", help="time of one note, for 1, 8 and 32 takes at once")
    parser.add_argument("--model", default="", help="a name that `antiphon models` lists")
    parser.add_argument("-n", type=at_least_one, default=300, help="notes to time")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a row for every figure; all are taken in one run, on one thread."""
    from assistant.engine.registry import find_model

    print_figures(_figures(find_model(arguments.model), arguments.n), arguments.json)
    return 0


def _figures(folder: Path, n: int) -> Iterator[Figure]:
    from assistant.engine import checkpoint
    from assistant.engine.benchmark import network_step, trunk_step
    from assistant.training.reference import eager_step

    network, _ = checkpoint.load(folder)
    for batch in BATCHES:
        yield figure(f"whole note, NumPy, batch {batch}", _whole_notes(network, batch, n), "µs")
    for batch in BATCHES:
        yield figure(f"network step, NumPy, batch {batch}", _timed(network_step(network, batch), n), "µs")
    for batch in BATCHES:
        yield figure(f"trunk step, NumPy, batch {batch}", _timed(trunk_step(network, batch), n), "µs")
    for batch in BATCHES:
        yield figure(f"trunk step, torch eager, batch {batch}", _timed(eager_step(folder, batch), n), "µs")
    cached = _bandwidths(network.bytes_per_step, n)
    yield figure("bandwidth, buffer as large as the weights", cached, "GB/s")
    yield figure("bandwidth, main memory", _bandwidths(256 * MEGABYTE, 20), "GB/s")
    floors = [network.bytes_per_step / (gigabytes * 1e3) for gigabytes in cached]
    yield figure(f"floor of a note, {network.bytes_per_step / MEGABYTE:.1f} MB of weights", floors, "µs")


def _timed(step: Callable[[], Any], n: int) -> list[float]:
    """Microseconds of each of ``n`` calls, after a tenth as many to warm up."""
    milliseconds(step, max(1, n // 10))
    return [1e3 * sample for sample in milliseconds(step, n)]


def _whole_notes(network: "Network", batch: int, n: int) -> list[float]:
    """A note as Continue makes it: memories, four heads, sampling and trunk, late in an eight-bar answer."""
    from assistant.core.clip import Clip
    from assistant.core.continuation import ContinueRequest
    from assistant.core.note import Note
    from assistant.engine.answer import Answer

    pitches = (62, 64, 66, 67, 69, 71, 73, 74)
    seed = Clip.from_notes(Note(0, i * 240, 240, pitches[i * i % 8] + 5) for i in range(PAST_NOTES))
    samples: list[float] = []
    while len(samples) < n:
        request = ContinueRequest(
            seed=seed, start_tick=seed.end_tick, end_tick=seed.end_tick + 16 * 1920, takes=batch,
            random_seed=len(samples), style="folk",
        )  # fmt: skip
        answer = Answer(network, request)
        samples += _timed(lambda answer=answer: list(answer.step()), 60)  # type: ignore[misc]
    return samples


def _bandwidths(size_bytes: int, n: int) -> list[float]:
    """Gigabytes a second read from a buffer of the given size."""
    from assistant.engine.benchmark import reading

    return [size_bytes / 1e3 / us for us in _timed(reading(size_bytes), n)]
