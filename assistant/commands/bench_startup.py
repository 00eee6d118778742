"""`antiphon bench startup`: from process creation to the painted window."""

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

from assistant.commands._figures import figure, print_figures
from assistant.commands._numbers import at_least_one
from assistant.commands._screen import paint_somewhere
from assistant.core.errors import AntiphonError

STARTED_AT = "ANTIPHON_BENCH_STARTUP"  # tells the window to report its first paint and quit
PATIENCE_S = 60.0


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `bench startup`."""
    parser = subparsers.add_parser("startup", help="until the window is painted")
    parser.add_argument("--runs", type=at_least_one, default=10, help="starts to time, after one to warm up")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start the real program again and again; what the window reports itself is all that is counted."""
    reports = [_report_of_one_start() for _ in range(arguments.runs + 1)][1:]
    figures = [figure("window painted", [report["painted_s"] for report in reports], "s")]
    for package in ("torch", "music21"):
        imported = [float(report[package]) for report in reports]
        figures.append(figure(f"{package} imported on the way", imported, "0 or 1"))
    print_figures(figures, arguments.json)
    return 0


def _report_of_one_start() -> dict[str, Any]:
    """The line that the window prints after its first paint."""
    environment = dict(os.environ)
    paint_somewhere(environment)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once, not at every start
    # perf_counter counts from the same moment in every process of a machine, so the child can subtract it.
    environment[STARTED_AT] = str(time.perf_counter_ns())
    command = [sys.executable, "-m", "assistant"]
    try:
        started = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise AntiphonError(
            f"The window was not painted within {PATIENCE_S:.0f} s; run antiphon doctor to see why."
        ) from error
    return _parsed(started)


def _parsed(started: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    lines = started.stdout.strip().splitlines()
    if started.returncode == 0 and lines:
        report: dict[str, Any] = json.loads(lines[-1])
        return report
    last_words = started.stderr.strip().splitlines()[-1:] or ["it said nothing"]
    raise AntiphonError(
        f"The window did not open (status {started.returncode}: {last_words[0]}); run antiphon doctor."
    )
