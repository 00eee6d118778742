"""How every `antiphon bench` prints: one row a figure."""

import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity: median and 99th percentile of `n` samples, in `unit`."""

    name: str
    median: float
    p99: float
    n: int
    unit: str


def figure(name: str, samples: Sequence[float], unit: str) -> Figure:
    """The figure of at least one sample; the percentile is a sample itself, the nearest rank upwards."""
    ordered = sorted(samples)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return Figure(name, middle, ordered[math.ceil(0.99 * len(ordered)) - 1], len(ordered), unit)


def milliseconds(
    work: Callable[[], object], n: int = 1, clock: Callable[[], int] = time.perf_counter_ns
) -> list[float]:
    """How long each of ``n`` calls takes; ``clock`` counts nanoseconds."""
    samples = []
    for _ in range(n):
        started_ns = clock()
        work()
        samples.append((clock() - started_ns) / 1e6)
    return samples


def print_figures(figures: Iterable[Figure], as_json: bool) -> None:
    """Print each figure when it is there: a table, or one JSON object a line."""
    if not as_json:
        print(f"{'name':<44} {'median':>12} {'p99':>12} {'n':>6}  unit")
    for row in figures:
        if as_json:
            print(json.dumps(asdict(row)), flush=True)
        else:
            print(f"{row.name:<44} {row.median:>12.4g} {row.p99:>12.4g} {row.n:>6}  {row.unit}", flush=True)
