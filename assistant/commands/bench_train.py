"""`antiphon bench train`: notes learnt a second, and how much of the machine's arithmetic that takes."""

import argparse
import time
from collections.abc import Callable, Iterator
from statistics import median

from assistant.commands._figures import Figure, figure, print_figures
from assistant.commands._numbers import at_least_one

DTYPES = ("float32", "bfloat16")

Clock = Callable[[], float]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench train`."""
    parser = subparsers.add_parser(
        "train", help="notes learnt a second, beside the machine's matrix products"
    )
    parser.add_argument("-n", type=at_least_one, default=20, help="steps to time for each network")
    parser.add_argument("--threads", type=at_least_one, default=1, help="processor cores to use (default: 1)")
    parser.add_argument("--device", default="cpu", help="cpu (default), cuda, ...")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the device's matrix products, then what each network's training makes of the best of them.

    One thread is measured in processor time, which other work on the machine disturbs least.
    """
    # process_time adds up the time of all threads, and knows nothing of a GPU's.
    is_alone = arguments.threads == 1 and arguments.device == "cpu"
    clock = time.process_time if is_alone else time.perf_counter
    print_figures(_figures(arguments.n, arguments.threads, arguments.device, clock), arguments.json)
    return 0


def _figures(n: int, threads: int, device: str, clock: Clock) -> Iterator[Figure]:
    from assistant.training.benchmark import NETS, TrainingStep, matrix_product

    peak = 0.0
    for dtype in DTYPES:
        product, flops = matrix_product(dtype, threads=threads, device=device)
        speeds = _per_second(product, flops / 1e9, n, clock)
        peak = max(peak, median(speeds))
        yield figure(f"matrix product, {dtype}", speeds, "GFLOP/s")
    for kind in NETS:
        step = TrainingStep(kind, threads=threads, device=device)
        notes = _per_second(step, step.notes, n, clock)
        yield figure(f"training step, {kind}", notes, "notes/s")
        shares = [100 * speed * step.flops / step.notes / 1e9 / peak for speed in notes]
        yield figure(f"training step, {kind}, of the best product", shares, "%")


def _per_second(work: Callable[[], object], amount: float, n: int, clock: Clock) -> list[float]:
    """What each of ``n`` calls gets done a second if a call does ``amount``, after two to warm up."""
    speeds = []
    for _ in range(n + 2):
        started_s = clock()
        work()
        speeds.append(amount / (clock() - started_s))
    return speeds[2:]
